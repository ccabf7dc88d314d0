package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Watch;

/// Bayesian personalised ranking: an item that the user has an event with should score higher than one that it has none with.
///
/// Objective: `sum over events (u, i) of the expectation over j of -ln sigma(s_ui - s_uj) + regularization/2 (|p_u|^2 + |q_i|^2 + |q_j|^2)
/// + biasRegularization/2 (b_i^2 + b_j^2)` with `s_ui = b_i + p_u.q_i` (Rendle et al. 2009, equation 5), minimised by stochastic
/// gradient descent: every epoch meets every event once, compares it with one item j that the user has no event with and moves
/// p_u, q_i, q_j and both biases by `learningRate` along the gradient (their figure 4). `negatives` says how j is drawn. An event
/// whose user has all items it could be compared with is passed over.
///
/// The value of an event is not looked at - that it happened is all that is known, as in the paper - but its weight is: the loss of
/// an event counts by it. Blocks of users and random bands of items run at the same time in a fixed schedule, see [PairGrid], and j
/// comes from the band of i, so any number of threads gives the same bits. The objective of an epoch is the mean loss of its pairs
/// without the pulls, each before its own step: a sampled number.
///
/// New users are solved by [PairRule], new items by [LogisticRule] against the users. Cost of an epoch: `7 n rank` multiply-adds for
/// n events, with adaptive negatives about 2 n rank more and a sort of the items by each factor per block.
///
/// @param rank               number of factors
/// @param learningRate       length of a step
/// @param regularization     pull of the factors towards 0, per pair; above 0
/// @param biasRegularization pull of the biases towards 0, per pair; above 0
/// @param negatives          `uniform` or `adaptive`
/// @param tail               with adaptive negatives: the share of the items over which their probability falls to 1/e
/// @param epochs             passes over the events at most
/// @param deviation          standard deviation of the first factors, times the square root of the rank
/// @param seed               of the first factors, the order of the events and the negatives
public record Bpr(
        @Knob(value = "number of factors", atLeast = 1, atMost = 4096, search = {8, 256}, logarithmic = true) int rank,
        @Knob(value = "length of a step", atLeast = 0, above = true, search = {5e-3, 0.3}, logarithmic = true) double learningRate,
        @Knob(value = "pull of the factors towards 0, per pair", atLeast = 0, above = true, search = {1e-4, 0.1}, logarithmic = true) double regularization,
        @Knob(value = "pull of the biases towards 0, per pair", atLeast = 0, above = true, search = {1e-4, 0.1}, logarithmic = true) double biasRegularization,
        @Knob("how the items are drawn that events are compared with") Negatives negatives,
        @Knob(value = "share of the items over which the probability of an adaptive negative falls to 1/e", atLeast = 0, above = true) double tail,
        @Knob(value = "passes over the events at most", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the first factors, times the square root of the rank", atLeast = 0, above = true) double deviation,
        @Knob("seed of the first factors, the order of the events and the negatives") long seed)
        implements Continuing {

    /// How the items are drawn that events are compared with.
    public enum Negatives {
        /// All equally likely.
        UNIFORM,
        /// Those likely that score high for the user (Rendle and Freudenthaler 2014, section 4): a factor is drawn in proportion to
        /// its size for the user times its deviation among the items, then a rank in the order of the items by that factor, with
        /// exponentially falling probability. The bias counts as a factor. The orders are made anew for every block.
        ADAPTIVE
    }

    /// Checks the knobs.
    public Bpr {
        Knobs.check(Bpr.class, rank, learningRate, regularization, biasRegularization, negatives, tail, epochs, deviation, seed);
    }

    /// What serves events of the MovieLens kind well.
    public static Bpr defaults() {
        return new Bpr(64, 0.05, 0.01, 0.01, Negatives.UNIFORM, 0.2, 100, 0.1, 0);
    }

    /// With another number of factors.
    public Bpr withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another length of a step.
    public Bpr withLearningRate(double learningRate) {
        return Knobs.with(this, "learningRate", learningRate);
    }

    /// With another pull on the factors.
    public Bpr withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another pull on the biases.
    public Bpr withBiasRegularization(double biasRegularization) {
        return Knobs.with(this, "biasRegularization", biasRegularization);
    }

    /// With negatives drawn in another way.
    public Bpr withNegatives(Negatives negatives) {
        return Knobs.with(this, "negatives", negatives);
    }

    /// With another tail of adaptive negatives.
    public Bpr withTail(double tail) {
        return Knobs.with(this, "tail", tail);
    }

    /// With another number of passes.
    public Bpr withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another spread of the first factors.
    public Bpr withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// With another seed.
    public Bpr withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public FactorModel fit(Ratings events, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, run(events), watch);
    }

    @Override
    public FactorModel fit(Ratings events, FactorModel start, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, run(events).from(start), watch);
    }

    private Run run(Ratings events) {
        return new Run(this, FactorRun.learnable(Bpr.class, Events.above0(Bpr.class, events), rank));
    }

    private static final class Run extends PairRun {
        private static final int TRIES = 64; // draws of a negative before an event is passed over
        private final Bpr knobs;

        Run(Bpr knobs, Ratings events) {
            super(knobs, events, new PairRule(knobs.regularization, SAMPLE), itemRule(events, knobs.regularization, knobs.biasRegularization),
                    knobs.rank, knobs.deviation, Seeds.of(knobs.seed));
            this.knobs = knobs;
        }

        @Override
        Worker worker() {
            return new Pairs();
        }

        private final class Pairs extends Worker {
            private final AdaptiveNegatives adaptive = knobs.negatives == Negatives.ADAPTIVE ? new AdaptiveNegatives(q, itemBias, knobs.tail) : null;
            private final float keep = (float) (1 - knobs.learningRate * knobs.regularization);
            private final float keepBias = (float) (1 - knobs.learningRate * knobs.biasRegularization);

            @Override
            void begin() {
                if (adaptive != null) adaptive.rank(items, from, to);
            }

            @Override
            double step(int user, int item, float weight) {
                int at = negative(user);
                if (at < 0) return 0;
                double margin = score(user, item) - score(user, items[at]);
                double small = StrictMath.exp(-Math.abs(margin));
                double pull = (margin >= 0 ? small : 1) / (1 + small);
                move(user, item, items[at], (float) (knobs.learningRate * weight * pull), keep, keepBias);
                return weight * (Math.log1p(small) + Math.max(0, -margin));
            }

            /// The place of an item the user has no event with, or -1 where none was found.
            private int negative(int user) {
                if (adaptive != null) adaptive.prepare(p.values(), p.start(user));
                for (int n = 0; n < TRIES; n++) {
                    int at = adaptive == null ? anyPlace() : from + adaptive.draw(stream);
                    if (!taken(at)) return at;
                }
                return -1;
            }
        }
    }
}
