package mf4j.matrix;

import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;

/// A sparse matrix by rows (CSR): row r has the entries `[offsets[r], offsets[r + 1])` of `columns` and `values`.
///
/// Within a row the entries keep the order in which they were given; columns need not be sorted. The arrays are shared, not
/// copied, and must not be changed.
///
/// @param offsets  one per row and one more; starts with 0
/// @param columns  one per entry, in [0, columnCount)
/// @param values   one per entry
/// @param weights  one per entry, or null where every entry weighs 1
/// @param columnCount the width of the matrix
public record SparseRows(int[] offsets, int[] columns, float[] values, float[] weights, int columnCount) {
    /// Checks the shape, not every index.
    public SparseRows {
        Check check = Check.of(SparseRows.class);
        check.that(offsets.length >= 1 && offsets[0] == 0, "offsets", "start with 0", offsets.length == 0 ? "empty" : offsets[0]);
        int entries = offsets[offsets.length - 1];
        check.that(columns.length == entries, "columns", "hold as many as the last offset " + entries, columns.length);
        check.that(values.length == entries, "values", "hold as many as the last offset " + entries, values.length);
        check.that(weights == null || weights.length == entries, "weights", "hold as many as the last offset " + entries,
                weights == null ? null : weights.length);
    }

    /// How many rows.
    public int rows() {
        return offsets.length - 1;
    }

    /// How many entries.
    public int entries() {
        return columns.length;
    }

    /// How many entries a row has.
    public int count(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /// The weight of an entry: 1 where there are no weights.
    public float weight(int entry) {
        return weights == null ? 1 : weights[entry];
    }

    /// The columns of a row, a copy.
    public int[] columns(int row) {
        return Arrays.copyOfRange(columns, offsets[row], offsets[row + 1]);
    }

    /// The row of each entry; 4 bytes per entry, made anew at each call.
    public int[] rowOfEntry() {
        int[] owner = new int[entries()];
        Sweep.over(rows(), 4096, (_, from, to) -> {
            for (int row = from; row < to; row++) Arrays.fill(owner, offsets[row], offsets[row + 1], row);
        });
        return owner;
    }

    /// The matrix with rows and columns exchanged; entries of a new row come in the order of the old rows.
    public SparseRows transposed() {
        return Transposition.of(this).apply();
    }
}
