package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SliceSamplingTest {
    private static final double[] LOW = {-8, 0};
    private static final double[] HIGH = {8, 2};

    private static List<double[]> walk(double[] from, ToDoubleFunction<double[]> energy, int count) {
        List<double[]> all = new ArrayList<>();
        double[] x = from;
        for (int k = 0; k < count; k++) {
            x = new SliceSampling(LOW, HIGH, 1.5).sweep(x, energy, Seeds.of(5).stream(k));
            all.add(x);
        }
        return all;
    }

    private static double mean(List<double[]> all, ToDoubleFunction<double[]> of) {
        return all.stream().mapToDouble(of).average().orElseThrow();
    }

    /// A normal distribution of mean 1 and deviation 2, far within its bounds, beside `e^(-3 x)` on [0, 2]: of mean 1/3 - 2 / (e^6 - 1).
    @Test
    void drawsFromTheDensity() {
        List<double[]> drawn = walk(new double[] {-7, 1.9, 4}, x -> (x[0] - 1) * (x[0] - 1) / 8 + 3 * x[1], 40_000);
        assertThat(mean(drawn, x -> x[0])).isCloseTo(1, within(0.06));
        assertThat(mean(drawn, x -> (x[0] - 1) * (x[0] - 1))).isCloseTo(4, within(0.15));
        assertThat(mean(drawn, x -> x[1])).isCloseTo(1.0 / 3 - 2 / (Math.exp(6) - 1), within(0.01));
        assertThat(mean(drawn, x -> x[0] < 1 + 2 * 0.6744897501960817 && x[0] > 1 - 2 * 0.6744897501960817 ? 1 : 0)).isCloseTo(0.5, within(0.02));
        assertThat(drawn).allMatch(x -> x[0] >= -8 && x[0] <= 8 && x[1] >= 0 && x[1] <= 2 && x[2] == 4);
    }

    /// Two humps apart by less than an interval that has stepped out: both are visited as often.
    @Test
    void goesFromHumpToHump() {
        List<double[]> drawn = walk(new double[] {-1, 1}, x -> -Math.log(Math.exp(-8 * (x[0] - 1) * (x[0] - 1)) + Math.exp(-8 * (x[0] + 1) * (x[0] + 1))), 20_000);
        assertThat(mean(drawn, x -> x[0] > 0 ? 1 : 0)).isCloseTo(0.5, within(0.04));
    }

    @Test
    void staysWhereThereIsNoDensity() {
        double[] from = {1, 1};
        assertThat(new SliceSampling(LOW, HIGH, 1.5).sweep(from, x -> Arrays.equals(x, from) ? 0 : Double.NaN, Seeds.of(1).stream(1))).isEqualTo(from);
    }
}
