package mf4j.matrix;

import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class SymmetricEigenTest {
    private static double[] random(int n, int rank, long seed) {
        Random random = new Random(seed);
        double[] b = random.doubles((long) n * rank, -1, 1).toArray();
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int c = 0; c < rank; c++) a[i * n + j] += (c % 2 == 0 ? 1 : -1) * b[i * rank + c] * b[j * rank + c];
            }
        }
        return a;
    }

    /// The definition: `A v = value v`, and V^T V = I.
    private static void check(double[] a, int n) {
        SymmetricEigen eigen = SymmetricEigen.of(a, n);
        assertThat(SymmetricEigen.values(a, n)).containsExactly(eigen.values());
        double scale = 1e-300;
        for (double x : a) scale = Math.max(scale, Math.abs(x));
        for (int j = 0; j < n; j++) {
            if (j > 0) assertThat(eigen.values()[j]).isGreaterThanOrEqualTo(eigen.values()[j - 1]);
            for (int i = 0; i < n; i++) {
                double product = 0;
                double dot = 0;
                for (int c = 0; c < n; c++) {
                    product += a[i * n + c] * eigen.vectors()[c * n + j];
                    dot += eigen.vectors()[c * n + i] * eigen.vectors()[c * n + j];
                }
                assertThat(product).isCloseTo(eigen.values()[j] * eigen.vectors()[i * n + j], offset(1e-13 * n * scale));
                assertThat(dot).isCloseTo(i == j ? 1 : 0, offset(1e-13 * n));
            }
        }
    }

    @Property(tries = 60)
    void solvesTheDefinition(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll @IntRange(min = 0, max = 40) int rank, @ForAll long seed) {
        check(random(n, rank, seed), n);
    }

    @Test
    void solvesLargerOnesThanASlice() {
        check(random(150, 150, 1), 150);
    }

    @Test
    void solvesDiagonalAndZeroAndIdentityAndTinyAndHuge() {
        check(new double[25], 5);
        check(new double[] {3, 0, 0, 0, -1, 0, 0, 0, 2}, 3);
        check(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3);
        check(new double[] {1e-200, 2e-200, 2e-200, -1e-200}, 2);
        check(new double[] {1e150, 2e150, 2e150, -1e150}, 2);
    }

    /// The path graph's second difference: 2 - 2 cos(pi j / (n + 1)).
    @Test
    void findsTheValuesOfASecondDifference() {
        int n = 12;
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            a[i * n + i] = 2;
            if (i > 0) a[i * n + i - 1] = -1;
        }
        SymmetricEigen eigen = SymmetricEigen.of(a, n);
        for (int j = 0; j < n; j++) assertThat(eigen.values()[j]).isCloseTo(2 - 2 * Math.cos(Math.PI * (j + 1) / (n + 1)), offset(1e-13));
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() throws Exception {
        double[] a = random(200, 30, 3);
        SymmetricEigen one = Sweep.withThreads(1, () -> SymmetricEigen.of(a, 200));
        SymmetricEigen three = Sweep.withThreads(3, () -> SymmetricEigen.of(a, 200));
        assertThat(three.vectors()).containsExactly(one.vectors());
        assertThat(three.values()).containsExactly(one.values());
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> SymmetricEigen.of(new double[] {1, 0, Double.NaN, 1}, 2)).isInstanceOf(ArithmeticException.class)
                .hasMessage("the matrix holds a number that is not finite in row 1");
    }
}
