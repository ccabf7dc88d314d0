package mf4j.study;

import mf4j.kernel.Kernel;

import java.util.Arrays;

/// The inverse of a lower triangle, by which many right sides are solved in matrix products.
final class Triangle {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 32;

    private Triangle() { }

    /// Distance between rows that symmetric updates like best: an odd number of lines of 8.
    static int stride(int n) {
        return ((n + 7) / 8 | 1) * 8;
    }

    /// `W = L^-1`, zeros above its diagonal.
    ///
    /// @param l n x n, rows `stride` apart; what lies above the diagonal is not read
    /// @param w of the same shape
    static void invert(double[] l, int n, int stride, double[] w) {
        for (int first = 0; first < n; first += BLOCK) {
            int rows = Math.min(BLOCK, n - first);
            for (int r = first; r < first + rows; r++) Arrays.fill(w, r * stride, r * stride + n, 0);
            if (first > 0) KERNEL.gemm(false, false, rows, first, first, -1.0, l, first * stride, stride, w, 0, stride, 0.0, w, first * stride, stride);
            for (int r = first; r < first + rows; r++) {
                w[r * stride + r] = 1;
                for (int k = first; k < r; k++) KERNEL.axpy(-l[r * stride + k], w, k * stride, w, r * stride, k + 1);
                double scale = 1 / l[r * stride + r];
                for (int c = 0; c <= r; c++) w[r * stride + c] *= scale;
            }
        }
    }

    /// The sums of squares of the rows of `B W^T`, W a lower triangle.
    ///
    /// @param b       rows x n, one row after another
    /// @param product room for rows x n
    static void squares(double[] w, int n, int stride, double[] b, int rows, double[] product, double[] into) {
        Arrays.fill(into, 0, rows, 0);
        for (int first = 0; first < n; first += 2 * BLOCK) {
            int size = Math.min(2 * BLOCK, n - first);
            KERNEL.gemm(false, true, rows, size, first + size, 1.0, b, 0, n, w, first * stride, stride, 0.0, product, 0, size);
            for (int r = 0; r < rows; r++) into[r] += KERNEL.dot(product, r * size, product, r * size, size);
        }
    }
}
