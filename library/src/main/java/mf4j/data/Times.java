package mf4j.data;

import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.Comparator;

/// Times of entries: 4 bytes each as a distance from the earliest where they lie within 2^32 of each other, as the seconds of a
/// century do, 8 bytes otherwise.
final class Times {
    private final long earliest;
    private final int[] near;  // unsigned distance from the earliest, or null
    private final long[] any;  // or null

    private Times(long earliest, int[] near, long[] any) {
        this.earliest = earliest;
        this.near = near;
        this.any = any;
    }

    static Times of(long[] times) {
        long low = Long.MAX_VALUE, high = Long.MIN_VALUE;
        for (long time : times) {
            low = Math.min(low, time);
            high = Math.max(high, time);
        }
        if (times.length > 0 && Long.compareUnsigned(high - low, 0xffffffffL) > 0) return new Times(0, null, times.clone());
        int[] near = new int[times.length];
        for (int j = 0; j < near.length; j++) near[j] = (int) (times[j] - low);
        return new Times(low, near, null);
    }

    /// Times given as distances, not copied.
    static Times near(long earliest, int[] distances) {
        return new Times(earliest, distances, null);
    }

    /// The entries [from, to) in the order of time; equal times keep the order of entries.
    int[] sorted(int from, int to) {
        int[] order = new int[to - from];
        boolean sorted = true;
        for (int j = 0; j < order.length; j++) {
            order[j] = from + j;
            sorted &= j == 0 || at(from + j - 1) <= at(from + j);
        }
        if (sorted) return order;
        if (near != null) return sortedByKey(order);
        return Arrays.stream(order).boxed().sorted(Comparator.comparingLong(this::at)).mapToInt(Integer::intValue).toArray();
    }

    /// Distance and place in one number: the sort needs no comparator.
    private int[] sortedByKey(int[] order) {
        long[] keys = new long[order.length];
        for (int j = 0; j < keys.length; j++) keys[j] = (long) (near[order[j]] ^ Integer.MIN_VALUE) << 32 | j;
        Arrays.sort(keys);
        int first = order[0];
        for (int j = 0; j < keys.length; j++) order[j] = first + (int) keys[j];
        return order;
    }

    long at(int entry) {
        return near != null ? earliest + Integer.toUnsignedLong(near[entry]) : any[entry];
    }

    /// The times at these positions, in their order.
    Times at(int[] positions) {
        int[] some = near == null ? null : new int[positions.length];
        long[] all = near == null ? new long[positions.length] : null;
        Sweep.over(positions.length, 1 << 16, (_, from, to) -> {
            for (int j = from; j < to; j++) {
                if (some != null) some[j] = near[positions[j]];
                else all[j] = any[positions[j]];
            }
        });
        return new Times(earliest, some, all);
    }

    void feed(Fingerprint print, int length) {
        print.blocks(length, 8, (into, from, count) -> {
            for (int j = 0; j < count; j++) into.putLong(8 * j, at(from + j));
        });
    }
}
