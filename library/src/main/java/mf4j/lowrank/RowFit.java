package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;

/// Finds the left part of new rows under a [LowRank.RowRule]: for `B = diag(values) R` and a centred row x
///
/// ```
/// minimise over z   sum over known j of (x_j - z.b_j)^2 + ridge |z|^2,   z >= 0 where the rule says so
/// ```
///
/// Whole rows share one Gram matrix; its pseudo-inverse gives the shortest solution. A row with missing entries has one of its own.
final class RowFit {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 64;   // rows
    private static final int PASSES = 1000; // of coordinate descent at most
    private static final double LEAST = 1e-12; // of the largest eigenvalue: what is less counts as 0

    private final LowRank model;
    private final int rank;
    private final int columns;
    private final double[] right;   // rank x columns: B
    private final double[] gram;    // rank x rank: B B^T + ridge
    private final double[] inverse; // of gram

    private RowFit(LowRank model) {
        this.model = model;
        this.rank = model.rank();
        this.columns = model.columns();
        this.right = model.right().toDoubles().clone();
        for (int k = 0; k < rank; k++) {
            for (int j = 0; j < columns; j++) right[k * columns + j] *= model.values()[k];
        }
        this.gram = new double[rank * rank];
        KERNEL.gemm(false, true, rank, rank, columns, 1.0, right, 0, columns, right, 0, columns, 0.0, gram, 0, rank);
        for (int k = 0; k < rank; k++) gram[k * rank + k] += model.rule().ridge();
        this.inverse = inverse(gram, rank);
    }

    static RowFit of(LowRank model) {
        return new RowFit(model);
    }

    Matrix transform(Matrix x) {
        Check.of(LowRank.class).that(x.columns() == columns, "x", "have " + columns + " columns", x.columns());
        if (model.rule().missing()) x.finiteWhereKnown();
        else x.finite();
        double[] left = new double[x.rows() * rank];
        Sweep.over(x.rows(), BLOCK, () -> new double[BLOCK * columns], (rows, from, to) -> {
            x.copy(from, to, rows, 0);
            for (int r = 0; r < to - from; r++) {
                for (int j = 0; j < columns; j++) rows[r * columns + j] -= model.mean()[j];
            }
            for (int r = from; r < to; r++) solve(rows, (r - from) * columns, left, r * rank);
        });
        return Matrix.of(left, x.rows(), rank);
    }

    private void solve(double[] rows, int at, double[] left, int to) {
        double[] own = gram;
        double[] moments = new double[rank];
        boolean whole = true;
        for (int j = 0; j < columns && whole; j++) whole = !Double.isNaN(rows[at + j]);
        if (whole) {
            for (int k = 0; k < rank; k++) moments[k] = KERNEL.dot(right, k * columns, rows, at, columns);
        } else {
            own = known(rows, at, moments);
        }
        if (model.rule().nonNegative()) descend(own, moments, left, to);
        else apply(whole ? inverse : inverse(own, rank), moments, left, to);
    }

    /// The Gram matrix of the columns whose entries are known.
    private double[] known(double[] rows, int at, double[] moments) {
        double[] own = new double[rank * rank];
        for (int k = 0; k < rank; k++) own[k * rank + k] = model.rule().ridge();
        for (int j = 0; j < columns; j++) {
            double x = rows[at + j];
            if (Double.isNaN(x)) continue;
            for (int k = 0; k < rank; k++) {
                double b = right[k * columns + j];
                moments[k] += x * b;
                for (int l = 0; l < rank; l++) own[k * rank + l] += b * right[l * columns + j];
            }
        }
        return own;
    }

    private void apply(double[] inverse, double[] moments, double[] left, int to) {
        for (int k = 0; k < rank; k++) left[to + k] = KERNEL.dot(inverse, k * rank, moments, 0, rank);
    }

    /// Each coordinate to its own minimum, not below 0, until none moves.
    private void descend(double[] gram, double[] moments, double[] left, int to) {
        Arrays.fill(left, to, to + rank, 0);
        for (int pass = 0; pass < PASSES; pass++) {
            double moved = 0;
            double largest = 0;
            for (int k = 0; k < rank; k++) {
                double diagonal = gram[k * rank + k];
                if (!(diagonal > 0)) continue;
                double next = Math.max(0, left[to + k] + (moments[k] - KERNEL.dot(gram, k * rank, left, to, rank)) / diagonal);
                moved = Math.max(moved, Math.abs(next - left[to + k]));
                largest = Math.max(largest, next);
                left[to + k] = next;
            }
            if (moved <= 1e-12 * largest) return;
        }
    }

    /// The pseudo-inverse of a symmetric matrix without negative eigenvalues.
    static double[] inverse(double[] gram, int rank) {
        SymmetricEigen eigen = SymmetricEigen.of(gram, rank);
        double[] scaled = new double[rank * rank];
        double least = rank == 0 ? 0 : LEAST * eigen.values()[rank - 1];
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < rank; j++) {
                double value = eigen.values()[j];
                scaled[i * rank + j] = value > least ? eigen.vectors()[i * rank + j] / value : 0;
            }
        }
        double[] inverse = new double[rank * rank];
        KERNEL.gemm(false, true, rank, rank, rank, 1.0, scaled, 0, rank, eigen.vectors(), 0, rank, 0.0, inverse, 0, rank);
        return inverse;
    }
}
