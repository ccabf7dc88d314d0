package mf4j.sql;

import mf4j.data.Ids;

import java.util.Arrays;

/// Rows of one stretch of a table, with the names of the worker who read it: what is filled without asking anybody.
final class Block {
    /// The names one worker has met, in all its blocks.
    static final class Names {
        final Ids.Builder users = new Ids.Builder();
        final Ids.Builder items = new Ids.Builder();
    }

    final Names names;
    final boolean rated;
    private final boolean timed;
    private final boolean weighted;
    int size;
    int skipped;
    int[] user;     // index among the worker's users
    int[] item;
    float[] values;
    float[] weights; // or null
    long[] times;    // or null

    Block(int room, Roles roles, Names names) {
        this.names = names;
        rated = roles.rating() >= 0;
        timed = roles.time() >= 0;
        weighted = roles.weight() >= 0;
        user = new int[room];
        item = new int[room];
        values = new float[room];
        weights = weighted ? new float[room] : null;
        times = timed ? new long[room] : null;
    }

    void add(int user, int item, float value, float weight, long time) {
        if (size == this.user.length) grow();
        this.user[size] = user;
        this.item[size] = item;
        values[size] = value;
        if (weighted) weights[size] = weight;
        if (timed) times[size] = time;
        size++;
    }

    private void grow() {
        int room = (int) Math.min(Integer.MAX_VALUE - 16L, size * 3L / 2 + 1024);
        if (room <= size) throw new TableException("more than 2,147,483,631 rows are more than ratings can hold");
        user = Arrays.copyOf(user, room);
        item = Arrays.copyOf(item, room);
        values = Arrays.copyOf(values, room);
        if (weighted) weights = Arrays.copyOf(weights, room);
        if (timed) times = Arrays.copyOf(times, room);
    }
}
