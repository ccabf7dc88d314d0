package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/// What every trainer promises that finds singular values.
class ExactTrainersTest {
    /// 12 x 7, of full rank; singular values by NumPy 2.4.6: numpy.linalg.svd(X, compute_uv=False).
    private static final Matrix EXAMPLE = example(12, 7);
    private static final double[] EXPECTED = {28.035330438882507, 7.074716647574286, 6.020829747269863, 5.510335803475231, 4.329845222965871, 1.1054211502923958,
        0.09962154474950541};

    private static Matrix example(int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) values[i * columns + j] = (7 * i * i + 3 * i * j + 11 * j + 5 * j * j * i) % 23 / 4.0;
        return Matrix.of(values, rows, columns);
    }

    private interface Made {
        Trainer<Matrix, LowRank> of(int rank);
    }

    private static Stream<Made> all() {
        return Stream.of(rank -> Svd.defaults().withRank(rank).withWay(Svd.Way.JACOBI), rank -> Svd.defaults().withRank(rank).withWay(Svd.Way.GRAM),
                rank -> TruncatedSvd.defaults().withRank(rank).withMethod(TruncatedSvd.Method.GRAM),
                rank -> TruncatedSvd.defaults().withRank(rank).withMethod(TruncatedSvd.Method.KRYLOV),
                rank -> TruncatedSvd.defaults().withRank(rank).withMethod(TruncatedSvd.Method.RANDOMIZED),
                rank -> Pca.defaults().withRank(rank).withMethod(TruncatedSvd.Method.GRAM),
                rank -> Pca.defaults().withRank(rank).withMethod(TruncatedSvd.Method.KRYLOV),
                rank -> Pca.defaults().withRank(rank).withWhiten(true).withMethod(TruncatedSvd.Method.RANDOMIZED));
    }

    private static Stream<Made> decompositions() {
        return all().limit(5);
    }

    private static double error(LowRank made, Matrix x) {
        double sum = 0;
        for (double row : made.rowErrors(x)) sum += row;
        return sum;
    }

    private static void assertOrthonormal(LowRank made) {
        for (int k = 0; k < made.rank(); k++) {
            for (int m = 0; m <= k; m++) {
                double left = 0;
                double right = 0;
                for (int i = 0; i < made.rows(); i++) left += made.left().at(i, k) * made.left().at(i, m);
                for (int j = 0; j < made.columns(); j++) right += made.right().at(k, j) * made.right().at(m, j);
                assertThat(left).isCloseTo(k == m ? 1 : 0, within(1e-12));
                assertThat(right).isCloseTo(k == m ? 1 : 0, within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decompositions")
    void haveTheSingularValuesThatNumPyHas(Made trainer) {
        for (Matrix x : new Matrix[] {EXAMPLE, EXAMPLE.transposed(), Matrix.of(EXAMPLE.toFloats(), 12, 7)}) {
            for (int rank : new int[] {1, 3, 7}) {
                LowRank made = trainer.of(rank).fit(x);
                for (int k = 0; k < rank; k++) assertThat(made.values()[k]).isCloseTo(EXPECTED[k], within(1e-13 * EXPECTED[0]));
                assertOrthonormal(made);
                double beyond = IntStream.range(rank, 7).mapToDouble(k -> EXPECTED[k] * EXPECTED[k]).sum();
                assertThat(error(made, x)).isCloseTo(beyond, within(1e-12 * EXPECTED[0] * EXPECTED[0]));
                assertThat(made.fit().mse()).isCloseTo(beyond / 84, within(1e-13 * EXPECTED[0] * EXPECTED[0]));
                if (!Double.isNaN(made.fit().floor())) assertThat(made.fit().floor()).isCloseTo(beyond / 84, within(1e-13 * EXPECTED[0] * EXPECTED[0]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void makeTheLargestNumberOfEachComponentPositive(Made trainer) {
        LowRank made = trainer.of(3).fit(EXAMPLE);
        for (int k = 0; k < 3; k++) {
            double largest = 0;
            for (double value : made.right().row(k)) if (Math.abs(value) > Math.abs(largest)) largest = value;
            assertThat(largest).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("decompositions")
    void takeWhatHasNoFullRank(Made trainer) {
        double[] repeated = new double[60]; // two equal values, then nothing: also constant columns
        for (int i = 0; i < 10; i++) {
            repeated[i * 6] = i < 5 ? 2 : 0;
            repeated[i * 6 + 1] = i < 5 ? 0 : 2;
        }
        LowRank twice = trainer.of(4).fit(Matrix.of(repeated, 10, 6));
        assertThat(twice.values()[0]).isCloseTo(Math.sqrt(20), within(1e-13));
        assertThat(twice.values()[1]).isCloseTo(Math.sqrt(20), within(1e-13));
        assertThat(twice.values()[2]).isLessThan(1e-7);
        assertOrthonormal(twice);
        LowRank nothing = trainer.of(2).fit(Matrix.of(new double[20], 5, 4));
        assertThat(nothing.values()).containsOnly(0);
        assertThat(nothing.fit().mse()).isZero();
        assertOrthonormal(nothing);
        LowRank single = trainer.of(1).fit(Matrix.of(new double[] {-3}, 1, 1));
        assertThat(single.values()[0]).isCloseTo(3, within(1e-14));
        assertThat(single.reconstruct().at(0, 0)).isCloseTo(-3, within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("all")
    void giveTheSameBitsForAnyNumberOfThreads(Made trainer) throws Exception {
        Matrix x = Matrix.normal(700, 90, Seeds.of(7));
        LowRank one = Sweep.withThreads(1, () -> trainer.of(6).fit(x));
        LowRank three = Sweep.withThreads(3, () -> trainer.of(6).fit(x));
        assertThat(three.left().toDoubles()).isEqualTo(one.left().toDoubles());
        assertThat(three.right().toDoubles()).isEqualTo(one.right().toDoubles());
        assertThat(three.values()).isEqualTo(one.values());
        assertThat(three.fit()).isEqualTo(one.fit());
    }

    @ParameterizedTest
    @MethodSource("all")
    void readAMappedFileAsMemory(Made trainer, @TempDir Path folder) throws Exception {
        Matrix x = Matrix.normal(300, 20, Seeds.of(8));
        Npy.write(folder.resolve("x.npy"), x.toFloats(), 300, 20);
        LowRank mapped = trainer.of(4).fit(Matrix.map(folder.resolve("x.npy")));
        LowRank own = trainer.of(4).fit(x);
        assertThat(mapped.left().toDoubles()).isEqualTo(own.left().toDoubles());
        assertThat(mapped.fit()).isEqualTo(own.fit());
    }

    @ParameterizedTest
    @MethodSource("all")
    void transformTheFirstRowsToTheirPlaces(Made trainer) {
        LowRank made = trainer.of(4).fit(EXAMPLE);
        Matrix again = made.transform(EXAMPLE);
        for (int i = 0; i < 12; i++) for (int k = 0; k < 4; k++) assertThat(again.at(i, k)).isCloseTo(made.left().at(i, k), within(1e-11 * EXPECTED[0]));
    }

    @ParameterizedTest
    @MethodSource("all")
    void refuseWhatCannotBe(Made trainer) {
        String owner = trainer.of(1).getClass().getSimpleName();
        assertThatIllegalArgumentException().isThrownBy(() -> trainer.of(8).fit(EXAMPLE)).withMessage(owner + ".rank must be at most 7 for a 12 x 7 matrix but was 8");
        assertThatIllegalArgumentException().isThrownBy(() -> trainer.of(0)).withMessageContaining(owner + ".rank must be at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> trainer.of(1).fit(Matrix.of(new double[0], 0, 7))).withMessage(owner + ".x must have rows and columns but was 0 x 7 doubles");
        assertThatIllegalArgumentException().isThrownBy(() -> trainer.of(1).fit(Matrix.of(new double[][] {{1, 2}, {3, Double.NaN}})))
                .withMessageContaining("NaN in row 1, column 1");
    }
}
