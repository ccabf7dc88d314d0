package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Cholesky and the solves with its factor.
///
/// The factorization works on U = L^T in a padded copy, eight rows at a time: first everything above is subtracted by
/// [DoubleBlock], whose two streams are both rows of U, then the eight rows are finished one after another. So every pass runs
/// along rows, and no sum has to be taken across the lanes of a vector.
final class DoubleTriangle {

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;
    private static final int ROWS = DoubleBlock.MOST_ROWS;
    private static final int PAD = Math.max(L, ROWS);

    private DoubleTriangle() { }

    static int cholesky(double[] a, int n, int stride) {
        int width = (n + PAD - 1) / PAD * PAD;
        int padded = width % 32 == 0 ? width + PAD : width; // apart, lest rows fall into the same few lines of the cache
        double[] u = Workspace.mine().doubleFactor(padded * padded);
        DoubleTranspose.copyLower(a, stride, n, u, padded);
        double[] factors = new double[ROWS * ROWS];
        for (int i = 0; i < n; i += ROWS) {
            if (i > 0) {
                int left = i / L * L;
                DoubleBlock.strip(ROWS, width - left, u, i, padded, u, left, padded, i, -1, 1, u, i * padded + left, padded);
            }
            int failed = finish(u, i, Math.min(ROWS, n - i), width, padded, factors);
            if (failed >= 0) {
                return failed;
            }
        }
        DoubleTranspose.copyUpper(u, padded, n, a, stride);
        return -1;
    }

    /// Rows [i, i + rows) of U, all rows above them being subtracted: first the columns of the diagonal block, one row after
    /// another, then the columns to its right with the factors found.
    private static int finish(double[] u, int i, int rows, int width, int padded, double[] factors) {
        int right = (i + ROWS + L - 1) / L * L;
        for (int r = i; r < i + rows; r++) {
            double pivot = u[r * padded + r];
            if (!(pivot > 0)) {
                return r;
            }
            double inverse = 1 /  Math.sqrt(pivot);
            factors[(r - i) * (ROWS + 1)] = inverse;
            scale(u, r * padded, i / L * L, right, inverse);
            for (int s = r + 1; s < i + rows; s++) {
                double factor = -u[r * padded + s];
                factors[(r - i) * ROWS + s - i] = factor;
                subtract(u, r * padded, s * padded, i / L * L, right, factor);
            }
        }
        for (int j = right; j < width; j += L) {
            eliminate(u, i * padded + j, padded, factors);
        }
        return -1;
    }

    private static void scale(double[] u, int row, int from, int to, double factor) {
        DoubleVector factors = DoubleVector.broadcast(S, factor);
        for (int j = from; j < to; j += L) {
            DoubleVector.fromArray(S, u, row + j).mul(factors).intoArray(u, row + j);
        }
    }

    private static void subtract(double[] u, int row, int target, int from, int to, double factor) {
        DoubleVector factors = DoubleVector.broadcast(S, factor);
        for (int j = from; j < to; j += L) {
            DoubleVector.fromArray(S, u, row + j).fma(factors, DoubleVector.fromArray(S, u, target + j)).intoArray(u, target + j);
        }
    }

    /// The eight rows from `u[at]` on, one vector of columns: they stay in registers while each takes away the ones above it.
    private static void eliminate(double[] u, int at, int padded, double[] factors) {
        DoubleVector v0 = DoubleVector.fromArray(S, u, at);
        v0 = v0.mul(DoubleVector.broadcast(S, factors[0]));
        DoubleVector v1 = DoubleVector.fromArray(S, u, at + padded);
        v1 = v0.fma(DoubleVector.broadcast(S, factors[1]), v1);
        v1 = v1.mul(DoubleVector.broadcast(S, factors[9]));
        DoubleVector v2 = DoubleVector.fromArray(S, u, at + 2 * padded);
        v2 = v0.fma(DoubleVector.broadcast(S, factors[2]), v2);
        v2 = v1.fma(DoubleVector.broadcast(S, factors[10]), v2);
        v2 = v2.mul(DoubleVector.broadcast(S, factors[18]));
        DoubleVector v3 = DoubleVector.fromArray(S, u, at + 3 * padded);
        v3 = v0.fma(DoubleVector.broadcast(S, factors[3]), v3);
        v3 = v1.fma(DoubleVector.broadcast(S, factors[11]), v3);
        v3 = v2.fma(DoubleVector.broadcast(S, factors[19]), v3);
        v3 = v3.mul(DoubleVector.broadcast(S, factors[27]));
        DoubleVector v4 = DoubleVector.fromArray(S, u, at + 4 * padded);
        v4 = v0.fma(DoubleVector.broadcast(S, factors[4]), v4);
        v4 = v1.fma(DoubleVector.broadcast(S, factors[12]), v4);
        v4 = v2.fma(DoubleVector.broadcast(S, factors[20]), v4);
        v4 = v3.fma(DoubleVector.broadcast(S, factors[28]), v4);
        v4 = v4.mul(DoubleVector.broadcast(S, factors[36]));
        DoubleVector v5 = DoubleVector.fromArray(S, u, at + 5 * padded);
        v5 = v0.fma(DoubleVector.broadcast(S, factors[5]), v5);
        v5 = v1.fma(DoubleVector.broadcast(S, factors[13]), v5);
        v5 = v2.fma(DoubleVector.broadcast(S, factors[21]), v5);
        v5 = v3.fma(DoubleVector.broadcast(S, factors[29]), v5);
        v5 = v4.fma(DoubleVector.broadcast(S, factors[37]), v5);
        v5 = v5.mul(DoubleVector.broadcast(S, factors[45]));
        DoubleVector v6 = DoubleVector.fromArray(S, u, at + 6 * padded);
        v6 = v0.fma(DoubleVector.broadcast(S, factors[6]), v6);
        v6 = v1.fma(DoubleVector.broadcast(S, factors[14]), v6);
        v6 = v2.fma(DoubleVector.broadcast(S, factors[22]), v6);
        v6 = v3.fma(DoubleVector.broadcast(S, factors[30]), v6);
        v6 = v4.fma(DoubleVector.broadcast(S, factors[38]), v6);
        v6 = v5.fma(DoubleVector.broadcast(S, factors[46]), v6);
        v6 = v6.mul(DoubleVector.broadcast(S, factors[54]));
        DoubleVector v7 = DoubleVector.fromArray(S, u, at + 7 * padded);
        v7 = v0.fma(DoubleVector.broadcast(S, factors[7]), v7);
        v7 = v1.fma(DoubleVector.broadcast(S, factors[15]), v7);
        v7 = v2.fma(DoubleVector.broadcast(S, factors[23]), v7);
        v7 = v3.fma(DoubleVector.broadcast(S, factors[31]), v7);
        v7 = v4.fma(DoubleVector.broadcast(S, factors[39]), v7);
        v7 = v5.fma(DoubleVector.broadcast(S, factors[47]), v7);
        v7 = v6.fma(DoubleVector.broadcast(S, factors[55]), v7);
        v7 = v7.mul(DoubleVector.broadcast(S, factors[63]));
        v0.intoArray(u, at);
        v1.intoArray(u, at + padded);
        v2.intoArray(u, at + 2 * padded);
        v3.intoArray(u, at + 3 * padded);
        v4.intoArray(u, at + 4 * padded);
        v5.intoArray(u, at + 5 * padded);
        v6.intoArray(u, at + 6 * padded);
        v7.intoArray(u, at + 7 * padded);
    }

    /// Four rows at a time: their products with what is solved already do not wait for one another.
    static void solveLower(double[] l, int n, int stride, double[] b, int bi) {
        double[] sums = Workspace.mine().doubleSums;
        int i = 0;
        for (; i <= n - 4; i += 4) {
            if (i > 0) {
                DoubleDots.four(l, i * stride, stride, b, bi, i, sums);
                for (int r = 0; r < 4; r++) {
                    b[bi + i + r] -= DoubleDots.sum(sums, r);
                }
            }
            solveFour(l, i * stride + i, stride, b, bi + i);
        }
        for (; i < n; i++) {
            b[bi + i] = (b[bi + i] - VectorKernel.INSTANCE.dot(l, i * stride, b, bi, i)) / l[i * stride + i];
        }
    }

    /// The 4 x 4 triangle at `l[at]`.
    private static void solveFour(double[] l, int at, int stride, double[] b, int bi) {
        int second = at + stride;
        int third = second + stride;
        int fourth = third + stride;
        double x0 = b[bi] / l[at];
        double x1 = Math.fma(-l[second], x0, b[bi + 1]) / l[second + 1];
        double x2 = Math.fma(-l[third + 1], x1, Math.fma(-l[third], x0, b[bi + 2])) / l[third + 2];
        double rest = Math.fma(-l[fourth + 1], x1, Math.fma(-l[fourth], x0, b[bi + 3]));
        b[bi] = x0;
        b[bi + 1] = x1;
        b[bi + 2] = x2;
        b[bi + 3] = Math.fma(-l[fourth + 2], x2, rest) / l[fourth + 3];
    }

    /// Four rows of L, that is four columns of its transpose, at a time.
    static void solveLowerTransposed(double[] l, int n, int stride, double[] b, int bi) {
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
    private static void solveBackFour(double[] l, int at, int stride, double[] b, int bi) {
        int second = at + stride;
        int third = second + stride;
        int fourth = third + stride;
        double x3 = b[bi + 3] / l[fourth + 3];
        double x2 = Math.fma(-l[fourth + 2], x3, b[bi + 2]) / l[third + 2];
        double x1 = Math.fma(-l[third + 1], x2, Math.fma(-l[fourth + 1], x3, b[bi + 1])) / l[second + 1];
        double rest = Math.fma(-l[third], x2, Math.fma(-l[fourth], x3, b[bi]));
        b[bi] = Math.fma(-l[second], x1, rest) / l[at];
        b[bi + 1] = x1;
        b[bi + 2] = x2;
        b[bi + 3] = x3;
    }

    /// `b_j -= sum of b_r l_rj` over the four rows r from i on, for j below i.
    private static void subtractRows(double[] l, int i, int stride, double[] b, int bi) {
        DoubleVector x0 = DoubleVector.broadcast(S, -b[bi + i]);
        DoubleVector x1 = DoubleVector.broadcast(S, -b[bi + i + 1]);
        DoubleVector x2 = DoubleVector.broadcast(S, -b[bi + i + 2]);
        DoubleVector x3 = DoubleVector.broadcast(S, -b[bi + i + 3]);
        int row = i * stride;
        int j = 0;
        for (; j <= i - L; j += L) {
            DoubleVector y = DoubleVector.fromArray(S, b, bi + j);
            y = DoubleVector.fromArray(S, l, row + j).fma(x0, y);
            DoubleVector z = DoubleVector.fromArray(S, l, row + stride + j).mul(x1);
            y = DoubleVector.fromArray(S, l, row + 2 * stride + j).fma(x2, y);
            z = DoubleVector.fromArray(S, l, row + 3 * stride + j).fma(x3, z);
            y.add(z).intoArray(b, bi + j);
        }
        if (j < i) {
            VectorMask<Double> rest = S.indexInRange(j, i);
            DoubleVector y = DoubleVector.fromArray(S, b, bi + j, rest);
            y = DoubleVector.fromArray(S, l, row + j, rest).fma(x0, y);
            DoubleVector z = DoubleVector.fromArray(S, l, row + stride + j, rest).mul(x1);
            y = DoubleVector.fromArray(S, l, row + 2 * stride + j, rest).fma(x2, y);
            z = DoubleVector.fromArray(S, l, row + 3 * stride + j, rest).fma(x3, z);
            y.add(z).intoArray(b, bi + j, rest);
        }
    }
}
