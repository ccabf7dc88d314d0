package mf4j.lowrank;

import mf4j.matrix.Gram;
import mf4j.matrix.Matrix;
import mf4j.matrix.SparseRows;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import mf4j.train.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SoftImputeTest {
    private static final double NAN = Double.NaN;
    private static final SoftImpute EXACT = SoftImpute.defaults().withTolerance(0).withEpochs(1500).withPath(3);

    /// Rank 3 and some noise; a share of the entries, drawn at random, is missing.
    private static Matrix holes(int rows, int columns, double missing, boolean floats) {
        double[] left = Matrix.normal(rows, 3, Seeds.of(1)).toDoubles();
        double[] right = Matrix.normal(3, columns, Seeds.of(2)).toDoubles();
        double[] x = Matrix.normal(rows, columns, Seeds.of(3)).toDoubles();
        Seeds.Stream chance = Seeds.of(4).stream(0);
        float[] small = new float[x.length];
        for (int j = 0; j < x.length; j++) {
            x[j] *= 0.3;
            for (int k = 0; k < 3; k++) x[j] += left[j / columns * 3 + k] * right[k * columns + j % columns];
            if (chance.nextDouble() < missing) x[j] = NAN;
            small[j] = (float) x[j];
        }
        return floats ? Matrix.of(small, rows, columns) : Matrix.of(x, rows, columns);
    }

    private static double[][] off(Matrix x, LowRank made) {
        Matrix z = made.reconstruct();
        double[][] off = new double[x.rows()][x.columns()];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) off[i][j] = Double.isNaN(x.at(i, j)) ? 0 : x.at(i, j) - z.at(i, j);
        }
        return off;
    }

    /// The known errors E are a subgradient of weight times the nuclear norm: `E V = weight U`, `E^T U = weight V`, no singular value of E
    /// above the weight. For many known entries and, in floats, for so few that they are kept as a list.
    @ParameterizedTest
    @CsvSource({"40,15,0.4,3,false", "15,40,0.4,3,true", "60,60,0.5,6,false", "80,60,0.92,1.5,true"})
    void endsAtTheOptimum(int rows, int columns, double missing, double weight, boolean floats) {
        Matrix x = holes(rows, columns, missing, floats);
        LowRank made = EXACT.withRank(Math.min(rows, columns)).withRegularization(weight).fit(x);
        double[][] off = off(x, made);
        double[] values = made.values();
        assertThat(values.length).isGreaterThan(1).isLessThan(Math.min(rows, columns));
        assertThat(Math.sqrt(Spectrum.of(Matrix.of(off)).squares()[0])).isLessThan(weight * (1 + 1e-4));
        for (int k = 0; k < values.length; k++) {
            if (values[k] < 1e-2) continue;
            for (int i = 0; i < rows; i++) {
                double sum = 0;
                for (int j = 0; j < columns; j++) sum += off[i][j] * made.right().at(k, j);
                assertThat(sum).isCloseTo(weight * made.left().at(i, k), within(1e-3 * weight));
            }
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int i = 0; i < rows; i++) sum += off[i][j] * made.left().at(i, k);
                assertThat(sum).isCloseTo(weight * made.right().at(k, j), within(1e-3 * weight));
            }
        }
        double squares = 0;
        for (double[] row : off) for (double e : row) squares += e * e;
        assertThat(made.fit().objective()).isCloseTo(squares / 2 + weight * Arrays.stream(values).sum(), within(1e-6 * made.fit().objective()));
        assertThat(made.fit().mse()).isCloseTo(squares / (x.size() - x.missing()), within(1e-6 * made.fit().mse()));
        assertThat(made.fit().optimum()).isNaN();
        assertThat(made.fit().floor()).isNaN();
    }

    /// With nothing missing: the singular values, shrunk.
    @ParameterizedTest
    @CsvSource({"40,15,15,5", "15,40,4,5", "50,20,2,1"})
    void wholeMatricesAreSoftThresholded(int rows, int columns, int rank, double weight) {
        Matrix x = holes(rows, columns, 0, false);
        LowRank made = EXACT.withRank(rank).withRegularization(weight).withEpochs(400).fit(x);
        Spectrum spectrum = Spectrum.of(x);
        for (int k = 0; k < made.rank(); k++) assertThat(made.values()[k]).isCloseTo(spectrum.value(k) - weight, within(1e-7));
        if (made.rank() < rank) assertThat(spectrum.value(made.rank())).isLessThanOrEqualTo(weight);
        assertThat(made.fit().objective()).isCloseTo(made.fit().optimum(), within(1e-9 * made.fit().optimum()));
        assertThat(made.fit().floor()).isCloseTo(spectrum.floor(rank), within(1e-12));
        SymmetricEigen eigen = SymmetricEigen.of(Gram.of(x).values(), Math.min(rows, columns));
        Matrix side = rows < columns ? made.left() : made.right().transposed();
        for (int k = 0; k < made.rank(); k++) {
            double cosine = 0;
            for (int j = 0; j < side.rows(); j++) cosine += side.at(j, k) * eigen.vectors()[j * side.rows() + side.rows() - 1 - k];
            assertThat(Math.abs(cosine)).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void knowsWhereNothingIsLeft() {
        Matrix x = holes(30, 20, 0.5, false);
        double[] filled = x.toDoubles().clone();
        for (int j = 0; j < filled.length; j++) if (Double.isNaN(filled[j])) filled[j] = 0;
        double largest = SoftImpute.largestRegularization(x);
        assertThat(largest).isCloseTo(Spectrum.of(Matrix.of(filled, 30, 20)).value(0), within(1e-9));
        assertThat(EXACT.withRank(5).withRegularization(largest * 1.0001).fit(x).values()).containsExactly(0);
        assertThat(EXACT.withRank(5).withRegularization(largest * 0.99).fit(x).values()[0]).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"50,20,0.5", "20,50,0.2", "150,140,0.95"})
    void neverRises(int rows, int columns, double missing) {
        SoftImpute trainer = EXACT.withRank(6).withRegularization(0.5).withEpochs(200).withPath(4);
        List<Epoch> epochs = trainer.fit(holes(rows, columns, missing, true)).provenance().history().epochs();
        for (int t = 1; t < epochs.size(); t++) assertThat(epochs.get(t).objective()).isLessThanOrEqualTo(epochs.get(t - 1).objective() * (1 + 1e-12));
    }

    /// A convex problem: the way does not matter. And the path holds its results, each of its own weight.
    @Test
    void theWayDoesNotMatter() {
        Matrix x = holes(40, 25, 0.4, false);
        LowRank direct = EXACT.withRank(25).withRegularization(2).withPath(1).fit(x);
        LowRank warm = EXACT.withRank(25).withRegularization(2).withPath(8).fit(x);
        assertThat(warm.fit().objective()).isCloseTo(direct.fit().objective(), within(1e-8 * direct.fit().objective()));
        List<LowRank> path = EXACT.withRank(25).withRegularization(2).withPath(4).withEpochs(400).path(x);
        assertThat(path).hasSize(4);
        assertThat(path.getLast().fit().objective()).isCloseTo(direct.fit().objective(), within(1e-7 * direct.fit().objective()));
        double largest = SoftImpute.largestRegularization(x);
        for (int step = 1; step <= 4; step++) {
            double weight = largest * Math.pow(2 / largest, step / 4.0);
            assertThat((double) path.get(step - 1).provenance().knobs().get("regularization")).isCloseTo(weight, within(1e-9 * weight));
            if (step > 1) assertThat(path.get(step - 1).fit().mse()).isLessThan(path.get(step - 2).fit().mse());
        }
    }

    @Test
    void aListOfEntriesIsTheSameProblem() {
        Matrix x = holes(50, 30, 0.6, true);
        int[] offsets = new int[51];
        List<Integer> columns = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            for (int j = 29; j >= 0; j--) {
                if (Double.isNaN(x.at(i, j))) continue;
                columns.add(j);
                values.add((float) x.at(i, j));
            }
            offsets[i + 1] = columns.size();
        }
        float[] all = new float[values.size()];
        for (int e = 0; e < all.length; e++) all[e] = values.get(e);
        SparseRows list = new SparseRows(offsets, columns.stream().mapToInt(j -> j).toArray(), all, null, 30);
        LowRank one = EXACT.withRank(10).withRegularization(2).withDebias(true).fit(x);
        LowRank other = EXACT.withRank(10).withRegularization(2).withDebias(true).fit(list, Watch.none());
        assertThat(other.fit().objective()).isCloseTo(one.fit().objective(), within(1e-9 * one.fit().objective()));
        for (int k = 0; k < one.rank(); k++) assertThat(other.values()[k]).isCloseTo(one.values()[k], within(1e-4 * one.values()[0]));
    }

    /// What was hidden comes back, closer than the columns' means are; a rank that is capped is kept.
    @Test
    void findsWhatIsMissing() {
        Matrix whole = holes(200, 60, 0, false);
        Matrix x = holes(200, 60, 0.5, false);
        LowRank made = SoftImpute.defaults().withRank(3).withRegularization(5).withDebias(true).fit(x);
        assertThat(made.rank()).isEqualTo(3);
        Matrix z = made.reconstruct();
        double error = 0;
        double size = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 60; j++) {
                if (!Double.isNaN(x.at(i, j))) continue;
                error += Math.pow(whole.at(i, j) - z.at(i, j), 2);
                size += Math.pow(whole.at(i, j), 2);
            }
        }
        assertThat(error / size).isLessThan(0.1);
    }

    /// After it the errors are orthogonal to every component, and no larger than before.
    @Test
    void debiasedValuesAreLeastSquares() {
        Matrix x = holes(40, 25, 0.4, false);
        LowRank shrunk = EXACT.withRank(6).withRegularization(4).fit(x);
        LowRank made = EXACT.withRank(6).withRegularization(4).withDebias(true).fit(x);
        double[][] off = off(x, made);
        for (int k = 0; k < made.rank(); k++) {
            double sum = 0;
            for (int i = 0; i < 40; i++) for (int j = 0; j < 25; j++) sum += off[i][j] * made.left().at(i, k) * made.right().at(k, j);
            assertThat(sum).isCloseTo(0, within(1e-9));
            if (k > 0) assertThat(made.values()[k]).isLessThanOrEqualTo(made.values()[k - 1]);
        }
        assertThat(made.fit().mse()).isLessThan(0.8 * shrunk.fit().mse());
        assertThat(made.rule().ridge()).isZero();
    }

    @Test
    void aNewRowIsAtItsMinimum() {
        Matrix x = holes(40, 25, 0.4, false);
        LowRank made = EXACT.withRank(10).withRegularization(4).fit(x);
        Matrix again = made.transform(x);
        for (int i = 0; i < 40; i++) for (int k = 0; k < made.rank(); k++) assertThat(again.at(i, k)).isCloseTo(made.left().at(i, k), within(1e-4));
    }

    @Test
    void whatNothingIsKnownOfIsZero() {
        double[] values = holes(30, 12, 0.2, false).toDoubles().clone();
        for (int j = 0; j < 12; j++) values[7 * 12 + j] = NAN;
        for (int i = 0; i < 30; i++) values[i * 12 + 5] = NAN;
        Matrix z = EXACT.withRank(8).withRegularization(2).fit(Matrix.of(values, 30, 12)).reconstruct();
        for (int j = 0; j < 12; j++) assertThat(z.at(7, j)).isCloseTo(0, within(1e-9));
        for (int i = 0; i < 30; i++) assertThat(z.at(i, 5)).isCloseTo(0, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.3,false", "0.95,true"})
    void isTheSameBitsForAnyNumberOfThreads(double missing, boolean floats) {
        Matrix x = holes(1500, 40, missing, floats);
        SoftImpute trainer = SoftImpute.defaults().withRank(4).withDebias(true).withEpochs(8);
        double[][] lefts = new double[4][];
        for (int threads = 1; threads < 4; threads++) {
            int at = threads;
            Sweep.runWithThreads(threads, () -> lefts[at] = trainer.fit(x).left().toDoubles());
            assertThat(lefts[threads]).isEqualTo(lefts[1]);
        }
    }

    @Test
    void resumesWithTheSameFinalBits(@TempDir Path folder) {
        Matrix x = holes(60, 20, 0.3, false);
        SoftImpute trainer = SoftImpute.defaults().withRank(4).withPath(3);
        Checkpoint file = Checkpoint.file(folder.resolve("state"));
        Watch<LowRank> killing = progress -> {
            if (progress.epoch().number() == 9) throw new IllegalStateException("killed");
            return Watch.Verdict.GO_ON;
        };
        assertThatThrownBy(() -> trainer.fit(x, killing.keeping(file))).hasMessage("killed");
        LowRank resumed = trainer.fit(x, Watch.<LowRank>none().keeping(file));
        LowRank whole = trainer.fit(x);
        assertThat(resumed.left().toDoubles()).isEqualTo(whole.left().toDoubles());
        assertThat(resumed.provenance().history().epochs()).hasSameSizeAs(whole.provenance().history().epochs());
        assertThat(whole.provenance().history().epochs().size()).isBetween(10, 900);
        assertThat(trainer.fit(x, Watch.<LowRank>none().keeping(file)).left().toDoubles()).isEqualTo(whole.left().toDoubles());
    }

    @Test
    void refusesWhatCannotBe() {
        Matrix x = holes(9, 4, 0.2, false);
        assertThatIllegalArgumentException().isThrownBy(() -> SoftImpute.defaults().withRank(5).fit(x)).withMessage("SoftImpute.rank must be at most 4 for a 9 x 4 matrix but was 5");
        assertThatIllegalArgumentException().isThrownBy(() -> SoftImpute.defaults().withRegularization(0)).withMessageContaining("SoftImpute.regularization must be a finite number above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> SoftImpute.defaults().withRank(1).fit(Matrix.of(new double[][] {{NAN, NAN}, {NAN, NAN}})))
                .withMessage("SoftImpute.x must have a known entry but was all missing");
        assertThatIllegalArgumentException().isThrownBy(() -> SoftImpute.defaults().withRank(1).fit(Matrix.of(new double[][] {{1, 2}, {NAN, Double.POSITIVE_INFINITY}})))
                .withMessageContaining("Infinity in row 1, column 1");
        assertThatIllegalArgumentException().isThrownBy(() -> SoftImpute.defaults().withRank(1).fit(Matrix.of(new double[0], 0, 3))).withMessageContaining("have rows and columns");
    }
}
