package mf4j.recommend;

import mf4j.matrix.SparseRows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The rows of a sparse matrix, entries being put into them. Guarded by its owner's lock.
final class LiveRows {
    private final SparseRows start;
    private final Map<Integer, SparseRows> changed = new HashMap<>(); // each alone

    LiveRows(SparseRows start) {
        this.start = start;
    }

    /// The same rows, to be changed on their own.
    LiveRows copy() {
        LiveRows copy = new LiveRows(start);
        copy.changed.putAll(changed);
        return copy;
    }

    /// One row alone.
    SparseRows row(int row) {
        SparseRows now = changed.get(row);
        return now != null ? now : row < start.rows() ? alone(start, row) : new SparseRows(new int[1 + 1], new int[0], new float[0], null, start.columnCount());
    }

    /// The rows that have changed, each alone.
    Map<Integer, SparseRows> changed() {
        return changed;
    }

    /// The rows that have changed, whole; all others empty.
    SparseRows fresh(int rows, int columns) {
        boolean weighted = changed.values().stream().anyMatch(row -> row.weights() != null);
        RowsBuilder builder = new RowsBuilder(rows, changed.values().stream().mapToInt(SparseRows::entries).sum(), weighted);
        for (int row = 0; row < rows; row++) {
            SparseRows now = changed.get(row);
            for (int entry = 0; now != null && entry < now.entries(); entry++) builder.add(now, entry);
            builder.endRow();
        }
        return builder.build(columns);
    }

    static SparseRows alone(SparseRows rows, int row) {
        int from = rows.offsets()[row];
        int to = rows.offsets()[row + 1];
        return new SparseRows(new int[] {0, to - from}, Arrays.copyOfRange(rows.columns(), from, to), Arrays.copyOfRange(rows.values(), from, to),
                rows.weights() == null ? null : Arrays.copyOfRange(rows.weights(), from, to), rows.columnCount());
    }

    /// A row with an entry put in the place of the one of its column, or behind the others; this matrix stays as it is.
    SparseRows with(int row, int column, float value, float weight) {
        SparseRows old = row(row);
        int at = 0;
        while (at < old.entries() && old.columns()[at] != column) at++;
        int size = Math.max(old.entries(), at + 1);
        float[] weights = old.weights() == null && weight == 1 ? null : weights(old, size);
        SparseRows now = new SparseRows(new int[] {0, size}, Arrays.copyOf(old.columns(), size), Arrays.copyOf(old.values(), size), weights,
                Math.max(old.columnCount(), column + 1));
        now.columns()[at] = column;
        now.values()[at] = value;
        if (weights != null) weights[at] = weight;
        return now;
    }

    private static float[] weights(SparseRows old, int size) {
        float[] weights = new float[size];
        for (int j = 0; j < old.entries(); j++) weights[j] = old.weight(j);
        return weights;
    }
}
