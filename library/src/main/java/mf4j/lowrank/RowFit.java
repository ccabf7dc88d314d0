package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;

/// Finds the left part of new rows under a [LowRank.RowRule], summed over the known entries of a centred row. Squared errors: whole rows share one Gram matrix; its pseudo-inverse gives the shortest solution. A row with missing entries has one of its own.
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
        for (int k = 0; k < rank; k++) gram[k * rank + k] += ridge(k);
        this.inverse = inverse(gram, rank);
    }

    static RowFit of(LowRank model) {
        return new RowFit(model);
    }

    Matrix transform(Matrix x) {
        Check.of(LowRank.class).that(x.columns() == columns, "x", "have " + columns + " columns", x.columns());
        if (model.rule().divergence() != Divergence.FROBENIUS) NonNegative.check(x, model.rule().divergence());
        else if (model.rule().missing()) x.finiteWhereKnown();
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

    private double ridge(int k) {
        return model.rule().ridge() * (model.rule().shared() ? model.values()[k] : 1);
    }

    private void solve(double[] rows, int at, double[] left, int to) {
        if (model.rule().divergence() != Divergence.FROBENIUS) {
            diverge(rows, at, left, to);
            return;
        }
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
        for (int k = 0; k < rank; k++) own[k * rank + k] = ridge(k);
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

    /// Down a divergence, by the updates of [Divergence#moved] from a row of one number with the right sum, until none moves.
    private void diverge(double[] rows, int at, double[] left, int to) {
        LowRank.RowRule rule = model.rule();
        double[] above = new double[rank];
        double[] below = new double[rank];
        double sum = 0;
        double total = 0;
        for (int j = 0; j < columns; j++) {
            if (Double.isNaN(rows[at + j])) continue;
            sum += rows[at + j];
            for (int k = 0; k < rank; k++) total += right[k * columns + j];
        }
        Arrays.fill(left, to, to + rank, total > 0 ? sum / total : 0);
        for (int pass = 0; pass < PASSES; pass++) {
            slopes(rows, at, left, to, above, below);
            double moved = 0;
            double largest = 0;
            for (int k = 0; k < rank; k++) {
                double next = rule.divergence().moved(left[to + k], above[k], below[k] + rule.lasso() / 2, ridge(k));
                moved = Math.max(moved, Math.abs(next - left[to + k]));
                largest = Math.max(largest, next);
                left[to + k] = next;
            }
            if (moved <= 1e-9 * largest) return;
        }
    }

    /// What draws each component up and down.
    private void slopes(double[] rows, int at, double[] left, int to, double[] above, double[] below) {
        boolean counts = model.rule().divergence() == Divergence.KULLBACK_LEIBLER;
        Arrays.fill(above, 0);
        Arrays.fill(below, 0);
        for (int j = 0; j < columns; j++) {
            double x = rows[at + j];
            if (Double.isNaN(x)) continue;
            double y = 1e-300;
            for (int k = 0; k < rank; k++) y += left[to + k] * right[k * columns + j];
            for (int k = 0; k < rank; k++) {
                double b = right[k * columns + j];
                above[k] += counts ? b * x / y : b * x / y / y;
                below[k] += counts ? b : b / y;
            }
        }
    }

    /// Each coordinate to its own minimum, not below 0, until none moves.
    private void descend(double[] gram, double[] moments, double[] left, int to) {
        Arrays.fill(left, to, to + rank, 0);
        double lasso = model.rule().lasso() / 2;
        for (int pass = 0; pass < PASSES; pass++) {
            double moved = 0;
            double largest = 0;
            for (int k = 0; k < rank; k++) {
                double diagonal = gram[k * rank + k];
                if (!(diagonal > 0)) continue;
                double next = Math.max(0, left[to + k] + (moments[k] - lasso - KERNEL.dot(gram, k * rank, left, to, rank)) / diagonal);
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
