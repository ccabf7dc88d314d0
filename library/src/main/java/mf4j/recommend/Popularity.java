package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.train.Check;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Scores an item by the number of its ratings, the same for everybody: the baseline of every ranking.
///
/// With a half-life a rating counts `2^(-(latest - t) / halfLife)`, its age taken from the latest of all ratings; times are
/// seconds. One pass over the ratings.
///
/// @param halfLife in days, after which a rating counts half; 0 lets all count alike
public record Popularity(
        @Knob(value = "days after which a rating counts half, by its time in seconds; 0 lets all count alike", atLeast = 0) double halfLife)
        implements Trainer<Ratings, FactorModel> {
    private static final double DAY = 24 * 60 * 60; // seconds

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

    private double[] counts(Ratings ratings) {
        double[] counts = new double[ratings.items().size()];
        int[] item = ratings.byUser().columns();
        long latest = Long.MIN_VALUE;
        for (int entry = 0; halfLife > 0 && entry < item.length; entry++) latest = Math.max(latest, ratings.time(entry));
        for (int entry = 0; entry < item.length; entry++) {
            counts[item[entry]] += halfLife == 0 ? 1 : StrictMath.pow(2, ((double) ratings.time(entry) - latest) / (halfLife * DAY));
        }
        return counts;
    }

    private static final class Run extends FactorRun<RatingRule> {
        private final Popularity trainer;

        Run(Popularity knobs, Ratings ratings) {
            super(knobs, ratings, Scale.EVENTS, RatingRule.ridge(false, 0, 0, false),
                    RatingRule.ridge(false, 0, 0, false), Factors.zeros(ratings.users().size(), 0), Factors.zeros(ratings.items().size(), 0));
            this.trainer = knobs;
        }

        @Override
        public double advance(int epoch) {
            double[] counts = trainer.counts(ratings);
            for (int item = 0; item < itemBias.length; item++) itemBias[item] = (float) counts[item];
            return 0;
        }
    }
}
