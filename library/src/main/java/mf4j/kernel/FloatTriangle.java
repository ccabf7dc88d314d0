package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Cholesky and the solves with its factor.
///
/// The factorization works on U = L^T in a padded copy of -A, as many rows at a time as a block is high: first everything above is added
/// by [FloatSums], whose two streams are both rows of U, then the rows are finished one after another, and with them change their sign.
/// So every pass runs along rows, sums stay in registers from the first addend on, and none has to be taken across the lanes of a vector.
final class FloatTriangle {

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;
    private static final int ROWS = FloatBlock.ROWS;
    private static final int MOST = FloatBlock.MOST_ROWS;
    private static final int PAD = Math.max(L, MOST);

    private FloatTriangle() { }

    static int cholesky(float[] a, int n, int stride) {
        int padded = padded(n);
        float[] u = Workspace.mine().floatFactor(room(n));
        FloatTranspose.copyLowerNegated(a, stride, n, u, padded);
        int failed = factor(u, n, n, padded);
        if (failed < 0) {
            FloatTranspose.copyUpper(u, padded, n, a, stride);
        }
        return failed;
    }

    /// The right side is one more column of U: when U is done it is what L y = b asks for, and the solve with U alone is left.
    static int solve(float[] a, int n, int stride, float ridge, float[] b, int bi, float[] x, int xi) {
        int padded = padded(n + 1);
        Workspace mine = Workspace.mine();
        float[] u = mine.floatFactor(room(n + 1));
        FloatTranspose.copyLowerNegated(a, stride, n, u, padded);
        for (int i = 0; i < n; i++) {
            u[i * padded + i] -= ridge;
            u[i * padded + n] = -b[bi + i];
        }
        int failed = factor(u, n, n + 1, padded);
        if (failed < 0) {
            solveUpper(u, n, padded, x, xi, mine.floatSums);
        }
        return failed;
    }

    /// Numbers between rows: not a multiple of a power of two, lest rows fall into the same few lines of the cache.
    private static int padded(int columns) {
        int width = (columns + PAD - 1) / PAD * PAD;
        return width % 64 == 0 ? width + PAD : width;
    }

    private static int room(int columns) {
        return (columns + MOST) * padded(columns);
    }

    /// Factorises the n x n matrix; columns beyond are right sides.
    private static int factor(float[] u, int n, int columns, int padded) {
        int width = (columns + L - 1) / L * L;
        float[] factors = new float[MOST * MOST];
        for (int i = 0; i < n; i += ROWS) {
            for (int j = i / L * L; j < width && i > 0; j += 2 * L) {
                FloatSums.add(ROWS, j + L < width, u, i, padded, u, j, padded, i, u, i * padded + j, padded);
            }
            int failed = finish(u, i, Math.min(ROWS, n - i), width, padded, factors);
            if (failed >= 0) {
                return failed;
            }
        }
        return -1;
    }

    /// Rows [i, i + rows) of U, to which all rows above them are added: first the columns of the diagonal block, one row after
    /// another, then the columns to its right with the factors found.
    private static int finish(float[] u, int i, int rows, int width, int padded, float[] factors) {
        int left = i / L * L;
        int right = Math.min((i + ROWS + L - 1) / L * L, width);
        for (int r = i; r < i + rows; r++) {
            float pivot = -u[r * padded + r];
            if (!(pivot > 0)) {
                return r;
            }
            float inverse = -1 / (float) Math.sqrt(pivot);
            factors[(r - i) * (MOST + 1)] = inverse;
            scale(u, r * padded, left, right, inverse);
            for (int s = r + 1; s < i + rows; s++) {
                float factor = u[r * padded + s];
                factors[(r - i) * MOST + s - i] = factor;
                add(u, r * padded, s * padded, left, right, factor);
            }
        }
        for (int j = right; j < width; j += L) {
            eliminate(u, i * padded + j, padded, factors);
        }
        return -1;
    }

    private static void scale(float[] u, int row, int from, int to, float factor) {
        FloatVector factors = FloatVector.broadcast(S, factor);
        for (int j = from; j < to; j += L) {
            FloatVector.fromArray(S, u, row + j).mul(factors).intoArray(u, row + j);
        }
    }

    private static void add(float[] u, int row, int target, int from, int to, float factor) {
        FloatVector factors = FloatVector.broadcast(S, factor);
        for (int j = from; j < to; j += L) {
            FloatVector.fromArray(S, u, row + j).fma(factors, FloatVector.fromArray(S, u, target + j)).intoArray(u, target + j);
        }
    }

    /// The rows from `u[at]` on, one vector of columns: they stay in registers while to each the ones above it are added.
    private static void eliminate(float[] u, int at, int padded, float[] factors) {
        FloatVector v0 = FloatVector.fromArray(S, u, at);
        v0 = v0.mul(FloatVector.broadcast(S, factors[0]));
        v0.intoArray(u, at);
        FloatVector v1 = FloatVector.fromArray(S, u, at + padded);
        v1 = v0.fma(FloatVector.broadcast(S, factors[1]), v1);
        v1 = v1.mul(FloatVector.broadcast(S, factors[9]));
        v1.intoArray(u, at + padded);
        FloatVector v2 = FloatVector.fromArray(S, u, at + 2 * padded);
        v2 = v0.fma(FloatVector.broadcast(S, factors[2]), v2);
        v2 = v1.fma(FloatVector.broadcast(S, factors[10]), v2);
        v2 = v2.mul(FloatVector.broadcast(S, factors[18]));
        v2.intoArray(u, at + 2 * padded);
        FloatVector v3 = FloatVector.fromArray(S, u, at + 3 * padded);
        v3 = v0.fma(FloatVector.broadcast(S, factors[3]), v3);
        v3 = v1.fma(FloatVector.broadcast(S, factors[11]), v3);
        v3 = v2.fma(FloatVector.broadcast(S, factors[19]), v3);
        v3 = v3.mul(FloatVector.broadcast(S, factors[27]));
        v3.intoArray(u, at + 3 * padded);
        FloatVector v4 = FloatVector.fromArray(S, u, at + 4 * padded);
        v4 = v0.fma(FloatVector.broadcast(S, factors[4]), v4);
        v4 = v1.fma(FloatVector.broadcast(S, factors[12]), v4);
        v4 = v2.fma(FloatVector.broadcast(S, factors[20]), v4);
        v4 = v3.fma(FloatVector.broadcast(S, factors[28]), v4);
        v4 = v4.mul(FloatVector.broadcast(S, factors[36]));
        v4.intoArray(u, at + 4 * padded);
        FloatVector v5 = FloatVector.fromArray(S, u, at + 5 * padded);
        v5 = v0.fma(FloatVector.broadcast(S, factors[5]), v5);
        v5 = v1.fma(FloatVector.broadcast(S, factors[13]), v5);
        v5 = v2.fma(FloatVector.broadcast(S, factors[21]), v5);
        v5 = v3.fma(FloatVector.broadcast(S, factors[29]), v5);
        v5 = v4.fma(FloatVector.broadcast(S, factors[37]), v5);
        v5 = v5.mul(FloatVector.broadcast(S, factors[45]));
        v5.intoArray(u, at + 5 * padded);
        if (ROWS == 8) {
            FloatVector v6 = FloatVector.fromArray(S, u, at + 6 * padded);
            v6 = v0.fma(FloatVector.broadcast(S, factors[6]), v6);
            v6 = v1.fma(FloatVector.broadcast(S, factors[14]), v6);
            v6 = v2.fma(FloatVector.broadcast(S, factors[22]), v6);
            v6 = v3.fma(FloatVector.broadcast(S, factors[30]), v6);
            v6 = v4.fma(FloatVector.broadcast(S, factors[38]), v6);
            v6 = v5.fma(FloatVector.broadcast(S, factors[46]), v6);
            v6 = v6.mul(FloatVector.broadcast(S, factors[54]));
            v6.intoArray(u, at + 6 * padded);
            FloatVector v7 = FloatVector.fromArray(S, u, at + 7 * padded);
            v7 = v0.fma(FloatVector.broadcast(S, factors[7]), v7);
            v7 = v1.fma(FloatVector.broadcast(S, factors[15]), v7);
            v7 = v2.fma(FloatVector.broadcast(S, factors[23]), v7);
            v7 = v3.fma(FloatVector.broadcast(S, factors[31]), v7);
            v7 = v4.fma(FloatVector.broadcast(S, factors[39]), v7);
            v7 = v5.fma(FloatVector.broadcast(S, factors[47]), v7);
            v7 = v6.fma(FloatVector.broadcast(S, factors[55]), v7);
            v7 = v7.mul(FloatVector.broadcast(S, factors[63]));
            v7.intoArray(u, at + 7 * padded);
        }
    }

    /// Four rows from the last to the first: their products with what is solved already do not wait for one another. The right side is
    /// column n of U.
    private static void solveUpper(float[] u, int n, int padded, float[] x, int xi, float[] sums) {
        int i = n;
        for (; i >= 4; i -= 4) {
            int top = i - 4;
            FloatDots.four(u, top * padded + i, padded, x, xi + i, n - i, sums);
            for (int r = 3; r >= 0; r--) {
                int row = (top + r) * padded;
                float rest = u[row + n] - FloatDots.sum(sums, r);
                for (int s = r + 1; s < 4; s++) rest = Math.fma(-u[row + top + s], x[xi + top + s], rest);
                x[xi + top + r] = rest / u[row + top + r];
            }
        }
        for (int r = i - 1; r >= 0; r--) {
            float rest = u[r * padded + n] - VectorKernel.INSTANCE.dot(u, r * padded + r + 1, x, xi + r + 1, n - r - 1);
            x[xi + r] = rest / u[r * padded + r];
        }
    }

    /// Four rows at a time: their products with what is solved already do not wait for one another.
    static void solveLower(float[] l, int n, int stride, float[] b, int bi) {
        float[] sums = Workspace.mine().floatSums;
        int i = 0;
        for (; i <= n - 4; i += 4) {
            if (i > 0) {
                FloatDots.four(l, i * stride, stride, b, bi, i, sums);
                for (int r = 0; r < 4; r++) {
                    b[bi + i + r] -= FloatDots.sum(sums, r);
                }
            }
            solveFour(l, i * stride + i, stride, b, bi + i);
        }
        for (; i < n; i++) {
            b[bi + i] = (b[bi + i] - VectorKernel.INSTANCE.dot(l, i * stride, b, bi, i)) / l[i * stride + i];
        }
    }

    /// The 4 x 4 triangle at `l[at]`.
    private static void solveFour(float[] l, int at, int stride, float[] b, int bi) {
        int second = at + stride;
        int third = second + stride;
        int fourth = third + stride;
        float x0 = b[bi] / l[at];
        float x1 = Math.fma(-l[second], x0, b[bi + 1]) / l[second + 1];
        float x2 = Math.fma(-l[third + 1], x1, Math.fma(-l[third], x0, b[bi + 2])) / l[third + 2];
        float rest = Math.fma(-l[fourth + 1], x1, Math.fma(-l[fourth], x0, b[bi + 3]));
        b[bi] = x0;
        b[bi + 1] = x1;
        b[bi + 2] = x2;
        b[bi + 3] = Math.fma(-l[fourth + 2], x2, rest) / l[fourth + 3];
    }

    /// Four rows of L, that is four columns of its transpose, at a time.
    static void solveLowerTransposed(float[] l, int n, int stride, float[] b, int bi) {
        int i = n;
        for (; i >= 4; i -= 4) {
            solveBackFour(l, (i - 4) * (stride + 1), stride, b, bi + i - 4);
            subtractRows(l, i - 4, stride, b, bi);
        }
        for (int r = i - 1; r >= 0; r--) {
            b[bi + r] /= l[r * stride + r];
            for (int j = 0; j < r; j++) {
                b[bi + j] = Math.fma(-b[bi + r], l[r * stride + j], b[bi + j]);
            }
        }
    }

    /// The transposed 4 x 4 triangle at `l[at]`.
    private static void solveBackFour(float[] l, int at, int stride, float[] b, int bi) {
        int second = at + stride;
        int third = second + stride;
        int fourth = third + stride;
        float x3 = b[bi + 3] / l[fourth + 3];
        float x2 = Math.fma(-l[fourth + 2], x3, b[bi + 2]) / l[third + 2];
        float x1 = Math.fma(-l[third + 1], x2, Math.fma(-l[fourth + 1], x3, b[bi + 1])) / l[second + 1];
        float rest = Math.fma(-l[third], x2, Math.fma(-l[fourth], x3, b[bi]));
        b[bi] = Math.fma(-l[second], x1, rest) / l[at];
        b[bi + 1] = x1;
        b[bi + 2] = x2;
        b[bi + 3] = x3;
    }

    /// `b_j -= sum of b_r l_rj` over the four rows r from i on, for j below i.
    private static void subtractRows(float[] l, int i, int stride, float[] b, int bi) {
        FloatVector x0 = FloatVector.broadcast(S, -b[bi + i]);
        FloatVector x1 = FloatVector.broadcast(S, -b[bi + i + 1]);
        FloatVector x2 = FloatVector.broadcast(S, -b[bi + i + 2]);
        FloatVector x3 = FloatVector.broadcast(S, -b[bi + i + 3]);
        int row = i * stride;
        int j = 0;
        for (; j <= i - L; j += L) {
            FloatVector y = FloatVector.fromArray(S, b, bi + j);
            y = FloatVector.fromArray(S, l, row + j).fma(x0, y);
            FloatVector z = FloatVector.fromArray(S, l, row + stride + j).mul(x1);
            y = FloatVector.fromArray(S, l, row + 2 * stride + j).fma(x2, y);
            z = FloatVector.fromArray(S, l, row + 3 * stride + j).fma(x3, z);
            y.add(z).intoArray(b, bi + j);
        }
        if (j < i) {
            VectorMask<Float> rest = S.indexInRange(j, i);
            FloatVector y = FloatVector.fromArray(S, b, bi + j, rest);
            y = FloatVector.fromArray(S, l, row + j, rest).fma(x0, y);
            FloatVector z = FloatVector.fromArray(S, l, row + stride + j, rest).mul(x1);
            y = FloatVector.fromArray(S, l, row + 2 * stride + j, rest).fma(x2, y);
            z = FloatVector.fromArray(S, l, row + 3 * stride + j, rest).fma(x3, z);
            y.add(z).intoArray(b, bi + j, rest);
        }
    }
}
