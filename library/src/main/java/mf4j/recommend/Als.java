package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Watch;

import java.util.Optional;

/// Alternating least squares for ratings: every user's factors and bias at once, given the items', and the other way round.
///
/// Objective, over the observed ratings, each with its weight w (1 unless the data say otherwise):
///
/// ```
/// sum w (r - mean - b_u - b_i - p_u.q_i)^2 + sum_u n_u^c (s regularization |p_u|^2 + biasRegularization b_u^2) + the same of the items
/// ```
///
/// with s the standard deviation of the ratings, so that a knob means the same on every scale, and c = 1 when `countWeighted` (Zhou, Wilkinson, Schreiber and Pan 2008, section 3.1) and 0 otherwise. A row is the minimum of
/// its part, by Cholesky or some steps of conjugate gradients (Takacs, Pilaszy and Tikk 2011), so no epoch can raise the
/// objective. A sweep solves the items, then the users; the first one begins with the users. A model's users are therefore at the
/// minimum of their rows, also after conjugate gradients: then they are solved once more by Cholesky for every model. Cost of a sweep: `2 n rank^2` multiply-adds for n ratings and `rank^3 / 6` per user and item.
///
/// @param rank               number of factors
/// @param regularization     pull of the factors towards 0
/// @param biasRegularization pull of the biases towards 0
/// @param countWeighted      whether both grow with the number of a row's ratings
/// @param biased             whether users and items have biases
/// @param nonNegative        whether factors are held at or above 0
/// @param solver             `cholesky` or `cg`
/// @param steps              of conjugate gradients per row
/// @param epochs             sweeps at most
/// @param deviation          standard deviation of the items' first factors
/// @param clip               whether predictions are held within the scale of the training ratings
/// @param seed               of the first factors
public record Als(
        @Knob(value = "number of factors", atLeast = 1, atMost = 4096, search = {4, 128}, logarithmic = true) int rank,
        @Knob(value = "pull of the factors towards 0", atLeast = 0, search = {1e-2, 50}, logarithmic = true) double regularization,
        @Knob(value = "pull of the biases towards 0", atLeast = 0, search = {1e-2, 50}, logarithmic = true) double biasRegularization,
        @Knob("let the pull grow with the number of a row's ratings") boolean countWeighted,
        @Knob("give users and items biases") boolean biased,
        @Knob("hold the factors at or above 0") boolean nonNegative,
        @Knob("how a row is solved") RatingRule.Solver solver,
        @Knob(value = "steps of conjugate gradients per row", atLeast = 1) int steps,
        @Knob(value = "sweeps at most", atLeast = 1) int epochs,
        @Knob(value = "standard deviation of the items' first factors", atLeast = 0, above = true) double deviation,
        @Knob("hold predictions within the scale of the training ratings") boolean clip,
        @Knob("seed of the first factors") long seed)
        implements Continuing {

    /// Checks the knobs.
    public Als {
        Knobs.check(Als.class, rank, regularization, biasRegularization, countWeighted, biased, nonNegative, solver, steps, epochs,
                deviation, clip, seed);
        new RatingRule(biased, regularization, biasRegularization, countWeighted, nonNegative, solver, steps);
    }

    /// What serves rating data of the MovieLens kind well.
    public static Als defaults() {
        return new Als(16, 14, 3, false, true, false, RatingRule.Solver.CHOLESKY, 3, 15, 0.1, true, 0);
    }

    /// With another number of factors.
    public Als withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another pull on the factors.
    public Als withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another pull on the biases.
    public Als withBiasRegularization(double biasRegularization) {
        return Knobs.with(this, "biasRegularization", biasRegularization);
    }

    /// Growing the pull with the number of ratings, or not.
    public Als withCountWeighted(boolean countWeighted) {
        return Knobs.with(this, "countWeighted", countWeighted);
    }

    /// With biases or without.
    public Als withBiased(boolean biased) {
        return Knobs.with(this, "biased", biased);
    }

    /// With factors held at or above 0, or free.
    public Als withNonNegative(boolean nonNegative) {
        return Knobs.with(this, "nonNegative", nonNegative);
    }

    /// With another way to solve a row.
    public Als withSolver(RatingRule.Solver solver) {
        return Knobs.with(this, "solver", solver);
    }

    /// With another number of conjugate-gradient steps per row.
    public Als withSteps(int steps) {
        return Knobs.with(this, "steps", steps);
    }

    /// With another number of sweeps.
    public Als withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// With another spread of the first factors.
    public Als withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// Clipping or not.
    public Als withClip(boolean clip) {
        return Knobs.with(this, "clip", clip);
    }

    /// With another seed.
    public Als withSeed(long seed) {
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
        return new Run(this, FactorRun.learnable(Als.class, ratings, rank), FactorRun.unit(ratings));
    }

    private RatingRule rule(double unit) {
        return new RatingRule(biased, unit * regularization, biasRegularization, countWeighted, nonNegative, solver, steps);
    }

    private Factors firstItems(SparseRows rows, double unit) {
        Factors first = FactorRun.normal(rows, rank, deviation * Math.sqrt(unit), Seeds.of(seed).forPurpose("items"));
        if (nonNegative) for (int j = 0; j < first.values().length; j++) first.values()[j] = Math.abs(first.values()[j]);
        return first;
    }

    private static final class Run extends FactorRun<RatingRule> {
        Run(Als knobs, Ratings ratings, double unit) {
            super(knobs, ratings, Scale.of(ratings, knobs.clip), knobs.rule(unit), knobs.rule(unit),
                    Factors.zeros(ratings.users().size(), knobs.rank), knobs.firstItems(ratings.byItem(), unit));
        }

        @Override
        public double advance(int epoch) {
            if (epoch == 1) solveUsers();
            HalfSweep.solve(itemRule.sweeping(p, userBias, scale.mean()), ratings.byItem(), Optional.empty(), q, itemBias);
            return solveUsers() + penalty(itemRule, ratings.byItem(), q, itemBias);
        }

        private double solveUsers() {
            return HalfSweep.solve(userRule.sweeping(q, itemBias, scale.mean()), ratings.byUser(), Optional.empty(), p, userBias);
        }

        @Override
        Side userSide() {
            if (userRule.solver() != RatingRule.Solver.CG) return super.userSide();
            Factors settled = p.copy();
            float[] bias = userBias.clone();
            HalfSweep.solve(userRule, ratings.byUser(), settled, bias, q, itemBias, scale.mean());
            return userSide(settled, bias);
        }
    }
}
