package mf4j.matrix;

import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CholeskyTest {
    /// `G^T G / n + ridge I` for a random square G: a condition number of at most about 4 / ridge.
    private static float[] definite(int n, double ridge, long seed) {
        Random random = new Random(seed);
        float[] g = new float[n * n];
        for (int j = 0; j < g.length; j++) g[j] = (float) random.nextGaussian();
        float[] a = new float[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) a[i * n + j] += g[k * n + i] * g[k * n + j] / n;
            }
        }
        for (int i = 0; i < n; i++) a[i * n + i] += (float) ridge;
        return a;
    }

    /// The largest element of `A P - I`, summed in double.
    private static double residual(float[] a, float[] p, int n) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = i == j ? -1 : 0;
                for (int k = 0; k < n; k++) sum += (double) a[i * n + k] * p[k * n + j];
                largest = Math.max(largest, Math.abs(sum));
            }
        }
        return largest;
    }

    @Property(tries = 60)
    void timesTheMatrixIsTheIdentity(@ForAll @IntRange(min = 0, max = 60) int n, @ForAll @IntRange(min = 1, max = 17) int block, @ForAll long seed) {
        float[] a = definite(n, 0.1, seed);
        float[] p = a.clone();
        assertThat(new Cholesky(p, n, block).invert()).isEqualTo(-1);
        assertThat(residual(a, p, n)).isLessThan(2e-3);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) assertThat(p[i * n + j]).isEqualTo(p[j * n + i]);
        }
    }

    @Test
    void timesTheMatrixIsTheIdentityBeyondOneBlock() {
        int n = 450;
        float[] a = definite(n, 0.1, 3);
        float[] p = a.clone();
        assertThat(Cholesky.invert(p, n)).isEqualTo(-1);
        assertThat(residual(a, p, n)).isLessThan(2e-3);
    }

    @Test
    void readsTheLowerTriangleAlone() {
        int n = 37;
        float[] a = definite(n, 0.1, 5);
        float[] half = a.clone();
        for (int i = 0; i < n; i++) for (int j = i + 1; j < n; j++) half[i * n + j] = 1e9f;
        new Cholesky(a, n, 8).invert();
        new Cholesky(half, n, 8).invert();
        assertThat(half).containsExactly(a);
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() throws Exception {
        int n = 450;
        float[] one = definite(n, 0.1, 3);
        float[] many = one.clone();
        Sweep.runWithThreads(1, () -> Cholesky.invert(one, n));
        Sweep.runWithThreads(5, () -> Cholesky.invert(many, n));
        assertThat(many).containsExactly(one);
    }

    @Test
    void namesTheRowThatIsNotPositive() {
        for (int bad : new int[] {0, 5, 22, 29}) {
            float[] a = definite(30, 1, 8);
            a[bad * 30 + bad] = -1;
            assertThat(new Cholesky(a, 30, 8).invert()).isEqualTo(bad);
        }
    }

    @Test
    void refusesAnArrayThatIsTooShort() {
        assertThatThrownBy(() -> Cholesky.invert(new float[8], 3)).hasMessage("Cholesky.a must hold n x n = 3 x 3 numbers but was 8");
    }
}
