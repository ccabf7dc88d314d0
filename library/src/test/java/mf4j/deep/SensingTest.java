package mf4j.deep;

import mf4j.matrix.SymmetricEigen;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SensingTest extends DeskContract {
    private static final Shape SMALL = new Shape(3, 4, 5, 3);

    @Override
    Agents agents() {
        return Sensing.random(3, SMALL, OptionalInt.empty(), 0.7, 0.7, 1);
    }

    /// At the truth nothing is left of the error, so the curvature is `2 J^T A^T A J + 2 tau`: it exceeds that without a pull by 2 tau exactly.
    @Test
    void thePullHasTheCurvatureTwoTau() {
        Sensing with = Sensing.random(1, SMALL, OptionalInt.empty(), 0.7, 0.7, 3);
        Sensing without = Sensing.random(1, SMALL, OptionalInt.empty(), 0, 0, 3);
        assertThat(without.truth()).isEqualTo(with.truth());
        double pulled = Sharpness.of(with, 0, with.truth(), 0, 1e-12).value();
        double free = Sharpness.of(without, 0, without.truth(), 0, 1e-12).value();
        assertThat(pulled - free).isCloseTo(1.4, within(1e-9 * free));
        double[] values = SymmetricEigen.values(hessian(with, 0, with.truth()), SMALL.size());
        assertThat(pulled).isCloseTo(values[values.length - 1], within(1e-6 * pulled));
    }

    /// The formula of the paper, with the Kronecker sum formed: `2 |sum_l (B_l^T B_l) kron (A C_l C_l^T A^T)| + 2 tau`.
    @Test
    void theSharpnessAtTheTruthIsTheKroneckerSums() {
        Sensing agents = Sensing.random(2, SMALL, OptionalInt.empty(), 0.1, 0.9, 4);
        for (int i = 0; i < 2; i++) {
            double[] sum = new double[81];
            for (int l = 1; l <= 3; l++) {
                double[][] b = identity(3);
                for (int k = 1; k < l; k++) b = times(factor(agents, k), b);
                double[][] ac = new double[3][];
                for (int r = 0; r < 3; r++) ac[r] = Arrays.copyOfRange(agents.operator(i), r * 3, r * 3 + 3);
                for (int k = 3; k > l; k--) ac = times(ac, factor(agents, k));
                double[][] left = times(transposed(b), b);
                double[][] right = times(ac, transposed(ac));
                for (int p = 0; p < 9; p++) for (int q = 0; q < 9; q++) sum[p * 9 + q] += left[p / 3][q / 3] * right[p % 3][q % 3];
            }
            double[] values = SymmetricEigen.values(sum, 9);
            double expected = 2 * values[8] + 2 * agents.tau(i);
            assertThat(Sharpness.of(agents, i, agents.truth(), 0, 1e-12).value()).isCloseTo(expected, within(1e-9 * expected));
        }
    }

    private static double[][] factor(Sensing agents, int l) {
        Shape shape = agents.shape();
        double[][] factor = new double[shape.width(l)][];
        for (int r = 0; r < factor.length; r++) factor[r] = Arrays.copyOfRange(agents.truth(), shape.at(l) + r * shape.width(l - 1), shape.at(l) + (r + 1) * shape.width(l - 1));
        return factor;
    }

    private static double[][] identity(int n) {
        double[][] identity = new double[n][n];
        for (int j = 0; j < n; j++) identity[j][j] = 1;
        return identity;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) for (int k = 0; k < b.length; k++) for (int j = 0; j < c[i].length; j++) c[i][j] += a[i][k] * b[k][j];
        return c;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) for (int j = 0; j < a[0].length; j++) t[j][i] = a[i][j];
        return t;
    }

    @Test
    void isSolvedByTheTruthButForThePull() {
        Sensing agents = Sensing.random(2, SMALL, OptionalInt.of(2), 0.1, 0.9, 5);
        double squares = Arrays.stream(agents.truth()).map(v -> v * v).sum();
        for (int i = 0; i < 2; i++) assertThat(agents.desk().loss(i, agents.truth(), 0, null, 0)).isCloseTo(agents.tau(i) * squares, within(1e-12 * squares));
        double[] values = Gauges.of(agents).measures(new Agreement(1, agents.size(), agents.blocks(), agents.truth(), 0, null)).entrySet().stream()
                .filter(e -> e.getKey().startsWith("singular/")).mapToDouble(Map.Entry::getValue).toArray();
        assertThat(values[2]).isLessThan(1e-12 * values[0]);
        assertThat(values[1]).isGreaterThan(1e-6 * values[0]);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sensing.random(0, SMALL, OptionalInt.empty(), 0, 1, 1)).withMessage("Sensing.agents must be at least 1 but was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Sensing.random(1, SMALL, OptionalInt.of(4), 0, 1, 1)).withMessageContaining("rank must lie between 1 and the least width");
        assertThatIllegalArgumentException().isThrownBy(() -> Sensing.random(1, SMALL, OptionalInt.empty(), 1, 0, 1)).withMessageContaining("tau must be a range");
        assertThatIllegalArgumentException().isThrownBy(() -> Sensing.of(new Shape(1, 1), new double[1], new double[][] {{Double.NaN}}, new double[1])).withMessage("Sensing.operator must be finite but was NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Sensing.of(new Shape(1, 1), new double[] {Double.NaN}, new double[1][1], new double[1])).withMessage("Sensing.truth must be finite but was NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.random(10, 3, 8, 20, 1)).withMessageContaining("widths must begin at the dimension 10 or above");
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.random(10, 0, 1)).withMessage("Shape.depth must be at least 1 but was 0");
    }
}
