package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Watch;

/// Scores by who rates high and what is rated high: `mean + b_u + b_i`.
///
/// Objective: `sum (r - mean - b_u - b_i)^2 + userRegularization sum b_u^2 + itemRegularization sum b_i^2` (Koren 2009, section
/// 2.1), minimised by exact alternation: `b_i = sum (r - mean - b_u) / (n_i + itemRegularization)`, then the users alike. Two
/// passes over the ratings per epoch; some ten epochs reach the optimum of this convex problem to single precision.
///
/// @param userRegularization how many ratings of no bias every user starts with
/// @param itemRegularization the same for items
/// @param epochs             alternations
/// @param clip               whether predictions are held within the scale of the training ratings
public record Biases(
        @Knob(value = "pull of user biases towards 0, in ratings", atLeast = 0, search = {0.1, 50}, logarithmic = true) double userRegularization,
        @Knob(value = "pull of item biases towards 0, in ratings", atLeast = 0, search = {0.1, 50}, logarithmic = true) double itemRegularization,
        @Knob(value = "alternations between users and items", atLeast = 1) int epochs,
        @Knob("hold predictions within the scale of the training ratings") boolean clip)
        implements Continuing {

    /// Checks the knobs.
    public Biases {
        Knobs.check(Biases.class, userRegularization, itemRegularization, epochs, clip);
    }

    /// What serves rating data of the MovieLens kind well.
    public static Biases defaults() {
        return new Biases(5, 3, 15, true);
    }

    /// With another pull on users.
    public Biases withUserRegularization(double userRegularization) {
        return Knobs.with(this, "userRegularization", userRegularization);
    }

    /// With another pull on items.
    public Biases withItemRegularization(double itemRegularization) {
        return Knobs.with(this, "itemRegularization", itemRegularization);
    }

    /// With another number of alternations.
    public Biases withEpochs(int epochs) {
        return Knobs.with(this, "epochs", epochs);
    }

    /// Clipping or not.
    public Biases withClip(boolean clip) {
        return Knobs.with(this, "clip", clip);
    }

    @Override
    public FactorModel fit(Ratings ratings, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, new Run(this, FactorRun.learnable(Biases.class, ratings, 0)), watch);
    }

    @Override
    public FactorModel fit(Ratings ratings, FactorModel start, Watch<? super FactorModel> watch) {
        return Epochs.run(epochs, new Run(this, FactorRun.learnable(Biases.class, ratings, 0)).from(start), watch);
    }

    private static final class Run extends FactorRun<RatingRule> {
        Run(Biases knobs, Ratings ratings) {
            super(knobs, ratings, Scale.of(ratings, knobs.clip), RatingRule.ridge(true, 0, knobs.userRegularization, false),
                    RatingRule.ridge(true, 0, knobs.itemRegularization, false),
                    Factors.zeros(ratings.users().size(), 0), Factors.zeros(ratings.items().size(), 0));
        }

        @Override
        public double advance(int epoch) {
            HalfSweep.solve(itemRule, ratings.byItem(), q, itemBias, p, userBias, scale.mean());
            return HalfSweep.solve(userRule, ratings.byUser(), p, userBias, q, itemBias, scale.mean())
                    + penalty(itemRule, ratings.byItem(), q, itemBias);
        }
    }
}
