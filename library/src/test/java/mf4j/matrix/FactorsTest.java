package mf4j.matrix;

import mf4j.train.Seeds;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class FactorsTest {
    private static void refuses(String message, Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    @Test
    void refusesWhatIsNoTable() {
        refuses("Factors.values must hold rows x rank = 2 x 3 numbers but was 5", () -> new Factors(new float[5], 2, 3));
        refuses("Factors.rows must be at least 0 but was -1", () -> Factors.zeros(-1, 3));
        refuses("Factors.rows must be at least 0 but was -1", () -> new Factors(new float[1], -1, -1));
        refuses("Factors.rank must be at least 0 but was -2", () -> Factors.zeros(1, -2));
        refuses("Factors.rows x rank must be below 2^31 but was 4294967296", () -> Factors.zeros(1 << 16, 1 << 16));
        refuses("Factors.rows must be at least 0 but was -4", () -> Factors.zeros(1, 1).resized(-4));
        refuses("Factors.deviation must be a finite number of at least 0 but was NaN", () -> Factors.normal(1, 1, Double.NaN, Seeds.of(0)));
    }

    @Test
    void rowsLieOneAfterAnother() {
        Factors factors = new Factors(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        assertThat(factors.start(2)).isEqualTo(4);
        assertThat(factors.row(1)).containsExactly(3, 4);
        factors.row(1)[0] = 9;
        factors.copy().values()[0] = 9;
        assertThat(factors.values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(factors.resized(2).values()).containsExactly(1, 2, 3, 4);
        assertThat(factors.resized(4).values()).containsExactly(1, 2, 3, 4, 5, 6, 0, 0);
        assertThat(factors.resized(4).rows()).isEqualTo(4);
        Factors roomy = new Factors(new float[] {1, 2, 3, 4, 5, 6}, 2, 2);
        assertThat(roomy.copy().values()).containsExactly(1, 2, 3, 4);
        assertThat(roomy.resized(3).values()).containsExactly(1, 2, 3, 4, 0, 0);
    }

    @Test
    void emptyTablesAreTables() {
        assertThat(Factors.zeros(0, 5).values()).isEmpty();
        assertThat(Factors.zeros(5, 0).row(4)).isEmpty();
        assertThat(Factors.normal(5, 0, 1, Seeds.of(0)).resized(9).rows()).isEqualTo(9);
    }

    @Test
    void normalHasMeanZeroAndTheDeviation() {
        Factors factors = Factors.normal(20_000, 10, 0.3, Seeds.of(4));
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        for (float value : factors.values()) {
            sum += value;
            squares += value * value;
            fourth += Math.pow(value, 4);
        }
        int n = factors.values().length;
        assertThat(sum / n).isCloseTo(0, within(4 * 0.3 / Math.sqrt(n)));
        assertThat(Math.sqrt(squares / n)).isCloseTo(0.3, within(4 * 0.3 / Math.sqrt(2.0 * n)));
        assertThat(fourth / n / Math.pow(squares / n, 2)).as("kurtosis").isCloseTo(3, within(4 * Math.sqrt(24.0 / n)));
        for (float value : Factors.normal(3, 2, 0, Seeds.of(4)).values()) assertThat(value == 0).isTrue();
    }

    @Test
    void aRowOfNormalDependsOnSeedAndRowAlone() throws Exception {
        Factors one = Sweep.withThreads(1, () -> Factors.normal(5000, 7, 1, Seeds.of(4)));
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(Sweep.withThreads(threads, () -> Factors.normal(5000, 7, 1, Seeds.of(4))).values()).isEqualTo(one.values());
        }
        assertThat(Factors.normal(10, 7, 1, Seeds.of(4)).row(9)).isEqualTo(one.row(9));
        assertThat(Factors.normal(10, 7, 1, Seeds.of(5)).row(9)).isNotEqualTo(one.row(9));
        assertThat(one.row(8)).isNotEqualTo(one.row(9));
    }
}
