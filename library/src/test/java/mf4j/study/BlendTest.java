package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BlendTest {
    private static final boolean[] CHOICES = {false, false, true};
    private static final double[] X = {0.1, 0.4, 0.7, 0.35, 0.2, 0.9, 0.5, 0.15, 0, 1, 0, 2}; // four points, by dimension
    private static final double[] Y = {0.3, -0.2, 0.1, -0.4};
    private static final double[] POINTS = {0.25, 0.6, 1, 0.8, 0.1, 0, 0.1, 0.2, 0};

    private static GaussianProcess process(double amplitude, double noise, double... weights) {
        return GaussianProcess.of(new Matern(amplitude, weights, CHOICES), noise, X, Y);
    }

    private static final List<GaussianProcess> THREE = List.of(process(0.5, 0.01, 2, 0.7, 1.3), process(2, 1e-4, 9, 1, 0.2), process(0.2, 0.1, 0.5, 4, 5));

    /// The variance of a mixture is the mean of the squares less the square of the mean.
    @Test
    void isTheMixture() {
        double[][] means = new double[3][3];
        double[][] variances = new double[3][3];
        double[] mean = new double[3];
        double[] variance = new double[3];
        for (int k = 0; k < 3; k++) THREE.get(k).predict(POINTS, 3, means[k], variances[k]);
        new Blend(THREE).predict(POINTS, 3, mean, variance);
        for (int i = 0; i < 3; i++) {
            double first = 0;
            double second = 0;
            for (int k = 0; k < 3; k++) {
                first += means[k][i] / 3;
                second += (variances[k][i] + means[k][i] * means[k][i]) / 3;
            }
            assertThat(mean[i]).isCloseTo(first, within(1e-13));
            assertThat(variance[i]).isCloseTo(second - first * first, within(1e-13));
        }
    }

    @Test
    void foretellsTheSameAloneWithItsDerivatives() {
        for (Blend blend : List.of(new Blend(THREE), new Blend(THREE.subList(1, 2)))) {
            double[] mean = new double[3];
            double[] variance = new double[3];
            blend.predict(POINTS, 3, mean, variance);
            for (int i = 0; i < 3; i++) {
                double[] point = {POINTS[3 * i], POINTS[3 * i + 1], POINTS[3 * i + 2]};
                Surrogate.Local local = new Surrogate.Local(3);
                Surrogate.Local near = new Surrogate.Local(3);
                blend.at(point, local);
                assertThat(local.mean).isCloseTo(mean[i], within(1e-12));
                assertThat(local.variance).isCloseTo(variance[i], within(1e-12));
                for (int j = 0; j < 2; j++) {
                    double[] up = point.clone();
                    up[j] += 1e-6;
                    blend.at(up, near);
                    assertThat((near.mean - local.mean) / 1e-6).isCloseTo(local.meanSlope[j], within(1e-4));
                    assertThat((near.variance - local.variance) / 1e-6).isCloseTo(local.varianceSlope[j], within(1e-4));
                }
            }
        }
    }

    @Test
    void believesWhatTheMixtureExpects() {
        Blend own = new Blend(THREE).believing(POINTS, 1, Double.NaN);
        Blend quiet = new Blend(THREE).believing(POINTS, 1, 1e-10);
        for (int k = 0; k < 3; k++) assertThat(own.processes().get(k).noise()).isEqualTo(THREE.get(k).noise());
        assertThat(quiet.noise()).isEqualTo(1e-10);
        double[][] known = new double[2][1];
        new Blend(THREE).predict(POINTS, 1, known[0], known[1]);
        double[][] believed = new double[2][1];
        quiet.predict(POINTS, 1, believed[0], believed[1]);
        assertThat(believed[0][0]).isCloseTo(known[0][0], within(1e-7));
        assertThat(believed[1][0]).isLessThan(1e-7); // nor do they differ there
        assertThat(known[1][0]).isGreaterThan(0.05);
    }
}
