package mf4j.data;

import mf4j.train.Sweep;

import java.util.Arrays;

/// A stable counting sort: which entries belong to each bucket, in their order.
///
/// @param offsets one per bucket and one more: where each bucket starts in `order`
/// @param order   the entries, bucket after bucket; null where they were in this order already
record Grouping(int[] offsets, int[] order) {
    /// Groups entries by their key in [0, buckets).
    static Grouping of(int[] keys, int count, int buckets) {
        int[] offsets = new int[buckets + 1];
        boolean sorted = true;
        for (int j = 0, before = 0; j < count; j++) {
            int key = keys[j];
            sorted &= key >= before;
            before = key;
            offsets[key + 1]++;
        }
        for (int bucket = 0; bucket < buckets; bucket++) offsets[bucket + 1] += offsets[bucket];
        return new Grouping(offsets, sorted ? null : order(keys, count, offsets));
    }

    /// Every worker owns a range of buckets and scans all keys: no two write the same place.
    private static int[] order(int[] keys, int count, int[] offsets) {
        int[] order = new int[count];
        int buckets = offsets.length - 1;
        int ranges = Math.min(Sweep.threads(), 16);
        int[] cursor = Arrays.copyOf(offsets, buckets);
        Sweep.over(ranges, 1, (_, range, _) -> {
            int low = boundary(offsets, range, ranges);
            int high = boundary(offsets, range + 1, ranges);
            for (int j = 0; j < count; j++) {
                int key = keys[j];
                if (key >= low && key < high) order[cursor[key]++] = j;
            }
        });
        return order;
    }

    /// Splits the buckets into ranges of about equally many entries.
    private static int boundary(int[] offsets, int range, int ranges) {
        int buckets = offsets.length - 1;
        if (range == 0) return 0;
        if (range == ranges) return buckets;
        int found = Arrays.binarySearch(offsets, (int) ((long) offsets[buckets] * range / ranges));
        return Math.min(found < 0 ? -found - 1 : found, buckets);
    }

    int[] gather(int[] values) {
        if (order == null) return values;
        int[] gathered = new int[order.length];
        Sweep.over(order.length, 1 << 16, (_, from, to) -> {
            for (int j = from; j < to; j++) gathered[j] = values[order[j]];
        });
        return gathered;
    }

    float[] gather(float[] values) {
        if (order == null || values == null) return values;
        float[] gathered = new float[order.length];
        Sweep.over(order.length, 1 << 16, (_, from, to) -> {
            for (int j = from; j < to; j++) gathered[j] = values[order[j]];
        });
        return gathered;
    }
}
