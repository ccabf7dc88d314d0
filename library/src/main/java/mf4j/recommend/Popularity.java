package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.train.Epochs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Scores an item by the number of its ratings, the same for everybody: the baseline of every ranking.
///
/// One pass over the items; nothing to turn.
public record Popularity() implements Trainer<Ratings, FactorModel> {
    /// The only one there is.
    public static Popularity defaults() {
        return new Popularity();
    }

    @Override
    public FactorModel fit(Ratings ratings, Watch<? super FactorModel> watch) {
        return Epochs.run(1, new Run(this, FactorRun.learnable(Popularity.class, ratings, 0)), watch);
    }

    private static final class Run extends FactorRun<RatingRule> {
        Run(Popularity knobs, Ratings ratings) {
            super(knobs, ratings, Scale.EVENTS, RatingRule.ridge(false, 0, 0, false),
                    RatingRule.ridge(false, 0, 0, false), Factors.zeros(ratings.users().size(), 0), Factors.zeros(ratings.items().size(), 0));
        }

        @Override
        public double advance(int epoch) {
            for (int item = 0; item < itemBias.length; item++) itemBias[item] = ratings.byItem().count(item);
            return 0;
        }
    }
}
