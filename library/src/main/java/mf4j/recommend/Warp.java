package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Watch;

/// Weighted approximate-rank pairwise loss: what a user has events with should be at the top of its list.
///
/// Objective: `sum over events (u, i) of L(rank_u(i))` made smooth by a margin (Weston, Bengio and Usunier 2011, equations 2 to 5),
/// `L(r) = 1 + 1/2 + ... + 1/r` and `rank_u(i)` the number of items without an event of u that score more than `s_ui - 1`, with
/// `s_ui = b_i + p_u.q_i`. Every epoch meets every event once and draws items the user has no event with until one of them, j, scores
/// more than `s_ui - 1`; when the n-th did, the rank is taken as `(items without an event) / n`, rounded down (their algorithm 1).
/// p_u, q_i, q_j and both biases then move along the gradient of
///
/// ```
/// L(rank) / L(all items) (1 - s_ui + s_uj)  +  regularization/2 (|p_u|^2 + |q_i|^2 + |q_j|^2)  +  biasRegularization/2 (b_i^2 + b_j^2)
/// ```
///
/// by `learningRate`. Where none of `tries` items scores so much nothing moves: an event well placed costs time, not quality. The pulls
/// take the place of the paper's bound on the norms.
///
/// The value of an event is not looked at, its weight multiplies the loss. Blocks of users and random bands of items run at the same
/// time in a fixed schedule, see [PairGrid], and j comes from the band of i, so any number of threads gives the same bits. The
/// objective of an epoch is the mean of the first term over its events, each before its own step: a sampled number.
///
/// New users are solved by [PairRule], a smooth stand-in for the ranks, new items by [LogisticRule] against the users. Cost of an
/// epoch: up to `(tries + 6) n rank` multiply-adds for n events; it grows as the events find their places.
///
/// @param rank               number of factors
/// @param learningRate       length of a step
/// @param regularization     pull of the factors towards 0, per step; above 0
/// @param biasRegularization pull of the biases towards 0, per step; above 0
/// @param tries              how many items are drawn at most to find one that scores too much
/// @param epochs             passes over the events at most
/// @param deviation          standard deviation of the first factors, times the square root of the rank
/// @param seed               of the first factors, the order of the events and the items drawn
public record Warp(
        @Knob(value = "number of factors", atLeast = 1, atMost = 4096, search = {8, 256}, logarithmic = true) int rank,
        @Knob(value = "length of a step", atLeast = 0, above = true, search = {5e-3, 0.1}, logarithmic = true) double learningRate,
        @Knob(value = "pull of the factors towards 0, per step", atLeast = 0, above = true, search = {1e-3, 0.1}, logarithmic = true) double regularization,
        @Knob(value = "pull of the biases towards 0, per step", atLeast = 0, above = true, search = {1e-4, 0.1}, logarithmic = true) double biasRegularization,
        @Knob(value = "how many items are drawn at most to find one that scores too much", atLeast = 1, search = {10, 200}, logarithmic = true) int tries,
        @Knob(value = "passes over the events at most", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the first factors, times the square root of the rank", atLeast = 0, above = true) double deviation,
        @Knob("seed of the first factors, the order of the events and the items drawn") long seed)
        implements Continuing {

    /// Checks the knobs.
    public Warp {
        Knobs.check(Warp.class, rank, learningRate, regularization, biasRegularization, tries, epochs, deviation, seed);
    }

    /// What serves events of the MovieLens kind well.
    public static Warp defaults() {
        return new Warp(64, 0.02, 0.03, 0.01, 50, 30, 0.1, 0);
    }

    /// With another number of factors.
    public Warp withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another length of a step.
    public Warp withLearningRate(double learningRate) {
        return Knobs.with(this, "learningRate", learningRate);
    }

    /// With another pull on the factors.
    public Warp withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another pull on the biases.
    public Warp withBiasRegularization(double biasRegularization) {
        return Knobs.with(this, "biasRegularization", biasRegularization);
    }

    /// With more or fewer items drawn.
    public Warp withTries(int tries) {
        return Knobs.with(this, "tries", tries);
    }

    /// With another number of passes.
    public Warp withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another spread of the first factors.
    public Warp withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// With another seed.
    public Warp withSeed(long seed) {
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
        return new Run(this, FactorRun.learnable(Warp.class, Events.above0(Warp.class, events), rank));
    }

    /// `1 + 1/2 + ... + 1/r` over the same of all n, for r from 0 to n.
    static double[] shares(int n) {
        double[] shares = new double[n + 1];
        for (int r = 1; r <= n; r++) shares[r] = shares[r - 1] + 1.0 / r;
        for (int r = 1; r <= n; r++) shares[r] /= shares[n];
        return shares;
    }

    /// What an event loses whose violator was the n-th item drawn of `free` without an event.
    static double loss(double[] shares, int free, int n) {
        return shares[Math.clamp(free / n, 1, shares.length - 1)];
    }

    private static final class Run extends PairRun {
        private static final int MISSES = 64; // draws of items the user has an event with, before a search ends
        private final Warp knobs;
        private final double[] shares;

        Run(Warp knobs, Ratings events) {
            super(knobs, events, new PairRule(knobs.regularization, SAMPLE), itemRule(events, knobs.regularization, knobs.biasRegularization),
                    knobs.rank, knobs.deviation, Seeds.of(knobs.seed));
            this.knobs = knobs;
            shares = shares(grid.items.length);
        }

        @Override
        Worker worker() {
            return new Search();
        }

        private final class Search extends Worker {
            private final float keep = (float) (1 - knobs.learningRate * knobs.regularization);
            private final float keepBias = (float) (1 - knobs.learningRate * knobs.biasRegularization);

            @Override
            double step(int user, int item, float weight) {
                float wanted = score(user, item) - 1;
                int misses = 0;
                for (int n = 1; n <= knobs.tries && misses < MISSES; ) {
                    int at = anyPlace();
                    if (taken(at)) {
                        misses++;
                        continue;
                    }
                    float found = score(user, items[at]);
                    if (found > wanted) {
                        double loss = weight * loss(shares, grid.items.length - ratings.byUser().count(user), n);
                        move(user, item, items[at], (float) (knobs.learningRate * loss), keep, keepBias);
                        return loss * (found - wanted);
                    }
                    n++;
                }
                return 0;
            }
        }
    }
}
