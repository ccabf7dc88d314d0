package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.History;
import mf4j.train.Provenance;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LowRankTest {
    private static final int COLUMNS = 9;
    private static final int RANK = 4;

    private static LowRank model(LowRank.RowRule rule) {
        double[] mean = new double[COLUMNS];
        for (int j = 0; j < COLUMNS; j++) mean[j] = 0.3 * j;
        return new LowRank(Matrix.normal(20, RANK, Seeds.of(1)), new double[] {3, 2, 1, 0.5}, Matrix.normal(RANK, COLUMNS, Seeds.of(2)), mean, rule,
                new LowRank.Fit(1, 1, 1, 0.5), new Provenance("Nobody", Map.of(), "none", "0", "scalar", History.EMPTY));
    }

    @Test
    void isMeanAndProduct() {
        LowRank model = model(LowRank.RowRule.PLAIN);
        Matrix all = model.reconstruct();
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double sum = 0.3 * j;
                for (int k = 0; k < RANK; k++) sum += model.left().at(i, k) * model.values()[k] * model.right().at(k, j);
                assertThat(all.at(i, j)).isCloseTo(sum, within(1e-6));
            }
        }
        double[] rows = new double[2 * COLUMNS + 1];
        model.reconstruct(7, 9, rows, 1);
        assertThat(rows[1 + COLUMNS + 2]).isCloseTo(all.at(8, 2), within(1e-6));
        assertThat(model.rowErrors(all)[3]).isLessThan(1e-10);
        double[] moved = all.toDoubles().clone();
        moved[3 * COLUMNS + 5] += 2;
        moved[3 * COLUMNS + 6] = Double.NaN;
        assertThat(model.rowErrors(Matrix.of(moved, 20, COLUMNS))[3]).isCloseTo(4, within(1e-5));
        assertThat(model.compression()).isEqualTo(180.0 / (80 + 36));
        assertThat(model.fit().gap()).isEqualTo(1);
    }

    /// The gradient by z is zero, or points outward where z is held at 0.
    @ParameterizedTest
    @CsvSource({"0,false,false", "0.7,false,false", "0,true,false", "0.7,true,false", "0.7,false,true", "0,false,true", "0.7,true,true"})
    void newRowsAreAtTheirMinimum(double ridge, boolean nonNegative, boolean missing) {
        LowRank model = model(new LowRank.RowRule(ridge, nonNegative, missing));
        double[] values = Matrix.normal(30, COLUMNS, Seeds.of(7)).toDoubles();
        if (missing) for (int j = 0; j < values.length; j += 5) values[j] = Double.NaN;
        Matrix x = Matrix.of(values, 30, COLUMNS);
        Matrix z = model.transform(x);
        assertThat(z.columns()).isEqualTo(RANK);
        for (int i = 0; i < 30; i++) {
            for (int k = 0; k < RANK; k++) {
                double gradient = ridge * z.at(i, k);
                for (int j = 0; j < COLUMNS; j++) {
                    double error = -(x.at(i, j) - 0.3 * j);
                    for (int m = 0; m < RANK; m++) error += z.at(i, m) * model.values()[m] * model.right().at(m, j);
                    if (!Double.isNaN(error)) gradient += error * model.values()[k] * model.right().at(k, j);
                }
                if (nonNegative && z.at(i, k) == 0) assertThat(gradient).isGreaterThan(-1e-9);
                else assertThat(gradient).isCloseTo(0, within(1e-8));
                if (nonNegative) assertThat(z.at(i, k)).isNotNegative();
            }
        }
    }

    @Test
    void ofSeveralSolutionsTheShortestIsTaken() {
        double[] twice = {1, 2, 1, 2, 0, 0};
        LowRank model = new LowRank(Matrix.of(new double[6], 2, 3), new double[] {1, 1, 1}, Matrix.of(twice, 3, 2), new double[2], LowRank.RowRule.PLAIN,
                new LowRank.Fit(1, 1, 1, 1), new Provenance("Nobody", Map.of(), "none", "0", "scalar", History.EMPTY));
        double[] z = model.transform(Matrix.of(new double[][] {{2, 4}})).row(0);
        assertThat(z[0]).isCloseTo(1, within(1e-12));
        assertThat(z[1]).isCloseTo(1, within(1e-12));
        assertThat(z[2]).isZero();
    }

    @Test
    void refusesRowsOfAnotherKind() {
        LowRank model = model(LowRank.RowRule.PLAIN);
        assertThatIllegalArgumentException().isThrownBy(() -> model.transform(Matrix.of(new double[8], 1, 8))).withMessage("LowRank.x must have 9 columns but was 8");
        double[] unknown = new double[9];
        unknown[4] = Double.NaN;
        assertThatIllegalArgumentException().isThrownBy(() -> model.transform(Matrix.of(unknown, 1, 9))).withMessageContaining("NaN in row 0, column 4");
    }
}
