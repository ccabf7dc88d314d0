package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.NormalEquations;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.Arrays;

/// Solves a row of events block of factors by block, the others held, in the [EventBasis]: the subspace method (Rendle, Krichene,
/// Zhang and Koren 2021, "iALS++", algorithm 1). The row's scores are kept and follow each block, and because the shared part is
/// diagonal in the basis, a block needs nothing from the others but these scores.
///
/// Each block goes to its own minimum, so the row's value never rises; a pass costs `n rank block / 2` multiply-adds for n events
/// instead of `n rank^2 / 2`.
final class BlockRow implements RowSolver {
    private static final Kernel KERNEL = Kernel.active();

    private final EventRule rule;
    private final EventBasis basis;
    private final int rank;
    private final int block;
    private final float[][] shared;       // per block: its diagonal as a matrix
    private final NormalEquations[] equations; // of the blocks' lengths
    private final float[] part;           // the block's factors
    private float[] tile = new float[0];
    private float[] columns = new float[0]; // the block's columns of the tile
    private float[] linear = new float[0];
    private float[] quadratic = new float[0];
    private float[] scores = new float[0];
    private float[] own = new float[0];   // the block's part of the scores
    private float[] moments = new float[0];
    private int events;

    BlockRow(EventRule rule, EventBasis basis, int block) {
        this.rule = rule;
        this.basis = basis;
        this.rank = basis.others().rank();
        this.block = Math.min(block, rank);
        this.part = new float[this.block];
        this.shared = new float[Math.ceilDiv(rank, this.block)][];
        this.equations = new NormalEquations[shared.length];
        for (int b = 0; b < shared.length; b++) prepare(b);
    }

    private void prepare(int b) {
        int width = width(b);
        shared[b] = new float[width * width];
        for (int j = 0; j < width; j++) shared[b][j * width + j] = basis.diagonal()[b * block + j];
        equations[b] = new NormalEquations(width);
    }

    private int width(int b) {
        return Math.min(block, rank - b * block);
    }

    @Override
    public double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias) {
        Check.of(EventRule.class).that(prior == null, "solver", "be cholesky for rows that are drawn to their attributes", rule.solver());
        load(rows, rows.offsets()[row], rows.offsets()[row + 1]);
        if (events == 0) {
            Arrays.fill(x, xi, xi + rank, 0);
            return 0;
        }
        double pull = rule.penalty(events, basis.others().rows());
        KERNEL.multiply(tile, events, rank, x, xi, scores);
        try {
            for (int pass = 0; pass < rule.steps(); pass++) {
                for (int b = 0; b < shared.length; b++) improve(b, pull, x, xi);
            }
        } catch (ArithmeticException cause) {
            throw new ArithmeticException("row " + row + " with " + events + " events: " + cause.getMessage()
                    + "; are its values or weights beyond what a float can hold when squared?");
        }
        return value(pull, x, xi);
    }

    private void load(SparseRows rows, int from, int to) {
        events = to - from;
        reserve();
        KERNEL.gather(basis.others().values(), rank, rows.columns(), from, to, tile);
        for (int r = 0; r < events; r++) {
            double confidence = rule.confidence(rows.values()[from + r], rows.weight(from + r));
            linear[r] = (float) confidence;
            quadratic[r] = (float) rule.quadratic(confidence);
        }
    }

    private void reserve() {
        if (linear.length >= events) return;
        int room = Math.max(events, 2 * linear.length);
        tile = new float[Math.multiplyExact(room, rank)];
        columns = new float[room * block];
        linear = new float[room];
        quadratic = new float[room];
        scores = new float[room];
        own = new float[room];
        moments = new float[room];
    }

    /// The block to its minimum, against what the other blocks leave of the targets.
    private void improve(int b, double pull, float[] x, int xi) {
        int width = width(b);
        int at = xi + b * block;
        for (int r = 0; r < events; r++) System.arraycopy(tile, r * rank + b * block, columns, r * width, width);
        KERNEL.multiply(columns, events, width, x, at, own);
        for (int r = 0; r < events; r++) {
            scores[r] -= own[r];
            moments[r] = linear[r] - quadratic[r] * scores[r];
        }
        equations[b].begin(shared[b]);
        equations[b].addOnly(columns, events, quadratic, moments, linear);
        equations[b].solve(pull, false, 0, part, 0);
        System.arraycopy(part, 0, x, at, width);
        KERNEL.multiply(columns, events, width, x, at, own);
        for (int r = 0; r < events; r++) scores[r] += own[r];
    }

    /// `sum m - 2 m s + w s^2` over the events and `D x^2` over the factors.
    private double value(double pull, float[] x, int xi) {
        double sum = 0;
        for (int r = 0; r < events; r++) sum += linear[r] * (1 - 2.0 * scores[r]) + (double) quadratic[r] * scores[r] * scores[r];
        for (int j = 0; j < rank; j++) sum += (basis.diagonal()[j] + pull) * x[xi + j] * x[xi + j];
        return sum;
    }

    @Override
    public double bias() {
        return 0;
    }
}
