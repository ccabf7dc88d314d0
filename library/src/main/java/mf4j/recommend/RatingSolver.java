package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.NormalEquations;
import mf4j.matrix.SparseRows;

import java.util.Arrays;

/// Solves a row of ratings: by its normal equations, or by conjugate gradients that never form them.
final class RatingSolver implements RowSolver {
    private static final Kernel KERNEL = Kernel.active();
    private static final int TILE = 16 * 1024; // floats of a tile of gathered rows, which stays in the second-level cache

    private final RatingRule rule;
    private final Factors others;
    private final float[] othersBias;
    private final double mean;
    private final int rank;
    private final int tileRows;
    private final float[] tile;     // tileRows x rank, for conjugate gradients
    private final float[] weights;  // per row of the tile
    private final float[] targets;  // t
    private final float[] moments;  // w t
    private final NormalEquations equations;
    private final ConjugateGradients gradients;
    private double bias;

    /// A solver of rows under a rule, against a fixed side.
    ///
    /// @param others     the factors of the fixed side
    /// @param othersBias one per row of them
    /// @param mean       what every prediction starts from
    RatingSolver(RatingRule rule, Factors others, float[] othersBias, double mean) {
        this.rule = rule;
        this.others = others;
        this.othersBias = othersBias;
        this.mean = mean;
        this.rank = others.rank();
        this.tileRows = Math.max(16, TILE / Math.max(1, rank));
        this.tile = rule.solver() == RatingRule.Solver.CG ? new float[tileRows * rank] : null;
        this.weights = new float[tileRows];
        this.targets = new float[tileRows];
        this.moments = new float[tileRows];
        this.equations = new NormalEquations(rank);
        this.gradients = rule.solver() == RatingRule.Solver.CG ? new ConjugateGradients(rank, rule.biased()) : null;
    }

    @Override
    public double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias) {
        int from = rows.offsets()[row];
        int to = rows.offsets()[row + 1];
        bias = startBias;
        if (from == to) return clear(prior, pi, x, xi);
        if (prior != null) KERNEL.axpy(-1, prior, pi, x, xi, rank);
        double value = value(rows, row, prior, pi, x, xi);
        if (prior != null) KERNEL.axpy(1, prior, pi, x, xi, rank);
        return value;
    }

    private double value(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi) {
        int from = rows.offsets()[row];
        int to = rows.offsets()[row + 1];
        try {
            return rule.solver() == RatingRule.Solver.CG ? descend(rows, from, to, prior, pi, x, xi) : eliminate(rows, from, to, prior, pi, x, xi);
        } catch (ArithmeticException cause) {
            throw new ArithmeticException("row " + row + " with " + (to - from) + " entries: " + cause.getMessage()
                    + "; are its ratings or weights beyond what a float can hold when squared?");
        }
    }

    @Override
    public double bias() {
        return bias;
    }

    private double clear(float[] prior, int pi, float[] x, int xi) {
        bias = 0;
        if (prior == null) Arrays.fill(x, xi, xi + rank, 0);
        else System.arraycopy(prior, pi, x, xi, rank);
        return 0;
    }

    private double eliminate(SparseRows rows, int from, int to, float[] prior, int pi, float[] x, int xi) {
        equations.clear();
        for (int start = from; start < to; start += tileRows) {
            int end = Math.min(to, start + tileRows);
            load(rows, start, end, prior, pi);
            equations.add(others.values(), rows.columns(), start, end, rows.weights() == null ? null : weights, moments, targets);
        }
        double ridge = rule.factorPenalty(to - from);
        double biasRidge = rule.biasPenalty(to - from);
        double value = rule.nonNegative()
                ? equations.solveNonNegative(ridge, rule.biased(), biasRidge, x, xi)
                : equations.solve(ridge, rule.biased(), biasRidge, x, xi);
        bias = equations.intercept();
        return value;
    }

    private double descend(SparseRows rows, int from, int to, float[] prior, int pi, float[] x, int xi) {
        gradients.begin(rule.factorPenalty(to - from), rule.biasPenalty(to - from), x, xi, bias);
        for (int step = 0; step <= rule.steps(); step++) {
            for (int start = from; start < to; start += tileRows) {
                int end = Math.min(to, start + tileRows);
                load(rows, start, end, prior, pi);
                KERNEL.gather(others.values(), rank, rows.columns(), start, end, tile);
                gradients.observe(tile, end - start, weights, targets);
            }
            if (gradients.advance(step == rule.steps())) break;
        }
        gradients.solution(x, xi);
        bias = gradients.bias();
        return gradients.value();
    }

    /// What some entries weigh and what is left to explain of them.
    private void load(SparseRows rows, int from, int to, float[] prior, int pi) {
        for (int entry = from; entry < to; entry++) {
            int r = entry - from;
            int other = rows.columns()[entry];
            targets[r] = (float) (rows.values()[entry] - mean - othersBias[other]);
            if (prior != null) targets[r] -= KERNEL.dot(others.values(), others.start(other), prior, pi, rank);
            weights[r] = rows.weight(entry);
            moments[r] = weights[r] * targets[r];
        }
    }
}
