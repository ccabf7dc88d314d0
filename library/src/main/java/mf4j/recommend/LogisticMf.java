package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Watch;

/// Logistic matrix factorization: the probability that a user has an event with an item, by alternating rows.
///
/// Objective, over all pairs of a user and an item:
///
/// ```
/// sum over events  confidence w r (-ln sigma(s))  +  sum over all pairs  -ln(1 - sigma(s))
///     + regularization/2 (sum |p_u|^2 + sum |q_i|^2) + biasRegularization/2 (sum b_u^2 + sum b_i^2),    s = b_u + b_i + p_u.q_i
/// ```
///
/// with value r and weight w of an event (Johnson 2014, equation 3, where confidence is alpha and w is 1). An epoch solves every
/// item's row, the users fixed, then every user's, by [LogisticRule] to its stated gradient; the first one begins with the users. Where a row has no more than `sample`
/// entries without an event per event (at least 64), the row sees them all and every epoch lowers exactly this; otherwise so many
/// of them, always the same, stand for all with their share of the weight, the rows of users and of items each with
/// their own, and the objective reported is the users' estimate of the one above.
///
/// New users and items are solved as in training. Cost of an epoch: some tens of passes over `2 n (1 + sample) rank` numbers for n
/// events.
///
/// @param rank               number of factors
/// @param confidence         what an event of value 1 counts for, beside the 1 of every pair
/// @param regularization     pull of the factors towards 0, per row; above 0
/// @param biasRegularization pull of the biases towards 0, per row; above 0
/// @param sample             how many pairs without an event a row looks at, per event
/// @param epochs             sweeps at most
/// @param deviation          standard deviation of the first factors, times the square root of the rank
/// @param seed               of the first factors
public record LogisticMf(
        @Knob(value = "number of factors", atLeast = 1, atMost = 4096, search = {8, 128}, logarithmic = true) int rank,
        @Knob(value = "what an event of value 1 counts for", atLeast = 0, above = true, search = {0.3, 10}, logarithmic = true) double confidence,
        @Knob(value = "pull of the factors towards 0, per row", atLeast = 0, above = true, search = {0.1, 100}, logarithmic = true) double regularization,
        @Knob(value = "pull of the biases towards 0, per row", atLeast = 0, above = true, search = {1e-2, 10}, logarithmic = true) double biasRegularization,
        @Knob(value = "pairs without an event a row looks at, per event", atLeast = 1, search = {3, 30}, logarithmic = true) int sample,
        @Knob(value = "sweeps at most", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the first factors, times the square root of the rank", atLeast = 0, above = true) double deviation,
        @Knob("seed of the first factors") long seed)
        implements Continuing {

    /// Checks the knobs.
    public LogisticMf {
        Knobs.check(LogisticMf.class, rank, confidence, regularization, biasRegularization, sample, epochs, deviation, seed);
    }

    /// What serves events of the MovieLens kind well.
    public static LogisticMf defaults() {
        return new LogisticMf(32, 1, 5, 1, 10, 10, 1, 0);
    }

    /// With another number of factors.
    public LogisticMf withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With events that count for more or less.
    public LogisticMf withConfidence(double confidence) {
        return Knobs.with(this, "confidence", confidence);
    }

    /// With another pull on the factors.
    public LogisticMf withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another pull on the biases.
    public LogisticMf withBiasRegularization(double biasRegularization) {
        return Knobs.with(this, "biasRegularization", biasRegularization);
    }

    /// With more or fewer pairs without an event.
    public LogisticMf withSample(int sample) {
        return Knobs.with(this, "sample", sample);
    }

    /// With another number of sweeps.
    public LogisticMf withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another spread of the first factors.
    public LogisticMf withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// With another seed.
    public LogisticMf withSeed(long seed) {
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
        return new Run(this, FactorRun.learnable(LogisticMf.class, Events.above0(LogisticMf.class, events), rank));
    }

    private LogisticRule rule() {
        return new LogisticRule(true, confidence, 1, regularization, biasRegularization, false, sample);
    }

    private static final class Run extends FactorRun<LogisticRule> {
        Run(LogisticMf knobs, Ratings events) {
            super(knobs, events, Scale.EVENTS, knobs.rule(), knobs.rule(), Factors.zeros(events.users().size(), knobs.rank),
                    normal(events.byItem(), knobs.rank, knobs.deviation / Math.sqrt(knobs.rank), Seeds.of(knobs.seed).forPurpose("items")));
        }

        @Override
        public double advance(int epoch) {
            if (epoch == 1) solveUsers();
            HalfSweep.solve(itemRule, ratings.byItem(), q, itemBias, p, userBias, 0);
            double penalty = itemPenalty();
            Events.leastForUntouched(ratings, itemBias);
            return solveUsers() + penalty;
        }

        private double solveUsers() {
            return HalfSweep.solve(userRule, ratings.byUser(), p, userBias, q, itemBias, 0);
        }

        private double itemPenalty() {
            double squares = 0;
            double biases = 0;
            for (int item = 0; item < itemBias.length; item++) {
                squares += Kernel.active().dot(q.values(), q.start(item), q.values(), q.start(item), q.rank());
                biases += (double) itemBias[item] * itemBias[item];
            }
            return itemRule.regularization() / 2 * squares + itemRule.biasRegularization() / 2 * biases;
        }
    }
}
