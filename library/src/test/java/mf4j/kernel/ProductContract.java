package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every kernel promises of products of matrices: each against its definition in double, with a tolerance that grows with the number of
/// terms.
abstract class ProductContract extends KernelNumbers {
    @Test
    void symmetricUpdateAddsWeightedOuterProducts() {
        for (int k : SIZES) {
            for (int rows : new int[] {0, 1, 2, 5, 40, 700}) {
                symmetricUpdate(k, rows, null);
                symmetricUpdate(k, rows, floats(rows));
                symmetricUpdate(k, rows, positive(floats(rows)));
            }
        }
    }

    private static float[] positive(float[] values) {
        for (int j = 0; j < values.length; j++) values[j] = Math.abs(values[j]) + 0.01f;
        return values;
    }

    private void symmetricUpdate(int k, int rows, float[] weights) {
        float[] tile = floats(rows * k);
        float[] gram = floats(k * k);
        double[] expected = doubles(gram);
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < k; i++) {
                double scaled = (weights == null ? 1 : weights[r]) * (double) tile[r * k + i];
                for (int j = 0; j <= i; j++) {
                    expected[i * k + j] += scaled * tile[r * k + j];
                }
            }
        }
        kernel().symmetricUpdate(tile, rows, k, weights, gram);
        assertLowerClose(gram, expected, k, k, FLOAT * (rows + 4) * (1 + Math.sqrt(rows)), "k=" + k + " rows=" + rows);
    }

    @Test
    void symmetricUpdateInDoubleAddsOuterProducts() {
        for (int k : SIZES) {
            for (int rows : new int[] {0, 1, 2, 5, 40, 700}) {
                int stride = k + rows % 7;
                double[] tile = doubles(floats(rows * stride + 16));
                double[] gram = doubles(floats(k * k));
                double[] expected = gram.clone();
                for (int r = 0; r < rows; r++) {
                    for (int i = 0; i < k; i++) {
                        for (int j = 0; j <= i; j++) {
                            expected[i * k + j] += tile[r * stride + i] * tile[r * stride + j];
                        }
                    }
                }
                kernel().symmetricUpdate(tile, stride, rows, k, gram);
                for (int i = 0; i < k; i++) {
                    for (int j = 0; j <= i; j++) {
                        assertClose(gram[i * k + j], expected[i * k + j], DOUBLE * (rows + 4) * (1 + Math.sqrt(rows)), "k=" + k + " rows=" + rows, i * k + j);
                    }
                }
            }
        }
    }

    @Test
    void regressSumsWhatItsRowsSay() {
        for (int k : SIZES) {
            for (int rows : new int[] {0, 1, 2, 5, 40, 700}) {
                regress(k, rows, null, true, k * (k + 2));
                regress(k, rows, floats(rows), true, k * (k + 10));
                regress(k, rows, floats(rows), false, k * (k + 1));
                regress(k, rows, positive(floats(rows)), true, k * (k + 10));
            }
        }
    }

    private void regress(int k, int rows, float[] weights, boolean totals, int room) {
        float[] table = floats(20 * k);
        int[] which = new int[rows + 3];
        for (int r = 0; r < which.length; r++) {
            which[r] = (7 * r + 3) % 20;
        }
        float[] moments = floats(rows);
        float[] sums = floats(room);
        double[] expected = doubles(sums);
        for (int r = 0; r < rows; r++) {
            int row = which[3 + r] * k;
            double weight = weights == null ? 1 : weights[r];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j <= i; j++) {
                    expected[i * k + j] += weight * table[row + i] * table[row + j];
                }
                expected[k * k + i] += (double) moments[r] * table[row + i];
                if (totals) {
                    expected[(k + 1) * k + i] += weight * table[row + i];
                }
            }
        }
        kernel().regress(table, k, which, 3, 3 + rows, weights, moments, totals, sums);
        double tolerance = FLOAT * (rows + 4) * (1 + Math.sqrt(rows));
        assertLowerClose(sums, expected, k, k, tolerance, "k=" + k + " rows=" + rows);
        for (int i = k * k; i < (totals ? k + 2 : k + 1) * k; i++) {
            assertClose(sums[i], expected[i], tolerance, "k=" + k + " rows=" + rows, i);
        }
    }

    @Test
    void rowProductsAreAllPairs() {
        for (int k : new int[] {1, 2, 7, 16, 33, 64}) {
            for (int rows : SIZES) {
                if (rows > 100) continue;
                float[] tile = floats(rows * k);
                float[] gram = floats(rows * rows);
                double[] expected = new double[rows * rows];
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j <= i; j++) {
                        double sum = 0;
                        for (int c = 0; c < k; c++) sum += (double) tile[i * k + c] * tile[j * k + c];
                        expected[i * rows + j] = sum;
                    }
                }
                kernel().rowProducts(tile, rows, k, gram);
                for (int i = 0; i < rows; i++) {
                    assertClose(Arrays.copyOfRange(gram, i * rows, i * rows + i + 1), Arrays.copyOfRange(expected, i * rows, i * rows + i + 1),
                            4 * FLOAT * (k + 2), "k=" + k + " rows=" + rows);
                }
            }
        }
    }

    @Test
    void symmetricStepUpdatesATriangleAndMultiplies() {
        for (int n : SIZES) {
            for (int from = 0; from <= Math.min(n, 9); from++) {
                double[] full = doubles(floats(n * n));
                double[] v = doubles(floats(n + 3));
                double[] w = doubles(floats(n));
                double[] u = doubles(floats(n + 5));
                double[] p = doubles(floats(n));
                double[] before = full.clone();
                double[] kept = p.clone();
                kernel().symmetricStep(full, n, from, v, 3, w, u, 5, p);
                for (int i = 0; i < n; i++) {
                    double product = i < from ? kept[i] : 0;
                    for (int j = 0; j < n; j++) {
                        int upper = Math.min(i, j) * n + Math.max(i, j);
                        boolean within = Math.min(i, j) >= from;
                        double value = before[upper] - (within ? v[3 + i] * w[j] + w[i] * v[3 + j] : 0);
                        if (within) product += value * u[5 + j];
                        if (j >= i) assertClose(full[upper], value, 8 * DOUBLE, "n=" + n + " from=" + from, upper);
                        else assertThat(full[i * n + j]).isEqualTo(before[i * n + j]);
                    }
                    assertClose(p[i], product, DOUBLE * (n + 8) * (1 + Math.sqrt(n)), "n=" + n + " from=" + from, i);
                }
            }
        }
    }

    @Test
    void gemmIsTheGeneralProductAndLeavesGapsAlone() {
        int[][] shapes = {{0, 3, 3}, {3, 0, 3}, {3, 4, 0}, {1, 1, 1}, {1, 33, 17}, {2, 50, 64}, {7, 9, 3}, {8, 32, 16}, {9, 33, 15},
            {16, 16, 16}, {17, 100, 31}, {64, 64, 64}, {100, 7, 257}, {33, 257, 300}, {257, 130, 8}, {5, 1100, 20}, {140, 70, 500}};
        for (int[] s : shapes) {
            for (int flags = 0; flags < 4; flags++) {
                gemm((flags & 1) != 0, (flags & 2) != 0, s[0], s[1], s[2]);
            }
        }
    }

    private void gemm(boolean transposeA, boolean transposeB, int m, int n, int k) {
        int lda = (transposeA ? m : k) + 3;
        int ldb = (transposeB ? k : n) + 1;
        float[] a = floats(2 + lda * (transposeA ? k : m));
        float[] b = floats(1 + ldb * (transposeB ? n : k));
        double[] product = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    product[i * n + j] += (double) a[2 + (transposeA ? p * lda + i : i * lda + p)]
                            * b[1 + (transposeB ? j * ldb + p : p * ldb + j)];
                }
            }
        }
        for (float[] scales : new float[][] {{1, 0}, {-0.5f, 1}, {2, 0.25f}}) {
            gemm(transposeA, transposeB, m, n, k, scales[0], a, lda, b, ldb, scales[1], product);
        }
    }

    private void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha, float[] a, int lda, float[] b, int ldb,
                      float beta, double[] product) {
        int ldc = n + 2;
        float[] c = floats(3 + ldc * m);
        if (beta == 0) {
            fillProduct(c, m, n, ldc);
        }
        double[] expected = doubles(c);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                expected[3 + i * ldc + j] = alpha * product[i * n + j] + (beta == 0 ? 0 : beta * expected[3 + i * ldc + j]);
            }
        }
        String what = transposeA + " " + transposeB + " " + m + " x " + n + " x " + k + " alpha " + alpha + " beta " + beta;
        double[] actual = doubles(c);
        kernel().gemm(transposeA, transposeB, m, n, k, (double) alpha, doubles(a), 2, lda, doubles(b), 1, ldb, beta, actual, 3, ldc);
        assertClose(actual, expected, DOUBLE * 2 * (k + 4), what);
        kernel().gemm(transposeA, transposeB, m, n, k, alpha, a, 2, lda, b, 1, ldb, beta, c, 3, ldc);
        assertClose(c, expected, FLOAT * 2 * (k + 4), what);
    }

    @Test
    void gemmGivesOneRowTheBitsItHasAmongMany() {
        for (int k : new int[] {1, 5, 64, 300}) {
            float[] a = floats(70 * k);
            float[] b = floats(90 * k);
            float[] c = new float[70 * 90];
            float[] row = new float[1];
            kernel().gemm(false, true, 70, 90, k, 0.7f, a, 0, k, b, 0, k, 0, c, 0, 90);
            for (int at : new int[] {0, 93, 2000, 70 * 90 - 1}) {
                kernel().gemm(false, true, 1, 1, k, 0.7f, a, at / 90 * k, k, b, at % 90 * k, k, 0, row, 0, 1);
                assertThat(row[0]).isEqualTo(c[at]);
            }
        }
    }

    /// Sides in rows or in columns, close together or so far apart that they crowd the cache, are read in different ways.
    @Test
    void gemmGivesTheSameBitsHoweverItsSidesStand() {
        for (int[] s : new int[][] {{70, 90, 64}, {8, 200, 300}, {140, 330, 20}}) {
            float[] a = floats(s[0] * s[2]);
            float[] b = floats(s[2] * s[1]);
            float[] expected = new float[s[0] * s[1]];
            double[] wide = new double[s[0] * s[1]];
            kernel().gemm(false, false, s[0], s[1], s[2], 1f, a, 0, s[2], b, 0, s[1], 0f, expected, 0, s[1]);
            kernel().gemm(false, false, s[0], s[1], s[2], 1.0, doubles(a), 0, s[2], doubles(b), 0, s[1], 0.0, wide, 0, s[1]);
            for (int form = 0; form < 8; form++) {
                boolean turnA = (form & 1) != 0;
                boolean turnB = (form & 2) != 0;
                int lda = (form & 4) != 0 ? 512 : turnA ? s[0] : s[2];
                int ldb = (form & 4) != 0 ? 512 : turnB ? s[2] : s[1];
                float[] left = stored(a, s[0], s[2], turnA, lda);
                float[] right = stored(b, s[2], s[1], turnB, ldb);
                float[] actual = new float[expected.length];
                kernel().gemm(turnA, turnB, s[0], s[1], s[2], 1f, left, 0, lda, right, 0, ldb, 0f, actual, 0, s[1]);
                assertThat(actual).as("form " + form).isEqualTo(expected);
                double[] actualWide = new double[wide.length];
                kernel().gemm(turnA, turnB, s[0], s[1], s[2], 1.0, doubles(left), 0, lda, doubles(right), 0, ldb, 0.0, actualWide, 0, s[1]);
                assertThat(actualWide).as("form " + form).isEqualTo(wide);
            }
        }
    }

    /// With nothing behind the last number.
    private static float[] stored(float[] values, int rows, int columns, boolean turned, int apart) {
        float[] stored = new float[((turned ? columns : rows) - 1) * apart + (turned ? rows : columns)];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) stored[turned ? j * apart + i : i * apart + j] = values[i * columns + j];
        }
        return stored;
    }

    /// Among the bits of a float there is no tolerance: chosen products are those of the general product.
    @Test
    void chosenProductsHaveTheBitsOfTheGeneralProduct() {
        for (int k : new int[] {1, 5, 64, 256, 300}) {
            for (int count : new int[] {0, 1, 7, 8, 21}) {
                float[] rows = floats(30 * k);
                float[] x = floats(k + 2);
                float[] into = floats(count + 1);
                int[] which = new int[count];
                float[] expected = into.clone();
                for (int j = 0; j < count; j++) {
                    which[j] = j * 7 % 30;
                    kernel().gemm(false, true, 1, 1, k, 1f, x, 2, k, rows, which[j] * k, k, 1f, expected, j, 1);
                }
                kernel().addProducts(x, 2, k, rows, which, count, into);
                assertThat(into).isEqualTo(expected);
            }
        }
    }

    /// All codes at their largest fill sixteen bits, and whole numbers below 2^24 are exact: no tolerance.
    @Test
    void productsOfCodesAreThoseOfWholeNumbers() {
        for (int depth : new int[] {1, 31, 32, 33, 64, 100, 257}) {
            for (int n : new int[] {0, 64, 512}) {
                for (boolean extreme : new boolean[] {false, true}) {
                    Random random = new Random(depth);
                    short[] x = new short[depth + 2];
                    byte[] codes = new byte[n * depth];
                    for (int d = 0; d < depth; d++) x[2 + d] = (short) (extreme ? 31 : random.nextInt(-31, 32));
                    for (int j = 0; j < codes.length; j++) codes[j] = (byte) (extreme ? -31 : random.nextInt(-31, 32));
                    float[] scale = new float[n];
                    float[] into = new float[n];
                    float[] expected = new float[n];
                    for (int j = 0; j < n; j++) {
                        scale[j] = 1 << j % 3;
                        into[j] = j;
                        int sum = 0;
                        for (int d = 0; d < depth; d++) sum += x[2 + d] * codes[(j / 64 * depth + d) * 64 + j % 64];
                        expected[j] = j + 0.5f * scale[j] * sum;
                    }
                    kernel().addCodeProducts(x, 2, depth, codes, n, 0.5f, scale, into);
                    assertThat(into).isEqualTo(expected);
                }
            }
        }
    }

    /// Not a number wherever the product will be: with beta 0 it must not be read.
    private static void fillProduct(float[] c, int m, int n, int ldc) {
        for (int i = 0; i < m; i++) {
            Arrays.fill(c, 3 + i * ldc, 3 + i * ldc + n, Float.NaN);
        }
    }
}
