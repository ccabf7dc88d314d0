package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

import java.util.ArrayList;
import java.util.List;

/// Low rank from what is known of a matrix, NaN being what is missing (Mazumder, Hastie and Tibshirani 2010):
///
/// ```
/// minimise over Z   1/2 sum over known entries of (X - Z)^2 + regularization (sum of the singular values of Z)
/// ```
///
/// a convex problem, so its optimum does not depend on the start. Each half of an epoch fills in what is missing from Z, multiplies the
/// filled matrix by one side, V or U, and shrinks the singular values of the product by the regularization: the optimum for the filled
/// matrix among all with that side, so the objective never rises (the alternating way of Hastie, Mazumder, Lee and Zadeh 2015, with the
/// shrinking exact). The filled matrix is never made, see [Known]. With nothing missing it ends at the soft-thresholded singular value
/// decomposition.
///
/// From [#largestRegularization] on Z is 0. Weights go down from there, each starting from the one before, [#path] returns them all.
/// What nothing is known of, a row or a column, becomes 0.
///
/// @param rank           components at most; where as many stay, a larger rank may be closer
/// @param regularization weight of the singular values, in the unit of the singular values of X
/// @param path           weights on the way down to it, itself the last
/// @param debias         whether the singular values are fitted anew at the end, without shrinking
/// @param epochs         at most, over the whole path
/// @param tolerance      by which share an epoch must lower the objective to be followed by another at its weight; 0 never ends it
public record SoftImpute(
        @Knob(value = "number of components at most", atLeast = 1, atMost = 65536, search = {2, 256}, logarithmic = true) int rank,
        @Knob(value = "weight of the singular values, in their own unit", atLeast = 0, above = true, search = {0.1, 1000}, logarithmic = true) double regularization,
        @Knob(value = "weights on the way down to the last", atLeast = 1, atMost = 1000) int path,
        @Knob("fit the singular values anew at the end, without shrinking") boolean debias,
        @Knob(value = "rounds at most, over all weights", atLeast = 1) int epochs,
        @Knob(value = "least share of the objective that a round must gain to be followed by another, 0 never ends it", atLeast = 0, atMost = 1) double tolerance)
        implements Trainer<Matrix, LowRank> {
    private static final Check CHECK = Check.of(SoftImpute.class);

    /// Checks the knobs.
    public SoftImpute {
        Knobs.check(SoftImpute.class, rank, regularization, path, debias, epochs, tolerance);
    }

    /// Ten weights down to 1.
    public static SoftImpute defaults() {
        return new SoftImpute(32, 1, 10, false, 1000, 1e-6);
    }

    /// With another number of components at most.
    public SoftImpute withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another weight of the singular values.
    public SoftImpute withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another number of weights on the way.
    public SoftImpute withPath(int path) {
        return Knobs.with(this, "path", path);
    }

    /// Fitting the singular values anew or not.
    public SoftImpute withDebias(boolean debias) {
        return Knobs.with(this, "debias", debias);
    }

    /// With another number of rounds at most.
    public SoftImpute withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another least gain.
    public SoftImpute withTolerance(double tolerance) {
        return Knobs.with(this, "tolerance", tolerance);
    }

    /// The least weight at which Z is 0: the largest singular value of the matrix with 0 for what is missing.
    public static double largestRegularization(Matrix x) {
        CHECK.that(x.size() > 0, "x", "have rows and columns", x);
        x.finiteWhereKnown();
        return SoftImputeState.of(Known.of(x), 1).largest();
    }

    /// Components that stay, with their singular values; NaN is what is missing. A new row is brought to its own minimum over what is
    /// known of it, with the values shared by both sides; after [#debias] to the least squares. Errors are those of known entries.
    @Override
    public LowRank fit(Matrix x, Watch<? super LowRank> watch) {
        learnable(x);
        Known known = Known.of(x);
        return fit(known, x, SoftImputeState.of(known, rank), watch);
    }

    /// The same of a sparse matrix: what it does not list is missing, not 0. Weights of entries are refused.
    public LowRank fit(SparseRows x, Watch<? super LowRank> watch) {
        CHECK.that(x.weights() == null, "x.weights", "be absent", "given");
        fitting(x.rows(), x.columnCount(), x.entries());
        NonNegative.finite(x);
        Known known = Known.of(x);
        return fit(known, null, SoftImputeState.of(known, rank), watch);
    }

    /// The results of all weights of the path, from the largest down.
    public List<LowRank> path(Matrix x) {
        learnable(x);
        Known known = Known.of(x);
        SoftImputeState state = SoftImputeState.of(known, rank);
        List<LowRank> results = new ArrayList<>();
        for (int step = 1; step <= path; step++) {
            results.add(withRegularization(weight(step, state.largest())).withPath(1).fit(known, x, state, Watch.none()));
        }
        return results;
    }

    /// The weight of a step of the path, from 1.
    double weight(int step, double largest) {
        if (step >= path || regularization >= largest) return regularization;
        return largest * Math.pow(regularization / largest, (double) step / path);
    }

    private LowRank fit(Known known, Matrix x, SoftImputeState state, Watch<? super LowRank> watch) {
        SoftImputeRun run = new SoftImputeRun(this, known, x, state);
        Watch<LowRank> stop = _ -> run.done() ? Watch.Verdict.STOP : Watch.Verdict.GO_ON;
        return Epochs.run(epochs, run, stop.and(watch));
    }

    private void learnable(Matrix x) {
        x.finiteWhereKnown();
        fitting(x.rows(), x.columns(), x.size() - x.missing());
    }

    private void fitting(int rows, int columns, long known) {
        CHECK.that(rows > 0 && columns > 0, "x", "have rows and columns", rows + " x " + columns);
        CHECK.that(rank <= Math.min(rows, columns), "rank", "be at most " + Math.min(rows, columns) + " for a " + rows + " x " + columns + " matrix", rank);
        CHECK.that(known > 0, "x", "have a known entry", "all missing");
    }
}
