package mf4j.study;

import mf4j.train.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BoundedDescentTest {
    private static BoundedDescent box(double low, double high, int d) {
        double[] least = new double[d];
        double[] most = new double[d];
        Arrays.fill(least, low);
        Arrays.fill(most, high);
        return new BoundedDescent(least, most, 8, 500, 1e-9);
    }

    private static double rosenbrock(double[] x, double[] gradient) {
        double a = 1 - x[0];
        double b = x[1] - x[0] * x[0];
        gradient[0] = -2 * a - 400 * x[0] * b;
        gradient[1] = 200 * b;
        return a * a + 100 * b * b;
    }

    @Test
    void goesDownTheValley() {
        BoundedDescent.Minimum found = box(-2, 2, 2).from(new double[] {-1.2, 1}, BoundedDescentTest::rosenbrock);
        assertThat(found.x()).containsExactly(new double[] {1, 1}, within(1e-6));
        assertThat(found.value()).isLessThan(1e-12);
    }

    /// Within [-2, 0.5]^2 the least is at x0 = 1/2, x1 = x0^2: 1/4.
    @Test
    void stopsAtABound() {
        BoundedDescent.Minimum found = box(-2, 0.5, 2).from(new double[] {-1.2, 1}, BoundedDescentTest::rosenbrock);
        assertThat(found.x()).containsExactly(new double[] {0.5, 0.25}, within(1e-6));
        assertThat(found.value()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void turnsBackWhereTheFunctionHasNoValue() {
        BoundedDescent.Minimum found = box(-5, 5, 1).from(new double[] {4}, (x, gradient) -> {
            gradient[0] = 1 - 1 / x[0];
            return x[0] <= 0 ? Double.NaN : x[0] - Math.log(x[0]);
        });
        assertThat(found.x()[0]).isCloseTo(1, within(1e-6));
        assertThat(box(-1, 1, 1).from(new double[] {7}, (_, _) -> Double.NaN).x()).containsExactly(1);
    }

    /// Of a convex quadratic the conditions of Karush, Kuhn and Tucker are enough.
    @Property(tries = 50)
    void meetsTheConditionsOfAMinimum(@ForAll @IntRange(min = 1, max = 8) int d, @ForAll int seed) {
        Seeds.Stream random = Seeds.of(seed).stream(d);
        double[][] root = new double[d][d];
        double[] centre = new double[d];
        for (double[] row : root) Arrays.setAll(row, _ -> random.nextGaussian());
        Arrays.setAll(centre, _ -> 2 * random.nextGaussian());
        BoundedDescent.Slope bowl = (x, gradient) -> {
            double value = 0;
            Arrays.fill(gradient, 0);
            for (double[] row : root) {
                double along = 0;
                for (int j = 0; j < d; j++) along += row[j] * (x[j] - centre[j]);
                for (int j = 0; j < d; j++) gradient[j] += along * row[j];
                value += along * along / 2;
            }
            for (int j = 0; j < d; j++) gradient[j] += 0.1 * (x[j] - centre[j]);
            for (int j = 0; j < d; j++) value += 0.05 * (x[j] - centre[j]) * (x[j] - centre[j]);
            return value;
        };
        BoundedDescent.Minimum found = box(-1, 1, d).from(new double[d], bowl);
        double[] gradient = new double[d];
        bowl.at(found.x(), gradient);
        for (int j = 0; j < d; j++) {
            if (found.x()[j] > -1) assertThat(gradient[j]).isLessThan(1e-4);
            if (found.x()[j] < 1) assertThat(gradient[j]).isGreaterThan(-1e-4);
        }
    }
}
