package mf4j.recommend;

import java.util.BitSet;

/// The best few of a stream of items, higher scores first and of equal ones the lower index: a binary heap with the worst on top.
/// Items may come in any order; a score that is not a number is never taken.
final class Shortlist {
    private final int[] item;
    private final float[] score;
    private final double minimum;
    private final double maximum;
    private final BitSet skipped;
    private int size;

    /// @param capacity how many are kept
    /// @param skipped  not to be offered by a search; read by the search, not here
    /// @param minimum  scores below it are not taken
    /// @param maximum  scores above it are not taken
    Shortlist(int capacity, BitSet skipped, double minimum, double maximum) {
        this.item = new int[capacity];
        this.score = new float[capacity];
        this.skipped = skipped;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    BitSet skipped() {
        return skipped;
    }

    /// What is below can be left out: no such score is taken any more.
    float floor() {
        float least = (float) minimum;
        if (least > minimum) least = Math.nextDown(least);
        return size < item.length || item.length == 0 ? least : Math.max(least, score[0]);
    }

    void offer(int j, float value) {
        if (!(value >= minimum && value <= maximum)) return;
        if (size < item.length) {
            size++;
            up(size - 1, j, value);
        } else if (size > 0 && worse(item[0], score[0], j, value)) {
            down(j, value);
        }
    }

    private static boolean worse(int i, float a, int j, float b) {
        return a < b || a == b && i > j;
    }

    private void up(int hole, int j, float value) {
        while (hole > 0) {
            int parent = (hole - 1) / 2;
            if (!worse(j, value, item[parent], score[parent])) break;
            put(hole, item[parent], score[parent]);
            hole = parent;
        }
        put(hole, j, value);
    }

    private void down(int j, float value) {
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && worse(item[child + 1], score[child + 1], item[child], score[child])) child++;
            if (!worse(item[child], score[child], j, value)) break;
            put(hole, item[child], score[child]);
            hole = child;
        }
        put(hole, j, value);
    }

    private void put(int place, int j, float value) {
        item[place] = j;
        score[place] = value;
    }

    /// What was kept, best first; the list is empty afterwards.
    Best drain() {
        Best best = new Best(new int[size], new float[size]);
        while (size > 0) {
            best.items[size - 1] = item[0];
            best.scores[size - 1] = score[0];
            size--;
            if (size > 0) down(item[size], score[size]);
        }
        return best;
    }

    /// Items and their scores.
    record Best(int[] items, float[] scores) { }
}
