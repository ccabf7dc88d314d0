package mf4j.data;

import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ratings in the order they came, by index: what [Ratings] are made from.
///
/// @param count   how many; the arrays may be longer
/// @param weights one per event, or null where every one weighs 1
/// @param times   one per event, or null where there are none
record Events(Ids users, Ids items, int count, int[] user, int[] item, float[] values, float[] weights, long[] times) {
    static boolean sound(float value, float weight) {
        return Float.isFinite(value) && weight > 0 && weight < Float.POSITIVE_INFINITY;
    }

    static IllegalArgumentException unsound(Object user, Object item, double value, double weight) {
        boolean bad = !Float.isFinite((float) value);
        return new IllegalArgumentException("Ratings." + (bad ? "value must be a finite number but was " + value
                : "weight must be a finite number above 0 but was " + weight) + " (user '" + user + "', item '" + item + "')");
    }

    Ratings ratings(Duplicates duplicates) {
        Grouping grouping = Grouping.of(user, count, users.size());
        SparseRows rows = new SparseRows(grouping.offsets(), trimmed(grouping.gather(item)), trimmed(grouping.gather(values)),
                weights == null ? null : trimmed(grouping.gather(weights)), items.size());
        refuseUnsound(rows);
        Times when = times == null ? null : grouping.order() == null ? Times.of(trimmed(times)) : Times.of(trimmed(times)).at(grouping.order());
        return twice(rows) ? resolved(rows, when, duplicates) : new Ratings(users, items, rows, when);
    }

    private int[] trimmed(int[] array) {
        return array.length == count ? array : Arrays.copyOf(array, count);
    }

    private float[] trimmed(float[] array) {
        return array.length == count ? array : Arrays.copyOf(array, count);
    }

    private long[] trimmed(long[] array) {
        return array.length == count ? array : Arrays.copyOf(array, count);
    }

    private void refuseUnsound(SparseRows rows) {
        Sweep.over(count, 1 << 16, (_, from, to) -> {
            for (int entry = from; entry < to; entry++) {
                if (!sound(rows.values()[entry], rows.weight(entry))) {
                    int row = Arrays.binarySearch(rows.offsets(), entry);
                    row = row < 0 ? -row - 2 : row;
                    while (rows.count(row) == 0) row++;
                    throw unsound(users.name(row), items.name(rows.columns()[entry]), rows.values()[entry], rows.weight(entry));
                }
            }
        });
    }

    /// Whether any user rated an item twice. `last[item]` is the entry where a worker last saw the item; entries of other users
    /// lie outside the row's range, so nothing has to be cleared.
    private static boolean twice(SparseRows rows) {
        AtomicBoolean found = new AtomicBoolean();
        Sweep.over(rows.rows(), 256, () -> unseen(rows), (last, from, to) -> {
            for (int row = from; row < to && !found.get(); row++) {
                int start = rows.offsets()[row];
                for (int entry = start; entry < rows.offsets()[row + 1]; entry++) {
                    int item = rows.columns()[entry];
                    if (last[item] >= start && last[item] < entry) found.set(true);
                    last[item] = entry;
                }
            }
        });
        return found.get();
    }

    private static int[] unseen(SparseRows rows) {
        int[] last = new int[rows.columnCount()];
        Arrays.fill(last, -1);
        return last;
    }

    private Ratings resolved(SparseRows rows, Times when, Duplicates duplicates) {
        boolean[] dropped = new boolean[count];
        float[] values = rows.values().clone();
        float[] weights = rows.weights() == null ? null : rows.weights().clone();
        Sweep.over(rows.rows(), 256, () -> new Merge(rows, when, duplicates, dropped, values, weights), (merge, from, to) -> {
            for (int row = from; row < to; row++) merge.row(row);
        });
        SparseRows merged = new SparseRows(rows.offsets(), rows.columns(), values, weights, rows.columnCount());
        return new Ratings(users, items, merged, when).subset(entry -> !dropped[entry]);
    }

    /// A worker's scratch for making one entry of several.
    private final class Merge {
        private final SparseRows rows;
        private final Times when;
        private final Duplicates duplicates;
        private final boolean[] dropped; // per entry
        private final float[] values;    // per entry, to be changed
        private final float[] weights;   // or null
        private final int[] best;        // per item: the surviving entry so far
        private final double[] sum;      // per item: of weight x value
        private final double[] mass;     // per item: of weights
        private final int[] times;       // per item: how often

        Merge(SparseRows rows, Times when, Duplicates duplicates, boolean[] dropped, float[] values, float[] weights) {
            this.rows = rows;
            this.when = when;
            this.duplicates = duplicates;
            this.dropped = dropped;
            this.values = values;
            this.weights = weights;
            this.best = unseen(rows);
            boolean adding = duplicates == Duplicates.MEAN || duplicates == Duplicates.SUM;
            this.sum = new double[adding ? best.length : 0];
            this.mass = new double[sum.length];
            this.times = new int[sum.length];
        }

        void row(int row) {
            int start = rows.offsets()[row], end = rows.offsets()[row + 1];
            for (int entry = start; entry < end; entry++) {
                int item = rows.columns()[entry];
                boolean first = best[item] < start || best[item] >= end;
                if (!first) drop(row, item, entry);
                else best[item] = entry;
                if (sum.length > 0) add(item, entry, first);
            }
            for (int entry = start; entry < end && sum.length > 0; entry++) if (!dropped[entry]) settle(rows.columns()[entry], entry);
        }

        private void drop(int row, int item, int entry) {
            Check.of(Ratings.class).that(duplicates != Duplicates.ERROR, "ratings", "have each item once per user",
                    "item '" + items.name(item) + "' twice by user '" + users.name(row) + "'");
            boolean later = when == null || when.at(entry) >= when.at(best[item]);
            dropped[later ? best[item] : entry] = true;
            if (later) best[item] = entry;
        }

        private void add(int item, int entry, boolean first) {
            if (first) sum[item] = mass[item] = times[item] = 0;
            boolean mean = duplicates == Duplicates.MEAN;
            sum[item] += mean ? (double) rows.values()[entry] * rows.weight(entry) : rows.values()[entry];
            mass[item] += rows.weight(entry);
            times[item]++;
        }

        private void settle(int item, int entry) {
            if (times[item] == 1) return;
            values[entry] = (float) (duplicates == Duplicates.MEAN ? sum[item] / mass[item] : sum[item]);
            if (weights != null) weights[entry] = (float) (mass[item] / times[item]);
            if (!sound(values[entry], 1)) throw unsound("of the duplicates", items.name(item), values[entry], 1);
        }
    }
}
