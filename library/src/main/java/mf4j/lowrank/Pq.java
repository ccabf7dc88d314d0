package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.train.Check;
import mf4j.train.Epoch;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Provenance;
import mf4j.train.Trainer;
import mf4j.train.Watch;

import java.util.Arrays;
import java.util.Map;

/// The regularised factorization of courses and notebooks, R ~ P Q^T:
///
/// ```
/// minimise   |R - P Q^T|^2 + regularization/2 (|P|^2 + |Q|^2)
/// ```
///
/// by steps `P -= learningRate (2 E Q + regularization P)`, `Q -= learningRate (2 E^T P + regularization Q)` with `E = P Q^T - R`, both from
/// the old values, or by alternating ridge regressions, which need no step and end at the optimum. That is known: the singular values
/// of R, shrunk by half the regularization. Whatever the number of rows, an epoch costs `8 d rank^2` operations ([CompressedDescent]).
///
/// @param rank           components
/// @param solver         how it is minimised
/// @param regularization pull of both factors towards 0
/// @param learningRate   length of a step
/// @param epochs         steps or rounds at most
/// @param patience       epochs without a gain that end it; 0 never does
/// @param leastGain      by how much the objective must fall below the best so far to be a gain
/// @param deviation      standard deviation of the first factors
/// @param seed           of the first factors
public record Pq(
        @Knob(value = "number of components", atLeast = 1, atMost = 65536, search = {2, 256}, logarithmic = true) int rank,
        @Knob("how it is minimised") Solver solver,
        @Knob(value = "pull of both factors towards 0", atLeast = 0, search = {1e-3, 10}, logarithmic = true) double regularization,
        @Knob(value = "length of a step", atLeast = 0, above = true, search = {1e-4, 0.1}, logarithmic = true) double learningRate,
        @Knob(value = "steps or rounds at most", atLeast = 1) int epochs,
        @Knob(value = "epochs without a gain that end it; 0 never does", atLeast = 0) int patience,
        @Knob(value = "by how much the objective must fall to be a gain", atLeast = 0) double leastGain,
        @Knob(value = "standard deviation of the first factors", atLeast = 0, above = true) double deviation,
        @Knob("seed of the first factors") long seed)
        implements Trainer<Matrix, LowRank> {
    /// How it is minimised.
    public enum Solver {
        /// Exact ridge regressions of one factor on the other, in turn.
        ALTERNATING,
        /// Steps along the gradient of both.
        DESCENT
    }

    /// Checks the knobs.
    public Pq {
        Knobs.check(Pq.class, rank, solver, regularization, learningRate, epochs, patience, leastGain, deviation, seed);
    }

    /// The notebook's regularization and step, with the solver that does not depend on it.
    public static Pq defaults() {
        return new Pq(3, Solver.ALTERNATING, 0.02, 0.01, 5000, 10, 1e-9, 1, 0);
    }

    /// The notebook's own run: steps, and its stop rule.
    public static Pq notebook() {
        return defaults().withSolver(Solver.DESCENT).withLeastGain(0.001);
    }

    /// With another number of components.
    public Pq withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another solver.
    public Pq withSolver(Solver solver) {
        return Knobs.with(this, "solver", solver);
    }

    /// With another pull.
    public Pq withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another length of steps.
    public Pq withLearningRate(double learningRate) {
        return Knobs.with(this, "learningRate", learningRate);
    }

    /// With another number of epochs at most.
    public Pq withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another patience.
    public Pq withPatience(int patience) {
        return Knobs.with(this, "patience", patience);
    }

    /// With another least gain.
    public Pq withLeastGain(double leastGain) {
        return Knobs.with(this, "leastGain", leastGain);
    }

    /// With other first factors.
    public Pq withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// With another seed.
    public Pq withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// Factors of R as [LowRank] has them: `left` is P, `right` is Q^T. The objective of the fit is the one above.
    @Override
    public LowRank fit(Matrix x, Watch<? super LowRank> watch) {
        return fit(x, GradientFactorization.Start.normal(x, rank, deviation, seed), watch);
    }

    /// From given factors; the seed is not used.
    public LowRank fit(Matrix x, GradientFactorization.Start start, Watch<? super LowRank> watch) {
        Check check = Check.of(Pq.class);
        check.that(x.size() > 0, "x", "have rows and columns", x);
        check.that(rank <= x.shortSide(), "rank", "be at most " + x.shortSide() + " for a " + x.rows() + " x " + x.columns() + " matrix", rank);
        x.finite();
        Watch<LowRank> stop = progress -> spent(progress.history(), progress.epoch()) ? Watch.Verdict.STOP : Watch.Verdict.GO_ON;
        return Epochs.run(epochs, new Run(this, x, start), stop.and(watch));
    }

    /// Whether the last epochs, as many as the patience, brought no gain over the best before them.
    private boolean spent(History before, Epoch last) {
        if (patience == 0) return false;
        double best = Double.POSITIVE_INFINITY;
        int since = 0;
        for (int j = 0; j <= before.epochs().size(); j++) {
            double objective = j < before.epochs().size() ? before.epochs().get(j).objective() : last.objective();
            since = objective < best - leastGain ? 0 : since + 1;
            if (since == 0) best = objective;
        }
        return since >= patience;
    }

    /// A matrix wider than high is turned, and the factors with it.
    private static final class Run implements Epochs.Run<LowRank> {
        private final Pq knobs;
        private final Matrix x;
        private final boolean turned;
        private final Compression space;
        private final CompressedDescent descent;
        private final String data;

        Run(Pq knobs, Matrix x, GradientFactorization.Start start) {
            this.knobs = knobs;
            this.x = x;
            this.turned = x.rows() < x.columns();
            this.space = new Compression(turned ? x.transposed() : x);
            Factors left = turned ? transposed(start.right()) : start.left();
            Factors right = turned ? transposed(start.left()) : start.right();
            this.descent = new CompressedDescent(space, left, right, 2, knobs.regularization, 0, false);
            this.data = x.fingerprint();
        }

        @Override
        public String fingerprint() {
            return Provenance.fingerprint(knobs, data, Kernel.active().name());
        }

        @Override
        public Map<String, Object> state() {
            return descent.arrays();
        }

        @Override
        public double advance(int epoch) {
            return knobs.solver == Solver.ALTERNATING ? descent.alternate() : descent.step(knobs.learningRate);
        }

        @Override
        public LowRank model(History history) {
            Factors left = turned ? transposed(descent.right()) : descent.left();
            Factors right = turned ? transposed(descent.left()) : descent.right();
            Closeness closeness = Closeness.of(x, left, right);
            double objective = closeness.mse() * x.size() + knobs.regularization / 2 * (Matrix.of(left).squaredNorm() + Matrix.of(right).squaredNorm());
            double[] ones = new double[knobs.rank];
            Arrays.fill(ones, 1);
            return new LowRank(Matrix.of(left), ones, Matrix.of(right), new double[x.columns()],
                    new LowRank.RowRule(knobs.regularization / 2, false, false),
                    new LowRank.Fit(objective, space.spectrum.ridged(knobs.rank, knobs.regularization / 2), closeness.mse(), space.spectrum.floor(knobs.rank)),
                    Provenance.of(knobs, data, Kernel.active().name(), history));
        }
    }

    static Factors transposed(Factors factors) {
        return new Factors(Matrix.of(factors).transposed().toFloats(), factors.rank(), factors.rows());
    }
}
