package mf4j.matrix;

import mf4j.train.Sweep;

/// The transposition of a sparse matrix by a stable counting sort over ranges of columns.
///
/// Every worker owns a range of columns and scans all entries, so no two write the same place and the order of the result does
/// not depend on the number of workers: reading 4 bytes per entry once more per range costs less than sharing counters.
final class Transposition {
    private final SparseRows rows;
    private final int[] offsets; // of the result: one per column and one more
    private final int[] from;    // row of each entry of the result
    private final float[] values;
    private final float[] weights;

    private Transposition(SparseRows rows) {
        this.rows = rows;
        this.offsets = new int[rows.columnCount() + 1];
        this.from = new int[rows.entries()];
        this.values = new float[rows.entries()];
        this.weights = rows.weights() == null ? null : new float[rows.entries()];
    }

    static Transposition of(SparseRows rows) {
        return new Transposition(rows);
    }

    SparseRows apply() {
        for (int column : rows.columns()) offsets[column + 1]++;
        for (int column = 0; column < rows.columnCount(); column++) offsets[column + 1] += offsets[column];
        int ranges = Math.min(Sweep.threads(), 16);
        int[] cursor = java.util.Arrays.copyOf(offsets, rows.columnCount());
        Sweep.over(ranges, 1, (_, range, _) -> scatter(cursor, boundary(range, ranges), boundary(range + 1, ranges)));
        return new SparseRows(offsets, from, values, weights, rows.rows());
    }

    /// Splits the columns into ranges of about equally many entries.
    private int boundary(int range, int ranges) {
        if (range == ranges) return rows.columnCount();
        long wanted = (long) rows.entries() * range / ranges;
        int found = java.util.Arrays.binarySearch(offsets, (int) wanted);
        return Math.min(found < 0 ? -found - 2 : found, rows.columnCount());
    }

    private void scatter(int[] cursor, int low, int high) {
        int[] columns = rows.columns();
        for (int row = 0; row < rows.rows(); row++) {
            for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
                int column = columns[entry];
                if (column >= low && column < high) put(cursor[column]++, row, entry);
            }
        }
    }

    private void put(int place, int row, int entry) {
        from[place] = row;
        values[place] = rows.values()[entry];
        if (weights != null) weights[place] = rows.weights()[entry];
    }
}
