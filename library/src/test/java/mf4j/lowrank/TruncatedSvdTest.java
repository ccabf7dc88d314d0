package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class TruncatedSvdTest {
    /// Values `ratio^j` between random orthonormal sides.
    static Matrix falling(int rows, int columns, double ratio) {
        int side = Math.min(rows, columns);
        LowRank left = Svd.defaults().withRank(side).fit(Matrix.normal(rows, side, Seeds.of(1)));
        LowRank right = Svd.defaults().withRank(side).fit(Matrix.normal(columns, side, Seeds.of(2)));
        double[] u = left.left().toDoubles();
        double[] v = right.left().toDoubles();
        double[] values = new double[rows * columns];
        for (int k = 0; k < side; k++) {
            double value = Math.pow(ratio, k);
            for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) values[i * columns + j] += value * u[i * side + k] * v[j * side + k];
        }
        return Matrix.of(values, rows, columns);
    }

    @ParameterizedTest
    @CsvSource({"300,80,KRYLOV,1e-9", "80,300,KRYLOV,1e-9", "300,80,RANDOMIZED,1e-4", "80,300,RANDOMIZED,1e-4"})
    void findsWhatStandsOut(int rows, int columns, TruncatedSvd.Method method, double tolerance) {
        LowRank made = TruncatedSvd.defaults().withRank(8).withMethod(method).fit(falling(rows, columns, 0.8));
        for (int k = 0; k < 8; k++) assertThat(made.values()[k]).isCloseTo(Math.pow(0.8, k), within(tolerance));
        double floor = Math.pow(0.64, 8) / (1 - 0.64) / (rows * columns);
        assertThat(made.fit().mse()).isGreaterThan(floor * (1 - 1e-9)).isLessThan(floor * (1 + 100 * tolerance));
        assertThat(made.fit().floor()).isNaN();
    }

    /// Floats too: what single precision cannot see is looked for in double.
    @ParameterizedTest
    @CsvSource({"KRYLOV", "RANDOMIZED"})
    void findsSmallValuesOfFloats(TruncatedSvd.Method method) {
        Matrix wide = falling(200, 60, 0.2);
        LowRank made = TruncatedSvd.defaults().withRank(8).withMethod(method).fit(Matrix.of(wide.toFloats(), 200, 60));
        for (int k = 0; k < 8; k++) assertThat(made.values()[k]).isCloseTo(Math.pow(0.2, k), within(2e-7));
    }

    @Test
    void morePowersAreNearer() {
        Matrix x = Matrix.normal(500, 200, Seeds.of(3));
        double before = Double.POSITIVE_INFINITY;
        for (int powers = 1; powers < 8; powers += 2) {
            double mse = TruncatedSvd.defaults().withRank(5).withMethod(TruncatedSvd.Method.RANDOMIZED).withPowers(powers).fit(x).fit().mse();
            double krylov = TruncatedSvd.defaults().withRank(5).withMethod(TruncatedSvd.Method.KRYLOV).withPowers(powers).fit(x).fit().mse();
            assertThat(mse).isLessThan(before);
            assertThat(krylov).isLessThanOrEqualTo(mse * (1 + 1e-9)).isGreaterThan(Spectrum.of(x).floor(5) * (1 - 1e-6));
            before = mse;
        }
    }

    /// The space is everything: so is the answer.
    @Test
    void isExactOnceItsSpaceIsEverything() {
        Matrix x = Matrix.normal(60, 20, Seeds.of(4));
        LowRank made = TruncatedSvd.defaults().withRank(12).withMethod(TruncatedSvd.Method.KRYLOV).fit(x);
        assertThat(made.fit().mse()).isCloseTo(Spectrum.of(x).floor(12), within(1e-12));
    }

    @Test
    void takesTheMethodByShapeAndSaysWhich() {
        assertThat(TruncatedSvd.defaults().withRank(2).fit(Matrix.normal(400, 40, Seeds.of(1))).provenance().knobs()).containsEntry("method", "gram");
        assertThat(TruncatedSvd.defaults().withRank(2).fit(Matrix.normal(400, 150, Seeds.of(1))).provenance().knobs()).containsEntry("method", "krylov");
    }

    @ParameterizedTest
    @CsvSource({"GRAM,true", "RANDOMIZED,false", "KRYLOV,true"})
    void theSpectralErrorLiesWithinItsBounds(TruncatedSvd.Method method, boolean centred) {
        Matrix x = centred ? Matrix.of(shifted(Matrix.normal(300, 40, Seeds.of(5)).toDoubles()), 300, 40) : Matrix.normal(300, 40, Seeds.of(5));
        for (long seed = 0; seed < 10; seed++) {
            LowRank made = centred ? Pca.defaults().withRank(4).withMethod(method).withSeed(seed).fit(x) : TruncatedSvd.defaults().withRank(4).withMethod(method).withSeed(seed).fit(x);
            double[] rest = x.toDoubles().clone();
            double[] product = made.reconstruct().toDoubles();
            for (int j = 0; j < rest.length; j++) rest[j] -= product[j];
            double norm = Spectrum.of(Matrix.of(rest, 300, 40)).value(0);
            SpectralError error = SpectralError.of(x, made, 100 + seed);
            assertThat(error.low()).isLessThanOrEqualTo(norm * (1 + 1e-12)).isGreaterThan(0.8 * norm);
            assertThat(error.high()).isGreaterThanOrEqualTo(norm).isLessThan(2 * norm);
            assertThat(error.probability()).isGreaterThan(1 - 1e-6);
        }
    }

    private static double[] shifted(double[] values) {
        double[] shifted = values.clone();
        for (int j = 0; j < shifted.length; j++) shifted[j] += j % 40;
        return shifted;
    }

    @Test
    void anExactModelHasNoSpectralError() {
        Matrix zeros = Matrix.of(new double[20], 5, 4);
        SpectralError error = SpectralError.of(zeros, Svd.defaults().withRank(1).fit(zeros), 1);
        assertThat(error.low()).isZero();
        assertThat(error.high()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> SpectralError.of(Matrix.of(new double[20], 4, 5), Svd.defaults().withRank(1).fit(zeros), 1))
                .withMessage("SpectralError.x must be 5 x 4 but was 4 x 5");
    }
}
