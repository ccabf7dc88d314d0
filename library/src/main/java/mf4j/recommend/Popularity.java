package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Scores an item by the number of its ratings, the same for everybody: the baseline of every ranking.
///
/// A rating counts as often as its weight says, and with a half-life `2^(-(latest - t) / halfLife)` of that, its age taken from the latest
/// of all ratings; times are seconds ([CountRule]). One pass over the ratings. New events are counted by [Model#partialFit] and live
/// copies, with the counts that training on everything would give; where events age all counts move with the latest of them.
///
/// @param halfLife in days, after which a rating counts half; 0 lets all count alike
public record Popularity(
        @Knob(value = "days after which a rating counts half, by its time in seconds; 0 lets all count alike", atLeast = 0) double halfLife)
        implements Trainer<Ratings, FactorModel> {
    /// Checks the knobs.
    public Popularity {
        Knobs.check(Popularity.class, halfLife);
    }

    /// Plain counts.
    public static Popularity defaults() {
        return new Popularity(0);
    }

    /// With another half-life, in days.
    public Popularity withHalfLife(double halfLife) {
        return Knobs.with(this, "halfLife", halfLife);
    }

    @Override
    public FactorModel fit(Ratings ratings, Watch<? super FactorModel> watch) {
        FactorRun.learnable(Popularity.class, ratings, 0);
        Check.of(Popularity.class).that(halfLife == 0 || ratings.isTimed(), "ratings", "have times where there is a half-life", "without");
        return Epochs.run(1, new Run(this, ratings), watch);
    }

    private static final class Run extends FactorRun<RowRule> {
        Run(Popularity knobs, Ratings ratings) {
            super(knobs, ratings, Scale.EVENTS, RatingRule.ridge(false, 0, 0, false), new CountRule(knobs.halfLife),
                    Factors.zeros(ratings.users().size(), 0), Factors.zeros(ratings.items().size(), 0));
        }

        @Override
        public double advance(int epoch) {
            SparseRows rows = itemRule.ages() ? itemRule.rows(Past.timed(ratings)).transposed() : ratings.byItem();
            return HalfSweep.solve(itemRule, rows, q, itemBias, p, userBias, 0);
        }
    }
}
