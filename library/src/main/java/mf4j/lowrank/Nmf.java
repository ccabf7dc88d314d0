package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Non-negative factorization, `X ~ L R` with no number below 0, so that rows are sums of parts:
///
/// ```
/// minimise over L, R >= 0   D(X, L R) + leftL1 sum L + leftL2/2 |L|^2 + rightL1 sum R + rightL2/2 |R|^2
/// ```
///
/// with D the sum of a [Divergence] over all entries. For n x d these are scikit-learn's pulls: leftL1 is `alpha_W l1_ratio d`, leftL2
/// `alpha_W (1 - l1_ratio) d`, rightL1 `alpha_H l1_ratio n`, rightL2 `alpha_H (1 - l1_ratio) n`.
///
/// Coordinate descent puts each number to its own minimum, component after component, the left side first (Cichocki and Phan 2009,
/// "HALS", in scikit-learn's order); multiplicative updates (Lee and Seung 2001; Fevotte and Idier 2011) minimise a bound and never
/// leave 0. Neither ever raises the objective, beyond rounding. As a product with X costs `n d rank` and a sweep over a side only
/// `n rank^2`, several sweeps for each product bring more than they cost (Gillis and Glineur 2012); with one, coordinate descent is
/// scikit-learn's step by step.
///
/// A row or column of zeros gets zeros. A new row is brought to its own minimum with R fixed.
///
/// @param rank       components
/// @param divergence what is minimised
/// @param solver     how
/// @param start      first factors
/// @param leftL1     pull of the left side's sum
/// @param leftL2     pull of its squares
/// @param rightL1    pull of the right side's sum
/// @param rightL2    pull of its squares
/// @param sweeps     moves of a side for each product with X, for squared errors
/// @param epochs     at most
/// @param tolerance  by which share an epoch must lower the objective to be followed by another; 0 never ends it
/// @param seed       of a random start
public record Nmf(
        @Knob(value = "number of components", atLeast = 1, atMost = 65536, search = {2, 256}, logarithmic = true) int rank,
        @Knob("what is minimised, summed over all entries") Divergence divergence,
        @Knob("how it is minimised") Solver solver,
        @Knob("first factors") Start start,
        @Knob(value = "pull of the left side's sum", atLeast = 0) double leftL1,
        @Knob(value = "pull of the left side's squares", atLeast = 0) double leftL2,
        @Knob(value = "pull of the right side's sum", atLeast = 0) double rightL1,
        @Knob(value = "pull of the right side's squares", atLeast = 0) double rightL2,
        @Knob(value = "moves of a side for each product with the matrix, for squared errors", atLeast = 1, atMost = 1000) int sweeps,
        @Knob(value = "passes over the matrix at most", atLeast = 1) int epochs,
        @Knob(value = "least share of the objective that an epoch must gain to be followed by another, 0 never ends it", atLeast = 0, atMost = 1) double tolerance,
        @Knob("seed of a random start") long seed)
        implements Trainer<Matrix, LowRank> {
    private static final Check CHECK = Check.of(Nmf.class);

    /// How it is minimised.
    public enum Solver {
        /// Each number to its own minimum: squared errors only, and then the faster way.
        COORDINATE_DESCENT,
        /// By ratios; for every divergence.
        MULTIPLICATIVE
    }

    /// First factors.
    public enum Start {
        /// From the singular vectors (Boutsidis and Gallopoulos 2008), with many zeros: for coordinate descent.
        NNDSVD,
        /// The same, the matrix's mean in place of zeros.
        NNDSVDA,
        /// Sizes of normal numbers.
        RANDOM
    }

    /// Checks the knobs.
    public Nmf {
        Knobs.check(Nmf.class, rank, divergence, solver, start, leftL1, leftL2, rightL1, rightL2, sweeps, epochs, tolerance, seed);
    }

    /// Squared errors by coordinate descent, without pulls.
    public static Nmf defaults() {
        return new Nmf(32, Divergence.FROBENIUS, Solver.COORDINATE_DESCENT, Start.NNDSVDA, 0, 0, 0, 0, 4, 1000, 1e-5, 0);
    }

    /// With another number of components.
    public Nmf withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another divergence; all but squared errors want [Solver#MULTIPLICATIVE].
    public Nmf withDivergence(Divergence divergence) {
        return Knobs.with(this, "divergence", divergence);
    }

    /// With another solver.
    public Nmf withSolver(Solver solver) {
        return Knobs.with(this, "solver", solver);
    }

    /// With other first factors.
    public Nmf withStart(Start start) {
        return Knobs.with(this, "start", start);
    }

    /// With another pull of the left side's sum.
    public Nmf withLeftL1(double leftL1) {
        return Knobs.with(this, "leftL1", leftL1);
    }

    /// With another pull of the left side's squares.
    public Nmf withLeftL2(double leftL2) {
        return Knobs.with(this, "leftL2", leftL2);
    }

    /// With another pull of the right side's sum.
    public Nmf withRightL1(double rightL1) {
        return Knobs.with(this, "rightL1", rightL1);
    }

    /// With another pull of the right side's squares.
    public Nmf withRightL2(double rightL2) {
        return Knobs.with(this, "rightL2", rightL2);
    }

    /// With another number of moves for each product.
    public Nmf withSweeps(int sweeps) {
        return Knobs.with(this, "sweeps", sweeps);
    }

    /// With another number of passes at most.
    public Nmf withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another least gain.
    public Nmf withTolerance(double tolerance) {
        return Knobs.with(this, "tolerance", tolerance);
    }

    /// With another seed.
    public Nmf withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// Factors of a matrix without negative numbers; for Itakura-Saito all must be positive.
    @Override
    public LowRank fit(Matrix x, Watch<? super LowRank> watch) {
        learnable(x.rows(), x.columns());
        NonNegative.check(x, divergence);
        return run(NmfRun.of(this, x), watch);
    }

    /// What random starts share over a matrix that this trainer, with any rank, may be given.
    NmfRun.Field field(Matrix x) {
        learnable(x.rows(), x.columns());
        NonNegative.check(x, divergence);
        return NmfRun.Field.of(this, x);
    }

    /// From a random start over what all starts share.
    LowRank fit(NmfRun.Field field, Watch<? super LowRank> watch) {
        learnable(field.x().rows(), field.x().columns());
        return run(NmfRun.of(this, field), watch);
    }

    /// From given factors, which must not be negative; the start and the seed are not used.
    public LowRank fit(Matrix x, GradientFactorization.Start from, Watch<? super LowRank> watch) {
        learnable(x.rows(), x.columns());
        NonNegative.check(x, divergence);
        NonNegative.check(Matrix.of(from.left()), Divergence.FROBENIUS);
        NonNegative.check(Matrix.of(from.right()), Divergence.FROBENIUS);
        CHECK.that(from.left().rows() == x.rows() && from.left().rank() == rank, "from.left", "be " + x.rows() + " x " + rank, from.left().rows() + " x " + from.left().rank());
        CHECK.that(from.right().rows() == rank && from.right().rank() == x.columns(), "from.right", "be " + rank + " x " + x.columns(),
                from.right().rows() + " x " + from.right().rank());
        return run(NmfRun.of(this, x, from), watch);
    }

    /// Factors of a sparse matrix, what it does not list being 0: a dense one is never made, and an epoch costs in proportion to its
    /// entries. Weights of entries are refused. Its fit has no floor.
    public LowRank fit(SparseRows x, Watch<? super LowRank> watch) {
        learnable(x.rows(), x.columnCount());
        CHECK.that(x.weights() == null, "x.weights", "be absent", "given");
        CHECK.that(divergence != Divergence.ITAKURA_SAITO, "divergence", "be another for a sparse matrix, whose zeros it does not know,", divergence);
        NonNegative.check(x);
        return run(NmfRun.of(this, x), watch);
    }

    private LowRank run(NmfRun run, Watch<? super LowRank> watch) {
        Watch<LowRank> stop = progress -> {
            if (tolerance == 0 || progress.history().epochs().isEmpty()) return Watch.Verdict.GO_ON;
            double before = progress.history().epochs().getLast().objective();
            return before - progress.epoch().objective() <= tolerance * before ? Watch.Verdict.STOP : Watch.Verdict.GO_ON;
        };
        return Epochs.run(epochs, run, stop.and(watch));
    }

    private void learnable(int rows, int columns) {
        CHECK.that(rows > 0 && columns > 0, "x", "have rows and columns", rows + " x " + columns);
        CHECK.that(rank <= Math.min(rows, columns), "rank", "be at most " + Math.min(rows, columns) + " for a " + rows + " x " + columns + " matrix", rank);
        boolean able = solver == Solver.MULTIPLICATIVE || divergence == Divergence.FROBENIUS;
        CHECK.that(able, "solver", "be MULTIPLICATIVE for a divergence that is not FROBENIUS", solver);
        CHECK.that(solver != Solver.MULTIPLICATIVE || start != Start.NNDSVD, "start", "be NNDSVDA or RANDOM for multiplicative updates, which never leave 0,", start);
    }
}
