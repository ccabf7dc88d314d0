package mf4j.evaluate;

import mf4j.train.Check;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;

/// How uncertain a measure is: users are drawn with replacement, as many as there are, and the measure is taken again; the
/// interval holds the middle `level` of the outcomes (percentile bootstrap, Efron 1979).
///
/// Users are drawn and not ratings, because the errors of one user go together. The outcomes depend on the seed alone, not on the
/// number of threads. Cost: samples x users; memory: one number per sample.
///
/// @param samples how often everything is drawn again
/// @param level   the share of the outcomes within the interval, between 0 and 1
/// @param seed    of the draws
public record Bootstrap(int samples, double level, long seed) {
    /// Checks the numbers.
    public Bootstrap {
        Check check = Check.of(Bootstrap.class);
        check.atLeast("samples", samples, 1);
        check.that(level > 0 && level < 1, "level", "lie between 0 and 1", level);
    }

    /// 1000 samples, 95 %.
    public static Bootstrap defaults() {
        return new Bootstrap(1000, 0.95, 0);
    }

    /// With another number of samples.
    public Bootstrap withSamples(int samples) {
        return new Bootstrap(samples, level, seed);
    }

    /// With another level.
    public Bootstrap withLevel(double level) {
        return new Bootstrap(samples, level, seed);
    }

    /// With another seed.
    public Bootstrap withSeed(long seed) {
        return new Bootstrap(samples, level, seed);
    }

    /// The value of something on one sample.
    @FunctionalInterface
    interface Statistic {
        double of(Seeds.Stream draws);
    }

    /// The interval of a statistic.
    Interval interval(String purpose, Statistic statistic) {
        double[] outcomes = outcomes(purpose, statistic);
        Arrays.sort(outcomes);
        return new Interval(quantile(outcomes, (1 - level) / 2), quantile(outcomes, (1 + level) / 2));
    }

    /// The statistic on every sample, in the order of the samples.
    double[] outcomes(String purpose, Statistic statistic) {
        Seeds seeds = Seeds.of(seed).forPurpose(purpose);
        double[] outcomes = new double[samples];
        Sweep.over(samples, 1, (_, from, _) -> outcomes[from] = statistic.of(seeds.stream(from)));
        return outcomes;
    }

    /// Between the two nearest of the sorted values, as NumPy's `quantile` does.
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
