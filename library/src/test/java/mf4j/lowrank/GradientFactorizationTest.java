package mf4j.lowrank;

import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
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
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GradientFactorizationTest {
    private static final GradientFactorization ONE_STEP = GradientFactorization.defaults().withRank(3).withOptimizer(Optimizer.PLAIN)
            .withLearningRate(1).withEpochs(1).withKeepBest(false).withCompressed(false);

    private static double loss(Matrix x, Loss loss, float[] left, float[] right, int rank) {
        return Closeness.of(x, new Factors(left, x.rows(), rank), new Factors(right, rank, x.columns())).value(loss);
    }

    /// A plain step of length 1 is the gradient: against central differences of the loss, which [Closeness] takes entry by entry.
    @ParameterizedTest
    @EnumSource(Loss.class)
    void stepsAlongTheGradient(Loss loss) {
        Matrix x = Matrix.normal(40, 7, Seeds.of(1));
        GradientFactorization.Start start = GradientFactorization.Start.normal(x, 3, 0.7, 5);
        LowRank after = ONE_STEP.withLoss(loss).withLearningRate(loss.isMeanOfEntries() ? 47.0 / 280 : 1).fit(x, start, Watch.none());
        float[] left = start.left().values();
        float[] right = start.right().values();
        assertThat(after.provenance().history().epochs().getFirst().objective()).isCloseTo(loss(x, loss, left, right, 3), within(2e-6));
        for (int j = 0; j < left.length; j += 7) assertSlope(x, loss, left, right, left, j, left[j] - after.left().at(j / 3, j % 3));
        for (int j = 0; j < right.length; j++) assertSlope(x, loss, left, right, right, j, right[j] - after.right().at(j / 7, j % 7));
    }

    private static void assertSlope(Matrix x, Loss loss, float[] left, float[] right, float[] which, int j, double step) {
        float here = which[j];
        float width = loss == Loss.MAE ? 1e-3f : 4e-3f;
        which[j] = here + width;
        double above = loss(x, loss, left, right, 3);
        double up = which[j];
        which[j] = here - width;
        double slope = (above - loss(x, loss, left, right, 3)) / (up - which[j]);
        which[j] = here;
        assertThat(step).as(loss + " " + j).isCloseTo(slope, within(loss == Loss.MAE ? 2e-3 : 3e-5 * (1 + Math.abs(slope))));
    }

    /// Adam as it is printed, in double, with the whole residual.
    @ParameterizedTest
    @CsvSource({"300,20,4", "20,300,4", "1000,70,9"})
    void adamGoesWhereThePlainAlgorithmGoes(int rows, int columns, int rank) {
        Matrix x = Matrix.normal(rows, columns, Seeds.of(2));
        GradientFactorization adam = GradientFactorization.defaults().withRank(rank).withEpochs(30).withLearningRate(0.05).withKeepBest(false);
        GradientFactorization.Start start = GradientFactorization.Start.normal(x, rank, 1, 3);
        LowRank made = adam.fit(x, start, Watch.none());
        double[] w = Matrix.of(start.left()).toDoubles();
        double[] q = Matrix.of(start.right()).toDoubles();
        double[][] memory = {new double[w.length], new double[w.length], new double[q.length], new double[q.length]};
        List<Epoch> epochs = made.provenance().history().epochs();
        for (int t = 1; t <= 30; t++) {
            double[] gw = new double[w.length];
            double[] gq = new double[q.length];
            double mse = gradients(x.toDoubles(), w, q, rows, columns, rank, gw, gq);
            assertThat(epochs.get(t - 1).objective()).as("epoch " + t).isCloseTo(mse, within(1e-5 * mse));
            adam(w, gw, memory[0], memory[1], t);
            adam(q, gq, memory[2], memory[3], t);
        }
        for (int j = 0; j < w.length; j += 13) assertThat(made.left().at(j / rank, j % rank)).isCloseTo(w[j], within(2e-3));
    }

    private static double gradients(double[] x, double[] w, double[] q, int rows, int columns, int rank, double[] gw, double[] gq) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double e = -x[i * columns + j];
                for (int k = 0; k < rank; k++) e += w[i * rank + k] * q[k * columns + j];
                sum += e * e;
                for (int k = 0; k < rank; k++) {
                    gw[i * rank + k] += 2 * e * q[k * columns + j] / x.length;
                    gq[k * columns + j] += 2 * e * w[i * rank + k] / x.length;
                }
            }
        }
        return sum / x.length;
    }

    private static void adam(double[] w, double[] g, double[] m, double[] v, int t) {
        for (int j = 0; j < w.length; j++) {
            m[j] = 0.9 * m[j] + 0.1 * g[j];
            v[j] = 0.999 * v[j] + 0.001 * g[j] * g[j];
            w[j] -= 0.05 * (m[j] / (1 - Math.pow(0.9, t))) / (Math.sqrt(v[j] / (1 - Math.pow(0.999, t))) + 1e-8);
        }
    }

    /// Over all rows and in the space of the matrix's own rank: the same losses and factors, also where that rank is deficient.
    @ParameterizedTest
    @CsvSource({"200,9,4,200", "9,200,4,9", "30,30,7,30", "500,40,5,6", "64,33,33,33", "1000,3,2,1000", "40,20,6,1"})
    void compressedDescentIsTheSameDescent(int rows, int columns, int rank, int own) {
        Matrix x = planted(rows, columns, Math.min(own, Math.min(rows, columns)));
        for (Optimizer optimizer : new Optimizer[] {Optimizer.PLAIN, Optimizer.MOMENTUM}) {
            GradientFactorization small = GradientFactorization.defaults().withRank(rank).withOptimizer(optimizer).withEpochs(60)
                    .withLearningRate(0.005).withMomentum(0.6).withDecay(Decay.COSINE);
            LowRank one = small.fit(x);
            LowRank other = small.withCompressed(false).fit(x);
            List<Epoch> epochs = one.provenance().history().epochs();
            for (int t = 0; t < 60; t++) {
                double expected = other.provenance().history().epochs().get(t).objective();
                assertThat(epochs.get(t).objective()).as(optimizer + " epoch " + t).isCloseTo(expected, within(1e-5 * expected));
            }
            assertThat(epochs.getLast().objective()).isLessThan(0.8 * epochs.getFirst().objective());
            assertClose(one.left(), other.left());
            assertClose(one.right(), other.right());
            assertThat(one.fit().mse()).isCloseTo(other.fit().mse(), within(1e-5 * other.fit().mse()));
        }
    }

    private static Matrix planted(int rows, int columns, int own) {
        if (own == Math.min(rows, columns)) return Matrix.normal(rows, columns, Seeds.of(4));
        double[] left = Matrix.normal(rows, own, Seeds.of(5)).toDoubles();
        double[] right = Matrix.normal(own, columns, Seeds.of(6)).toDoubles();
        double[] x = new double[rows * columns];
        for (int j = 0; j < x.length; j++) for (int k = 0; k < own; k++) x[j] += left[j / columns * own + k] * right[k * columns + j % columns];
        return Matrix.of(x, rows, columns);
    }

    private static void assertClose(Matrix a, Matrix b) {
        double scale = Math.sqrt(b.squaredNorm() / b.size());
        double[] one = a.toDoubles();
        double[] other = b.toDoubles();
        for (int j = 0; j < one.length; j++) assertThat(one[j]).isCloseTo(other[j], within(1e-4 * scale));
    }

    /// One learning rate serves matrices of any shape.
    @ParameterizedTest
    @CsvSource({"20,10", "10,20", "3000,60", "60,3000"})
    void plainStepsKnowTheSizeOfTheMatrix(int rows, int columns) {
        Matrix x = planted(rows, columns, 4);
        for (Optimizer optimizer : new Optimizer[] {Optimizer.PLAIN, Optimizer.MOMENTUM}) {
            LowRank made = GradientFactorization.defaults().withRank(4).withOptimizer(optimizer).withLearningRate(0.1).withEpochs(3000).fit(x);
            assertThat(made.fit().mse()).as(optimizer.toString()).isLessThan(0.01 * x.squaredNorm() / x.size());
        }
    }

    @Test
    void theErrorIsMeasuredWhereTheExpansionWouldCancel() {
        Matrix x = planted(300, 40, 3);
        LowRank close = GradientFactorization.defaults().withRank(3).withEpochs(1500).withLearningRate(0.03).fit(x);
        assertThat(close.fit().mse()).isLessThan(1e-6);
        Epoch best = close.provenance().history().epochs().stream().min(java.util.Comparator.comparingDouble(Epoch::objective)).orElseThrow();
        assertThat(best.objective()).isCloseTo(close.fit().mse(), within(1e-3 * close.fit().mse() + 1e-13 * x.squaredNorm() / x.size()));
    }

    /// Steps that are too long go up and down: the best factors have the least loss of the history, the last ones have not.
    @Test
    void keepsTheBestFactors() {
        Matrix x = Matrix.normal(60, 12, Seeds.of(7));
        GradientFactorization wild = GradientFactorization.defaults().withRank(5).withLearningRate(0.5).withEpochs(60);
        for (GradientFactorization trainer : new GradientFactorization[] {wild, wild.withOptimizer(Optimizer.MOMENTUM).withLearningRate(0.5).withMomentum(0.95)}) {
            double[] losses = trainer.fit(x).provenance().history().epochs().stream().mapToDouble(Epoch::objective).toArray();
            double least = losses[0];
            int rising = 1;
            for (; losses[rising] < 1.001 * least; rising++) least = Math.min(least, losses[rising]);
            assertThat(trainer.withEpochs(rising).fit(x).fit().mse()).isCloseTo(least, within(1e-5 * least));
            assertThat(trainer.withEpochs(rising).withKeepBest(false).fit(x).fit().mse()).isCloseTo(losses[rising], within(1e-5 * least));
        }
    }

    @Test
    void theLearningRateDecays() {
        assertThat(Decay.LINEAR.at(1, 10, 1, 0.5)).isEqualTo(1);
        assertThat(Decay.LINEAR.at(6, 10, 1, 0.5)).isEqualTo(0.75);
        assertThat(Decay.COSINE.at(6, 10, 1, 0.5)).isCloseTo(0.75, within(1e-15));
        assertThat(Decay.COSINE.at(11, 10, 1, 0.5)).isCloseTo(0.5, within(1e-15));
        assertThat(Decay.NONE.at(11, 10, 1, 0.5)).isEqualTo(1);
    }

    /// No result of a rank is below the floor, and a result carries how far above it is.
    @Test
    void carriesItsGap() {
        Matrix x = Matrix.normal(80, 10, Seeds.of(8));
        Spectrum spectrum = Spectrum.of(x);
        LowRank made = GradientFactorization.defaults().withRank(4).withLearningRate(0.05).withEpochs(600).fit(x);
        assertThat(made.fit().floor()).isCloseTo(spectrum.floor(4), within(1e-12));
        assertThat(made.fit().optimum()).isEqualTo(made.fit().floor());
        assertThat(made.fit().mse()).isGreaterThanOrEqualTo(made.fit().floor()).isLessThan(1.01 * made.fit().floor());
        LowRank cosine = GradientFactorization.defaults().withRank(4).withLoss(Loss.COSINE).withLearningRate(0.05).withEpochs(600).fit(x);
        assertThat(cosine.fit().objective()).isGreaterThanOrEqualTo(cosine.fit().optimum() - 1e-9).isCloseTo(cosine.fit().optimum(), within(1e-3));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void isTheSameBitsForAnyNumberOfThreads(Loss loss) {
        Matrix x = Matrix.normal(3000, 20, Seeds.of(9));
        GradientFactorization trainer = GradientFactorization.defaults().withRank(4).withEpochs(4).withLoss(loss);
        float[][] lefts = new float[4][];
        for (int threads = 1; threads < 4; threads++) {
            int at = threads;
            Sweep.runWithThreads(threads, () -> lefts[at] = trainer.fit(x).left().toFloats());
            assertThat(lefts[threads]).isEqualTo(lefts[1]);
        }
    }

    @ParameterizedTest
    @EnumSource(Optimizer.class)
    void resumesWithTheSameFinalBits(Optimizer optimizer, @TempDir Path folder) {
        Matrix x = Matrix.normal(90, 12, Seeds.of(10));
        GradientFactorization trainer = GradientFactorization.defaults().withRank(4).withEpochs(9).withOptimizer(optimizer).withLearningRate(0.3);
        Checkpoint file = Checkpoint.file(folder.resolve("state"));
        Watch<LowRank> killing = progress -> {
            if (progress.epoch().number() == 5) throw new IllegalStateException("killed");
            return Watch.Verdict.GO_ON;
        };
        assertThatThrownBy(() -> trainer.fit(x, killing.keeping(file))).hasMessage("killed");
        AtomicReference<Integer> first = new AtomicReference<>();
        Watch<LowRank> noting = progress -> {
            first.compareAndSet(null, progress.epoch().number());
            return Watch.Verdict.GO_ON;
        };
        LowRank resumed = trainer.fit(x, noting.keeping(file));
        assertThat(first.get()).isEqualTo(4);
        LowRank whole = trainer.fit(x);
        assertThat(resumed.left().toFloats()).isEqualTo(whole.left().toFloats());
        assertThat(resumed.right().toFloats()).isEqualTo(whole.right().toFloats());
    }

    @Test
    void refusesWhatCannotBe() {
        Matrix x = Matrix.normal(9, 4, Seeds.of(1));
        assertThatIllegalArgumentException().isThrownBy(() -> GradientFactorization.defaults().withRank(0)).withMessageContaining("GradientFactorization.rank must be at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> GradientFactorization.defaults().withRank(5).fit(x))
                .withMessage("GradientFactorization.rank must be at most 4 for a 9 x 4 matrix but was 5");
        assertThatIllegalArgumentException().isThrownBy(() -> GradientFactorization.defaults().withRank(2).fit(Matrix.of(new float[0], 0, 4))).withMessageContaining("have rows and columns");
        assertThatIllegalArgumentException().isThrownBy(() -> GradientFactorization.defaults().withRank(1).fit(Matrix.of(new float[] {1, Float.NaN}, 2, 1)))
                .withMessageContaining("NaN in row 1, column 0");
        assertThatThrownBy(() -> GradientFactorization.defaults().withRank(2).withOptimizer(Optimizer.PLAIN).withLearningRate(1e6).fit(x)).isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("smaller learning rate");
    }
}
