package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.train.Check;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Provenance;
import mf4j.train.Seeds;
import mf4j.train.Trainer;
import mf4j.train.Watch;

import java.util.List;
import java.util.Map;

/// Low rank by full-batch gradient descent on both factors: `minimise loss(X, L Q)` from normal starts, as autograd frameworks do it.
///
/// Squared loss costs two products with X an epoch, `4 n d rank` operations, all else is of the size of the factors (see [DescentPass]);
/// with plain steps or momentum the same trajectory costs `4 d rank^2` whatever the number of rows (see [CompressedDescent]). The other losses
/// take two or three products. For squared loss the result carries its distance to the least error of its rank, which [Svd] reaches
/// at once.
///
/// Steps of Adam have the length of the learning rate. Plain ones and those of momentum are the gradient's, which the mean over n d entries
/// makes tiny; of such losses their learning rate is in units of `n d / (n + d)`, so that 0.1 is a step that does something and does not
/// diverge, whatever the size of the matrix, as long as its numbers are of size 1.
///
/// @param rank             components
/// @param loss             what is minimised
/// @param optimizer        how a gradient becomes a step
/// @param learningRate     length of a step
/// @param lastLearningRate what the learning rate decays to
/// @param decay            how
/// @param momentum         share of the steps so far that a step keeps, of the optimizer of that name
/// @param epochs           steps
/// @param deviation        standard deviation of the first factors
/// @param keepBest         whether the factors of the least loss are kept rather than the last
/// @param compressed       whether squared loss with plain steps or momentum is run in the space of X's own rank
/// @param seed             of the first factors
public record GradientFactorization(
        @Knob(value = "number of components", atLeast = 1, atMost = 65536, search = {2, 256}, logarithmic = true) int rank,
        @Knob("what is minimised") Loss loss,
        @Knob("how a gradient becomes a step") Optimizer optimizer,
        @Knob(value = "length of a step", atLeast = 0, above = true, search = {1e-4, 0.1}, logarithmic = true) double learningRate,
        @Knob(value = "what the learning rate decays to", atLeast = 0) double lastLearningRate,
        @Knob("how the learning rate decays") Decay decay,
        @Knob(value = "share of the steps so far that a step keeps", atLeast = 0, atMost = 1) double momentum,
        @Knob(value = "steps", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the first factors", atLeast = 0, above = true) double deviation,
        @Knob("keep the factors of the least loss rather than the last") boolean keepBest,
        @Knob("run squared loss with plain steps or momentum in the space of the matrix's own rank") boolean compressed,
        @Knob("seed of the first factors") long seed)
        implements Trainer<Matrix, LowRank> {
    /// Checks the knobs.
    public GradientFactorization {
        Knobs.check(GradientFactorization.class, rank, loss, optimizer, learningRate, lastLearningRate, decay, momentum, epochs, deviation, keepBest, compressed, seed);
    }

    /// Adam as autograd frameworks have it, from standard normal factors.
    public static GradientFactorization defaults() {
        return new GradientFactorization(32, Loss.MSE, Optimizer.ADAM, 1e-3, 0, Decay.NONE, 0.9, 1000, 1, true, true, 0);
    }

    /// With another number of components.
    public GradientFactorization withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another loss.
    public GradientFactorization withLoss(Loss loss) {
        return Knobs.with(this, "loss", loss);
    }

    /// With another optimizer.
    public GradientFactorization withOptimizer(Optimizer optimizer) {
        return Knobs.with(this, "optimizer", optimizer);
    }

    /// With another length of steps.
    public GradientFactorization withLearningRate(double learningRate) {
        return Knobs.with(this, "learningRate", learningRate);
    }

    /// With another last learning rate.
    public GradientFactorization withLastLearningRate(double lastLearningRate) {
        return Knobs.with(this, "lastLearningRate", lastLearningRate);
    }

    /// With another decay.
    public GradientFactorization withDecay(Decay decay) {
        return Knobs.with(this, "decay", decay);
    }

    /// With another momentum.
    public GradientFactorization withMomentum(double momentum) {
        return Knobs.with(this, "momentum", momentum);
    }

    /// With another number of steps.
    public GradientFactorization withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With other first factors.
    public GradientFactorization withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// Keeping the best factors or not.
    public GradientFactorization withKeepBest(boolean keepBest) {
        return Knobs.with(this, "keepBest", keepBest);
    }

    /// Compressing where it can be done, or never.
    public GradientFactorization withCompressed(boolean compressed) {
        return Knobs.with(this, "compressed", compressed);
    }

    /// With another seed.
    public GradientFactorization withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public LowRank fit(Matrix x, Watch<? super LowRank> watch) {
        return fit(x, Start.normal(x, rank, deviation, seed), watch);
    }

    /// From given factors; the seed is not used.
    public LowRank fit(Matrix x, Start start, Watch<? super LowRank> watch) {
        learnable(x, start);
        return Epochs.run(epochs, isCompressed() ? new Small(this, x, start) : new Full(this, x, Spectrum.of(x), start), watch);
    }

    /// First factors.
    ///
    /// @param left  rows x rank
    /// @param right rank x columns
    public record Start(Factors left, Factors right) {
        /// Both normal with mean 0 and this standard deviation; each row depends on seed and place alone.
        public static Start normal(Matrix x, int rank, double deviation, long seed) {
            Seeds seeds = Seeds.of(seed);
            return new Start(Factors.normal(x.rows(), rank, deviation, seeds.forPurpose("left")), Factors.normal(rank, x.columns(), deviation, seeds.forPurpose("right")));
        }
    }

    private void learnable(Matrix x, Start start) {
        Check check = Check.of(GradientFactorization.class);
        check.that(x.size() > 0, "x", "have rows and columns", x);
        check.that(rank <= x.shortSide(), "rank", "be at most " + x.shortSide() + " for a " + x.rows() + " x " + x.columns() + " matrix", rank);
        check.that(start.left().rows() == x.rows() && start.left().rank() == rank, "start.left", "be " + x.rows() + " x " + rank, start.left().rows() + " x " + start.left().rank());
        check.that(start.right().rows() == rank && start.right().rank() == x.columns(), "start.right", "be " + rank + " x " + x.columns(),
                start.right().rows() + " x " + start.right().rank());
        x.finite();
    }

    /// The length of a step of an epoch from 1.
    double step(int epoch, int rows, int columns) {
        double rate = decay.at(epoch, epochs, learningRate, lastLearningRate);
        boolean tiny = optimizer != Optimizer.ADAM && loss.isMeanOfEntries();
        return tiny ? rate * rows * columns / ((double) rows + columns) : rate;
    }

    /// Whether a run is one of [CompressedDescent].
    boolean isCompressed() {
        return compressed && loss == Loss.MSE && optimizer != Optimizer.ADAM;
    }

    /// A run in the space of all rows.
    private static final class Full implements Epochs.Run<LowRank> {
        private final GradientFactorization knobs;
        private final Matrix x;
        private final Spectrum spectrum;
        private final DescentState state;
        private final DescentPass pass;
        private final String data;

        Full(GradientFactorization knobs, Matrix x, Spectrum spectrum, Start start) {
            this.knobs = knobs;
            this.x = x;
            this.spectrum = spectrum;
            this.state = new DescentState(knobs, start.left(), start.right());
            this.pass = new DescentPass(x, knobs.loss);
            this.data = x.fingerprint();
        }

        @Override
        public String fingerprint() {
            return Provenance.fingerprint(knobs, data, Kernel.active().name());
        }

        @Override
        public Map<String, Object> state() {
            return state.arrays();
        }

        @Override
        public double advance(int epoch) {
            return pass.step(List.of(state), knobs.loss, epoch)[0];
        }

        @Override
        public LowRank model(History history) {
            return knobs.result(x, spectrum, state.keptLeft(), state.keptRight(), Provenance.of(knobs, data, Kernel.active().name(), history));
        }
    }

    /// A run in the space of the matrix's own rank; a matrix wider than high is turned, and the factors with it.
    private static final class Small implements Epochs.Run<LowRank> {
        private final GradientFactorization knobs;
        private final Matrix x;
        private final boolean turned;
        private final Compression space;
        private final CompressedDescent descent;
        private final String data;

        Small(GradientFactorization knobs, Matrix x, Start start) {
            this.knobs = knobs;
            this.x = x;
            this.turned = x.rows() < x.columns();
            this.space = new Compression(turned ? x.transposed() : x);
            this.descent = CompressedDescent.of(knobs, x, space, start);
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
            return descent.step(knobs, epoch);
        }

        @Override
        public LowRank model(History history) {
            Factors left = turned ? Pq.transposed(descent.right()) : descent.left();
            Factors right = turned ? Pq.transposed(descent.left()) : descent.right();
            return knobs.result(x, space.spectrum, left, right, Provenance.of(knobs, data, Kernel.active().name(), history));
        }
    }

    /// Both factors with what they reach, measured anew in double.
    LowRank result(Matrix x, Spectrum spectrum, Factors left, Factors right, Provenance provenance) {
        return Closeness.of(x, left, right).result(loss, spectrum, provenance);
    }
}
