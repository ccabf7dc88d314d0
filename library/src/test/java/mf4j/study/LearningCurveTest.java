package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import static mf4j.study.Race.curve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LearningCurveTest {
    private static final Goal LESS = Goal.minimize("loss");

    private static NavigableMap<Integer, Double> power(int steps, double limit, double drop, double b) {
        NavigableMap<Integer, Double> curve = new TreeMap<>();
        for (int s = 0; s < steps; s++) curve.put(s, limit + drop * Math.pow(s + 1, -b));
        return curve;
    }

    /// Curves that are of one of the shapes are continued as what they are, and surely.
    @Test
    void continuesWhatItKnows() {
        Forecast half = Forecast.of(power(10, 2, 3, 0.5), 99);
        assertThat(half.mean()).isCloseTo(2 + 3 * 0.1, within(0.02));
        assertThat(Math.sqrt(half.variance())).isLessThan(0.05);
        assertThat(Forecast.of(power(20, 2, 3, 0.7), 29).mean()).as("between two shapes").isCloseTo(2 + 3 * Math.pow(30, -0.7), within(0.02));
        NavigableMap<Integer, Double> exponential = new TreeMap<>();
        for (int s = 0; s < 11; s++) exponential.put(s, 1 + Math.exp(-0.2 * s)); // rate 2 over its ten steps
        assertThat(Forecast.of(exponential, 40).mean()).isCloseTo(1 + Math.exp(-8), within(0.02));
        assertThat(Forecast.of(curve(4, 4, 4, 4, 4), 50).mean()).isCloseTo(4, within(1e-6));
    }

    @Test
    void isLessSureFartherAway() {
        NavigableMap<Integer, Double> noisy = curve(5, 3.2, 2.1, 2.4, 1.9, 1.8, 1.4, 1.7);
        double before = 0;
        for (int horizon : new int[] {8, 16, 64, 256}) {
            double deviation = Math.sqrt(Forecast.of(noisy, horizon).variance());
            assertThat(deviation).isGreaterThan(before);
            before = deviation;
        }
    }

    /// The share of outcomes below the forecast's 10th, 50th and 90th percent is about that.
    @Test
    void knowsHowSureItIs() {
        int tries = 400;
        int[] below = new int[3];
        for (int n = 0; n < tries; n++) {
            Seeds.Stream random = Seeds.of(4).stream(n);
            double b = 0.3 + 2 * random.nextDouble();
            NavigableMap<Integer, Double> curve = new TreeMap<>();
            for (int s = 0; s < 12; s++) curve.put(s, Math.pow(s + 1, -b) + 0.05 * random.nextGaussian());
            Forecast forecast = Forecast.of(curve, 20);
            double z = (Math.pow(21, -b) + 0.05 * random.nextGaussian() - forecast.mean()) / Math.sqrt(forecast.variance());
            double[] quantiles = {-1.2816, 0, 1.2816};
            for (int q = 0; q < 3; q++) if (z < quantiles[q]) below[q]++;
        }
        assertThat(below[0] / (double) tries).isBetween(0.03, 0.17);
        assertThat(below[1] / (double) tries).isBetween(0.38, 0.62);
        assertThat(below[2] / (double) tries).isBetween(0.83, 0.97);
    }

    private static Race race() {
        Race race = new Race(LESS);
        for (int n = 0; n < 6; n++) race.complete(power(30, 1 + 0.1 * n, 3, 1));
        return race;
    }

    @Test
    void stopsWhatWillNotBeTheBest() {
        Pruner pruner = LearningCurve.defaults();
        assertThat(race().stops(pruner, power(8, 2, 3, 1))).isTrue();
        assertThat(race().stops(pruner, power(4, 2, 3, 1))).as("too short").isFalse();
        assertThat(race().stops(pruner, power(8, 0.9, 3, 1))).isFalse();
        assertThat(race().stops(pruner, power(8, 0.5, 12, 1))).as("worse than all so far, but falling").isFalse();
        assertThat(race().stops(Percentile.defaults(), power(8, 0.5, 12, 1))).isTrue();
        NavigableMap<Integer, Double> rises = curve(1.05, 1.2, 1.5, 2, 2.5, 3, 3.5, 4);
        assertThat(race().stops(pruner, rises)).as("was better than any outcome").isFalse();
        rises.put(2, Double.NaN);
        assertThat(race().stops(pruner, rises)).isFalse();
        assertThat(race().stops(LearningCurve.defaults().withStartupTrials(7), power(8, 2, 3, 1))).isFalse();
    }

    /// Of trials whose outcome is not the end of their curve, the outcome is forecast: these end 1 above it.
    @Test
    void learnsWhatTheOutcomesAre() {
        Race race = new Race(LESS);
        for (int n = 0; n < 6; n++) {
            NavigableMap<Integer, Double> curve = power(30, 1 + 0.1 * n, 3, 1);
            race.trials().add(Race.trial(n, State.COMPLETE, new double[] {curve.lastEntry().getValue() + 1}, curve));
        }
        List<Boolean> stops = new ArrayList<>();
        for (double limit : new double[] {0.5, 1, 9}) stops.add(race.stops(LearningCurve.defaults(), power(8, limit, 3, 1)));
        assertThat(stops).containsExactly(false, false, true);
    }

    /// The last five reports fall by 0.1 a step and there are 22 to go: at best 4.6 - 2.2 = 2.4. The best outcome is 1.1.
    @Test
    void aConvexCurveEndsAboveItsTangent() {
        Pruner convex = ConvexCurve.defaults();
        NavigableMap<Integer, Double> line = curve(9, 8, 7, 5, 4.9, 4.8, 4.7, 4.6);
        assertThat(race().stops(convex, line)).isTrue();
        NavigableMap<Integer, Double> steeper = curve(9, 8, 7, 5.4, 5.2, 5, 4.8, 4.6); // 4.6 - 4.4 = 0.2
        assertThat(race().stops(convex, steeper)).isFalse();
        assertThat(race().stops(convex, curve(9, 9))).as("too short").isFalse();
        assertThat(race().stops(convex, curve(1, 9, 9, 9, 9, 9))).as("was better").isFalse();
        assertThat(race().stops(ConvexCurve.defaults().withMinStep(8), line)).isFalse();
        assertThat(race().stops(ConvexCurve.defaults().withMeasurements(6), line)).as("six complete trials are not more than six").isFalse();
    }
}
