package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What every kernel promises of Cholesky and of the solves with its factor: A = L L^T and A x = b themselves.
abstract class TriangleContract extends ProductContract {
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
}
