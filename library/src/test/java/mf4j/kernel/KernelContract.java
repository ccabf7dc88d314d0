package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every kernel promises: each operation against its mathematical definition in double, at awkward sizes and offsets, with a
/// tolerance that grows with the number of terms.
abstract class KernelContract {

    private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 20, 31, 32, 33, 50, 64, 100, 257};
    private static final double FLOAT = 0x1p-23;
    private static final double DOUBLE = 0x1p-52;

    private final Random random = new Random(7);

    abstract Kernel kernel();

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

    /// Not a number wherever the product will be: with beta 0 it must not be read.
    private static void fillProduct(float[] c, int m, int n, int ldc) {
        for (int i = 0; i < m; i++) {
            Arrays.fill(c, 3 + i * ldc, 3 + i * ldc + n, Float.NaN);
        }
    }

    @Test
    void choleskyTimesItsTransposeIsTheMatrix() {
        for (int n : new int[] {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 50, 64, 100, 128, 257}) {
            for (int gap : new int[] {0, 3}) {
                int stride = n + gap;
                double[] matrix = positiveDefinite(n, stride);
                double[] factor = matrix.clone();
                float[] floatFactor = floats(matrix);
                assertThat(kernel().cholesky(factor, n, stride)).isEqualTo(-1);
                assertThat(kernel().cholesky(floatFactor, n, stride)).isEqualTo(-1);
                assertLowerClose(floats(product(factor, n, stride)), matrix, n, stride, FLOAT * 4, "double n=" + n);
                assertLowerClose(floats(product(doubles(floatFactor), n, stride)), matrix, n, stride, FLOAT * (n + 4) * 4, "float n=" + n);
                assertDoubleFactor(factor, matrix, n, stride);
            }
        }
    }

    private static void assertDoubleFactor(double[] factor, double[] matrix, int n, int stride) {
        double[] product = product(factor, n, stride);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                assertClose(product[i * stride + j], matrix[i * stride + j], DOUBLE * (n + 4) * 8, "double n=" + n, i * stride + j);
            }
        }
    }

    @Test
    void solvesPositiveSystems() {
        for (int n : new int[] {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 50, 63, 64, 100, 128, 257}) {
            int stride = n + n % 3;
            double[] matrix = positiveDefinite(n, stride);
            float[] solution = floats(n);
            float[] right = new float[n + 1];
            for (int i = 0; i < n; i++) {
                double sum = 0.5 * solution[i];
                for (int j = 0; j < n; j++) {
                    sum += matrix[Math.max(i, j) * stride + Math.min(i, j)] * solution[j];
                }
                right[i + 1] = (float) sum;
            }
            float[] lower = floats(matrix);
            float[] x = new float[n + 2];
            assertThat(kernel().solvePositive(lower, n, stride, 0.5f, right, 1, x, 2)).isEqualTo(-1);
            assertClose(Arrays.copyOfRange(x, 2, n + 2), doubles(solution), FLOAT * (n + 4) * 40, "n=" + n);
            assertThat(lower).isEqualTo(floats(matrix));
            assertThat(kernel().solvePositive(lower, n, stride, 0.5f, right, 1, right, 1)).isEqualTo(-1);
            assertThat(Arrays.copyOfRange(right, 1, n + 1)).as("in place").isEqualTo(Arrays.copyOfRange(x, 2, n + 2));
        }
    }

    @Test
    void choleskyNamesTheRowThatIsNotPositive() {
        for (int n : new int[] {1, 5, 16, 40, 100}) {
            for (int row : new int[] {0, n / 3, n - 1}) {
                for (double pivot : new double[] {0, -3, Double.NaN}) {
                    double[] matrix = positiveDefinite(n, n);
                    for (int j = 0; j < n; j++) {
                        matrix[Math.max(row, j) * n + Math.min(row, j)] = 0;
                    }
                    matrix[row * n + row] = pivot;
                    assertThat(kernel().cholesky(floats(matrix), n, n)).isEqualTo(row);
                    assertThat(kernel().solvePositive(floats(matrix), n, n, 0, new float[n], 0, new float[n], 0)).isEqualTo(row);
                    assertThat(kernel().cholesky(matrix, n, n)).isEqualTo(row);
                }
            }
        }
    }

    @Test
    void solvesTriangles() {
        for (int n : SIZES) {
            int stride = n + 1;
            double[] lower = triangle(n, stride);
            double[] x = doubles(floats(n + 2));
            double[] forward = x.clone();
            double[] backward = x.clone();
            for (int i = 0; i < n; i++) {
                double sum = 0;
                double transposedSum = 0;
                for (int j = 0; j < n; j++) {
                    sum += j <= i ? lower[i * stride + j] * x[2 + j] : 0;
                    transposedSum += j >= i ? lower[j * stride + i] * x[2 + j] : 0;
                }
                forward[2 + i] = sum;
                backward[2 + i] = transposedSum;
            }
            float[] floatForward = floats(forward);
            float[] floatBackward = floats(backward);
            kernel().solveLower(lower, n, stride, forward, 2);
            kernel().solveLowerTransposed(lower, n, stride, backward, 2);
            kernel().solveLower(floats(lower), n, stride, floatForward, 2);
            kernel().solveLowerTransposed(floats(lower), n, stride, floatBackward, 2);
            assertClose(forward, x, DOUBLE * (n + 4) * 4, "forward n=" + n);
            assertClose(backward, x, DOUBLE * (n + 4) * 4, "backward n=" + n);
            assertClose(floatForward, x, FLOAT * (n + 4) * 4, "float forward n=" + n);
            assertClose(floatBackward, x, FLOAT * (n + 4) * 4, "float backward n=" + n);
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

    private double[] positiveDefinite(int n, int stride) {
        double[] lower = triangle(n, stride);
        double[] matrix = product(lower, n, stride);
        float[] rounded = floats(matrix);
        return doubles(rounded);
    }

    private double[] triangle(int n, int stride) {
        double[] lower = doubles(floats(n * stride));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                lower[i * stride + j] /= n;
            }
            lower[i * stride + i] = 1 + Math.abs(lower[i * stride + i]);
        }
        return doubles(floats(lower));
    }

    private static double[] product(double[] lower, int n, int stride) {
        double[] matrix = new double[n * stride];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                for (int p = 0; p <= j; p++) {
                    matrix[i * stride + j] += lower[i * stride + p] * lower[j * stride + p];
                }
            }
        }
        return matrix;
    }

    private static void assertLowerClose(float[] actual, double[] expected, int n, int stride, double tolerance, String what) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                assertClose(actual[i * stride + j], expected[i * stride + j], tolerance, what, i * stride + j);
            }
        }
    }

    private static void assertClose(float[] actual, double[] expected, double tolerance, String what) {
        assertClose(doubles(actual), expected, tolerance, what);
    }

    static void assertClose(double[] actual, double[] expected, double tolerance, String what) {
        for (int j = 0; j < expected.length; j++) {
            assertClose(actual[j], expected[j], tolerance, what, j);
        }
    }

    /// Without AssertJ: there are millions of these.
    private static void assertClose(double actual, double expected, double tolerance, String what, int at) {
        if (!(Math.abs(actual - expected) <= tolerance) && Double.compare(actual, expected) != 0) {
            throw new AssertionError("%s: [%d] is %s, expected %s within %s".formatted(what, at, actual, expected, tolerance));
        }
    }

    private float[] floats(int n) {
        float[] values = new float[n];
        for (int j = 0; j < n; j++) {
            values[j] = random.nextFloat(-1, 1);
        }
        return values;
    }

    static double[] doubles(float[] values) {
        double[] copy = new double[values.length];
        for (int j = 0; j < copy.length; j++) {
            copy[j] = values[j];
        }
        return copy;
    }

    static float[] floats(double[] values) {
        float[] copy = new float[values.length];
        for (int j = 0; j < copy.length; j++) {
            copy[j] = (float) values[j];
        }
        return copy;
    }
}
