package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Epoch;
import mf4j.train.Seeds;
import mf4j.train.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PqTest {
    private static final Matrix EXAMPLE = Matrix.of(new double[][] {
        {4.5, 2.3, 0, 1.2}, {4.6, 0, 0, 1.25}, {1, 1.2, 0, 5.6}, {1.8, 0, 0, 4.3}, {0, 1.4, 5.32, 4.3}});

    /// The notebook's loop in double, with the regulariser that descends.
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void stepsAsTheNotebookDoes(boolean wide) {
        Matrix x = wide ? EXAMPLE.transposed() : EXAMPLE;
        int rows = x.rows();
        int columns = x.columns();
        GradientFactorization.Start start = GradientFactorization.Start.normal(x, 3, 1, 4);
        LowRank made = Pq.notebook().withEpochs(200).withPatience(0).fit(x, start, Watch.none());
        double[] p = Matrix.of(start.left()).toDoubles().clone();
        double[] q = Matrix.of(start.right()).toDoubles().clone();
        List<Epoch> epochs = made.provenance().history().epochs();
        for (int t = 0; t < 200; t++) {
            double[] gp = new double[p.length];
            double[] gq = new double[q.length];
            double objective = 0;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double e = -x.at(i, j);
                    for (int k = 0; k < 3; k++) e += p[i * 3 + k] * q[k * columns + j];
                    objective += e * e;
                    for (int k = 0; k < 3; k++) {
                        gp[i * 3 + k] += 2 * e * q[k * columns + j];
                        gq[k * columns + j] += 2 * e * p[i * 3 + k];
                    }
                }
            }
            for (double v : p) objective += 0.01 * v * v;
            for (double v : q) objective += 0.01 * v * v;
            assertThat(epochs.get(t).objective()).as("epoch " + t).isCloseTo(objective, within(1e-9 * (1 + objective)));
            for (int j = 0; j < p.length; j++) p[j] -= 0.01 * (gp[j] + 0.02 * p[j]);
            for (int j = 0; j < q.length; j++) q[j] -= 0.01 * (gq[j] + 0.02 * q[j]);
        }
        for (int j = 0; j < p.length; j++) assertThat(made.left().at(j / 3, j % 3)).isCloseTo(p[j], within(1e-5));
        for (int j = 0; j < q.length; j++) assertThat(made.right().at(j / columns, j % columns)).isCloseTo(q[j], within(1e-5));
    }

    /// The optimum: singular values shrunk by half the regularization.
    @ParameterizedTest
    @CsvSource({"5,4,3,0.02,ALTERNATING", "5,4,2,1,ALTERNATING", "300,30,5,4,ALTERNATING", "30,300,5,4,ALTERNATING", "5,4,2,1,DESCENT"})
    void endsAtTheOptimum(int rows, int columns, int rank, double regularization, Pq.Solver solver) {
        Matrix x = rows == 5 ? EXAMPLE : Matrix.normal(rows, columns, Seeds.of(1));
        LowRank made = Pq.defaults().withRank(rank).withRegularization(regularization).withSolver(solver).withEpochs(20_000).withLeastGain(1e-12).fit(x);
        assertThat(made.fit().optimum()).isCloseTo(Spectrum.of(x).ridged(rank, regularization / 2), within(1e-9 * made.fit().optimum()));
        assertThat(made.fit().objective()).isGreaterThanOrEqualTo(made.fit().optimum() * (1 - 1e-9)).isCloseTo(made.fit().optimum(), within(1e-5 * made.fit().optimum()));
        assertThat(made.fit().mse()).isGreaterThanOrEqualTo(made.fit().floor());
    }

    @Test
    void stopsWhenNothingIsGained() {
        LowRank made = Pq.notebook().fit(EXAMPLE);
        List<Epoch> epochs = made.provenance().history().epochs();
        assertThat(epochs.size()).isLessThan(5000);
        double last = epochs.getLast().objective();
        assertThat(epochs.get(epochs.size() - 11).objective() - last).isLessThan(0.01);
        assertThat(made.fit().objective()).isCloseTo(made.fit().optimum(), within(0.2 * made.fit().optimum()));
    }

    @Test
    void aNewRowIsAtItsMinimum() {
        LowRank made = Pq.defaults().withRegularization(1).withRank(2).withLeastGain(1e-13).fit(EXAMPLE);
        Matrix again = made.transform(EXAMPLE);
        for (int i = 0; i < 5; i++) for (int k = 0; k < 2; k++) assertThat(again.at(i, k)).isCloseTo(made.left().at(i, k), within(1e-4));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pq.defaults().withRank(5).fit(EXAMPLE)).withMessage("Pq.rank must be at most 4 for a 5 x 4 matrix but was 5");
        assertThatIllegalArgumentException().isThrownBy(() -> Pq.defaults().fit(Matrix.of(new double[][] {{1, 2, 3}, {1, 2, Double.POSITIVE_INFINITY}, {1, 2, 3}})))
                .withMessageContaining("Infinity in row 1, column 2");
    }
}
