package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Cholesky and the solves with its factor.
///
/// The factorization works on U = L^T in a padded copy of -A, as many rows at a time as a block is high: first everything above is added
/// by [DoubleSums], whose two streams are both rows of U, then the rows are finished one after another, and with them change their sign.
/// So every pass runs along rows, sums stay in registers from the first addend on, and none has to be taken across the lanes of a vector.
final class DoubleTriangle {

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;
    private static final int ROWS = DoubleBlock.ROWS;
    private static final int MOST = DoubleBlock.MOST_ROWS;
    private static final int PAD = Math.max(L, MOST);

    private DoubleTriangle() { }

    static int cholesky(double[] a, int n, int stride) {
        int padded = padded(n);
        double[] u = Workspace.mine().doubleFactor(room(n));
        DoubleTranspose.copyLowerNegated(a, stride, n, u, padded);
        int failed = factor(u, n, n, padded);
        if (failed < 0) {
            DoubleTranspose.copyUpper(u, padded, n, a, stride);
        }
        return failed;
    }

    /// Numbers between rows: not a multiple of a power of two, lest rows fall into the same few lines of the cache.
    private static int padded(int columns) {
        int width = (columns + PAD - 1) / PAD * PAD;
        return width % 32 == 0 ? width + PAD : width;
    }

    private static int room(int columns) {
        return (columns + MOST) * padded(columns);
    }

    /// Factorises the n x n matrix; columns beyond are right sides.
    private static int factor(double[] u, int n, int columns, int padded) {
        int width = (columns + L - 1) / L * L;
        double[] factors = new double[MOST * MOST];
        for (int i = 0; i < n; i += ROWS) {
            for (int j = i / L * L; j < width && i > 0; j += 2 * L) {
                DoubleSums.add(ROWS, j + L < width, u, i, padded, u, j, padded, i, u, i * padded + j, padded);
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
    private static int finish(double[] u, int i, int rows, int width, int padded, double[] factors) {
        int left = i / L * L;
        int right = Math.min((i + ROWS + L - 1) / L * L, width);
        for (int r = i; r < i + rows; r++) {
            double pivot = -u[r * padded + r];
            if (!(pivot > 0)) {
                return r;
            }
            double inverse = -1 / Math.sqrt(pivot);
            factors[(r - i) * (MOST + 1)] = inverse;
            scale(u, r * padded, left, right, inverse);
            for (int s = r + 1; s < i + rows; s++) {
                double factor = u[r * padded + s];
                factors[(r - i) * MOST + s - i] = factor;
                add(u, r * padded, s * padded, left, right, factor);
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

    private static void add(double[] u, int row, int target, int from, int to, double factor) {
        DoubleVector factors = DoubleVector.broadcast(S, factor);
        for (int j = from; j < to; j += L) {
            DoubleVector.fromArray(S, u, row + j).fma(factors, DoubleVector.fromArray(S, u, target + j)).intoArray(u, target + j);
        }
    }

    /// The rows from `u[at]` on, one vector of columns: they stay in registers while to each the ones above it are added.
    private static void eliminate(double[] u, int at, int padded, double[] factors) {
        DoubleVector v0 = DoubleVector.fromArray(S, u, at);
        v0 = v0.mul(DoubleVector.broadcast(S, factors[0]));
        v0.intoArray(u, at);
        DoubleVector v1 = DoubleVector.fromArray(S, u, at + padded);
        v1 = v0.fma(DoubleVector.broadcast(S, factors[1]), v1);
        v1 = v1.mul(DoubleVector.broadcast(S, factors[9]));
        v1.intoArray(u, at + padded);
        DoubleVector v2 = DoubleVector.fromArray(S, u, at + 2 * padded);
        v2 = v0.fma(DoubleVector.broadcast(S, factors[2]), v2);
        v2 = v1.fma(DoubleVector.broadcast(S, factors[10]), v2);
        v2 = v2.mul(DoubleVector.broadcast(S, factors[18]));
        v2.intoArray(u, at + 2 * padded);
        DoubleVector v3 = DoubleVector.fromArray(S, u, at + 3 * padded);
        v3 = v0.fma(DoubleVector.broadcast(S, factors[3]), v3);
        v3 = v1.fma(DoubleVector.broadcast(S, factors[11]), v3);
        v3 = v2.fma(DoubleVector.broadcast(S, factors[19]), v3);
        v3 = v3.mul(DoubleVector.broadcast(S, factors[27]));
        v3.intoArray(u, at + 3 * padded);
        DoubleVector v4 = DoubleVector.fromArray(S, u, at + 4 * padded);
        v4 = v0.fma(DoubleVector.broadcast(S, factors[4]), v4);
        v4 = v1.fma(DoubleVector.broadcast(S, factors[12]), v4);
        v4 = v2.fma(DoubleVector.broadcast(S, factors[20]), v4);
        v4 = v3.fma(DoubleVector.broadcast(S, factors[28]), v4);
        v4 = v4.mul(DoubleVector.broadcast(S, factors[36]));
        v4.intoArray(u, at + 4 * padded);
        DoubleVector v5 = DoubleVector.fromArray(S, u, at + 5 * padded);
        v5 = v0.fma(DoubleVector.broadcast(S, factors[5]), v5);
        v5 = v1.fma(DoubleVector.broadcast(S, factors[13]), v5);
        v5 = v2.fma(DoubleVector.broadcast(S, factors[21]), v5);
        v5 = v3.fma(DoubleVector.broadcast(S, factors[29]), v5);
        v5 = v4.fma(DoubleVector.broadcast(S, factors[37]), v5);
        v5 = v5.mul(DoubleVector.broadcast(S, factors[45]));
        v5.intoArray(u, at + 5 * padded);
        if (ROWS == 8) {
            DoubleVector v6 = DoubleVector.fromArray(S, u, at + 6 * padded);
            v6 = v0.fma(DoubleVector.broadcast(S, factors[6]), v6);
            v6 = v1.fma(DoubleVector.broadcast(S, factors[14]), v6);
            v6 = v2.fma(DoubleVector.broadcast(S, factors[22]), v6);
            v6 = v3.fma(DoubleVector.broadcast(S, factors[30]), v6);
            v6 = v4.fma(DoubleVector.broadcast(S, factors[38]), v6);
            v6 = v5.fma(DoubleVector.broadcast(S, factors[46]), v6);
            v6 = v6.mul(DoubleVector.broadcast(S, factors[54]));
            v6.intoArray(u, at + 6 * padded);
            DoubleVector v7 = DoubleVector.fromArray(S, u, at + 7 * padded);
            v7 = v0.fma(DoubleVector.broadcast(S, factors[7]), v7);
            v7 = v1.fma(DoubleVector.broadcast(S, factors[15]), v7);
            v7 = v2.fma(DoubleVector.broadcast(S, factors[23]), v7);
            v7 = v3.fma(DoubleVector.broadcast(S, factors[31]), v7);
            v7 = v4.fma(DoubleVector.broadcast(S, factors[39]), v7);
            v7 = v5.fma(DoubleVector.broadcast(S, factors[47]), v7);
            v7 = v6.fma(DoubleVector.broadcast(S, factors[55]), v7);
            v7 = v7.mul(DoubleVector.broadcast(S, factors[63]));
            v7.intoArray(u, at + 7 * padded);
        }
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
