package mf4j.evaluate;

import mf4j.data.Ids;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class BootstrapTest {
    private static UserSums mean(double... values) {
        return UserSums.average(ids(values.length), IntStream.range(0, values.length).toArray(), values);
    }

    private static Ids ids(int users) {
        return Ids.of(Scored.names("u", users));
    }

    /// np.quantile([3, 1, 4, 1, 5, 9, 2, 6], [.025, .5, .975]) = [1, 3.5, 8.475]
    @Test
    void quantilesAreNumPys() {
        double[] sorted = {1, 1, 2, 3, 4, 5, 6, 9};
        assertThat(Bootstrap.quantile(sorted, 0.025)).isEqualTo(1);
        assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(3.5);
        assertThat(Bootstrap.quantile(sorted, 0.975)).isCloseTo(8.475, within(1e-12));
        assertThat(Bootstrap.quantile(new double[] {2}, 0.975)).isEqualTo(2);
    }

    /// scipy.stats.bootstrap((x,), np.mean, n_resamples=200000, method='percentile') = (0.37, 0.73)
    @Test
    void theIntervalOfAMeanIsSciPys() {
        Interval interval = mean(.9, .4, .7, .2, 1, .5, .3, .8, .6, .1).interval(Bootstrap.defaults().withSamples(50_000));
        assertThat(interval.low()).isCloseTo(0.37, within(0.011));
        assertThat(interval.high()).isCloseTo(0.73, within(0.011));
    }

    /// NumPy: sq = [1, 4, .25, 9, 0, 2.25], n = [2, 3, 1, 4, 1, 2], i = rng.integers(0, 6, (400000, 6));
    /// np.quantile(np.sqrt(sq[i].sum(1) / n[i].sum(1)), [.025, .975]) = [0.6846532, 1.35784756], of np.sqrt(sq.sum() / n.sum()) = 1.126601424298216
    @Test
    void theIntervalOfARootIsThatOfTheRatio() {
        UserSums sums = new UserSums(ids(6), new int[] {0, 1, 2, 3, 4, 5}, new double[] {1, 4, .25, 9, 0, 2.25}, new double[] {2, 3, 1, 4, 1, 2}, true);
        assertThat(sums.value()).isCloseTo(1.126601424298216, within(1e-15));
        Interval interval = sums.interval(Bootstrap.defaults().withSamples(50_000));
        assertThat(interval.low()).isCloseTo(0.6846532, within(0.01));
        assertThat(interval.high()).isCloseTo(1.35784756, within(0.01));
    }

    /// 400 times 60 normal numbers: the interval holds the true mean about as often as it says. The percentile bootstrap is a
    /// little narrow (factor sqrt(59/60) and normal quantiles for t: 94.3 % expected); the deviation of 400 tosses is 1.1 %.
    @Test
    void theIntervalHoldsTheTruthAsOftenAsItSays() {
        Seeds seeds = Seeds.of(11);
        long held = IntStream.range(0, 400).filter(trial -> {
            Seeds.Stream draws = seeds.stream(trial);
            double[] values = IntStream.range(0, 60).mapToDouble(_ -> 2 + 3 * draws.nextGaussian()).toArray();
            return mean(values).interval(Bootstrap.defaults().withSamples(400).withSeed(trial)).contains(2);
        }).count();
        assertThat(held / 400.0).isBetween(0.91, 0.98);
    }

    @Test
    void aWiderLevelIsAWiderIntervalAndTheSeedDecides() {
        UserSums sums = mean(1, 2, 3, 4, 5, 6, 7);
        Bootstrap bootstrap = Bootstrap.defaults();
        assertThat(sums.interval(bootstrap.withLevel(0.99)).width()).isGreaterThan(sums.interval(bootstrap.withLevel(0.5)).width());
        assertThat(sums.interval(bootstrap)).isEqualTo(sums.interval(bootstrap)).isNotEqualTo(sums.interval(bootstrap.withSeed(1)));
        assertThat(mean(4).interval(bootstrap)).isEqualTo(new Interval(4, 4));
        assertThat(mean(4, Double.NaN, 4).interval(bootstrap)).as("who has no value is not drawn").isEqualTo(new Interval(4, 4));
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> Bootstrap.defaults().withSamples(0)).hasMessage("Bootstrap.samples must be at least 1 but was 0");
        for (double level : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> Bootstrap.defaults().withLevel(level)).hasMessage("Bootstrap.level must lie between 0 and 1 but was " + level);
        }
    }
}
