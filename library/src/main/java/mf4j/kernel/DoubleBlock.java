package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loop of every product: a small block of C stays in registers while two streams run past it.
///
/// `C = alpha * sum_p a_p b_p^T + beta * C`, where a_p is a short column found at `a[ao + p * sa]` and b_p a row found at
/// `b[bo + p * sb]`. With 32 registers a block is 8 x 2 vectors, with 16 it is 6 x 2: as many independent sums as fit hide the latency of
/// the fused multiply-add, and share the loads.
///
/// The unrolled methods are written out because the compiler keeps named vectors in registers, but not arrays of vectors. With 16
/// registers two steps stand in a loop, which keeps the compiler from unrolling it by itself: what it then moves about no longer fits
/// the registers.
final class DoubleBlock {

    /// Most rows of a block: panels are as wide.
    static final int ROWS = Lanes.MANY_REGISTERS ? 8 : 6;

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;

    /// Most columns of a block.
    static final int COLUMNS = 2 * L;

    /// Sums of the largest block, and what a strip may have of rows at most.
    static final int MOST_ROWS = 8;

    private DoubleBlock() { }

    /// A strip of C: at most [#MOST_ROWS] rows and any number of columns; only these elements of C are touched.
    ///
    /// Reads `a` up to the next multiple of 4 rows, beyond 4 up to [#ROWS], and `b` up to the next multiple of the lanes: what lies there
    /// may be anything.
    static void strip(int rows, int columns, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                      double alpha, double beta, double[] c, int co, int ldc) {
        if (rows > ROWS) {
            strip(4, columns, a, ao, sa, b, bo, sb, depth, alpha, beta, c, co, ldc);
            strip(rows - 4, columns, a, ao + 4, sa, b, bo, sb, depth, alpha, beta, c, co + 4 * ldc, ldc);
            return;
        }
        double[] sums = Workspace.mine().doubleSums;
        for (int j = 0; j < columns; j += COLUMNS) {
            block(sums, rows, Math.min(COLUMNS, columns - j), a, ao, sa, b, bo + j, sb, depth, alpha, beta, c, co + j, ldc);
        }
    }

    /// One block, of at most [#ROWS] x [#COLUMNS].
    ///
    /// @param sums scratch, [#MOST_ROWS] x [#COLUMNS]
    static void block(double[] sums, int rows, int columns, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth,
                      double alpha, double beta, double[] c, int co, int ldc) {
        sum(rows, columns, a, ao, sa, b, bo, sb, depth, sums);
        if (beta == 0) {
            store(rows, columns, alpha, sums, c, co, ldc);
        } else {
            add(rows, columns, alpha, sums, beta, c, co, ldc);
        }
    }

    private static void sum(int rows, int columns, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] sums) {
        if (rows <= 4 && columns <= L) {
            sum4x1(a, ao, sa, b, bo, sb, depth, sums, 0);
        } else if (rows <= 4) {
            sum4x2(a, ao, sa, b, bo, sb, depth, sums, 0);
        } else if (Lanes.MANY_REGISTERS && columns <= L) {
            sum8x1(a, ao, sa, b, bo, sb, depth, sums, 0);
        } else if (Lanes.MANY_REGISTERS) {
            sum8x2(a, ao, sa, b, bo, sb, depth, sums, 0);
        } else if (columns <= L) {
            sum6x1(a, ao, sa, b, bo, sb, depth, sums, 0);
        } else {
            sum6x2(a, ao, sa, b, bo, sb, depth, sums, 0);
        }
    }

    private static void store(int rows, int columns, double alpha, double[] sums, double[] c, int co, int ldc) {
        VectorMask<Double> rest = S.indexInRange(columns / L * L, columns);
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc;
            int j = 0;
            for (; j <= columns - L; j += L) {
                DoubleVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha).intoArray(c, at + j);
            }
            if (j < columns) {
                DoubleVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha).intoArray(c, at + j, rest);
            }
        }
    }

    private static void add(int rows, int columns, double alpha, double[] sums, double beta, double[] c, int co, int ldc) {
        VectorMask<Double> rest = S.indexInRange(columns / L * L, columns);
        DoubleVector scale = DoubleVector.broadcast(S, beta);
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc;
            int j = 0;
            for (; j <= columns - L; j += L) {
                DoubleVector sum = DoubleVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha);
                DoubleVector.fromArray(S, c, at + j).fma(scale, sum).intoArray(c, at + j);
            }
            if (j < columns) {
                DoubleVector sum = DoubleVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha);
                DoubleVector.fromArray(S, c, at + j, rest).fma(scale, sum).intoArray(c, at + j, rest);
            }
        }
    }

    /// 8 rows of two vectors.
    private static void sum8x2(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co) {
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
        c0l.intoArray(c, co);
        c0r.intoArray(c, co + L);
        c1l.intoArray(c, co + COLUMNS);
        c1r.intoArray(c, co + COLUMNS + L);
        c2l.intoArray(c, co + 2 * COLUMNS);
        c2r.intoArray(c, co + 2 * COLUMNS + L);
        c3l.intoArray(c, co + 3 * COLUMNS);
        c3r.intoArray(c, co + 3 * COLUMNS + L);
        c4l.intoArray(c, co + 4 * COLUMNS);
        c4r.intoArray(c, co + 4 * COLUMNS + L);
        c5l.intoArray(c, co + 5 * COLUMNS);
        c5r.intoArray(c, co + 5 * COLUMNS + L);
        c6l.intoArray(c, co + 6 * COLUMNS);
        c6r.intoArray(c, co + 6 * COLUMNS + L);
        c7l.intoArray(c, co + 7 * COLUMNS);
        c7r.intoArray(c, co + 7 * COLUMNS + L);
    }

    /// 8 rows of one vector.
    private static void sum8x1(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co) {
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
            int y = bo + p * sb;
            DoubleVector row = DoubleVector.fromArray(S, b, y);
            c0 = DoubleVector.broadcast(S, a[x]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x + 3]).fma(row, c3);
            c4 = DoubleVector.broadcast(S, a[x + 4]).fma(row, c4);
            c5 = DoubleVector.broadcast(S, a[x + 5]).fma(row, c5);
            c6 = DoubleVector.broadcast(S, a[x + 6]).fma(row, c6);
            c7 = DoubleVector.broadcast(S, a[x + 7]).fma(row, c7);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + COLUMNS);
        c2.intoArray(c, co + 2 * COLUMNS);
        c3.intoArray(c, co + 3 * COLUMNS);
        c4.intoArray(c, co + 4 * COLUMNS);
        c5.intoArray(c, co + 5 * COLUMNS);
        c6.intoArray(c, co + 6 * COLUMNS);
        c7.intoArray(c, co + 7 * COLUMNS);
    }

    /// 6 rows of two vectors.
    private static void sum6x2(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co) {
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
        int p = 0;
        for (; p <= depth - 2; p += 2) {
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
            int x2 = x + sa;
            int y2 = y + sb;
            DoubleVector l2 = DoubleVector.fromArray(S, b, y2);
            DoubleVector r2 = DoubleVector.fromArray(S, b, y2 + L);
            DoubleVector a02 = DoubleVector.broadcast(S, a[x2]);
            c0l = a02.fma(l2, c0l);
            c0r = a02.fma(r2, c0r);
            DoubleVector a12 = DoubleVector.broadcast(S, a[x2 + 1]);
            c1l = a12.fma(l2, c1l);
            c1r = a12.fma(r2, c1r);
            DoubleVector a22 = DoubleVector.broadcast(S, a[x2 + 2]);
            c2l = a22.fma(l2, c2l);
            c2r = a22.fma(r2, c2r);
            DoubleVector a32 = DoubleVector.broadcast(S, a[x2 + 3]);
            c3l = a32.fma(l2, c3l);
            c3r = a32.fma(r2, c3r);
            DoubleVector a42 = DoubleVector.broadcast(S, a[x2 + 4]);
            c4l = a42.fma(l2, c4l);
            c4r = a42.fma(r2, c4r);
            DoubleVector a52 = DoubleVector.broadcast(S, a[x2 + 5]);
            c5l = a52.fma(l2, c5l);
            c5r = a52.fma(r2, c5r);
        }
        if (p < depth) {
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
        }
        c0l.intoArray(c, co);
        c0r.intoArray(c, co + L);
        c1l.intoArray(c, co + COLUMNS);
        c1r.intoArray(c, co + COLUMNS + L);
        c2l.intoArray(c, co + 2 * COLUMNS);
        c2r.intoArray(c, co + 2 * COLUMNS + L);
        c3l.intoArray(c, co + 3 * COLUMNS);
        c3r.intoArray(c, co + 3 * COLUMNS + L);
        c4l.intoArray(c, co + 4 * COLUMNS);
        c4r.intoArray(c, co + 4 * COLUMNS + L);
        c5l.intoArray(c, co + 5 * COLUMNS);
        c5r.intoArray(c, co + 5 * COLUMNS + L);
    }

    /// 6 rows of one vector.
    private static void sum6x1(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co) {
        DoubleVector c0 = DoubleVector.zero(S);
        DoubleVector c1 = DoubleVector.zero(S);
        DoubleVector c2 = DoubleVector.zero(S);
        DoubleVector c3 = DoubleVector.zero(S);
        DoubleVector c4 = DoubleVector.zero(S);
        DoubleVector c5 = DoubleVector.zero(S);
        int p = 0;
        for (; p <= depth - 2; p += 2) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            DoubleVector row = DoubleVector.fromArray(S, b, y);
            c0 = DoubleVector.broadcast(S, a[x]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x + 3]).fma(row, c3);
            c4 = DoubleVector.broadcast(S, a[x + 4]).fma(row, c4);
            c5 = DoubleVector.broadcast(S, a[x + 5]).fma(row, c5);
            int x2 = x + sa;
            int y2 = y + sb;
            DoubleVector row2 = DoubleVector.fromArray(S, b, y2);
            c0 = DoubleVector.broadcast(S, a[x2]).fma(row2, c0);
            c1 = DoubleVector.broadcast(S, a[x2 + 1]).fma(row2, c1);
            c2 = DoubleVector.broadcast(S, a[x2 + 2]).fma(row2, c2);
            c3 = DoubleVector.broadcast(S, a[x2 + 3]).fma(row2, c3);
            c4 = DoubleVector.broadcast(S, a[x2 + 4]).fma(row2, c4);
            c5 = DoubleVector.broadcast(S, a[x2 + 5]).fma(row2, c5);
        }
        if (p < depth) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            DoubleVector row = DoubleVector.fromArray(S, b, y);
            c0 = DoubleVector.broadcast(S, a[x]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x + 3]).fma(row, c3);
            c4 = DoubleVector.broadcast(S, a[x + 4]).fma(row, c4);
            c5 = DoubleVector.broadcast(S, a[x + 5]).fma(row, c5);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + COLUMNS);
        c2.intoArray(c, co + 2 * COLUMNS);
        c3.intoArray(c, co + 3 * COLUMNS);
        c4.intoArray(c, co + 4 * COLUMNS);
        c5.intoArray(c, co + 5 * COLUMNS);
    }

    /// 4 rows of two vectors.
    private static void sum4x2(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co) {
        DoubleVector c0l = DoubleVector.zero(S);
        DoubleVector c0r = DoubleVector.zero(S);
        DoubleVector c1l = DoubleVector.zero(S);
        DoubleVector c1r = DoubleVector.zero(S);
        DoubleVector c2l = DoubleVector.zero(S);
        DoubleVector c2r = DoubleVector.zero(S);
        DoubleVector c3l = DoubleVector.zero(S);
        DoubleVector c3r = DoubleVector.zero(S);
        int p = 0;
        for (; p <= depth - 2; p += 2) {
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
            int x2 = x + sa;
            int y2 = y + sb;
            DoubleVector l2 = DoubleVector.fromArray(S, b, y2);
            DoubleVector r2 = DoubleVector.fromArray(S, b, y2 + L);
            DoubleVector a02 = DoubleVector.broadcast(S, a[x2]);
            c0l = a02.fma(l2, c0l);
            c0r = a02.fma(r2, c0r);
            DoubleVector a12 = DoubleVector.broadcast(S, a[x2 + 1]);
            c1l = a12.fma(l2, c1l);
            c1r = a12.fma(r2, c1r);
            DoubleVector a22 = DoubleVector.broadcast(S, a[x2 + 2]);
            c2l = a22.fma(l2, c2l);
            c2r = a22.fma(r2, c2r);
            DoubleVector a32 = DoubleVector.broadcast(S, a[x2 + 3]);
            c3l = a32.fma(l2, c3l);
            c3r = a32.fma(r2, c3r);
        }
        if (p < depth) {
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
        c0l.intoArray(c, co);
        c0r.intoArray(c, co + L);
        c1l.intoArray(c, co + COLUMNS);
        c1r.intoArray(c, co + COLUMNS + L);
        c2l.intoArray(c, co + 2 * COLUMNS);
        c2r.intoArray(c, co + 2 * COLUMNS + L);
        c3l.intoArray(c, co + 3 * COLUMNS);
        c3r.intoArray(c, co + 3 * COLUMNS + L);
    }

    /// 4 rows of one vector.
    private static void sum4x1(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co) {
        DoubleVector c0 = DoubleVector.zero(S);
        DoubleVector c1 = DoubleVector.zero(S);
        DoubleVector c2 = DoubleVector.zero(S);
        DoubleVector c3 = DoubleVector.zero(S);
        int p = 0;
        for (; p <= depth - 2; p += 2) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            DoubleVector row = DoubleVector.fromArray(S, b, y);
            c0 = DoubleVector.broadcast(S, a[x]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x + 3]).fma(row, c3);
            int x2 = x + sa;
            int y2 = y + sb;
            DoubleVector row2 = DoubleVector.fromArray(S, b, y2);
            c0 = DoubleVector.broadcast(S, a[x2]).fma(row2, c0);
            c1 = DoubleVector.broadcast(S, a[x2 + 1]).fma(row2, c1);
            c2 = DoubleVector.broadcast(S, a[x2 + 2]).fma(row2, c2);
            c3 = DoubleVector.broadcast(S, a[x2 + 3]).fma(row2, c3);
        }
        if (p < depth) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            DoubleVector row = DoubleVector.fromArray(S, b, y);
            c0 = DoubleVector.broadcast(S, a[x]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x + 3]).fma(row, c3);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + COLUMNS);
        c2.intoArray(c, co + 2 * COLUMNS);
        c3.intoArray(c, co + 3 * COLUMNS);
    }
}
