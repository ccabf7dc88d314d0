package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NormalTest {
    /// Worked out with mpmath at 60 digits from erfc: log Phi(z), phi(z) / Phi(z), log h(z), Phi(z) / h(z) with h = phi + z Phi.
    @ParameterizedTest
    @CsvSource({"-100000.0, -5000000012.431864, 100000.00001, -5000000023.9447895, 100000.00002",
            "-40.0, -804.60844201375379, 40.024968847207264, -808.29856835661996, 40.049906657648518",
            "-10.0, -53.231285150512471, 10.098093233962512, -55.553122036122356, 10.194383033412553",
            "-2.5, -5.0816482772786905, 2.8227447976639073, -6.2125416454435129, 3.0984232967911619",
            "-2.0, -3.7831843336820319, 2.3732155328228409, -4.7687835239171142, 2.679416883955586",
            "-1.0, -1.8410216450092635, 1.5251352761609812, -2.4851210257126413, 1.9042712333296918",
            "0.0, -0.69314718055994531, 0.79788456080286536, -0.91893853320467274, 1.2533141373155003",
            "1.0, -0.17275377902344989, 0.28759997093917836, 0.08002621884930694, 0.77663872520173926",
            "2.5, -0.0062290254858600024, 0.017637825486916735, 0.91709206559216452, 0.39719771838373845",
            "9.0, -1.1285884059538406e-19, 1.0279773571668915e-18, 2.1972245773362194, 0.11111111111111111"})
    void isPreciseInTheTails(double z, double logBelow, double hazard, double logImprovement, double slope) {
        close(Normal.logBelow(z), logBelow);
        close(Normal.below(z), Math.exp(logBelow));
        close(Normal.hazard(z), hazard);
        close(Normal.logImprovement(z), logImprovement);
        close(Normal.improvementSlope(z), slope);
    }

    /// Golden values of SciPy's norm.ppf.
    @ParameterizedTest
    @CsvSource({"1e-300, -37.0470962993612", "1e-10, -6.361340902404056", "0.16666666666666666, -0.967421566101701", "0.3, -0.5244005127080409", "0.5, 0", "0.75, 0.6744897501960817"})
    void undoesItself(double p, double quantile) {
        assertThat(Normal.quantile(p)).isCloseTo(quantile, within(1e-12 * Math.max(1, Math.abs(quantile))));
    }

    @Test
    void hasNoSeams() {
        for (double z = -3; z < 3; z += 0.001) {
            double step = 1e-6;
            assertThat((Normal.logBelow(z + step) - Normal.logBelow(z - step)) / (2 * step)).isCloseTo(Normal.hazard(z), within(1e-7));
            assertThat((Normal.logImprovement(z + step) - Normal.logImprovement(z - step)) / (2 * step)).isCloseTo(Normal.improvementSlope(z), within(1e-7));
        }
    }

    private static void close(double is, double expected) {
        assertThat(is).isCloseTo(expected, within(2e-13 * Math.max(1e-6, Math.abs(expected))));
    }
}
