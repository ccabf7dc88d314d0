package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SpectrumTest {
    /// The 5 x 4 example of the reference; singular values by NumPy 2.4: numpy.linalg.svd(X, compute_uv=False).
    private static final Matrix EXAMPLE = Matrix.of(new double[][] {
        {4.5, 2.3, 0, 1.2}, {4.6, 0, 0, 1.25}, {1, 1.2, 0, 5.6}, {1.8, 0, 0, 4.3}, {0, 1.4, 5.32, 4.3}});

    private static final double[] EXPECTED = {9.853533665355114, 6.212838998738443, 3.8837619021992453, 1.7915912950485653};

    @Test
    void hasTheSingularValuesOfTheExample() {
        Spectrum spectrum = Spectrum.of(EXAMPLE);
        for (int j = 0; j < 4; j++) assertThat(spectrum.value(j)).isCloseTo(EXPECTED[j], within(1e-12));
        assertThat(spectrum.total()).isCloseTo(EXAMPLE.squaredNorm(), within(1e-12));
        assertThat(spectrum.floor(3)).isCloseTo(EXPECTED[3] * EXPECTED[3] / 20, within(1e-14));
        assertThat(spectrum.floor(4)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"30,8", "8,30", "12,12", "200,1"})
    void floorsFallToNothingAndTransposingChangesNothing(int rows, int columns) {
        Matrix x = Matrix.normal(rows, columns, Seeds.of(5));
        Spectrum spectrum = Spectrum.of(x);
        Spectrum turned = Spectrum.of(x.transposed());
        assertThat(spectrum.most()).isEqualTo(Math.min(rows, columns));
        for (int rank = 0; rank <= spectrum.most(); rank++) {
            assertThat(spectrum.floor(rank)).isCloseTo(turned.floor(rank), within(1e-12));
            if (rank > 0) assertThat(spectrum.floor(rank)).isLessThan(spectrum.floor(rank - 1));
        }
        assertThat(spectrum.floor(0)).isCloseTo(x.squaredNorm() / x.size(), within(1e-12));
    }

    /// Against alternating ridge regression run to its end, which is the minimum of the sum itself.
    @ParameterizedTest
    @CsvSource({"0.1,2", "1,3", "3,4", "100,2"})
    void ridgedIsTheLeastValueOfTheRidgedSum(double ridge, int rank) {
        double[] x = EXAMPLE.toDoubles();
        double[] l = Matrix.normal(5, rank, Seeds.of(6)).toDoubles();
        double[] r = new double[4 * rank];
        double value = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 20_000; round++) {
            r = ridge(transposed(x, 5, 4), l, 4, 5, rank, ridge);
            l = ridge(x, r, 5, 4, rank, ridge);
            value = value(x, l, r, rank, ridge);
        }
        assertThat(Spectrum.of(EXAMPLE).ridged(rank, ridge)).isCloseTo(value, within(1e-9));
    }

    /// Each row of L by coordinate descent to its end: convex, so any method finds the same.
    private static double[] ridge(double[] x, double[] r, int rows, int columns, int rank, double ridge) {
        double[] l = new double[rows * rank];
        for (int i = 0; i < rows; i++) {
            for (int pass = 0; pass < 30; pass++) {
                for (int k = 0; k < rank; k++) {
                    double up = 0;
                    double down = ridge;
                    for (int j = 0; j < columns; j++) {
                        double rest = x[i * columns + j];
                        for (int m = 0; m < rank; m++) rest -= m == k ? 0 : l[i * rank + m] * r[j * rank + m];
                        up += rest * r[j * rank + k];
                        down += r[j * rank + k] * r[j * rank + k];
                    }
                    l[i * rank + k] = up / down;
                }
            }
        }
        return l;
    }

    private static double[] transposed(double[] x, int rows, int columns) {
        double[] turned = new double[x.length];
        for (int j = 0; j < x.length; j++) turned[j % columns * rows + j / columns] = x[j];
        return turned;
    }

    private static double value(double[] x, double[] l, double[] r, int rank, double ridge) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            double rest = x[j];
            for (int k = 0; k < rank; k++) rest -= l[j / 4 * rank + k] * r[j % 4 * rank + k];
            sum += rest * rest;
        }
        for (double v : l) sum += ridge * v * v;
        for (double v : r) sum += ridge * v * v;
        return sum;
    }

    @Test
    void refusesNumbersThatAreNotFiniteAndRanksThatCannotBe() {
        Matrix x = Matrix.of(new double[][] {{1, 2}, {3, Double.NaN}});
        assertThatIllegalArgumentException().isThrownBy(() -> Spectrum.of(x)).withMessageContaining("NaN in row 1, column 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Spectrum.of(EXAMPLE).floor(5))
                .withMessage("Spectrum.rank must lie between 0 and 4 for a 5 x 4 matrix but was 5");
    }
}
