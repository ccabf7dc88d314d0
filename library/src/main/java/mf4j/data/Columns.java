package mf4j.data;

import mf4j.train.Check;

import java.util.Arrays;

/// Ratings as they come, in growing columns.
final class Columns {
    private int size;
    private int[] users = new int[16];
    private int[] items = new int[16];
    private float[] values = new float[16];
    private float[] weights; // from the first weight that is not 1
    private long[] times;    // from the first rating if that has a time

    int size() {
        return size;
    }

    void refuse(double value, double weight, Object user, Object item) {
        if (!Events.sound((float) value, (float) weight)) throw Events.unsound(user, item, value, weight);
    }

    void add(int user, int item, float value, float weight, boolean timed, long time) {
        if (size == 0 && timed) times = new long[users.length];
        Check.of(Ratings.class).that(timed == (times != null), "time", "be given for every rating or for none",
                (timed ? "given" : "missing") + " at rating " + (size + 1));
        if (size == users.length) grow();
        if (weights == null && weight != 1) {
            weights = new float[users.length];
            Arrays.fill(weights, 0, size, 1);
        }
        users[size] = user;
        items[size] = item;
        values[size] = value;
        if (weights != null) weights[size] = weight;
        if (timed) times[size] = time;
        size++;
    }

    private void grow() {
        Check.of(Ratings.class).that(size < Integer.MAX_VALUE - 16, "count", "be below 2^31", size);
        int room = (int) Math.min(Integer.MAX_VALUE - 16L, size + (size >> 1) + 16L);
        users = Arrays.copyOf(users, room);
        items = Arrays.copyOf(items, room);
        values = Arrays.copyOf(values, room);
        if (weights != null) weights = Arrays.copyOf(weights, room);
        if (times != null) times = Arrays.copyOf(times, room);
    }

    Ratings ratings(Ids userNames, Ids itemNames, Duplicates duplicates) {
        return new Events(userNames, itemNames, size, users, items, values, weights, times).ratings(duplicates);
    }
}
