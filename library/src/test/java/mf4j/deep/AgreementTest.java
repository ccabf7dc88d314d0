package mf4j.deep;

import mf4j.train.Seeds;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AgreementTest {
    /// Blocks longer than what is looked at together, against the definition, with the same bits on any threads.
    @Test
    void measuresHowFarAgentsAreApart() throws Exception {
        int[] blocks = {0, 700, 3000};
        double[] theta = Seeds.of(1).stream(0).doubles(5 * 3000).toArray();
        Agreement agreement = new Agreement(5, 3000, blocks, theta, 0, null);
        double[] expected = new double[2];
        double squares = 0;
        for (int j = 0; j < 3000; j++) {
            double mean = 0;
            for (int i = 0; i < 5; i++) mean += theta[i * 3000 + j] / 5;
            assertThat(agreement.mean()[j]).isCloseTo(mean, within(1e-15));
            for (int i = 0; i < 5; i++) {
                expected[j < 700 ? 0 : 1] += Math.pow(theta[i * 3000 + j] - mean, 2) / 5;
                squares += Math.pow(theta[i * 3000 + j], 2) / 5;
            }
        }
        assertThat(agreement.disagreement()).containsExactly(expected, within(1e-10));
        assertThat(agreement.relativeDisagreement()).isCloseTo((expected[0] + expected[1]) / squares, within(1e-12));
        double[] one = Sweep.withThreads(1, agreement::disagreement);
        double[] three = Sweep.withThreads(3, agreement::disagreement);
        assertThat(three).isEqualTo(one);
    }
}
