package mf4j.store;

import mf4j.matrix.Npy;
import mf4j.matrix.SparseRows;
import mf4j.recommend.DenseWeights;
import mf4j.recommend.NeighbourWeights;
import mf4j.recommend.SparseWeights;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// The weights of a model of neighbours as entries of its file.
final class WeightParts {
    private static final String DENSE = "weights.npy";
    private static final String SPREAD = "spread.npy";
    private static final String OFFSETS = "weights_offsets.npy";
    private static final String ITEMS = "weights_items.npy";
    private static final String VALUES = "weights_values.npy";

    private WeightParts() { }

    static List<Part> of(NeighbourWeights weights) {
        return switch (weights) {
            case DenseWeights dense -> List.of(Part.floats(DENSE, dense.values(), dense.items(), dense.items()),
                    Part.floats(SPREAD, dense.spread(), dense.items()));
            case SparseWeights sparse -> List.of(Part.ints(OFFSETS, sparse.byTarget().offsets()), Part.ints(ITEMS, sparse.byTarget().columns()),
                    Part.floats(VALUES, sparse.byTarget().values(), sparse.byTarget().entries()));
        };
    }

    static NeighbourWeights read(ArchiveReader in, int items) throws IOException {
        return in.has(DENSE) ? dense(in, items) : new SparseWeights(verified(new SparseRows(in.array(OFFSETS).toInts(), in.array(ITEMS).toInts(),
                in.array(VALUES).toFloats(), null, items)));
    }

    private static DenseWeights dense(ArchiveReader in, int items) throws IOException {
        Npy.Array array = in.array(DENSE);
        if (!Arrays.equals(array.shape(), new int[] {items, items})) {
            throw new IllegalArgumentException(DENSE + " must have the shape [" + items + ", " + items + "] but has " + Arrays.toString(array.shape()));
        }
        return new DenseWeights(array.toFloats(), in.array(SPREAD).toFloats());
    }

    private static SparseRows verified(SparseRows rows) {
        boolean fits = rows.rows() == rows.columnCount();
        for (int i = 0; fits && i < rows.rows(); i++) fits = rows.count(i) >= 0;
        for (int entry = 0; fits && entry < rows.entries(); entry++) fits = rows.columns()[entry] >= 0 && rows.columns()[entry] < rows.columnCount();
        if (!fits) throw new IllegalArgumentException("the weights must be of the " + rows.columnCount() + " items of the model");
        return rows;
    }
}
