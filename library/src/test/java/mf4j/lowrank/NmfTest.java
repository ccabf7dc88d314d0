package mf4j.lowrank;

import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.matrix.SparseRows;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import mf4j.train.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;

import static mf4j.lowrank.Divergence.FROBENIUS;
import static mf4j.lowrank.Divergence.ITAKURA_SAITO;
import static mf4j.lowrank.Divergence.KULLBACK_LEIBLER;
import static mf4j.lowrank.Nmf.Solver.COORDINATE_DESCENT;
import static mf4j.lowrank.Nmf.Solver.MULTIPLICATIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class NmfTest {
    private static final Nmf PLAIN = Nmf.defaults().withRank(4).withSweeps(1).withTolerance(0);

    /// Many zeros, none where it says so.
    private static Matrix sample(int rows, int columns, boolean positive) {
        double[] values = new double[rows * columns];
        for (int j = 0; j < values.length; j++) {
            int i = j / columns;
            values[j] = (i * 7 + j % columns * 3 + i * (j % columns)) % 11 / 2.0 + (positive ? 0.25 : 0);
        }
        return Matrix.of(values, rows, columns);
    }

    private static GradientFactorization.Start start(int rows, int columns, int rank) {
        Factors left = Factors.zeros(rows, rank);
        Factors right = Factors.zeros(rank, columns);
        for (int j = 0; j < rows * rank; j++) left.values()[j] = 1 + (j / rank * 5 + j % rank * 3) % 7 / 4f;
        for (int j = 0; j < rank * columns; j++) right.values()[j] = 1 + (j / columns * 3 + j % columns * 2) % 5 / 4f;
        return new GradientFactorization.Start(left, right);
    }

    private static double objective(Nmf nmf, Matrix x, LowRank made) {
        double sum = 0;
        Matrix product = made.reconstruct();
        for (int i = 0; i < x.rows(); i++) for (int j = 0; j < x.columns(); j++) sum += nmf.divergence().of(x.at(i, j), product.at(i, j));
        for (double w : made.left().toDoubles()) sum += nmf.leftL1() * w + nmf.leftL2() / 2 * w * w;
        for (double w : made.right().toDoubles()) sum += nmf.rightL1() * w + nmf.rightL2() / 2 * w * w;
        return sum;
    }

    /// Forty iterations of scikit-learn 1.9.1 (NumPy 2.4.6) from the same start in double: `non_negative_factorization(X, W=W, H=H,
    /// n_components=4, init='custom', solver=, beta_loss=, tol=0, max_iter=40, alpha_W=, alpha_H=, l1_ratio=)`, then the objective of its page.
    @ParameterizedTest
    @CsvSource({"FROBENIUS,COORDINATE_DESCENT,0,0,0,150.996695717", "FROBENIUS,COORDINATE_DESCENT,0.02,0.01,0.5,287.227870155",
        "FROBENIUS,MULTIPLICATIVE,0,0,0,153.669261232", "FROBENIUS,MULTIPLICATIVE,0.02,0.01,0.5,181.453595977",
        "KULLBACK_LEIBLER,MULTIPLICATIVE,0,0,0,77.3570400688", "KULLBACK_LEIBLER,MULTIPLICATIVE,0.02,0.01,1,108.707601718",
        "ITAKURA_SAITO,MULTIPLICATIVE,0,0,0,39.1639777943", "ITAKURA_SAITO,MULTIPLICATIVE,0.02,0.01,1,71.9547649307"})
    void isWhereScikitLearnIs(Divergence divergence, Nmf.Solver solver, double alphaW, double alphaH, double l1Ratio, double expected) {
        Matrix x = sample(30, 12, divergence == ITAKURA_SAITO);
        Nmf nmf = PLAIN.withDivergence(divergence).withSolver(solver).withEpochs(40).withLeftL1(alphaW * l1Ratio * 12).withLeftL2(alphaW * (1 - l1Ratio) * 12)
                .withRightL1(alphaH * l1Ratio * 30).withRightL2(alphaH * (1 - l1Ratio) * 30);
        LowRank made = nmf.fit(x, start(30, 12, 4), Watch.none());
        assertThat(made.fit().objective()).isCloseTo(expected, within(1e-4 * expected));
        assertThat(made.fit().objective()).isCloseTo(objective(nmf, x, made), within(1e-6 * expected));
        if (divergence == FROBENIUS) assertThat(made.provenance().history().epochs().getLast().objective()).isCloseTo(expected, within(1e-4 * expected));
    }

    /// With pulls on both sides, from several starts, for several shapes: no epoch raises the objective, beyond rounding.
    @ParameterizedTest
    @CsvSource({"FROBENIUS,COORDINATE_DESCENT,1", "FROBENIUS,COORDINATE_DESCENT,5", "FROBENIUS,MULTIPLICATIVE,1", "FROBENIUS,MULTIPLICATIVE,3",
        "KULLBACK_LEIBLER,MULTIPLICATIVE,1", "ITAKURA_SAITO,MULTIPLICATIVE,1"})
    void neverRises(Divergence divergence, Nmf.Solver solver, int sweeps) {
        int[][] shapes = {{30, 12}, {12, 300}, {700, 9}};
        for (int[] shape : shapes) {
            Matrix x = sample(shape[0], shape[1], divergence == ITAKURA_SAITO);
            for (Nmf.Start from : new Nmf.Start[] {Nmf.Start.RANDOM, Nmf.Start.NNDSVDA}) {
                for (double pull : new double[] {0, 0.7}) {
                    Nmf nmf = PLAIN.withDivergence(divergence).withSolver(solver).withSweeps(sweeps).withStart(from).withEpochs(60)
                            .withLeftL1(pull).withLeftL2(2 * pull).withRightL1(pull).withRightL2(pull);
                    List<Epoch> epochs = nmf.fit(x).provenance().history().epochs();
                    for (int t = 1; t < epochs.size(); t++) {
                        double rounding = 2e-6 * epochs.get(t).objective() + (divergence == FROBENIUS ? 5e-7 * x.squaredNorm() : 0);
                        assertThat(epochs.get(t).objective()).as(nmf + " epoch " + t).isLessThanOrEqualTo(epochs.get(t - 1).objective() + rounding);
                    }
                    assertThat(epochs.getLast().objective()).isLessThan(epochs.getFirst().objective());
                }
            }
        }
    }

    /// At the end no number can do better on its own: where it is positive its slope is 0, where it is 0 the slope is not negative.
    /// Multiplicative updates are slow to lift what is nearly 0.
    @ParameterizedTest
    @CsvSource({"FROBENIUS,COORDINATE_DESCENT", "FROBENIUS,MULTIPLICATIVE", "KULLBACK_LEIBLER,MULTIPLICATIVE", "ITAKURA_SAITO,MULTIPLICATIVE"})
    void endsWhereKarushKuhnAndTuckerSay(Divergence divergence, Nmf.Solver solver) {
        Matrix x = sample(20, 9, divergence == ITAKURA_SAITO);
        Nmf nmf = PLAIN.withRank(3).withDivergence(divergence).withSolver(solver).withEpochs(5000).withLeftL1(0.3).withLeftL2(0.5).withRightL1(0.2).withRightL2(0.4);
        LowRank made = nmf.fit(x);
        double[][] product = rows(made.reconstruct());
        double[][] slopes = new double[20][9];
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 9; j++) {
                double y = product[i][j];
                slopes[i][j] = switch (divergence) {
                    case FROBENIUS -> y - x.at(i, j);
                    case KULLBACK_LEIBLER -> 1 - x.at(i, j) / y;
                    case ITAKURA_SAITO -> 1 / y - x.at(i, j) / y / y;
                };
            }
        }
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 20; i++) {
                double slope = 0.3 + 0.5 * made.left().at(i, k);
                for (int j = 0; j < 9; j++) slope += slopes[i][j] * made.right().at(k, j);
                assertStill(made.left().at(i, k), slope, solver);
            }
            for (int j = 0; j < 9; j++) {
                double slope = 0.2 + 0.4 * made.right().at(k, j);
                for (int i = 0; i < 20; i++) slope += slopes[i][j] * made.left().at(i, k);
                assertStill(made.right().at(k, j), slope, solver);
            }
        }
    }

    private static double[][] rows(Matrix x) {
        double[][] rows = new double[x.rows()][];
        for (int i = 0; i < x.rows(); i++) rows[i] = x.row(i);
        return rows;
    }

    private static void assertStill(double w, double slope, Nmf.Solver solver) {
        assertThat(w).isNotNegative();
        double least = solver == COORDINATE_DESCENT ? 5e-3 : 0.05;
        if (w > least) assertThat(slope).isCloseTo(0, within(least));
        assertThat(Math.min(w, slope)).isCloseTo(0, within(least));
    }

    /// Rank 1: all is non-negative of itself, so the least error is that of the first singular value; for Kullback-Leibler the optimum is
    /// the product of the margins.
    @Test
    void rankOneIsKnown() {
        Matrix x = sample(40, 13, false);
        LowRank squared = Nmf.defaults().withRank(1).withTolerance(0).withEpochs(200).fit(x);
        assertThat(squared.fit().mse()).isCloseTo(Spectrum.of(x).floor(1), within(1e-6 * squared.fit().floor()));
        LowRank counts = Nmf.defaults().withRank(1).withDivergence(KULLBACK_LEIBLER).withSolver(MULTIPLICATIVE).withTolerance(0).withEpochs(5).fit(x);
        double total = 0;
        double[] rows = new double[40];
        double[] columns = new double[13];
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 13; j++) {
                total += x.at(i, j);
                rows[i] += x.at(i, j);
                columns[j] += x.at(i, j);
            }
        }
        Matrix product = counts.reconstruct();
        for (int i = 0; i < 40; i++) for (int j = 0; j < 13; j++) assertThat(product.at(i, j)).isCloseTo(rows[i] * columns[j] / total, within(1e-4));
    }

    @Test
    void findsPartsThatAreThere() {
        Matrix left = sample(50, 3, false);
        Matrix right = sample(3, 20, false);
        double[][] x = new double[50][20];
        for (int i = 0; i < 50; i++) for (int j = 0; j < 20; j++) for (int k = 0; k < 3; k++) x[i][j] += left.at(i, k) * right.at(k, j);
        LowRank made = Nmf.defaults().withRank(3).withTolerance(0).withEpochs(3000).fit(Matrix.of(x));
        assertThat(made.fit().mse()).isLessThan(1e-6 * Matrix.of(x).squaredNorm() / 1000);
    }

    /// A trained row is at its minimum, so the same row as a new one is found where it was, and never below 0.
    @ParameterizedTest
    @CsvSource({"FROBENIUS,COORDINATE_DESCENT", "KULLBACK_LEIBLER,MULTIPLICATIVE", "ITAKURA_SAITO,MULTIPLICATIVE"})
    void aNewRowIsAtItsMinimum(Divergence divergence, Nmf.Solver solver) {
        Matrix x = sample(20, 9, divergence == ITAKURA_SAITO);
        LowRank made = PLAIN.withRank(3).withDivergence(divergence).withSolver(solver).withEpochs(5000).withLeftL1(0.3).withLeftL2(0.5).withRightL1(0.2).fit(x);
        Matrix again = made.transform(x);
        for (int i = 0; i < 20; i++) {
            for (int k = 0; k < 3; k++) assertThat(again.at(i, k)).isNotNegative().isCloseTo(made.left().at(i, k), within(0.02));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> made.transform(Matrix.of(new double[][] {{1, 1, 1, Double.NaN, 1, 1, 1, 1, 1}}))).withMessageContaining("NaN in row 0, column 3");
    }

    /// Zeros listed or not, entries in any order: the dense result, for squared errors and Kullback-Leibler.
    @ParameterizedTest
    @CsvSource({"FROBENIUS,COORDINATE_DESCENT,NNDSVDA", "FROBENIUS,MULTIPLICATIVE,RANDOM", "KULLBACK_LEIBLER,MULTIPLICATIVE,RANDOM", "KULLBACK_LEIBLER,MULTIPLICATIVE,NNDSVDA",
        "FROBENIUS,COORDINATE_DESCENT,NNDSVD"})
    void sparseIsDense(Divergence divergence, Nmf.Solver solver, Nmf.Start from) {
        Matrix x = sample(600, 14, false);
        Nmf nmf = PLAIN.withDivergence(divergence).withSolver(solver).withStart(from).withEpochs(30).withLeftL1(0.1).withRightL2(0.2);
        LowRank dense = nmf.fit(x);
        LowRank sparse = nmf.fit(sparse(x), Watch.none());
        assertThat(sparse.fit().objective()).isCloseTo(dense.fit().objective(), within(1e-4 * dense.fit().objective()));
        assertThat(sparse.fit().mse()).isCloseTo(dense.fit().mse(), within(1e-4 * dense.fit().mse()));
        List<Epoch> one = sparse.provenance().history().epochs();
        List<Epoch> other = dense.provenance().history().epochs();
        for (int t = 0; t < 30; t++) assertThat(one.get(t).objective()).isCloseTo(other.get(t).objective(), within(2e-4 * other.get(t).objective()));
    }

    private static SparseRows sparse(Matrix x) {
        int[] offsets = new int[x.rows() + 1];
        int[] columns = new int[(int) x.size()];
        float[] values = new float[(int) x.size()];
        int count = 0;
        for (int i = 0; i < x.rows(); i++) {
            for (int j = x.columns() - 1; j >= 0; j--) {
                if (x.at(i, j) == 0 && i % 3 > 0) continue;
                columns[count] = j;
                values[count++] = (float) x.at(i, j);
            }
            offsets[i + 1] = count;
        }
        return new SparseRows(offsets, java.util.Arrays.copyOf(columns, count), java.util.Arrays.copyOf(values, count), null, x.columns());
    }

    /// A million times a million could not be dense.
    @Test
    void sparseIsNeverDense() {
        int size = 1_000_000;
        int[] offsets = new int[size + 1];
        int[] columns = new int[1000];
        float[] values = new float[1000];
        for (int e = 0; e < 1000; e++) {
            columns[e] = e * 997;
            values[e] = 1 + e % 5;
        }
        for (int r = 0; r <= size; r++) offsets[r] = Math.min(r, 1000);
        SparseRows x = new SparseRows(offsets, columns, values, null, size);
        for (Divergence divergence : new Divergence[] {FROBENIUS, KULLBACK_LEIBLER}) {
            Nmf nmf = PLAIN.withRank(2).withDivergence(divergence).withSolver(MULTIPLICATIVE).withStart(Nmf.Start.RANDOM).withEpochs(2);
            assertThat(nmf.fit(x, Watch.none()).fit().objective()).isPositive().isFinite();
        }
    }

    @ParameterizedTest
    @EnumSource(Divergence.class)
    void zeroRowsAndColumnsStayZero(Divergence divergence) {
        if (divergence == ITAKURA_SAITO) return;
        double[][] x = rows(sample(20, 8, false));
        java.util.Arrays.fill(x[4], 0);
        for (double[] row : x) row[5] = 0;
        Nmf nmf = PLAIN.withDivergence(divergence).withSolver(MULTIPLICATIVE).withEpochs(3);
        for (Nmf one : divergence == FROBENIUS ? new Nmf[] {nmf, nmf.withSolver(COORDINATE_DESCENT).withEpochs(100)} : new Nmf[] {nmf}) {
            Matrix product = one.fit(Matrix.of(x)).reconstruct();
            for (int j = 0; j < 8; j++) assertThat(product.at(4, j)).isCloseTo(0, within(1e-4));
            for (int i = 0; i < 20; i++) assertThat(product.at(i, 5)).isCloseTo(0, within(1e-4));
        }
        LowRank nothing = nmf.fit(Matrix.of(new double[6][5]));
        assertThat(nothing.reconstruct().squaredNorm()).isZero();
        assertThat(nothing.fit().objective()).isZero();
    }

    @Test
    void stopsWhenAnEpochGainsTooLittle() {
        Nmf nmf = Nmf.defaults().withRank(4).withTolerance(1e-3);
        List<Epoch> epochs = nmf.fit(sample(30, 12, false)).provenance().history().epochs();
        assertThat(epochs.size()).isBetween(3, 900);
        double[] last = epochs.stream().mapToDouble(Epoch::objective).skip(epochs.size() - 3).toArray();
        assertThat(last[1] - last[2]).isLessThanOrEqualTo(1e-3 * last[1]);
        assertThat(last[0] - last[1]).isGreaterThan(1e-3 * last[0]);
    }

    @ParameterizedTest
    @CsvSource({"FROBENIUS,COORDINATE_DESCENT", "KULLBACK_LEIBLER,MULTIPLICATIVE", "ITAKURA_SAITO,MULTIPLICATIVE"})
    void isTheSameBitsForAnyNumberOfThreads(Divergence divergence, Nmf.Solver solver) {
        Matrix x = sample(3000, 20, divergence == ITAKURA_SAITO);
        Nmf nmf = PLAIN.withDivergence(divergence).withSolver(solver).withEpochs(4);
        float[][] lefts = new float[4][];
        for (int threads = 1; threads < 4; threads++) {
            int at = threads;
            Sweep.runWithThreads(threads, () -> lefts[at] = nmf.fit(x).left().toFloats());
            assertThat(lefts[threads]).isEqualTo(lefts[1]);
            if (divergence == ITAKURA_SAITO) continue;
            float[][] own = new float[1][];
            Sweep.runWithThreads(threads, () -> own[0] = nmf.fit(sparse(x), Watch.none()).left().toFloats());
            if (threads == 1) lefts[0] = own[0];
            assertThat(own[0]).isEqualTo(lefts[0]);
        }
    }

    @Test
    void resumesWithTheSameFinalBits(@TempDir Path folder) {
        Matrix x = sample(90, 12, false);
        Nmf nmf = PLAIN.withEpochs(9);
        Checkpoint file = Checkpoint.file(folder.resolve("state"));
        Watch<LowRank> killing = progress -> {
            if (progress.epoch().number() == 5) throw new IllegalStateException("killed");
            return Watch.Verdict.GO_ON;
        };
        assertThatThrownBy(() -> nmf.fit(x, killing.keeping(file))).hasMessage("killed");
        LowRank resumed = nmf.fit(x, Watch.<LowRank>none().keeping(file));
        assertThat(resumed.left().toFloats()).isEqualTo(nmf.fit(x).left().toFloats());
    }

    @Test
    void refusesWhatCannotBe() {
        Matrix x = sample(9, 5, false);
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withRank(6).fit(x)).withMessage("Nmf.rank must be at most 5 for a 9 x 5 matrix but was 6");
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withRank(1).fit(Matrix.of(new double[][] {{1, 2}, {3, -0.5}})))
                .withMessage("the matrix must hold no negative numbers but has -0.5 in row 1, column 1 (counted from 0)");
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withRank(1).fit(Matrix.of(new double[][] {{1, Double.NaN}}))).withMessageContaining("NaN in row 0, column 1");
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withDivergence(ITAKURA_SAITO).withSolver(MULTIPLICATIVE).fit(x))
                .withMessage("the matrix must hold positive numbers for Itakura-Saito but has 0.0 in row 0, column 0 (counted from 0)");
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withDivergence(KULLBACK_LEIBLER).fit(x))
                .withMessage("Nmf.solver must be MULTIPLICATIVE for a divergence that is not FROBENIUS but was COORDINATE_DESCENT");
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withSolver(MULTIPLICATIVE).withStart(Nmf.Start.NNDSVD).fit(x)).withMessageContaining("which never leave 0");
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.fit(Matrix.of(new float[0], 0, 4))).withMessageContaining("have rows and columns");
        SparseRows negative = new SparseRows(new int[] {0, 1, 2}, new int[] {0, 1}, new float[] {1, -2}, null, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withRank(1).fit(negative, Watch.none())).withMessageContaining("-2.0 in row 1, column 1");
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.withRank(1).withDivergence(ITAKURA_SAITO).withSolver(MULTIPLICATIVE).fit(negative, Watch.none()))
                .withMessageContaining("be another for a sparse matrix");
    }
}
