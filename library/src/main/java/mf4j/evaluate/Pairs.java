package mf4j.evaluate;

import java.util.Arrays;
import java.util.BitSet;

/// Where the relevant items stand among all candidates, exactly and without sorting the candidates: every candidate looks up its
/// place among the few distinct scores of relevant items. Cost: candidates x log relevant.
final class Pairs {
    private final float[] levels;   // distinct scores of relevant items, ascending
    private final int[] relevantAt; // how many relevant items have the level's score
    private final int[] between;    // how many candidates are below the level and above the one before
    private final int[] at;         // how many candidates have the level's score
    private final int known;        // relevant items that are candidates
    private final int unknown;      // relevant items that are not in the model
    private int candidates;
    private double wins;            // over non-relevant candidates, ties half
    private double percentiles;     // summed over relevant items

    /// @param relevant candidates that are relevant
    /// @param unknown  how many more relevant items the model does not know
    Pairs(float[] scores, int start, int n, BitSet excluded, BitSet relevant, int unknown) {
        float[] values = new float[relevant.cardinality()];
        for (int j = 0, item = relevant.nextSetBit(0); item >= 0; item = relevant.nextSetBit(item + 1)) values[j++] = plain(scores[start + item]);
        this.known = values.length;
        this.unknown = unknown;
        this.levels = distinct(values);
        this.relevantAt = new int[levels.length];
        this.between = new int[levels.length + 1];
        this.at = new int[levels.length];
        for (float value : values) relevantAt[level(value)]++;
        for (int j = excluded.nextClearBit(0); j < n; j = excluded.nextClearBit(j + 1)) place(plain(scores[start + j]));
        tally();
    }

    /// Makes -0 the 0 it is equal to.
    private static float plain(float score) {
        return score + 0.0f;
    }

    private static float[] distinct(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int size = 0;
        for (float value : sorted) if (size == 0 || value != sorted[size - 1]) sorted[size++] = value;
        return Arrays.copyOf(sorted, size);
    }

    private void place(float score) {
        candidates++;
        int level = level(score);
        if (level < levels.length && levels[level] == score) at[level]++;
        else between[level]++;
    }

    /// The first level that is not below a score. Not `Arrays.binarySearch`, which also orders NaN and the zeros and takes its time.
    private int level(float score) {
        int low = 0;
        for (int length = levels.length; length > 0; ) {
            int half = length >>> 1;
            boolean above = levels[low + half] < score;
            low = above ? low + half + 1 : low;
            length = above ? length - half - 1 : half;
        }
        return low;
    }

    private void tally() {
        int below = 0, relevantBelow = 0;
        for (int level = 0; level < levels.length; level++) {
            below += between[level];
            double beaten = below - relevantBelow + 0.5 * (at[level] - relevantAt[level]);
            double above = candidates - below - at[level] + 0.5 * (at[level] - 1);
            wins += relevantAt[level] * beaten;
            percentiles += candidates == 1 ? 0 : relevantAt[level] * above / (candidates - 1);
            below += at[level];
            relevantBelow += relevantAt[level];
        }
    }

    double auc() {
        int others = candidates - known;
        return others == 0 ? Double.NaN : wins / ((double) (known + unknown) * others);
    }

    double percentileRank() {
        return (percentiles + unknown) / (known + unknown);
    }
}
