package mf4j.recommend;

import mf4j.matrix.SparseRows;

import java.util.Arrays;

/// A sparse matrix made entry by entry, row after row.
final class RowsBuilder {
    private final int[] offsets;
    private final int[] columns;
    private final float[] values;
    private final float[] weights; // or null
    private int row;
    private int size;

    /// @param room for how many entries
    RowsBuilder(int rows, int room, boolean weighted) {
        offsets = new int[rows + 1];
        columns = new int[room];
        values = new float[room];
        weights = weighted ? new float[room] : null;
    }

    /// How many entries there are.
    int size() {
        return size;
    }

    /// Appends an entry of another matrix; returns where it stands.
    int add(SparseRows from, int entry) {
        return set(size++, from, entry);
    }

    /// Appends a row of another matrix.
    void addRow(SparseRows from, int row) {
        for (int entry = from.offsets()[row]; entry < from.offsets()[row + 1]; entry++) add(from, entry);
        endRow();
    }

    /// Writes an entry of another matrix over one of this; returns where it stands.
    int set(int at, SparseRows from, int entry) {
        columns[at] = from.columns()[entry];
        values[at] = from.values()[entry];
        if (weights != null) weights[at] = from.weight(entry);
        return at;
    }

    /// What follows is of the next row.
    void endRow() {
        offsets[++row] = size;
    }

    SparseRows build(int columnCount) {
        return new SparseRows(offsets, Arrays.copyOf(columns, size), Arrays.copyOf(values, size), weights == null ? null : Arrays.copyOf(weights, size), columnCount);
    }
}
