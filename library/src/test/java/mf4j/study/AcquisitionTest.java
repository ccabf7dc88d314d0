package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Acquisitions against their definitions written out, and their gradients against differences.
class AcquisitionTest {
    private static final int N = 12;
    private static final boolean[] CHOICES = {false, false, true};
    private static final GaussianProcess FIRST = process(1);
    private static final GaussianProcess SECOND = process(2);
    private static final double[] PENDING = {0.4, 0.6, 1};
    private static final double[][] LABELS = {{0.2, -0.1}, {-0.5, 0.4}, {-0.6, -0.7}};

    static final Map<String, Acquisition> ALL = Map.of(
            "improvement", new LogImprovement(FIRST, 0.9),
            "bound", new UpperBound(FIRST.believing(PENDING, 1, 0.01), 0.01, 1.8),
            "exploration", new PureExploration(List.of(part(FIRST, 0.2), part(SECOND, 0.9))),
            "permitted", new Permitted(new LogImprovement(FIRST, 0.5), SECOND, 0.7),
            "stack", new LogImprovement(new Stack(FIRST, SECOND, 0.3), 0.5),
            "hypervolume", new HypervolumeBound(List.of(new UpperBound(FIRST, 0.01, 1.8), new UpperBound(SECOND, 0.01, 1.8)), LABELS, 50, Seeds.of(4).stream(0)));
    static final List<Map.Entry<String, Acquisition>> CASES = List.copyOf(ALL.entrySet());

    private static PureExploration.Part part(GaussianProcess process, double threshold) {
        return new PureExploration.Part(process, 0.01, process.believing(PENDING, 1, 1e-10), 1e-10, threshold);
    }

    private static GaussianProcess process(int seed) {
        Seeds.Stream random = Seeds.of(seed).stream(0);
        double[] x = new double[3 * N];
        double[] y = new double[N];
        for (int i = 0; i < N; i++) {
            x[i] = random.nextDouble();
            x[N + i] = random.nextDouble();
            x[2 * N + i] = random.nextInt(3);
            y[i] = Math.sin(5 * x[i] + seed) * x[N + i];
        }
        return GaussianProcess.of(new Matern(0.6, new double[] {4, 3, 0.8}, CHOICES), 0.01, x, y);
    }

    private static double[] points(int count) {
        Seeds.Stream random = Seeds.of(8).stream(1);
        double[] points = new double[3 * count];
        for (int i = 0; i < count; i++) {
            points[3 * i] = random.nextDouble();
            points[3 * i + 1] = random.nextDouble();
            points[3 * i + 2] = random.nextInt(3);
        }
        return points;
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void knowsItsGradientAndTheSameAloneAndTogether(Map.Entry<String, Acquisition> one) {
        Acquisition acquisition = one.getValue();
        double[] points = points(30);
        double[] values = new double[30];
        acquisition.values(points, 30, values);
        double[] gradient = new double[3];
        double[] spare = new double[3];
        for (int i = 0; i < 30; i++) {
            double[] point = Arrays.copyOfRange(points, 3 * i, 3 * i + 3);
            assertThat(acquisition.at(point, gradient)).isCloseTo(values[i], within(1e-9));
            assertThat(gradient[2]).isZero();
            for (int j = 0; j < 2; j++) {
                double[] up = point.clone();
                double[] down = point.clone();
                up[j] += 1e-6;
                down[j] -= 1e-6;
                assertThat((acquisition.at(up, spare) - acquisition.at(down, spare)) / 2e-6).isCloseTo(gradient[j], within(2e-3 * Math.max(1, Math.abs(gradient[j]))));
            }
        }
    }

    /// The expectation of max(0, f - best), added over a fine grid of the normal variable.
    @Test
    void expectsTheImprovement() {
        double[] point = {0.3, 0.8, 2};
        double[][] belief = belief(FIRST, point);
        double deviation = Math.sqrt(belief[1][0]);
        double sum = 0;
        double step = 1e-4;
        for (double z = -9; z < 9; z += step) sum += step * Math.max(0, belief[0][0] + z * deviation - 0.4) * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        assertThat(new LogImprovement(FIRST, 0.4).at(point, new double[3])).isCloseTo(Math.log(sum), within(1e-6));
    }

    private static double[][] belief(Surrogate surrogate, double[] point) {
        double[][] belief = new double[2][1];
        surrogate.predict(point, 1, belief[0], belief[1]);
        return belief;
    }

    @Test
    void exploresWhereTheBestMayBe() {
        double[] point = {0.3, 0.8, 2};
        double[][] known = belief(FIRST, point);
        double[][] believed = belief(FIRST.believing(PENDING, 1, 1e-10), point);
        double missing = known[0][0] + 0.5 * Math.sqrt(known[1][0] + 0.01) - 5;
        assertThat(missing).isNegative();
        assertThat(new PureExploration(List.of(part(FIRST, 5))).at(point, new double[3])).isCloseTo(Math.sqrt(believed[1][0] + 1e-10) + 10 * missing, within(1e-12));
        assertThat(new PureExploration(List.of(part(FIRST, -5))).at(point, new double[3])).isCloseTo(Math.sqrt(believed[1][0] + 1e-10), within(1e-12));
    }

    /// A point whose bounds are those of an observed one adds nothing; the better, the more.
    @Test
    void addsHypervolume() {
        double[] none = new double[1];
        Surrogate low = flat(-0.5);
        Surrogate high = flat(0.4);
        Surrogate higher = flat(0.9);
        double[] point = {0.5, 0.5, 0};
        volume(low, high).values(point, 1, none);
        assertThat(none[0]).isCloseTo(Math.log(1e-9), within(1e-6));
        double[] some = new double[1];
        double[] more = new double[1];
        volume(high, high).values(point, 1, some);
        volume(higher, high).values(point, 1, more);
        assertThat(some[0]).isGreaterThan(none[0] + 5);
        assertThat(more[0]).isGreaterThan(some[0]);
    }

    private static HypervolumeBound volume(Surrogate a, Surrogate b) {
        return new HypervolumeBound(List.of(new UpperBound(a, 0, 1.8), new UpperBound(b, 0, 1.8)), LABELS, 200, Seeds.of(4).stream(0));
    }

    private static Surrogate flat(double mean) {
        return new Surrogate() {
            @Override
            public void predict(double[] points, int count, double[] into, double[] variance) {
                Arrays.fill(into, 0, count, mean);
                Arrays.fill(variance, 0, count, 0);
            }

            @Override
            public void at(double[] point, Local into) {
                into.mean = mean;
                into.variance = 0;
            }
        };
    }

    /// Five trials on top of twenty in three dimensions: h = 5, dof 5/6 and 15, b = 5/6 / 15 * 17 = 17/18, share 17/35.
    @Test
    void weighsTheStack() {
        assertThat(Stack.share(5, 20, 3)).isCloseTo(17.0 / 35, within(1e-15));
        assertThat(Stack.share(0, 20, 3)).isZero();
        double[] point = {0.3, 0.8, 2};
        double[][] base = belief(FIRST, point);
        double[][] top = belief(SECOND, point);
        double[][] both = belief(new Stack(FIRST, SECOND, 0.3), point);
        assertThat(both[0][0]).isCloseTo(base[0][0] + top[0][0], within(1e-12));
        assertThat(both[1][0]).isCloseTo(Math.pow(top[1][0], 0.3) * Math.pow(base[1][0], 0.7), within(1e-12));
    }

    /// Radius 0.2 + 0.3 * 3 / (5 (3 + 1)) = 0.245 with two numbers and a choice; coarse steps are not counted.
    @Test
    void trustsWhatIsNear() {
        Features features = new Features(Space.of(Parameter.real("x", 0, 1), Parameter.logarithmic("y", 1e-3, 1), Parameter.bool("z"), Parameter.whole("w", 1, 3)));
        double[] centres = {0.1, 0.1, 0, 0, 0.6, 0.9, 1, 1};
        TrustRegion region = TrustRegion.around(centres, 2, 3, features);
        double[] point = {0.95, 0.5, 0, 0.5};
        double[] low = new double[4];
        double[] high = new double[4];
        region.into(point, low, high);
        assertThat(point).containsExactly(new double[] {0.845, 0.655, 0, 0.5}, within(1e-12));
        assertThat(low).containsExactly(new double[] {0.355, 0.655, 0, 0}, within(1e-12));
        assertThat(high).containsExactly(new double[] {0.845, 1, 1, 1}, within(1e-12));
        assertThat(TrustRegion.around(centres, 2, 19, features).whole()).isFalse();
        assertThat(TrustRegion.around(centres, 2, 21, features).whole()).isTrue();
    }
}
