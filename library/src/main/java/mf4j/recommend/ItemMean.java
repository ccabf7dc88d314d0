package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Scores an item by its mean rating, drawn towards the mean of all: the baseline that every model must beat.
///
/// Objective: `sum (r - mean - b_i)^2 + damping sum b_i^2`, solved exactly by `b_i = sum (r - mean) / (n_i + damping)`. One pass
/// over the ratings.
///
/// @param damping how many ratings of the overall mean every item starts with
/// @param clip    whether predictions are held within the scale of the training ratings
public record ItemMean(
        @Knob(value = "how many ratings of the overall mean every item starts with", atLeast = 0, search = {0, 25}) double damping,
        @Knob("hold predictions within the scale of the training ratings") boolean clip)
        implements Trainer<Ratings, FactorModel> {

    /// Checks the knobs.
    public ItemMean {
        Knobs.check(ItemMean.class, damping, clip);
    }

    /// Plain means, clipped.
    public static ItemMean defaults() {
        return new ItemMean(0, true);
    }

    /// With another damping.
    public ItemMean withDamping(double damping) {
        return Knobs.with(this, "damping", damping);
    }

    /// Clipping or not.
    public ItemMean withClip(boolean clip) {
        return Knobs.with(this, "clip", clip);
    }

    @Override
    public FactorModel fit(Ratings ratings, Watch<? super FactorModel> watch) {
        return Epochs.run(1, new Run(this, FactorRun.learnable(ItemMean.class, ratings, 0)), watch);
    }

    private static final class Run extends FactorRun<RatingRule> {
        Run(ItemMean knobs, Ratings ratings) {
            super(knobs, ratings, Scale.of(ratings, knobs.clip), RatingRule.ridge(false, 0, 0, false), RatingRule.ridge(true, 0, knobs.damping, false),
                    Factors.zeros(ratings.users().size(), 0), Factors.zeros(ratings.items().size(), 0));
        }

        @Override
        public double advance(int epoch) {
            SparseRows rows = ratings.byItem();
            RowSolver solver = itemRule.against(p, userBias, scale.mean()).get();
            double objective = 0;
            for (int item = 0; item < rows.rows(); item++) {
                objective += solver.solve(rows, item, null, 0, q.values(), 0, 0);
                itemBias[item] = (float) solver.bias();
            }
            return objective;
        }
    }
}
