package mf4j.matrix;

import mf4j.train.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LanczosTest {
    private static Lanczos.Operator operator(double[] a, int n) {
        return (x, y) -> {
            for (int i = 0; i < n; i++) {
                y[i] = 0;
                for (int j = 0; j < n; j++) y[i] += a[i * n + j] * x[j];
            }
        };
    }

    @Property(tries = 40)
    void findsTheOuterEigenvalues(@ForAll @IntRange(min = 1, max = 90) int n, @ForAll long seed) {
        Seeds.Stream random = Seeds.of(seed).stream(0);
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) for (int j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = random.nextGaussian();
        double[] values = SymmetricEigen.values(a, n);
        double most = Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
        Lanczos.Pair high = Lanczos.greatest(n, operator(a, n), 1e-11, seed);
        assertThat(high.value()).isCloseTo(values[n - 1], within(1e-10 * most));
        assertThat(Lanczos.least(n, operator(a, n), 1e-11, seed).value()).isCloseTo(values[0], within(1e-10 * most));
        double[] product = new double[n];
        operator(a, n).apply(high.vector(), product);
        double residual = 0;
        for (int j = 0; j < n; j++) residual += Math.pow(product[j] - high.value() * high.vector()[j], 2);
        assertThat(Math.sqrt(residual)).isLessThan(1e-9 * most);
    }

    /// Values that crowd at the end: `cos(pi k / (n + 1))` of the path's adjacency halved.
    @Test
    void tellsCrowdedValuesApart() {
        int n = 400;
        Lanczos.Pair pair = Lanczos.greatest(n, (x, y) -> {
            for (int j = 0; j < n; j++) y[j] = 0.5 * ((j > 0 ? x[j - 1] : 0) + (j + 1 < n ? x[j + 1] : 0));
        }, 1e-10, 0);
        assertThat(pair.value()).isCloseTo(Math.cos(Math.PI / (n + 1)), within(1e-10));
    }

    /// No square overflows or vanishes, and it takes as many products as at scale 1.
    @ParameterizedTest
    @ValueSource(doubles = {1e-220, 1e200})
    void standsAnyScale(double scale) {
        int n = 300;
        Lanczos.Operator plain = (x, y) -> {
            for (int j = 0; j < n; j++) y[j] = j * x[j] / n + (j > 0 ? x[j - 1] : 0) + (j + 1 < n ? x[j + 1] : 0);
        };
        Lanczos.Pair expected = Lanczos.greatest(n, plain, 1e-10, 0);
        Lanczos.Pair pair = Lanczos.greatest(n, (x, y) -> {
            plain.apply(x, y);
            for (int j = 0; j < n; j++) y[j] *= scale;
        }, 1e-10, 0);
        assertThat(pair.value() / scale).isCloseTo(expected.value(), within(1e-9));
        assertThat(pair.products()).isLessThanOrEqualTo(expected.products() + 8);
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> Lanczos.greatest(3, (_, y) -> y[0] = Double.NaN, 1e-9, 0)).isInstanceOf(ArithmeticException.class).hasMessageContaining("not finite");
    }
}
