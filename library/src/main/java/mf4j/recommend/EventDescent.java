package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.Arrays;

/// Some steps of conjugate gradients on the normal equations of a row of events, which are never formed: in the [EventBasis]
/// `A d = D d + Q_S^T (w * Q_S d)` with D diagonal. Preconditioned by D, that is by the inverse of all that rows share and the row's
/// own pull, two steps come about as close to the minimum as five without.
final class EventDescent implements RowSolver {
    private static final Kernel KERNEL = Kernel.active();
    private static final double CONVERGED = 1e-12; // of the residual's square, relative to the right side's

    private final EventRule rule;
    private final EventBasis basis;
    private final int rank;
    private final float[] diagonal;  // D: the shared part and the row's pull
    private final float[] right;
    private final float[] residual;
    private final float[] step;      // the preconditioned residual
    private final float[] direction;
    private final float[] product;   // A direction
    private final EventTiles row;
    private float[] scores = new float[0]; // of a tile
    private double constant;         // sum of the confidences

    EventDescent(EventRule rule, EventBasis basis) {
        this(rule, basis, new EventTiles(rule, basis.others()));
    }

    EventDescent(EventRule rule, EventBasis basis, EventTiles row) {
        this.row = row;
        this.rule = rule;
        this.basis = basis;
        this.rank = basis.others().rank();
        this.diagonal = new float[rank];
        this.right = new float[rank];
        this.residual = new float[rank];
        this.step = new float[rank];
        this.direction = new float[rank];
        this.product = new float[rank];
    }

    @Override
    public double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias) {
        Check.of(EventRule.class).that(prior == null, "solver", "be cholesky for rows that are drawn to their attributes", rule.solver());
        load(rows, row);
        if (this.row.events() == 0) {
            Arrays.fill(x, xi, xi + rank, 0);
            return 0;
        }
        descend(x, xi);
        double value = constant;
        for (int j = 0; j < rank; j++) value -= (double) x[xi + j] * (right[j] + residual[j]);
        if (Double.isFinite(value)) return value;
        throw new ArithmeticException("row " + row + " with " + this.row.events() + " events: a number is not finite; are its values or weights beyond"
                + " what a float can hold when squared?");
    }

    private void load(SparseRows rows, int number) {
        constant = row.load(rows, number);
        if (scores.length < row.longest()) scores = new float[row.longest()];
        float pull = (float) rule.penalty(row.events(), basis.others().rows());
        for (int j = 0; j < rank; j++) diagonal[j] = basis.diagonal()[j] + pull;
    }

    private void descend(float[] x, int xi) {
        start(x, xi);
        double square = KERNEL.dot(residual, 0, step, 0, rank);
        double enough = CONVERGED * KERNEL.dot(right, 0, right, 0, rank);
        System.arraycopy(step, 0, direction, 0, rank);
        for (int s = 0; s < rule.steps() && square > 0 && KERNEL.dot(residual, 0, residual, 0, rank) > enough; s++) {
            multiply(direction, 0);
            double curvature = KERNEL.dot(direction, 0, product, 0, rank);
            if (!(curvature > 0)) return; // the confidences leave the row without a minimum along it, or it is flat to rounding
            float length = (float) (square / curvature);
            KERNEL.axpy(length, direction, 0, x, xi, rank);
            KERNEL.axpy(-length, product, 0, residual, 0, rank);
            precondition();
            double next = KERNEL.dot(residual, 0, step, 0, rank);
            float keep = (float) (next / square);
            for (int j = 0; j < rank; j++) direction[j] = step[j] + keep * direction[j];
            square = next;
        }
    }

    private void start(float[] x, int xi) {
        Arrays.fill(right, 0);
        shared(x, xi);
        for (int tile = 0; tile < row.tiles(); tile++) {
            KERNEL.transposedMultiplyAdd(row.factors(tile), row.count(tile), rank, row.linear(), row.start(tile), right);
            add(tile, x, xi);
        }
        for (int j = 0; j < rank; j++) residual[j] = right[j] - product[j];
        precondition();
    }

    /// `product = A v`.
    private void multiply(float[] v, int vi) {
        shared(v, vi);
        for (int tile = 0; tile < row.tiles(); tile++) add(tile, v, vi);
    }

    private void shared(float[] v, int vi) {
        for (int j = 0; j < rank; j++) product[j] = diagonal[j] * v[vi + j];
    }

    /// Adds what the events of a tile make of v.
    private void add(int tile, float[] v, int vi) {
        int count = row.count(tile);
        KERNEL.multiply(row.factors(tile), count, rank, v, vi, scores);
        for (int r = 0; r < count; r++) scores[r] *= row.quadratic()[row.start(tile) + r];
        KERNEL.transposedMultiplyAdd(row.factors(tile), count, rank, scores, 0, product);
    }

    /// With at least a millionth of the largest, where nothing pulls and items depend on each other: it only steers.
    private void precondition() {
        float most = Float.MIN_NORMAL;
        for (int j = 0; j < rank; j++) most = Math.max(most, diagonal[j]);
        for (int j = 0; j < rank; j++) step[j] = residual[j] / Math.max(diagonal[j], 1e-6f * most);
    }

    @Override
    public double bias() {
        return 0;
    }
}
