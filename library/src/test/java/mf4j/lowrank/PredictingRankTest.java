package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PredictingRankTest {
    @ParameterizedTest
    @CsvSource({"300,60,5,1", "60,300,5,1", "2000,100,12,0.5"})
    void bothFindAPlantedRank(int rows, int columns, int rank, double noise) {
        Matrix x = RankCurveTest.planted(rows, columns, rank, noise);
        RankErrors crossed = BiCrossValidation.defaults().errors(x);
        assertThat(crossed.best()).isEqualTo(rank);
        assertThat(crossed.turns()).isTrue();
        assertThat(BiCrossValidation.defaults().withRowFolds(3).withColumnFolds(4).withSeed(1).errors(x).best()).isEqualTo(rank);
        RankErrors hidden = HeldOut.defaults().errors(x, 1, 2, rank - 1, rank, rank + 1, rank + 4);
        assertThat(hidden.best()).isEqualTo(rank);
        assertThat(hidden.errors()[3]).isGreaterThan(noise * noise).isLessThan(1.4 * noise * noise);
    }

    /// The definition: every block is predicted from the singular vectors of the block opposite, found by [Svd].
    @ParameterizedTest
    @CsvSource({"11,7,2,2", "7,11,2,2", "13,9,3,4"})
    void crossedErrorsAreThoseOfTheDefinition(int rows, int columns, int rowFolds, int columnFolds) {
        Matrix x = Matrix.normal(rows, columns, Seeds.of(5));
        BiCrossValidation knobs = new BiCrossValidation(rowFolds, columnFolds, 3);
        RankErrors errors = knobs.errors(x);
        int[] rowFold = folds(rows, rowFolds, "rows");
        int[] columnFold = folds(columns, columnFolds, "columns");
        for (int rank : errors.ranks()) {
            double sum = 0;
            for (int fold = 0; fold < rowFolds; fold++) for (int other = 0; other < columnFolds; other++) sum += error(x, rowFold, columnFold, fold, other, rank);
            assertThat(errors.errors()[rank]).as("rank " + rank).isCloseTo(sum / x.size(), within(1e-8 * (1 + sum)));
        }
        assertThat(errors.ranks()).containsExactly(IntStream.rangeClosed(0, Math.min(rows - Math.ceilDiv(rows, rowFolds), columns - Math.ceilDiv(columns, columnFolds))).toArray());
    }

    private static int[] folds(int count, int folds, String what) {
        int[] order = Seeds.of(3).forPurpose(what).stream(0).permutation(0, count);
        int[] fold = new int[count];
        for (int j = 0; j < count; j++) fold[order[j]] = j % folds;
        return fold;
    }

    private static double error(Matrix x, int[] rowFold, int[] columnFold, int fold, int other, int rank) {
        int[] held = places(rowFold, fold, true);
        int[] rest = places(rowFold, fold, false);
        int[] out = places(columnFold, other, true);
        int[] in = places(columnFold, other, false);
        double sum = 0;
        LowRank d = rank == 0 ? null : Svd.defaults().withRank(rank).withWay(Svd.Way.JACOBI).fit(part(x, rest, in));
        for (int i : held) {
            for (int j : out) {
                double prediction = 0;
                for (int k = 0; k < rank; k++) {
                    double row = 0;
                    double column = 0;
                    for (int c = 0; c < in.length; c++) row += x.at(i, in[c]) * d.right().at(k, c);
                    for (int r = 0; r < rest.length; r++) column += d.left().at(r, k) * x.at(rest[r], j);
                    prediction += row * column / d.values()[k];
                }
                sum += (x.at(i, j) - prediction) * (x.at(i, j) - prediction);
            }
        }
        return sum;
    }

    private static int[] places(int[] folds, int fold, boolean within) {
        return IntStream.range(0, folds.length).filter(j -> folds[j] == fold == within).toArray();
    }

    private static Matrix part(Matrix x, int[] rows, int[] columns) {
        double[] values = new double[rows.length * columns.length];
        for (int i = 0; i < rows.length; i++) for (int j = 0; j < columns.length; j++) values[i * columns.length + j] = x.at(rows[i], columns[j]);
        return Matrix.of(values, rows.length, columns.length);
    }

    @Test
    void rankZeroPredictsZero() {
        Matrix x = Matrix.normal(200, 50, Seeds.of(6));
        double mean = x.squaredNorm() / x.size();
        assertThat(BiCrossValidation.defaults().errors(x).errors()[0]).isCloseTo(mean, within(1e-12));
        assertThat(HeldOut.defaults().withShare(0.5).errors(x, 0).errors()[0]).isCloseTo(mean, within(0.1));
    }

    /// A matrix of exactly that rank: what is hidden follows from the rest.
    @Test
    void hiddenEntriesOfAMatrixOfLowRankAreFound() {
        Matrix x = RankCurveTest.planted(200, 40, 3, 0);
        RankErrors errors = HeldOut.defaults().withRounds(2000).withTolerance(1e-9).errors(x, 1, 3);
        assertThat(errors.errors()[1]).isLessThan(1e-6);
        RankErrors crossed = BiCrossValidation.defaults().errors(x);
        assertThat(crossed.errors()[2]).isGreaterThan(0.1);
        assertThat(crossed.errors()[3]).isLessThan(1e-8);
    }

    @Test
    void giveTheSameBitsForAnyNumberOfThreads() throws Exception {
        Matrix x = Matrix.normal(5000, 30, Seeds.of(7));
        assertThat(Sweep.withThreads(3, () -> BiCrossValidation.defaults().errors(x)).errors())
                .containsExactly(Sweep.withThreads(1, () -> BiCrossValidation.defaults().errors(x)).errors());
        assertThat(Sweep.withThreads(3, () -> HeldOut.defaults().withRounds(3).errors(x, 2, 4)).errors())
                .containsExactly(Sweep.withThreads(1, () -> HeldOut.defaults().withRounds(3).errors(x, 2, 4)).errors());
    }

    @Test
    void refuseWhatCannotBe() {
        Matrix x = Matrix.normal(6, 3, Seeds.of(8));
        assertThatIllegalArgumentException().isThrownBy(() -> BiCrossValidation.defaults().withColumnFolds(4).errors(x))
                .withMessage("BiCrossValidation.columnFolds must be at most the number of columns, 3, but was 4");
        assertThatIllegalArgumentException().isThrownBy(() -> BiCrossValidation.defaults().withRowFolds(1)).withMessageContaining("BiCrossValidation.rowFolds must be at least 2");
        assertThatIllegalArgumentException().isThrownBy(() -> HeldOut.defaults().errors(x, 1, 4)).withMessage("HeldOut.ranks must ascend within 0 to 3 but was 4");
        assertThatIllegalArgumentException().isThrownBy(() -> HeldOut.defaults().errors(x, 2, 2)).withMessage("HeldOut.ranks must ascend within 0 to 3 but was 2");
        assertThatIllegalArgumentException().isThrownBy(() -> HeldOut.defaults().withShare(1e-9).errors(x, 1)).withMessage("HeldOut.share must hide at least one of 18 entries but was 1.0E-9");
        assertThatIllegalArgumentException().isThrownBy(() -> HeldOut.defaults().withShare(0)).withMessageContaining("HeldOut.share must be a finite number above 0");
        Matrix hole = Matrix.of(new double[][] {{1, 2}, {Double.NaN, 1}});
        assertThatIllegalArgumentException().isThrownBy(() -> BiCrossValidation.defaults().errors(hole)).withMessageContaining("NaN in row 1, column 0");
        assertThatIllegalArgumentException().isThrownBy(() -> HeldOut.defaults().errors(hole, 1)).withMessageContaining("NaN in row 1, column 0");
    }
}
