package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loop of every product: a small block of C stays in registers while two streams run past it.
///
/// `C = alpha * sum_p a_p b_p^T + beta * C`, where a_p is a short column found at `a[ao + p * sa]` and b_p a row found at
/// `b[bo + p * sb]`. A block is 8 x 2 vectors: sixteen independent sums hide the latency of the fused multiply-add, and ten loads
/// feed sixteen of them. With only 16 registers that would spill, so there it runs as two blocks of 4 x 2.
///
/// The unrolled methods are written out because the compiler keeps named vectors in registers, but not arrays of vectors.
final class DoubleBlock {

    /// Most rows of a block.
    static final int ROWS = 8;

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;

    /// Most columns of a block.
    static final int COLUMNS = 2 * L;

    private DoubleBlock() { }

    /// A strip of C: at most [#ROWS] rows and any number of columns; only these elements of C are touched.
    ///
    /// Reads `a` up to the next multiple of 4 rows and `b` up to the next multiple of the lanes: what lies there may be anything.
    static void strip(int rows, int columns, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                      double alpha, double beta, double[] c, int co, int ldc) {
        for (int j = 0; j < columns; j += COLUMNS) {
            block(rows, Math.min(COLUMNS, columns - j), a, ao, sa, b, bo + j, sb, depth, alpha, beta, c, co + j, ldc);
        }
    }

    private static void block(int rows, int columns, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                              double alpha, double beta, double[] c, int co, int ldc) {
        if ((rows == 4 || rows == 8) && (columns == L || columns == COLUMNS)) {
            whole(rows, columns, a, ao, sa, b, bo, sb, depth, alpha, beta, c, co, ldc);
        } else {
            double[] corner = Workspace.mine().doubleCorner;
            whole(rows > 4 ? 8 : 4, columns > L ? COLUMNS : L, a, ao, sa, b, bo, sb, depth, alpha, 0, corner, 0, COLUMNS);
            clip(rows, columns, corner, beta, c, co, ldc);
        }
    }

    private static void whole(int rows, int columns, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                              double alpha, double beta, double[] c, int co, int ldc) {
        if (rows == 8 && columns == COLUMNS && Lanes.MANY_REGISTERS) {
            multiply8x2(a, ao, sa, b, bo, sb, depth, alpha, beta, c, co, ldc);
        } else if (rows == 8 && columns == COLUMNS) {
            multiply4x2(a, ao, sa, b, bo, sb, depth, alpha, beta, c, co, ldc);
            multiply4x2(a, ao + 4, sa, b, bo, sb, depth, alpha, beta, c, co + 4 * ldc, ldc);
        } else if (rows == 8) {
            multiply8x1(a, ao, sa, b, bo, sb, depth, alpha, beta, c, co, ldc);
        } else if (columns == COLUMNS) {
            multiply4x2(a, ao, sa, b, bo, sb, depth, alpha, beta, c, co, ldc);
        } else {
            multiply4x1(a, ao, sa, b, bo, sb, depth, alpha, beta, c, co, ldc);
        }
    }

    private static void clip(int rows, int columns, double[] corner, double beta, double[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = co + i * ldc + j;
                c[at] = beta == 0 ? corner[i * COLUMNS + j] : Math.fma(beta, c[at], corner[i * COLUMNS + j]);
            }
        }
    }

    private static void store(DoubleVector sum, double alpha, double beta, double[] c, int at) {
        DoubleVector scaled = sum.mul(alpha);
        if (beta == 0) {
            scaled.intoArray(c, at);
        } else {
            DoubleVector.broadcast(S, beta).fma(DoubleVector.fromArray(S, c, at), scaled).intoArray(c, at);
        }
    }

    /// 8 rows of two vectors.
    private static void multiply8x2(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                                    double alpha, double beta, double[] c, int co, int ldc) {
        DoubleVector c0l = DoubleVector.zero(S);
        DoubleVector c0r = DoubleVector.zero(S);
        DoubleVector c1l = DoubleVector.zero(S);
        DoubleVector c1r = DoubleVector.zero(S);
        DoubleVector c2l = DoubleVector.zero(S);
        DoubleVector c2r = DoubleVector.zero(S);
        DoubleVector c3l = DoubleVector.zero(S);
        DoubleVector c3r = DoubleVector.zero(S);
        DoubleVector c4l = DoubleVector.zero(S);
        DoubleVector c4r = DoubleVector.zero(S);
        DoubleVector c5l = DoubleVector.zero(S);
        DoubleVector c5r = DoubleVector.zero(S);
        DoubleVector c6l = DoubleVector.zero(S);
        DoubleVector c6r = DoubleVector.zero(S);
        DoubleVector c7l = DoubleVector.zero(S);
        DoubleVector c7r = DoubleVector.zero(S);
        for (int p = 0; p < depth; p++) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            DoubleVector l = DoubleVector.fromArray(S, b, y);
            DoubleVector r = DoubleVector.fromArray(S, b, y + L);
            DoubleVector a0 = DoubleVector.broadcast(S, a[x]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            DoubleVector a1 = DoubleVector.broadcast(S, a[x + 1]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            DoubleVector a2 = DoubleVector.broadcast(S, a[x + 2]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            DoubleVector a3 = DoubleVector.broadcast(S, a[x + 3]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            DoubleVector a4 = DoubleVector.broadcast(S, a[x + 4]);
            c4l = a4.fma(l, c4l);
            c4r = a4.fma(r, c4r);
            DoubleVector a5 = DoubleVector.broadcast(S, a[x + 5]);
            c5l = a5.fma(l, c5l);
            c5r = a5.fma(r, c5r);
            DoubleVector a6 = DoubleVector.broadcast(S, a[x + 6]);
            c6l = a6.fma(l, c6l);
            c6r = a6.fma(r, c6r);
            DoubleVector a7 = DoubleVector.broadcast(S, a[x + 7]);
            c7l = a7.fma(l, c7l);
            c7r = a7.fma(r, c7r);
        }
        store(c0l, alpha, beta, c, co);
        store(c0r, alpha, beta, c, co + L);
        store(c1l, alpha, beta, c, co + ldc);
        store(c1r, alpha, beta, c, co + ldc + L);
        store(c2l, alpha, beta, c, co + 2 * ldc);
        store(c2r, alpha, beta, c, co + 2 * ldc + L);
        store(c3l, alpha, beta, c, co + 3 * ldc);
        store(c3r, alpha, beta, c, co + 3 * ldc + L);
        store(c4l, alpha, beta, c, co + 4 * ldc);
        store(c4r, alpha, beta, c, co + 4 * ldc + L);
        store(c5l, alpha, beta, c, co + 5 * ldc);
        store(c5r, alpha, beta, c, co + 5 * ldc + L);
        store(c6l, alpha, beta, c, co + 6 * ldc);
        store(c6r, alpha, beta, c, co + 6 * ldc + L);
        store(c7l, alpha, beta, c, co + 7 * ldc);
        store(c7r, alpha, beta, c, co + 7 * ldc + L);
    }

    /// 8 rows of one vector.
    private static void multiply8x1(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                                    double alpha, double beta, double[] c, int co, int ldc) {
        DoubleVector c0 = DoubleVector.zero(S);
        DoubleVector c1 = DoubleVector.zero(S);
        DoubleVector c2 = DoubleVector.zero(S);
        DoubleVector c3 = DoubleVector.zero(S);
        DoubleVector c4 = DoubleVector.zero(S);
        DoubleVector c5 = DoubleVector.zero(S);
        DoubleVector c6 = DoubleVector.zero(S);
        DoubleVector c7 = DoubleVector.zero(S);
        for (int p = 0; p < depth; p++) {
            int x = ao + p * sa;
            DoubleVector row = DoubleVector.fromArray(S, b, bo + p * sb);
            c0 = DoubleVector.broadcast(S, a[x]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x + 3]).fma(row, c3);
            c4 = DoubleVector.broadcast(S, a[x + 4]).fma(row, c4);
            c5 = DoubleVector.broadcast(S, a[x + 5]).fma(row, c5);
            c6 = DoubleVector.broadcast(S, a[x + 6]).fma(row, c6);
            c7 = DoubleVector.broadcast(S, a[x + 7]).fma(row, c7);
        }
        store(c0, alpha, beta, c, co);
        store(c1, alpha, beta, c, co + ldc);
        store(c2, alpha, beta, c, co + 2 * ldc);
        store(c3, alpha, beta, c, co + 3 * ldc);
        store(c4, alpha, beta, c, co + 4 * ldc);
        store(c5, alpha, beta, c, co + 5 * ldc);
        store(c6, alpha, beta, c, co + 6 * ldc);
        store(c7, alpha, beta, c, co + 7 * ldc);
    }

    /// 4 rows of two vectors.
    private static void multiply4x2(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                                    double alpha, double beta, double[] c, int co, int ldc) {
        DoubleVector c0l = DoubleVector.zero(S);
        DoubleVector c0r = DoubleVector.zero(S);
        DoubleVector c1l = DoubleVector.zero(S);
        DoubleVector c1r = DoubleVector.zero(S);
        DoubleVector c2l = DoubleVector.zero(S);
        DoubleVector c2r = DoubleVector.zero(S);
        DoubleVector c3l = DoubleVector.zero(S);
        DoubleVector c3r = DoubleVector.zero(S);
        for (int p = 0; p < depth; p++) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            DoubleVector l = DoubleVector.fromArray(S, b, y);
            DoubleVector r = DoubleVector.fromArray(S, b, y + L);
            DoubleVector a0 = DoubleVector.broadcast(S, a[x]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            DoubleVector a1 = DoubleVector.broadcast(S, a[x + 1]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            DoubleVector a2 = DoubleVector.broadcast(S, a[x + 2]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            DoubleVector a3 = DoubleVector.broadcast(S, a[x + 3]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
        }
        store(c0l, alpha, beta, c, co);
        store(c0r, alpha, beta, c, co + L);
        store(c1l, alpha, beta, c, co + ldc);
        store(c1r, alpha, beta, c, co + ldc + L);
        store(c2l, alpha, beta, c, co + 2 * ldc);
        store(c2r, alpha, beta, c, co + 2 * ldc + L);
        store(c3l, alpha, beta, c, co + 3 * ldc);
        store(c3r, alpha, beta, c, co + 3 * ldc + L);
    }

    /// 4 rows of one vector.
    private static void multiply4x1(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                                    double alpha, double beta, double[] c, int co, int ldc) {
        DoubleVector c0 = DoubleVector.zero(S);
        DoubleVector c1 = DoubleVector.zero(S);
        DoubleVector c2 = DoubleVector.zero(S);
        DoubleVector c3 = DoubleVector.zero(S);
        for (int p = 0; p < depth; p++) {
            int x = ao + p * sa;
            DoubleVector row = DoubleVector.fromArray(S, b, bo + p * sb);
            c0 = DoubleVector.broadcast(S, a[x]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x + 3]).fma(row, c3);
        }
        store(c0, alpha, beta, c, co);
        store(c1, alpha, beta, c, co + ldc);
        store(c2, alpha, beta, c, co + 2 * ldc);
        store(c3, alpha, beta, c, co + 3 * ldc);
    }
}
