package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.kernel.SgdBlock;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Watch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Stochastic gradient descent for ratings: one rating at a time moves its user and its item.
///
/// Objective: `sum (r - mean - b_u - b_i - p_u.q_i)^2 + s regularization (|p_u|^2 + |q_i|^2) + biasRegularization (b_u^2 + b_i^2)`,
/// the sum over the observed ratings (Koren, Bell and Volinsky 2009), s their standard deviation; steps too are taken in units of
/// s, so that the same knobs serve every scale. A rating's step is that of [SgdBlock], with AdaGrad, decayed
/// or plain learning rates. Blocks of ratings that share neither user nor item run at the same time in a fixed schedule (Gemulla et
/// al. 2011), so any number of threads gives the same bits. Cost of an epoch: `8 n rank` multiply-adds for n ratings.
///
/// @param rank               number of factors
/// @param learningRate       length of a step of the factors; of the first epoch where it decays
/// @param biasLearningRate   length of a step of the biases: shorter, so that they do not take what factors would explain
/// @param regularization     pull of the factors towards 0, per rating
/// @param biasRegularization pull of the biases towards 0, per rating
/// @param step               `plain`, `decayed` or `adagrad`
/// @param decay              what the learning rate is multiplied by after an epoch, where it decays
/// @param biased             whether users and items have biases
/// @param epochs             passes over the ratings at most
/// @param deviation          standard deviation of the first factors, times the square root of the rank
/// @param clip               whether predictions are held within the scale of the training ratings
/// @param seed               of the first factors and of the order of the ratings
public record Sgd(
        @Knob(value = "number of factors", atLeast = 1, atMost = 4096, search = {4, 128}, logarithmic = true) int rank,
        @Knob(value = "length of a step of the factors", atLeast = 0, above = true, search = {2e-3, 0.2}, logarithmic = true) double learningRate,
        @Knob(value = "length of a step of the biases", atLeast = 0, above = true, search = {2e-4, 0.2}, logarithmic = true) double biasLearningRate,
        @Knob(value = "pull of the factors towards 0, per rating", atLeast = 0, search = {1e-3, 0.5}, logarithmic = true) double regularization,
        @Knob(value = "pull of the biases towards 0, per rating", atLeast = 0, search = {1e-4, 0.5}, logarithmic = true) double biasRegularization,
        @Knob("how the learning rate changes") Step step,
        @Knob(value = "what a decayed learning rate is multiplied by after an epoch", atLeast = 0, above = true, atMost = 1) double decay,
        @Knob("give users and items biases") boolean biased,
        @Knob(value = "passes over the ratings at most", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the first factors, times the square root of the rank", atLeast = 0, above = true) double deviation,
        @Knob("hold predictions within the scale of the training ratings") boolean clip,
        @Knob("seed of the first factors and of the order of the ratings") long seed)
        implements Continuing {

    /// How the learning rate changes.
    public enum Step {
        /// Divided by the root of the squared gradients a row has seen (Duchi, Hazan and Singer 2011).
        ADAGRAD,
        /// Multiplied by `decay` after every epoch.
        DECAYED,
        /// Always the same.
        PLAIN
    }

    /// Checks the knobs.
    public Sgd {
        Knobs.check(Sgd.class, rank, learningRate, biasLearningRate, regularization, biasRegularization, step, decay, biased, epochs, deviation, clip, seed);
    }

    /// What serves rating data of the MovieLens kind well.
    public static Sgd defaults() {
        return new Sgd(64, 0.01, 0.001, 0.05, 0.01, Step.PLAIN, 0.95, true, 50, 0.03, true, 0);
    }

    /// With another number of factors.
    public Sgd withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another length of a step of the factors.
    public Sgd withLearningRate(double learningRate) {
        return Knobs.with(this, "learningRate", learningRate);
    }

    /// With another length of a step of the biases.
    public Sgd withBiasLearningRate(double biasLearningRate) {
        return Knobs.with(this, "biasLearningRate", biasLearningRate);
    }

    /// With another pull on the factors.
    public Sgd withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another pull on the biases.
    public Sgd withBiasRegularization(double biasRegularization) {
        return Knobs.with(this, "biasRegularization", biasRegularization);
    }

    /// With another kind of step.
    public Sgd withStep(Step step) {
        return Knobs.with(this, "step", step);
    }

    /// With another decay.
    public Sgd withDecay(double decay) {
        return Knobs.with(this, "decay", decay);
    }

    /// With biases or without.
    public Sgd withBiased(boolean biased) {
        return Knobs.with(this, "biased", biased);
    }

    /// With another number of passes.
    public Sgd withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another spread of the first factors.
    public Sgd withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// Clipping or not.
    public Sgd withClip(boolean clip) {
        return Knobs.with(this, "clip", clip);
    }

    /// With another seed.
    public Sgd withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public FactorModel fit(Ratings ratings, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, run(ratings), watch);
    }

    @Override
    public FactorModel fit(Ratings ratings, FactorModel start, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, run(ratings).from(start), watch);
    }

    private Run run(Ratings ratings) {
        return new Run(this, FactorRun.unweighted(Sgd.class, ratings, rank), FactorRun.unit(ratings));
    }

    private Factors first(SparseRows rows, double unit, String side) {
        return FactorRun.normal(rows, rank, deviation * Math.sqrt(unit / rank), Seeds.of(seed).forPurpose(side));
    }

    private double decayed(int epoch) {
        return step == Step.DECAYED ? Math.pow(decay, epoch - 1) : 1;
    }

    private RatingRule rule(double unit) {
        return RatingRule.ridge(biased, unit * regularization, biasRegularization, true);
    }

    private static final class Run extends FactorRun<RatingRule> {
        private final Sgd sgd;
        private final double unit; // the ratings' standard deviation
        private final BlockGrid grid;
        private final Seeds diagonals;
        private final float[] userGrad; // sums of squared gradients per row; null for steps that do not adapt
        private final float[] itemGrad;
        private final float[] userBiasGrad;
        private final float[] itemBiasGrad;

        Run(Sgd knobs, Ratings ratings, double unit) {
            super(knobs, ratings, Scale.of(ratings, knobs.clip), knobs.rule(unit), knobs.rule(unit),
                    knobs.first(ratings.byUser(), unit, "users"), knobs.first(ratings.byItem(), unit, "items"));
            sgd = knobs;
            this.unit = unit;
            grid = BlockGrid.of(ratings, knobs.rank, Seeds.of(knobs.seed));
            diagonals = Seeds.of(knobs.seed).forPurpose("diagonals");
            userGrad = accumulator(true, ratings.users().size(), Math.pow(unit, 3)); // 1 for ratings of unit deviation
            itemGrad = accumulator(true, ratings.items().size(), Math.pow(unit, 3));
            userBiasGrad = accumulator(knobs.biased, ratings.users().size(), unit * unit);
            itemBiasGrad = accumulator(knobs.biased, ratings.items().size(), unit * unit);
        }

        private float[] accumulator(boolean wanted, int rows, double start) {
            if (!wanted || sgd.step != Step.ADAGRAD) return null;
            float[] sums = new float[rows];
            Arrays.fill(sums, (float) start);
            return sums;
        }

        @Override
        public Map<String, Object> state() {
            Map<String, Object> arrays = new LinkedHashMap<>(super.state());
            if (userGrad != null) arrays.put("userGrad", userGrad);
            if (itemGrad != null) arrays.put("itemGrad", itemGrad);
            if (userBiasGrad != null) arrays.put("userBiasGrad", userBiasGrad);
            if (itemBiasGrad != null) arrays.put("itemBiasGrad", itemBiasGrad);
            return arrays;
        }

        /// The objective it returns takes each rating's error before its own step.
        @Override
        public double advance(int epoch) {
            SgdBlock block = block(sgd.decayed(epoch));
            int[] order = diagonals.stream(epoch).permutation(0, grid.size);
            double[] errors = new double[grid.starts.length];
            grid.forEachBlock(order, (number, from, to) ->
                    errors[number] = Kernel.active().descend(block, grid.users, grid.items, grid.values, from, to));
            return Arrays.stream(errors).sum() + penalty(userRule, ratings.byUser(), p, userBias) + penalty(itemRule, ratings.byItem(), q, itemBias);
        }

        private SgdBlock block(double decayed) {
            boolean adapts = sgd.step == Step.ADAGRAD;
            double rate = decayed * sgd.learningRate * (adapts ? Math.sqrt(unit) : 1 / unit);
            double biasRate = decayed * sgd.biasLearningRate * (adapts ? unit : 1);
            return new SgdBlock(sgd.rank, p.values(), q.values(), sgd.biased ? userBias : null, sgd.biased ? itemBias : null,
                    userGrad, itemGrad, userBiasGrad, itemBiasGrad, (float) scale.mean(), (float) rate, (float) biasRate,
                    (float) (unit * sgd.regularization), (float) sgd.biasRegularization);
        }
    }
}
