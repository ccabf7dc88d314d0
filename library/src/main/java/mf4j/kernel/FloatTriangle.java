package mf4j.kernel;

import jdk.incubator.vector.FloatVector;

/// Cholesky and the solves with its factor.
///
/// The factorization works on U = L^T in a padded copy, eight rows at a time: first everything above is subtracted by
/// [FloatBlock], whose two streams are both rows of U, then the eight rows are finished one after another. So every pass runs
/// along rows, and no sum has to be taken across the lanes of a vector.
final class FloatTriangle {

    private static final int L = Lanes.FLOAT;
    private static final int ROWS = FloatBlock.ROWS;
    private static final int PAD = Math.max(FloatBlock.COLUMNS, ROWS);

    private FloatTriangle() { }

    static int cholesky(float[] a, int n, int stride) {
        int padded = (n + PAD - 1) / PAD * PAD;
        float[] u = Workspace.mine().floatFactor(padded * padded);
        FloatTranspose.copyTriangle(true, a, stride, n, u, padded);
        for (int i = 0; i < n; i += ROWS) {
            if (i > 0) {
                FloatBlock.strip(ROWS, padded - i / L * L, u, i, padded, u, i / L * L, padded, i, -1, 1, u, i * padded + i / L * L, padded);
            }
            int failed = finish(u, i, Math.min(ROWS, n - i), padded);
            if (failed >= 0) {
                return failed;
            }
        }
        FloatTranspose.copyTriangle(false, u, padded, n, a, stride);
        return -1;
    }

    /// Rows [i, i + rows) of U, all rows above them being subtracted.
    private static int finish(float[] u, int i, int rows, int padded) {
        int start = i / L * L;
        for (int r = i; r < i + rows; r++) {
            float pivot = u[r * padded + r];
            if (!(pivot > 0)) {
                return r;
            }
            scale(u, r * padded, start, padded, 1 / (float) Math.sqrt(pivot));
            for (int s = r + 1; s < i + rows; s++) {
                subtract(u, r * padded, s * padded, start, padded, u[r * padded + s]);
            }
        }
        return -1;
    }

    private static void scale(float[] u, int row, int from, int to, float factor) {
        FloatVector factors = FloatVector.broadcast(Lanes.FLOATS, factor);
        for (int j = from; j < to; j += L) {
            FloatVector.fromArray(Lanes.FLOATS, u, row + j).mul(factors).intoArray(u, row + j);
        }
    }

    private static void subtract(float[] u, int row, int target, int from, int to, float factor) {
        FloatVector factors = FloatVector.broadcast(Lanes.FLOATS, -factor);
        for (int j = from; j < to; j += L) {
            FloatVector.fromArray(Lanes.FLOATS, u, row + j).fma(factors, FloatVector.fromArray(Lanes.FLOATS, u, target + j))
                    .intoArray(u, target + j);
        }
    }

    static void solveLower(float[] l, int n, int stride, float[] b, int bi) {
        VectorKernel kernel = VectorKernel.INSTANCE;
        for (int i = 0; i < n; i++) {
            b[bi + i] = (b[bi + i] - kernel.dot(l, i * stride, b, bi, i)) / l[i * stride + i];
        }
    }

    static void solveLowerTransposed(float[] l, int n, int stride, float[] b, int bi) {
        VectorKernel kernel = VectorKernel.INSTANCE;
        for (int i = n - 1; i >= 0; i--) {
            b[bi + i] /= l[i * stride + i];
            kernel.axpy(-b[bi + i], l, i * stride, b, bi, i);
        }
    }
}
