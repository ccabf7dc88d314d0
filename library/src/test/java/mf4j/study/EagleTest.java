package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EagleTest extends SamplerContract {
    private static final Space UNIT = Space.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1)); // 12 places
    private static final Eagle STILL = Eagle.defaults().withPerturbation(0.001);

    @Override
    Sampler sampler() {
        return Eagle.defaults();
    }

    private static double[] next(Eagle eagle, Space space, int number, List<Observation> trials) {
        return eagle.proposer(space, goals(1)).next(new Evidence(number, trials)).orElseThrow();
    }

    /// `10 + round((d^1.2 + d) / 2)`: 2^1.2 is 2.30, 5^1.2 is 6.90.
    @Test
    void hasPlacesForFlies() {
        assertThat(List.of(Flies.capacity(1), Flies.capacity(2), Flies.capacity(5), Flies.capacity(3000))).containsExactly(11, 12, 16, 1000);
    }

    /// Two flies at a distance of 0.2 in two dimensions: the weight is exp(-3 * 10 * 0.04 / 2) times the force.
    @Test
    void fliesTowardsABetterOneAndAwayFromAWorse() {
        List<Observation> two = List.of(complete(0, new double[] {0.2, 0.3}, 1), complete(1, new double[] {0.4, 0.3}, 0));
        double weight = Math.exp(-0.6);
        assertThat(next(STILL, UNIT, 12, two)).containsExactly(new double[] {0.2 + 0.2 * weight, 0.3}, within(0.00101));
        assertThat(next(STILL, UNIT, 13, two)).containsExactly(new double[] {0.4 + 0.02 * 0.2 * weight, 0.3}, within(0.00101));
        assertThat(next(STILL.withGravity(0).withRepulsion(0), UNIT, 12, two)).containsExactly(new double[] {0.2, 0.3}, within(0.00101));
    }

    /// Whole numbers see farther: exp(-1 * 10 * 0.04).
    @Test
    void seesFartherWhereValuesAreCounted() {
        Space space = Space.of(Parameter.whole("n", 0, 100_000), Parameter.real("x", 0, 1));
        List<Observation> two = List.of(complete(0, new double[] {20_000, 0.5}, 1), complete(1, new double[] {40_000, 0.5}, 0));
        assertThat(next(STILL, space, 12, two)[0]).isCloseTo(20_000 + 20_000 * Math.exp(-0.4), within(101.0));
    }

    /// A choice of one that is better is taken with the chance exp(-0.2 * 10 * 1), drawn anew with that of the perturbation.
    @Test
    void takesChoicesOfABetterOne() {
        Space space = Space.of(Parameter.choice("c", "a", "b", "d"));
        List<Observation> two = List.of(complete(0, new double[] {0}, 1), complete(1, new double[] {1}, 0));
        long taken = IntStream.range(1, 5001).filter(k -> next(STILL, space, 11 * k, two)[0] == 1).count();
        assertThat(taken / 5000.0).isCloseTo(Math.exp(-2), within(0.02)); // 4 standard deviations
        long third = IntStream.range(1, 5001).filter(k -> next(Eagle.defaults().withPerturbation(0.3), space, 11 * k, two)[0] == 2).count();
        assertThat(third / 5000.0).isCloseTo(0.1, within(0.017));
    }

    /// The longest coordinate of a random step is the perturbation: 0.1, after a failure 0.09, after a step to where it was ten times as much, at most a half.
    @Test
    void makesSmallerStepsAfterFailures() {
        List<Observation> trials = new ArrayList<>(List.of(complete(0, new double[] {0.5, 0.5}, 1)));
        assertThat(step(next(Eagle.defaults(), UNIT, 12, trials))).isCloseTo(0.1, within(1e-12));
        trials.add(complete(12, new double[] {0.5, 0.6}, 2));
        assertThat(step(next(Eagle.defaults(), UNIT, 24, trials))).isCloseTo(0.09, within(1e-12));
        trials.add(complete(24, new double[] {0.5, 0.5}, 1));
        assertThat(step(next(Eagle.defaults(), UNIT, 36, trials))).isCloseTo(0.5, within(1e-12));
    }

    private static double step(double[] point) {
        return Math.max(Math.abs(point[0] - 0.5), Math.abs(point[1] - 0.5));
    }

    /// 0.1 * 0.9^44 is below 0.001: another than the best is given up, and its place gets a new point.
    @Test
    void givesUpAFlyThatFindsNothing() {
        List<Observation> trials = new ArrayList<>(List.of(complete(0, new double[] {0.5, 0.5}, 1), complete(1, new double[] {0.1, 0.1}, 0)));
        for (int k = 1; k <= 44; k++) {
            trials.add(complete(12 * k, new double[] {0.9, 0.9}, 2));
            trials.add(complete(12 * k + 1, new double[] {0.9, 0.9}, 2));
        }
        double[] fresh = QuasiRandom.defaults().proposer(UNIT, goals(1)).next(new Evidence(12 * 45, List.of())).orElseThrow();
        assertThat(next(Eagle.defaults(), UNIT, 12 * 45, trials)).containsExactly(fresh);
        assertThat(next(Eagle.defaults(), UNIT, 12 * 45 + 1, trials)).containsExactly(new double[] {0.1, 0.1}, within(0.00101));
        assertThat(next(Eagle.defaults(), UNIT, 12 * 45, trials.subList(0, trials.size() - 2))).isNotEqualTo(fresh);
    }

    @Test
    void takesTheBetterPoint() {
        List<Observation> trials = List.of(complete(0, new double[] {0.5, 0.5}, 1), complete(12, new double[] {0.9, 0.2}, 0.5));
        assertThat(next(STILL, UNIT, 24, trials)).containsExactly(new double[] {0.9, 0.2}, within(0.00101));
    }
}
