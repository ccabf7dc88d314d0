package mf4j.lowrank;

import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

/// The product of two sides where a sparse matrix has entries.
final class SparseProduct {
    private SparseProduct() { }

    /// What an entry adds.
    @FunctionalInterface
    interface Term {
        /// Of an entry and the product in its place.
        double of(double x, double y);
    }

    /// The sum over all entries, in double.
    static double sum(SparseRows rows, NmfSide left, NmfSide right, Term term) {
        float[] lefts = left.turned();
        float[] rights = right.turned();
        int rank = left.rank;
        return Sweep.sum(rows.rows(), NmfSide.WIDTH, (from, to) -> {
            double sum = 0;
            for (int r = from; r < to; r++) {
                for (int e = rows.offsets()[r]; e < rows.offsets()[r + 1]; e++) {
                    double y = 0;
                    for (int k = 0; k < rank; k++) y += (double) lefts[r * rank + k] * rights[rows.columns()[e] * rank + k];
                    sum += term.of(rows.values()[e], y);
                }
            }
            return sum;
        });
    }
}
