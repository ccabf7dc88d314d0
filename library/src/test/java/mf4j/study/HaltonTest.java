package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HaltonTest {
    /// SciPy 1.17.1, `qmc.Halton(6, scramble=False).random(1003)[[4, 1000, 1001, 1002]]`.
    @Test
    void isTheSequenceOfSciPy() {
        Halton plain = new Halton(6, OptionalLong.empty());
        assertThat(plain.at(0)).containsOnly(0);
        assertThat(plain.at(4)).containsExactly(new double[] {0.125, 0.4444444444444444, 0.8, 0.5714285714285714, 0.36363636363636365, 0.3076923076923077}, within(1e-15));
        assertThat(plain.at(1000)).containsExactly(new double[] {0.0927734375, 0.3475080018289895, 0.00512, 0.9162848812994586, 0.9316303531179565, 0.9904415111515704}, within(1e-15));
        assertThat(plain.at(1001)).containsExactly(new double[] {0.5927734375, 0.6808413351623227, 0.20512, 0.07955018742190753, 0.03080390683696469, 0.07328174783796086}, within(1e-15));
        assertThat(plain.at(1002)).containsExactly(new double[] {0.3427734375, 0.12528577960676726, 0.40512, 0.2224073302790504, 0.1217129977460556, 0.15020482476103778}, within(1e-15));
    }

    /// Any b^k points in a row from a multiple of b^k on have one in every interval of length b^-k, whatever the digits become.
    @Test
    void isEvenInEveryBaseWithItsDigitsPermuted() {
        Halton scrambled = new Halton(3, OptionalLong.of(9));
        int[] counts = {64, 81, 125};
        for (int j = 0; j < 3; j++) {
            int n = counts[j];
            int dimension = j;
            int[] cells = IntStream.range(0, n).map(i -> (int) (scrambled.at(7L * n + i)[dimension] * n)).sorted().toArray();
            assertThat(cells).isEqualTo(IntStream.range(0, n).toArray());
        }
    }

    /// Dimensions 39 and 40 of the plain sequence, of bases 167 and 173, run in step at first: that is what permuting is for.
    @Test
    void doesNotRunInStepWithItsDigitsPermuted() {
        assertThat(correlation(OptionalLong.empty())).isGreaterThan(0.95);
        assertThat(Math.abs(correlation(OptionalLong.of(1)))).isLessThan(0.25);
        assertThat(new Halton(40, OptionalLong.of(1)).at(5)).isNotEqualTo(new Halton(40, OptionalLong.of(2)).at(5));
    }

    private static double correlation(OptionalLong seed) {
        Halton halton = new Halton(40, seed);
        double[] a = IntStream.range(0, 150).mapToDouble(i -> halton.at(i)[38]).toArray();
        double[] b = IntStream.range(0, 150).mapToDouble(i -> halton.at(i)[39]).toArray();
        double ma = Arrays.stream(a).average().orElseThrow();
        double mb = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - ma) * (b[i] - mb);
            aa += Math.pow(a[i] - ma, 2);
            bb += Math.pow(b[i] - mb, 2);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
