package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HorseshoeTest {
    /// Mean and variance of a gamma variable are its shape: 20,000 draws, five standard errors.
    @Test
    void drawsGammaVariables() {
        for (double shape : new double[] {1, 2.5, 40}) {
            Seeds.Stream random = Seeds.of(3).stream((long) shape);
            double sum = 0;
            double squares = 0;
            for (int k = 0; k < 20_000; k++) {
                double g = Horseshoe.gamma(shape, random);
                sum += g;
                squares += g * g;
            }
            double mean = sum / 20_000;
            assertThat(mean).isCloseTo(shape, within(5 * Math.sqrt(shape / 20_000)));
            assertThat(squares / 20_000 - mean * mean).isCloseTo(shape, within(0.15 * shape));
        }
    }

    /// Two of the features matter, whether there are more features than trials or fewer: of 200 draws the means are theirs, and those of the others far smaller.
    @Test
    void findsTheFewThatMatter() {
        for (int features : new int[] {15, 60}) {
            double[][] x = new double[30][features];
            double[] y = new double[30];
            Seeds.Stream random = Seeds.of(8).stream(features);
            for (int i = 0; i < 30; i++) {
                for (int j = 0; j < features; j++) x[i][j] = random.nextGaussian();
                y[i] = 2 * x[i][3] - x[i][7] + 0.1 * random.nextGaussian();
            }
            double[] mean = new double[features];
            Horseshoe regression = new Horseshoe(x, y);
            for (int k = 0; k < 40; k++) {
                double[] draw = regression.draw(60, Seeds.of(9).stream(k));
                for (int j = 0; j < features; j++) mean[j] += draw[j] / 40;
            }
            assertThat(mean[3]).isCloseTo(2, within(0.15));
            assertThat(mean[7]).isCloseTo(-1, within(0.15));
            for (int j = 0; j < features; j++) if (j != 3 && j != 7) assertThat(Math.abs(mean[j])).isLessThan(0.1);
        }
    }

    /// A feature doubled or without any variance, and outcomes that are all 0, are no trouble.
    @Test
    void bearsFeaturesWithoutMeaning() {
        double[] draw = new Horseshoe(new double[][] {{1, 1, 0}, {-1, -1, 0}, {1, 1, 0}, {-1, -1, 0}}, new double[4]).draw(100, Seeds.of(1).stream(0));
        for (double value : draw) assertThat(value).isFinite();
    }
}
