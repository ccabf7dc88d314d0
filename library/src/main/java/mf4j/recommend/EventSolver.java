package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.NormalEquations;
import mf4j.matrix.SparseRows;

import java.util.Arrays;

/// Solves a row of events exactly: the shared Gramian plus the row's own events, by Cholesky.
final class EventSolver implements RowSolver {
    private static final Kernel KERNEL = Kernel.active();
    private static final int PART = 1024; // events that are weighed at a time

    private static final float[] NOTHING = {0};

    private final EventRule rule;
    private final EventSide side;
    private final int rank;
    private final float[] quadratic = new float[PART];
    private final float[] linear = new float[PART];
    private final float[] ones = new float[PART];
    private final NormalEquations equations;

    EventSolver(EventRule rule, EventSide side) {
        this.rule = rule;
        this.side = side;
        this.rank = side.others().rank();
        Arrays.fill(ones, 1);
        this.equations = new NormalEquations(rank);
    }

    @Override
    public double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias) {
        int from = rows.offsets()[row];
        int to = rows.offsets()[row + 1];
        if (from == to) return untouched(prior, pi, x, xi);
        Arrays.fill(x, xi, xi + rank, 0);
        equations.begin(side.gram());
        for (int start = from; start < to; start += PART) {
            int end = Math.min(to, start + PART);
            boolean weighted = weigh(rows, start, end - start);
            equations.addOnly(side.others().values(), rows.columns(), start, end, weighted ? quadratic : null, linear, ones);
        }
        double pull = rule.penalty(to - from, side.others().rows());
        try {
            return drawn(prior, pi, pull) + equations.solve(pull, false, 0, x, xi);
        } catch (ArithmeticException cause) {
            throw new ArithmeticException("row " + row + " with " + (to - from) + " events: " + cause.getMessage()
                    + "; are its values or weights beyond what a float can hold when squared?");
        }
    }

    /// A row without events is what it is drawn to, and costs what all scores of it weigh.
    private double untouched(float[] prior, int pi, float[] x, int xi) {
        Arrays.fill(x, xi, xi + rank, 0);
        if (prior == null) return 0;
        System.arraycopy(prior, pi, x, xi, rank);
        double sum = 0;
        for (int j = 0; j < rank; j++) sum += x[xi + j] * KERNEL.dot(side.gram(), j * rank, x, xi, rank);
        return sum;
    }

    /// Draws the row to its prior m instead of to 0: `pull |x - m|^2` has the linear part `pull m` and the constant `pull |m|^2`.
    private double drawn(float[] prior, int pi, double pull) {
        if (prior == null) return 0;
        linear[0] = (float) pull;
        equations.addOnly(Arrays.copyOfRange(prior, pi, pi + rank), null, 0, 1, NOTHING, linear, NOTHING);
        return pull * KERNEL.dot(prior, pi, prior, pi, rank);
    }

    /// Fills the weights of some events; returns whether any quadratic one is not 1.
    private boolean weigh(SparseRows rows, int start, int count) {
        boolean weighted = false;
        for (int r = 0; r < count; r++) {
            double confidence = rule.confidence(rows.values()[start + r], rows.weight(start + r));
            linear[r] = (float) confidence;
            quadratic[r] = (float) rule.quadratic(confidence);
            weighted |= quadratic[r] != 1;
        }
        return weighted;
    }

    @Override
    public double bias() {
        return 0;
    }
}
