package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

import java.util.Arrays;

/// The factors of the attributes of one side, learned from the factors of its rows: the ridge regression
///
/// ```
/// minimise over b   sum over rows with events  pull_r |x_r - sum_a v_ra b_a|^2  +  ridge |b|^2
/// ```
///
/// by conjugate gradients, one factor at a time and several at once, from where the last epoch ended: the matrix of attributes by
/// attributes is never formed.
final class Attribution {
    private static final Kernel KERNEL = Kernel.active();
    private static final int STEPS = 100;
    private static final double CONVERGED = 1e-10; // of the residual's square, relative to the right side's

    final Factors factors; // attributes x rank
    private final Ids names;
    private final SparseRows rows;     // names of the side x attributes
    private final SparseRows byAttribute;
    private final double[] pulls;      // one per row, 0 for a row without events
    private final double ridge;

    /// @param regularization in average rows
    Attribution(Attributes attributes, Ids owners, SparseRows events, EventRule rule, int others, double regularization, int rank) {
        this.names = attributes.names();
        this.rows = attributes.of(owners);
        this.byAttribute = rows.transposed();
        this.factors = Factors.zeros(names.size(), rank);
        this.pulls = new double[rows.rows()];
        int learned = 0;
        for (int row = 0; row < pulls.length; row++) {
            if (events.count(row) == 0) continue;
            pulls[row] = rule.penalty(events.count(row), others);
            learned++;
        }
        this.ridge = Math.max(Double.MIN_NORMAL, regularization * Arrays.stream(pulls).sum() / Math.max(1, learned));
    }

    Described described() {
        return new Described(names, factors, rows);
    }

    /// What the factors of the attributes cost.
    double cost() {
        double squares = 0;
        for (float b : factors.values()) squares += (double) b * b;
        return ridge * squares;
    }

    /// Learns from the rows' factors.
    void learn(Factors own) {
        int rank = own.rank();
        Sweep.over(rank, 1, () -> new double[rows.rows()], (column, from, to) -> {
            for (int k = from; k < to; k++) {
                for (int row = 0; row < column.length; row++) column[row] = pulls[row] * own.values()[own.start(row) + k];
                double[] b = new double[factors.rows()];
                for (int a = 0; a < b.length; a++) b[a] = factors.values()[factors.start(a) + k];
                descend(times(byAttribute, column), b, column);
                for (int a = 0; a < b.length; a++) factors.values()[factors.start(a) + k] = (float) b[a];
            }
        });
    }

    private void descend(double[] right, double[] b, double[] scratch) {
        int n = b.length;
        double[] residual = right.clone();
        KERNEL.axpy(-1, product(b, scratch), 0, residual, 0, n);
        double[] direction = residual.clone();
        double square = KERNEL.dot(residual, 0, residual, 0, n);
        double enough = CONVERGED * KERNEL.dot(right, 0, right, 0, n);
        for (int step = 0; step < STEPS && square > enough; step++) {
            double[] product = product(direction, scratch);
            double length = square / KERNEL.dot(direction, 0, product, 0, n);
            KERNEL.axpy(length, direction, 0, b, 0, n);
            KERNEL.axpy(-length, product, 0, residual, 0, n);
            double next = KERNEL.dot(residual, 0, residual, 0, n);
            for (int a = 0; a < n; a++) direction[a] = residual[a] + next / square * direction[a];
            square = next;
        }
    }

    /// `V^T pulls V b + ridge b`.
    private double[] product(double[] b, double[] scratch) {
        for (int row = 0; row < scratch.length; row++) scratch[row] = pulls[row] * dot(rows, row, b);
        double[] product = times(byAttribute, scratch);
        KERNEL.axpy(ridge, b, 0, product, 0, b.length);
        return product;
    }

    private static double[] times(SparseRows matrix, double[] x) {
        double[] product = new double[matrix.rows()];
        for (int row = 0; row < product.length; row++) product[row] = dot(matrix, row, x);
        return product;
    }

    private static double dot(SparseRows matrix, int row, double[] x) {
        double sum = 0;
        for (int entry = matrix.offsets()[row]; entry < matrix.offsets()[row + 1]; entry++) sum += matrix.values()[entry] * x[matrix.columns()[entry]];
        return sum;
    }

    /// What the rows cost that are not what they are drawn to.
    double pull(Factors own) {
        Factors priors = described().priors();
        return Sweep.sum(pulls.length, 4096, (from, to) -> {
            double sum = 0;
            for (int row = from; row < to; row++) {
                double squares = 0;
                for (int j = own.start(row); j < own.start(row) + own.rank(); j++) squares += Math.pow(own.values()[j] - priors.values()[j], 2);
                sum += pulls[row] * squares;
            }
            return sum;
        });
    }
}
