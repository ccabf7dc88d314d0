package mf4j.matrix;

import mf4j.train.Seeds;
import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class SingularTripletsTest {
    /// The definition: both sides orthonormal, and the product is the matrix.
    private static SingularTriplets check(double[] a, int n) {
        SingularTriplets found = SingularTriplets.of(a, n);
        for (int i = 0; i < n; i++) {
            if (i > 0) assertThat(found.values()[i]).isLessThanOrEqualTo(found.values()[i - 1]);
            for (int j = 0; j < n; j++) {
                double product = 0;
                double left = 0;
                double right = 0;
                for (int k = 0; k < n; k++) {
                    product += found.left()[k * n + i] * found.values()[k] * found.right()[k * n + j];
                    left += found.left()[i * n + k] * found.left()[j * n + k];
                    right += found.right()[i * n + k] * found.right()[j * n + k];
                }
                assertThat(product).isCloseTo(a[i * n + j], offset(1e-14 * (n + 4) * found.values()[0]));
                assertThat(left).isCloseTo(i == j ? 1 : 0, offset(1e-14 * (n + 4)));
                assertThat(right).isCloseTo(i == j ? 1 : 0, offset(1e-14 * (n + 4)));
            }
        }
        return found;
    }

    @Property(tries = 60)
    void solvesTheDefinition(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll @IntRange(min = 0, max = 40) int rank, @ForAll long seed) {
        double[] l = Matrix.normal(n, rank, Seeds.of(seed)).toDoubles();
        double[] r = Matrix.normal(rank, n, Seeds.of(seed + 1)).toDoubles();
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) for (int k = 0; k < rank; k++) a[i * n + j] += l[i * rank + k] * r[k * n + j];
        check(a, n);
    }

    @Test
    void solvesManyBlocks() {
        check(Matrix.normal(100, 100, Seeds.of(1)).toDoubles(), 100);
    }

    @Test
    void solvesZeroIdentityOnesTinyAndHuge() {
        assertThat(check(new double[25], 5).values()).containsOnly(0);
        double[] identity = new double[49];
        for (int j = 0; j < 7; j++) identity[8 * j] = 1;
        assertThat(check(identity, 7).values()).containsOnly(1);
        double[] ones = new double[1600];
        Arrays.fill(ones, 1);
        assertThat(check(ones, 40).values()[0]).isCloseTo(40, offset(1e-12));
        check(new double[] {1e-300, 2e-300, 3e-300, 1e-301}, 2);
        check(new double[] {1e300, 2e300, 3e300, 1e299}, 2);
        check(new double[] {-3}, 1);
    }

    /// A triangle of rows of very different lengths, whose small values are known: `[[1, 1], [0, e]]` has the product e and the sum of squares 2 + e^2.
    @Test
    void hasSmallValuesToTheirOwnDigits() {
        double e = 0x1p-60;
        SingularTriplets found = SingularTriplets.of(new double[] {1, 1, 0, e}, 2);
        assertThat(found.values()[0]).isCloseTo(Math.sqrt(2), offset(1e-15));
        assertThat(found.values()[1] / (e / Math.sqrt(2))).isCloseTo(1, offset(1e-14));
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() throws Exception {
        double[] a = Matrix.normal(90, 90, Seeds.of(4)).toDoubles();
        SingularTriplets one = Sweep.withThreads(1, () -> SingularTriplets.of(a, 90));
        SingularTriplets three = Sweep.withThreads(3, () -> SingularTriplets.of(a, 90));
        assertThat(three.values()).isEqualTo(one.values());
        assertThat(three.left()).isEqualTo(one.left());
        assertThat(three.right()).isEqualTo(one.right());
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> SingularTriplets.of(new double[] {1, 0, Double.NaN, 1}, 2)).isInstanceOf(ArithmeticException.class)
                .hasMessage("the matrix holds a number that is not finite in row 1");
    }
}
