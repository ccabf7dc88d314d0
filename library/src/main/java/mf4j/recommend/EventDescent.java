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
    private float[] tile = new float[0];
    private float[] linear = new float[0];
    private float[] quadratic = new float[0];
    private float[] scores = new float[0];
    private int events;
    private double constant;         // sum of the confidences

    EventDescent(EventRule rule, EventBasis basis) {
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
        load(rows, rows.offsets()[row], rows.offsets()[row + 1]);
        if (events == 0) {
            Arrays.fill(x, xi, xi + rank, 0);
            return 0;
        }
        descend(x, xi);
        double value = constant;
        for (int j = 0; j < rank; j++) value -= (double) x[xi + j] * (right[j] + residual[j]);
        if (Double.isFinite(value)) return value;
        throw new ArithmeticException("row " + row + " with " + events + " events: a number is not finite; are its values or weights beyond what"
                + " a float can hold when squared?");
    }

    private void load(SparseRows rows, int from, int to) {
        events = to - from;
        reserve();
        KERNEL.gather(basis.others().values(), rank, rows.columns(), from, to, tile);
        constant = 0;
        for (int r = 0; r < events; r++) {
            double confidence = rule.confidence(rows.values()[from + r], rows.weight(from + r));
            linear[r] = (float) confidence;
            quadratic[r] = (float) rule.quadratic(confidence);
            constant += confidence;
        }
        float pull = (float) rule.penalty(events, basis.others().rows());
        for (int j = 0; j < rank; j++) diagonal[j] = basis.diagonal()[j] + pull;
    }

    private void reserve() {
        if (linear.length >= events) return;
        int room = Math.max(events, 2 * linear.length);
        tile = new float[Math.multiplyExact(room, rank)];
        linear = new float[room];
        quadratic = new float[room];
        scores = new float[room];
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
        KERNEL.transposedMultiplyAdd(tile, events, rank, linear, 0, right);
        multiply(x, xi);
        for (int j = 0; j < rank; j++) residual[j] = right[j] - product[j];
        precondition();
    }

    /// `product = A v`.
    private void multiply(float[] v, int vi) {
        KERNEL.multiply(tile, events, rank, v, vi, scores);
        for (int r = 0; r < events; r++) scores[r] *= quadratic[r];
        for (int j = 0; j < rank; j++) product[j] = diagonal[j] * v[vi + j];
        KERNEL.transposedMultiplyAdd(tile, events, rank, scores, 0, product);
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
