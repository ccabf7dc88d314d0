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
    private final EventTiles row;
    private float[] scores = new float[0]; // of all events
    private float[] columns = new float[0]; // of a tile: the block's factors
    private float[] linear = new float[0]; // of a tile
    private float[] quadratic = new float[0];
    private float[] own = new float[0];   // the block's part of the scores
    private float[] moments = new float[0];

    BlockRow(EventRule rule, EventBasis basis, int block) {
        this(rule, basis, block, new EventTiles(rule, basis.others()));
    }

    BlockRow(EventRule rule, EventBasis basis, int block, EventTiles row) {
        this.rule = rule;
        this.basis = basis;
        this.row = row;
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
        this.row.load(rows, row);
        int events = this.row.events();
        if (events == 0) {
            Arrays.fill(x, xi, xi + rank, 0);
            return 0;
        }
        reserve();
        double pull = rule.penalty(events, basis.others().rows());
        score(x, xi);
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

    private void reserve() {
        if (scores.length < row.events()) scores = new float[row.linear().length];
        int longest = row.longest();
        if (own.length >= longest) return;
        columns = new float[longest * block];
        linear = new float[longest];
        quadratic = new float[longest];
        own = new float[longest];
        moments = new float[longest];
    }

    private void score(float[] x, int xi) {
        for (int tile = 0; tile < row.tiles(); tile++) {
            KERNEL.multiply(row.factors(tile), row.count(tile), rank, x, xi, own);
            System.arraycopy(own, 0, scores, row.start(tile), row.count(tile));
        }
    }

    /// The block to its minimum, against what the other blocks leave of the targets.
    private void improve(int b, double pull, float[] x, int xi) {
        int width = width(b);
        int at = xi + b * block;
        equations[b].begin(shared[b]);
        for (int tile = 0; tile < row.tiles(); tile++) {
            row.factors(tile, b * block, width, columns);
            addScores(tile, -1, width, x, at);
            weigh(tile);
            equations[b].addOnly(columns, null, 0, row.count(tile), quadratic, moments, linear);
        }
        equations[b].solve(pull, false, 0, part, 0);
        System.arraycopy(part, 0, x, at, width);
        for (int tile = 0; tile < row.tiles(); tile++) {
            if (row.tiles() > 1) row.factors(tile, b * block, width, columns);
            addScores(tile, 1, width, x, at);
        }
    }

    /// Adds the block's part of a tile's scores, or takes it out of them.
    private void addScores(int tile, float sign, int width, float[] x, int at) {
        KERNEL.multiply(columns, row.count(tile), width, x, at, own);
        for (int r = 0; r < row.count(tile); r++) scores[row.start(tile) + r] += sign * own[r];
    }

    private void weigh(int tile) {
        int start = row.start(tile);
        for (int r = 0; r < row.count(tile); r++) {
            linear[r] = row.linear()[start + r];
            quadratic[r] = row.quadratic()[start + r];
            moments[r] = linear[r] - quadratic[r] * scores[start + r];
        }
    }

    /// `sum m - 2 m s + w s^2` over the events and `D x^2` over the factors.
    private double value(double pull, float[] x, int xi) {
        double sum = 0;
        for (int r = 0; r < row.events(); r++) {
            sum += row.linear()[r] * (1 - 2.0 * scores[r]) + (double) row.quadratic()[r] * scores[r] * scores[r];
        }
        for (int j = 0; j < rank; j++) sum += (basis.diagonal()[j] + pull) * x[xi + j] * x[xi + j];
        return sum;
    }

    @Override
    public double bias() {
        return 0;
    }
}
