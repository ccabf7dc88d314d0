package mf4j.matrix;

import mf4j.train.Seeds;
import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

class QrTest {
    private static double[] identity(int size) {
        double[] identity = new double[size * size];
        for (int j = 0; j < size; j++) identity[j * size + j] = 1;
        return identity;
    }

    /// The definition, each column of the product against its own length.
    private static void check(Matrix x) {
        int rows = x.rows();
        int columns = x.columns();
        Qr qr = Qr.of(x);
        double[] r = qr.triangle();
        double[] q = qr.times(identity(columns), columns);
        double[] product = qr.times(r, columns);
        double[] values = x.toDoubles();
        for (int j = 0; j < columns; j++) {
            for (int i = j + 1; i < columns; i++) assertThat(r[i * columns + j]).isZero();
            double length = 0;
            double worst = 0;
            for (int i = 0; i < rows; i++) {
                length = Math.hypot(length, values[i * columns + j]);
                worst = Math.max(worst, Math.abs(product[i * columns + j] - values[i * columns + j]));
            }
            assertThat(worst).isLessThanOrEqualTo(1e-14 * (4 + columns) * length);
            for (int k = 0; k <= j; k++) {
                double dot = 0;
                for (int i = 0; i < rows; i++) dot += q[i * columns + j] * q[i * columns + k];
                assertThat(dot).isCloseTo(j == k ? 1 : 0, offset(1e-14 * (4 + columns)));
            }
        }
    }

    @Property(tries = 40)
    void solvesTheDefinition(@ForAll @IntRange(min = 1, max = 40) int columns, @ForAll @IntRange(min = 0, max = 60) int more, @ForAll long seed) {
        check(Matrix.normal(columns + more, columns, Seeds.of(seed)));
    }

    @Test
    void solvesManyParts() {
        check(Matrix.normal(9000, 37, Seeds.of(1)));
    }

    @Test
    void isOrthonormalWhateverTheRankAndTheScales() {
        double[] values = Matrix.normal(50, 40, Seeds.of(2)).toDoubles();
        for (int j = 0; j < values.length; j++) {
            int column = j % 40;
            if (column == 3 || column == 35) values[j] = 0;
            if (column == 7) values[j] = values[j - 3];
            if (column == 9) values[j] = 2;
            if (column > 20) values[j] *= Math.pow(10, -6 * (column - 20));
        }
        check(Matrix.of(values, 50, 40));
        check(Matrix.of(new double[60], 10, 6));
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() throws Exception {
        Matrix x = Matrix.normal(9000, 150, Seeds.of(3));
        double[] one = Sweep.withThreads(1, () -> Qr.of(x).times(identity(150), 150));
        double[] three = Sweep.withThreads(3, () -> Qr.of(x).times(identity(150), 150));
        assertThat(three).isEqualTo(one);
    }

    @Test
    void refusesAMatrixWiderThanHigh() {
        assertThatIllegalArgumentException().isThrownBy(() -> Qr.of(Matrix.of(new double[6], 2, 3))).withMessage("Qr.x must be at least as high as wide but was 2 x 3 doubles");
    }
}
