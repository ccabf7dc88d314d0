package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;

/// Cholesky and the solves with its factor.
///
/// The factorization works on U = L^T in a padded copy, eight rows at a time: first everything above is subtracted by
/// [DoubleBlock], whose two streams are both rows of U, then the eight rows are finished one after another. So every pass runs
/// along rows, and no sum has to be taken across the lanes of a vector.
final class DoubleTriangle {

    private static final int L = Lanes.DOUBLE;
    private static final int ROWS = DoubleBlock.ROWS;
    private static final int PAD = Math.max(DoubleBlock.COLUMNS, ROWS);

    private DoubleTriangle() { }

    static int cholesky(double[] a, int n, int stride) {
        int padded = (n + PAD - 1) / PAD * PAD;
        double[] u = Workspace.mine().doubleFactor(padded * padded);
        DoubleTranspose.copyTriangle(true, a, stride, n, u, padded);
        for (int i = 0; i < n; i += ROWS) {
            if (i > 0) {
                DoubleBlock.strip(ROWS, padded - i / L * L, u, i, padded, u, i / L * L, padded, i, -1, 1, u, i * padded + i / L * L, padded);
            }
            int failed = finish(u, i, Math.min(ROWS, n - i), padded);
            if (failed >= 0) {
                return failed;
            }
        }
        DoubleTranspose.copyTriangle(false, u, padded, n, a, stride);
        return -1;
    }

    /// Rows [i, i + rows) of U, all rows above them being subtracted.
    private static int finish(double[] u, int i, int rows, int padded) {
        int start = i / L * L;
        for (int r = i; r < i + rows; r++) {
            double pivot = u[r * padded + r];
            if (!(pivot > 0)) {
                return r;
            }
            scale(u, r * padded, start, padded, 1 /  Math.sqrt(pivot));
            for (int s = r + 1; s < i + rows; s++) {
                subtract(u, r * padded, s * padded, start, padded, u[r * padded + s]);
            }
        }
        return -1;
    }

    private static void scale(double[] u, int row, int from, int to, double factor) {
        DoubleVector factors = DoubleVector.broadcast(Lanes.DOUBLES, factor);
        for (int j = from; j < to; j += L) {
            DoubleVector.fromArray(Lanes.DOUBLES, u, row + j).mul(factors).intoArray(u, row + j);
        }
    }

    private static void subtract(double[] u, int row, int target, int from, int to, double factor) {
        DoubleVector factors = DoubleVector.broadcast(Lanes.DOUBLES, -factor);
        for (int j = from; j < to; j += L) {
            DoubleVector.fromArray(Lanes.DOUBLES, u, row + j).fma(factors, DoubleVector.fromArray(Lanes.DOUBLES, u, target + j))
                    .intoArray(u, target + j);
        }
    }

    static void solveLower(double[] l, int n, int stride, double[] b, int bi) {
        VectorKernel kernel = VectorKernel.INSTANCE;
        for (int i = 0; i < n; i++) {
            b[bi + i] = (b[bi + i] - kernel.dot(l, i * stride, b, bi, i)) / l[i * stride + i];
        }
    }

    static void solveLowerTransposed(double[] l, int n, int stride, double[] b, int bi) {
        VectorKernel kernel = VectorKernel.INSTANCE;
        for (int i = n - 1; i >= 0; i--) {
            b[bi + i] /= l[i * stride + i];
            kernel.axpy(-b[bi + i], l, i * stride, b, bi, i);
        }
    }
}
