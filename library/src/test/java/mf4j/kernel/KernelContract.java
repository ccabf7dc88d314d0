package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every kernel promises: each operation against its mathematical definition in double, at awkward sizes and offsets, with a
/// tolerance that grows with the number of terms. Its floors hold the promises of products and of triangles.
abstract class KernelContract extends TriangleContract {
    @Test
    void dotIsTheSumOfProducts() {
        for (int n : SIZES) {
            for (int offset = 0; offset < 3; offset++) {
                float[] a = floats(n + 5);
                float[] b = floats(n + 7);
                double expected = 0;
                for (int j = 0; j < n; j++) {
                    expected += (double) a[offset + j] * b[2 * offset + j];
                }
                assertThat((double) kernel().dot(a, offset, b, 2 * offset, n)).isCloseTo(expected, within(FLOAT * (n + 1)));
                assertThat(kernel().dot(doubles(a), offset, doubles(b), 2 * offset, n)).isCloseTo(expected, within(DOUBLE * (n + 1)));
            }
        }
    }

    @Test
    void axpyIsFusedAndStaysInItsRange() {
        for (int n : SIZES) {
            float[] x = floats(n + 3);
            float[] y = floats(n + 4);
            float[] actual = y.clone();
            double[] actualDouble = doubles(y);
            double[] expectedDouble = doubles(y);
            kernel().axpy(0.3f, x, 1, actual, 2, n);
            kernel().axpy(0.3, doubles(x), 1, actualDouble, 2, n);
            for (int j = 0; j < n; j++) {
                y[2 + j] = Math.fma(0.3f, x[1 + j], y[2 + j]);
                expectedDouble[2 + j] = Math.fma(0.3, x[1 + j], expectedDouble[2 + j]);
            }
            assertThat(actual).isEqualTo(y);
            assertThat(actualDouble).isEqualTo(expectedDouble);
        }
    }

    @Test
    void multiplyAddIsFusedAndStaysInItsRange() {
        for (int n : SIZES) {
            float[] x = floats(n + 3);
            float[] y = floats(n + 1);
            float[] z = floats(n + 4);
            float[] actual = z.clone();
            double[] actualDouble = doubles(z);
            double[] expectedDouble = doubles(z);
            kernel().multiplyAdd(x, 3, y, 0, actual, 2, n);
            kernel().multiplyAdd(doubles(x), 3, doubles(y), 0, actualDouble, 2, n);
            for (int j = 0; j < n; j++) {
                z[2 + j] = Math.fma(x[3 + j], y[j], z[2 + j]);
                expectedDouble[2 + j] = Math.fma((double) x[3 + j], y[j], expectedDouble[2 + j]);
            }
            assertThat(actual).isEqualTo(z);
            assertThat(actualDouble).isEqualTo(expectedDouble);
        }
    }

    @Test
    void gatherCopiesRowsInOrder() {
        for (int k : SIZES) {
            float[] factors = floats(9 * k);
            int[] columns = {8, 3, 3, 0, 7, 1};
            float[] tile = new float[4 * k + 3];
            float[] expected = tile.clone();
            for (int c = 1; c < 5; c++) {
                System.arraycopy(factors, columns[c] * k, expected, (c - 1) * k, k);
            }
            kernel().gather(factors, k, columns, 1, 5, tile);
            assertThat(tile).isEqualTo(expected);
        }
    }

    @Test
    void multiplyIsADotProductPerRow() {
        for (int k : SIZES) {
            for (int rows : new int[] {0, 1, 2, 3, 4, 5, 8, 99}) {
                float[] tile = floats(rows * k);
                float[] x = floats(k + 2);
                float[] y = floats(rows + 1);
                double[] expected = doubles(y);
                for (int r = 0; r < rows; r++) {
                    expected[r] = 0;
                    for (int j = 0; j < k; j++) {
                        expected[r] += (double) x[2 + j] * tile[r * k + j];
                    }
                }
                kernel().multiply(tile, rows, k, x, 2, y);
                assertClose(y, expected, FLOAT * (k + 2), "k=" + k + " rows=" + rows);
            }
        }
    }

    @Test
    void rotateTurnsTwoRanges() {
        for (int n : SIZES) {
            double[] x = doubles(floats(n + 3));
            double[] y = doubles(floats(n + 3));
            double[] first = x.clone();
            double[] second = y.clone();
            for (int j = 0; j < n; j++) {
                first[1 + j] = 0.6 * x[1 + j] - 0.8 * y[2 + j];
                second[2 + j] = 0.8 * x[1 + j] + 0.6 * y[2 + j];
            }
            kernel().rotate(x, 1, y, 2, n, 0.6, 0.8);
            for (int j = 0; j < n + 3; j++) {
                assertThat(x[j]).isCloseTo(first[j], org.assertj.core.data.Offset.offset(1e-15));
                assertThat(y[j]).isCloseTo(second[j], org.assertj.core.data.Offset.offset(1e-15));
            }
        }
    }

    @Test
    void transposedMultiplyAddAddsWeightedRows() {
        for (int k : SIZES) {
            for (int rows : new int[] {0, 1, 2, 3, 4, 5, 8, 100}) {
                float[] tile = floats(rows * k);
                float[] x = floats(rows + 2);
                float[] y = floats(k);
                double[] expected = doubles(y);
                for (int r = 0; r < rows; r++) {
                    for (int j = 0; j < k; j++) {
                        expected[j] += (double) x[2 + r] * tile[r * k + j];
                    }
                }
                kernel().transposedMultiplyAdd(tile, rows, k, x, 2, y);
                assertClose(y, expected, FLOAT * (rows + 2), "k=" + k + " rows=" + rows);
            }
        }
    }

    @Test
    void findsWhatIsAtLeastTheFloor() {
        for (int n : new int[] {0, 1, 15, 16, 63, 64, 65, 200}) {
            for (float floor : new float[] {0, 0.9f, -2, 2, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}) {
                float[] x = floats(n + 3);
                if (n > 2) x[4] = floor;
                if (n > 14) x[13] = Float.NaN;
                if (n > 60) x[60] = Float.POSITIVE_INFINITY;
                int[] found = new int[n];
                int count = kernel().atLeast(x, 3, n, floor, found);
                assertThat(Arrays.copyOf(found, count)).containsExactly(IntStream.range(0, n).filter(j -> x[3 + j] >= floor).toArray());
            }
        }
    }

    @Test
    void notANumberSpreads() {
        float[] a = floats(40);
        float[] b = floats(40);
        a[37] = Float.NaN;
        assertThat(kernel().dot(a, 0, b, 0, 40)).isNaN();
        assertThat(kernel().dot(a, 0, b, 0, 37)).isNotNaN();
        float[] gram = new float[400];
        kernel().symmetricUpdate(a, 2, 20, null, gram);
        assertThat(gram[17 * 20 + 2]).isNaN();
        assertThat(gram[16 * 20 + 2]).isNotNaN();
        float[] c = new float[100];
        kernel().gemm(false, false, 10, 10, 4, 1f, a, 0, 4, b, 0, 10, 0, c, 0, 10);
        assertThat(c[90]).isNaN();
        assertThat(c[89]).isNotNaN();
    }

    @Test
    void descendTakesTheStepsOfItsDefinition() {
        for (int rank : new int[] {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 50, 64, 65, 100, 128, 257}) {
            for (int options = 0; options < 4; options++) {
                Descent descent = new Descent(rank, (options & 1) != 0, (options & 2) != 0, random);
                descent.assertSame(kernel());
            }
        }
    }

    @Test
    void pairStepDrawsNearerAndPushesAwayFromTheOldValues() {
        for (int n : new int[] {0, 1, 3, 7, 8, 9, 16, 31, 33, 64, 100}) {
            float[] p = floats(n + 5);
            float[] q = floats(3 * n + 9);
            int liked = 2 * n + 4;
            double[] own = doubles(p);
            double[] others = doubles(q);
            kernel().pairStep(p, 2, q, liked, 1, n, 0.3f, 0.9f);
            double[] newOwn = own.clone();
            double[] newOthers = others.clone();
            for (int f = 0; f < n; f++) {
                newOwn[2 + f] = 0.9 * own[2 + f] + 0.3 * (others[liked + f] - others[1 + f]);
                newOthers[liked + f] = 0.9 * others[liked + f] + 0.3 * own[2 + f];
                newOthers[1 + f] = 0.9 * others[1 + f] - 0.3 * own[2 + f];
            }
            assertClose(doubles(p), newOwn, 1e-6, "user of " + n);
            assertClose(doubles(q), newOthers, 1e-6, "items of " + n);
        }
    }

    /// Against the algorithm as it is printed, in double, over some steps.
    @Test
    void adamStepsAsPrinted() {
        for (int n : new int[] {0, 1, 7, 8, 9, 33, 100}) {
            float[] w = floats(n + 3);
            float[] m = new float[n + 1];
            float[] v = new float[n + 2];
            double[] exact = doubles(w);
            double[] mean = new double[n];
            double[] square = new double[n];
            for (int t = 1; t <= 5; t++) {
                float[] g = floats(n + 4);
                kernel().adam(AdamStep.of(t, 1e-3, 0.9, 0.999, 0.01, 1e-8), g, 4, m, 1, v, 2, w, 3, n);
                for (int j = 0; j < n; j++) {
                    double gradient = 1e-3 * g[4 + j];
                    mean[j] = 0.9 * mean[j] + 0.1 * gradient;
                    square[j] = 0.999 * square[j] + 0.001 * gradient * gradient;
                    exact[3 + j] -= 0.01 * (mean[j] / (1 - Math.pow(0.9, t))) / (Math.sqrt(square[j] / (1 - Math.pow(0.999, t))) + 1e-8);
                }
            }
            assertClose(doubles(w), exact, 1e-5, "n=" + n);
        }
    }
}
