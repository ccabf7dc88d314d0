package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GaussianProcessTest {
    private static final boolean[] CHOICES = {false, false, true};
    private static final double[] X = {0.1, 0.4, 0.7, 0.35, 0.2, 0.9, 0.5, 0.15, 0, 1, 0, 2}; // four points, by dimension
    private static final double[] Y = {0.3, -0.2, 0.1, -0.4};
    private static final double[] LOGS = {Math.log(0.5), Math.log(0.01), Math.log(2), Math.log(0.7), Math.log(1.3)};

    private record Case(double[] x, double[] y) {
        static Case random(int n, int seed) {
            Seeds.Stream random = Seeds.of(seed).stream(n);
            double[] x = new double[3 * n];
            double[] y = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = random.nextDouble();
                x[n + i] = random.nextDouble();
                x[2 * n + i] = random.nextInt(3);
                y[i] = Math.sin(6 * x[i]) + x[n + i] * x[2 * n + i] + 0.1 * random.nextGaussian();
            }
            return new Case(x, y);
        }
    }

    /// Golden values of SciPy's multivariate normal density and of the priors written out in NumPy.
    @Test
    void scoresParameters() {
        double[] gradient = new double[5];
        assertThat(new Likelihood(X, Y, CHOICES, Prior.LOG_NORMAL).at(LOGS, gradient)).isCloseTo(2.4312435285304215, within(1e-12));
        assertThat(new Likelihood(X, Y, CHOICES, Prior.GAMMA).at(LOGS, gradient)).isCloseTo(4.967866296889667, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Prior.class)
    void knowsItsGradient(Prior prior) {
        Case one = Case.random(77, 3);
        Likelihood likelihood = new Likelihood(one.x(), one.y(), CHOICES, prior);
        double[] gradient = new double[5];
        double[] spare = new double[5];
        likelihood.at(LOGS, gradient);
        for (int j = 0; j < 5; j++) {
            double[] up = LOGS.clone();
            double[] down = LOGS.clone();
            up[j] += 1e-5;
            down[j] -= 1e-5;
            assertThat(gradient[j]).isCloseTo((likelihood.at(up, spare) - likelihood.at(down, spare)) / 2e-5, within(1e-5 * Math.max(1, Math.abs(gradient[j]))));
        }
    }

    /// A covariance that is not a number is refused by every factoring: then nothing is known anywhere, also of what is believed.
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void knowsNothingWhereTheCovarianceIsNoNumber(double odd) {
        double[] x = X.clone();
        x[0] = odd;
        GaussianProcess process = GaussianProcess.of(Likelihood.kernel(LOGS, CHOICES), 0.01, x, Y);
        double[] mean = new double[1];
        double[] variance = new double[1];
        process.predict(new double[] {0.25, 0.6, 1}, 1, mean, variance);
        assertThat(mean[0]).isZero();
        assertThat(variance[0]).isCloseTo(0.5, within(1e-15));
        Surrogate.Local local = new Surrogate.Local(3);
        process.at(new double[] {0.25, 0.6, 1}, local);
        assertThat(local.mean).isZero();
        assertThat(process.believing(new double[] {odd, 0.6, 1}, 1, 0.01)).isSameAs(process);
        Matern infinite = new Matern(Double.POSITIVE_INFINITY, new double[] {1, 1, 1}, CHOICES);
        GaussianProcess.of(infinite, 0.01, X, Y).predict(new double[] {0.25, 0.6, 1}, 1, mean, variance);
        assertThat(mean[0]).isZero();
    }

    /// Labels that are bent as the last parameter says; and the value alone is the same.
    @ParameterizedTest
    @EnumSource(Prior.class)
    void knowsItsGradientByTheBend(Prior prior) {
        Case one = Case.random(77, 3);
        double[] gains = Arrays.stream(one.y()).map(y -> -StrictMath.exp(3 * y)).toArray();
        gains[5] = Double.NaN;
        Likelihood likelihood = new Likelihood(one.x(), new double[77], new Bend(gains, one.y()), CHOICES, prior);
        double[] logs = Arrays.copyOf(LOGS, 6);
        logs[5] = 0.7;
        double[] gradient = new double[6];
        double[] spare = new double[6];
        assertThat(likelihood.value(logs)).isCloseTo(likelihood.at(logs, gradient), within(1e-8));
        for (int j = 0; j < 6; j++) {
            double[] up = logs.clone();
            double[] down = logs.clone();
            up[j] += 1e-5;
            down[j] -= 1e-5;
            assertThat(gradient[j]).isCloseTo((likelihood.at(up, spare) - likelihood.at(down, spare)) / 2e-5, within(1e-5 * Math.max(1, Math.abs(gradient[j]))));
        }
    }

    /// A wave is explained best as it is, its exponential by a logarithm.
    @Test
    void asksForTheBendThatTheLabelsHave() {
        double[] x = new double[40];
        double[] wave = new double[40];
        for (int i = 0; i < 40; i++) {
            x[i] = i / 40.0;
            wave[i] = Math.sin(9 * x[i]);
        }
        double[] straight = {0, Math.log(1e-4), 2, Math.log(0.01)};
        double[] bent = {0, Math.log(1e-4), 2, Math.log(100)};
        Likelihood plain = new Likelihood(x, new double[40], new Bend(wave, new double[40]), new boolean[1], Prior.GAMMA);
        Likelihood steep = new Likelihood(x, new double[40], new Bend(Arrays.stream(wave).map(y -> -StrictMath.exp(5 * y)).toArray(), new double[40]), new boolean[1], Prior.GAMMA);
        assertThat(plain.value(straight)).isLessThan(plain.value(bent) - 10);
        assertThat(steep.value(bent)).isLessThan(steep.value(straight) - 10);
    }

    /// Golden values of NumPy's solver.
    @Test
    void foretells() {
        GaussianProcess process = GaussianProcess.of(Likelihood.kernel(LOGS, CHOICES), 0.01, X, Y);
        double[] mean = new double[1];
        double[] variance = new double[1];
        process.predict(new double[] {0.25, 0.6, 1}, 1, mean, variance);
        assertThat(mean[0]).isCloseTo(-0.1685898230768907, within(1e-13));
        assertThat(variance[0]).isCloseTo(0.078048174819499, within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 33, 130})
    void foretellsTheSameAloneAndTogetherWithItsDerivatives(int n) {
        Case one = Case.random(n, 5);
        GaussianProcess process = GaussianProcess.of(Likelihood.kernel(LOGS, CHOICES), 0.01, one.x(), one.y());
        int count = 140;
        double[] points = new double[3 * count];
        Seeds.Stream random = Seeds.of(9).stream(0);
        for (int i = 0; i < count; i++) {
            points[3 * i] = random.nextDouble();
            points[3 * i + 1] = random.nextDouble();
            points[3 * i + 2] = random.nextInt(3);
        }
        double[] mean = new double[count];
        double[] variance = new double[count];
        process.predict(points, count, mean, variance);
        Surrogate.Local local = new Surrogate.Local(3);
        Surrogate.Local near = new Surrogate.Local(3);
        for (int i = 0; i < count; i += 23) {
            double[] point = Arrays.copyOfRange(points, 3 * i, 3 * i + 3);
            process.at(point, local);
            assertThat(local.mean).isCloseTo(mean[i], within(1e-10));
            assertThat(local.variance).isCloseTo(variance[i], within(1e-10));
            assertThat(local.meanSlope[2]).isZero();
            for (int j = 0; j < 2; j++) {
                double[] up = point.clone();
                up[j] += 1e-6;
                process.at(up, near);
                assertThat((near.mean - local.mean) / 1e-6).isCloseTo(local.meanSlope[j], within(1e-3));
                assertThat((near.variance - local.variance) / 1e-6).isCloseTo(local.varianceSlope[j], within(1e-3));
            }
        }
    }

    /// What is believed of a point is that it will be as expected: the same as fitting to the expected value.
    @Test
    void believesWhatItExpects() {
        GaussianProcess process = GaussianProcess.of(Likelihood.kernel(LOGS, CHOICES), 0.01, X, Y);
        double[] more = {0.5, 0.5, 1, 0.9, 0.1, 2};
        double[] expected = new double[2];
        process.predict(more, 2, expected, new double[2]);
        double[] x = {0.1, 0.4, 0.7, 0.35, 0.5, 0.9, 0.2, 0.9, 0.5, 0.15, 0.5, 0.1, 0, 1, 0, 2, 1, 2};
        double[] y = {0.3, -0.2, 0.1, -0.4, expected[0], expected[1]};
        double[] point = {0.6, 0.4, 1};
        double[][] both = new double[4][1];
        process.believing(more, 2, 0.01).predict(point, 1, both[0], both[1]);
        GaussianProcess.of(process.kernel(), 0.01, x, y).predict(point, 1, both[2], both[3]);
        assertThat(both[0][0]).isCloseTo(both[2][0], within(1e-12));
        assertThat(both[1][0]).isCloseTo(both[3][0], within(1e-12));
        y[4] += 0.2;
        y[5] -= 0.3;
        process.believing(more, 2, 0.01, new double[] {0.2, -0.3}).predict(point, 1, both[0], both[1]);
        GaussianProcess.of(process.kernel(), 0.01, x, y).predict(point, 1, both[2], both[3]);
        assertThat(both[0][0]).isCloseTo(both[2][0], within(1e-12));
        assertThat(both[1][0]).isCloseTo(both[3][0], within(1e-12));
    }

    /// The same point a hundred times without noise has a covariance of rank 1.
    @Test
    void copesWithPointsThatAreTheSame() {
        double[] x = new double[300];
        double[] y = new double[100];
        Arrays.fill(y, 0.7);
        double[] mean = new double[1];
        double[] variance = new double[1];
        GaussianProcess.of(Likelihood.kernel(LOGS, CHOICES), 0, x, y).predict(new double[3], 1, mean, variance);
        assertThat(mean[0]).isCloseTo(0.7, within(1e-6));
        assertThat(variance[0]).isBetween(0.0, 1e-6);
    }
}
