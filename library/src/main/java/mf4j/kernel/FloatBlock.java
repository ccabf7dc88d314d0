package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
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
/// the registers, and 6 x 2 falls from 92 GFLOP/s to 44.
final class FloatBlock {

    /// Most rows of a block: panels are as wide.
    static final int ROWS = Lanes.MANY_REGISTERS ? 8 : 6;

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;

    /// Most columns of a block.
    static final int COLUMNS = 2 * L;

    /// Sums of the largest block, and what a strip may have of rows at most.
    static final int MOST_ROWS = 8;

    private FloatBlock() { }

    /// A strip of C: at most [#MOST_ROWS] rows and any number of columns; only these elements of C are touched.
    ///
    /// Reads `a` up to the next multiple of 4 rows, beyond 4 up to [#ROWS], and `b` up to the next multiple of the lanes: what lies there
    /// may be anything.
    static void strip(int rows, int columns, float[] a, int ao, int sa, float[] b, int bo, int sb, int depth,
                      float alpha, float beta, float[] c, int co, int ldc) {
        if (rows > ROWS) {
            strip(4, columns, a, ao, sa, b, bo, sb, depth, alpha, beta, c, co, ldc);
            strip(rows - 4, columns, a, ao + 4, sa, b, bo, sb, depth, alpha, beta, c, co + 4 * ldc, ldc);
            return;
        }
        float[] sums = Workspace.mine().floatSums;
        for (int j = 0; j < columns; j += COLUMNS) {
            block(sums, rows, Math.min(COLUMNS, columns - j), a, ao, sa, b, bo + j, sb, depth, alpha, beta, c, co + j, ldc);
        }
    }

    /// One block, of at most [#ROWS] x [#COLUMNS].
    ///
    /// @param sums scratch, [#MOST_ROWS] x [#COLUMNS]
    static void block(float[] sums, int rows, int columns, float[] a, int ao, int sa, float[] b, int bo, int sb, int depth,
                      float alpha, float beta, float[] c, int co, int ldc) {
        sum(rows, columns, a, ao, sa, b, bo, sb, depth, sums);
        if (beta == 0) {
            store(rows, columns, alpha, sums, c, co, ldc);
        } else {
            add(rows, columns, alpha, sums, beta, c, co, ldc);
        }
    }

    private static void sum(int rows, int columns, float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] sums) {
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

    private static void store(int rows, int columns, float alpha, float[] sums, float[] c, int co, int ldc) {
        VectorMask<Float> rest = S.indexInRange(columns / L * L, columns);
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc;
            int j = 0;
            for (; j <= columns - L; j += L) {
                FloatVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha).intoArray(c, at + j);
            }
            if (j < columns) {
                FloatVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha).intoArray(c, at + j, rest);
            }
        }
    }

    private static void add(int rows, int columns, float alpha, float[] sums, float beta, float[] c, int co, int ldc) {
        VectorMask<Float> rest = S.indexInRange(columns / L * L, columns);
        FloatVector scale = FloatVector.broadcast(S, beta);
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc;
            int j = 0;
            for (; j <= columns - L; j += L) {
                FloatVector sum = FloatVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha);
                FloatVector.fromArray(S, c, at + j).fma(scale, sum).intoArray(c, at + j);
            }
            if (j < columns) {
                FloatVector sum = FloatVector.fromArray(S, sums, i * COLUMNS + j).mul(alpha);
                FloatVector.fromArray(S, c, at + j, rest).fma(scale, sum).intoArray(c, at + j, rest);
            }
        }
    }

    /// 8 rows of two vectors.
    private static void sum8x2(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co) {
        FloatVector c0l = FloatVector.zero(S);
        FloatVector c0r = FloatVector.zero(S);
        FloatVector c1l = FloatVector.zero(S);
        FloatVector c1r = FloatVector.zero(S);
        FloatVector c2l = FloatVector.zero(S);
        FloatVector c2r = FloatVector.zero(S);
        FloatVector c3l = FloatVector.zero(S);
        FloatVector c3r = FloatVector.zero(S);
        FloatVector c4l = FloatVector.zero(S);
        FloatVector c4r = FloatVector.zero(S);
        FloatVector c5l = FloatVector.zero(S);
        FloatVector c5r = FloatVector.zero(S);
        FloatVector c6l = FloatVector.zero(S);
        FloatVector c6r = FloatVector.zero(S);
        FloatVector c7l = FloatVector.zero(S);
        FloatVector c7r = FloatVector.zero(S);
        for (int p = 0; p < depth; p++) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector l = FloatVector.fromArray(S, b, y);
            FloatVector r = FloatVector.fromArray(S, b, y + L);
            FloatVector a0 = FloatVector.broadcast(S, a[x]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            FloatVector a1 = FloatVector.broadcast(S, a[x + 1]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            FloatVector a2 = FloatVector.broadcast(S, a[x + 2]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            FloatVector a3 = FloatVector.broadcast(S, a[x + 3]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            FloatVector a4 = FloatVector.broadcast(S, a[x + 4]);
            c4l = a4.fma(l, c4l);
            c4r = a4.fma(r, c4r);
            FloatVector a5 = FloatVector.broadcast(S, a[x + 5]);
            c5l = a5.fma(l, c5l);
            c5r = a5.fma(r, c5r);
            FloatVector a6 = FloatVector.broadcast(S, a[x + 6]);
            c6l = a6.fma(l, c6l);
            c6r = a6.fma(r, c6r);
            FloatVector a7 = FloatVector.broadcast(S, a[x + 7]);
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
    private static void sum8x1(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co) {
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = FloatVector.zero(S);
        FloatVector c2 = FloatVector.zero(S);
        FloatVector c3 = FloatVector.zero(S);
        FloatVector c4 = FloatVector.zero(S);
        FloatVector c5 = FloatVector.zero(S);
        FloatVector c6 = FloatVector.zero(S);
        FloatVector c7 = FloatVector.zero(S);
        for (int p = 0; p < depth; p++) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector row = FloatVector.fromArray(S, b, y);
            c0 = FloatVector.broadcast(S, a[x]).fma(row, c0);
            c1 = FloatVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = FloatVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = FloatVector.broadcast(S, a[x + 3]).fma(row, c3);
            c4 = FloatVector.broadcast(S, a[x + 4]).fma(row, c4);
            c5 = FloatVector.broadcast(S, a[x + 5]).fma(row, c5);
            c6 = FloatVector.broadcast(S, a[x + 6]).fma(row, c6);
            c7 = FloatVector.broadcast(S, a[x + 7]).fma(row, c7);
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
    private static void sum6x2(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co) {
        FloatVector c0l = FloatVector.zero(S);
        FloatVector c0r = FloatVector.zero(S);
        FloatVector c1l = FloatVector.zero(S);
        FloatVector c1r = FloatVector.zero(S);
        FloatVector c2l = FloatVector.zero(S);
        FloatVector c2r = FloatVector.zero(S);
        FloatVector c3l = FloatVector.zero(S);
        FloatVector c3r = FloatVector.zero(S);
        FloatVector c4l = FloatVector.zero(S);
        FloatVector c4r = FloatVector.zero(S);
        FloatVector c5l = FloatVector.zero(S);
        FloatVector c5r = FloatVector.zero(S);
        int p = 0;
        for (; p <= depth - 2; p += 2) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector l = FloatVector.fromArray(S, b, y);
            FloatVector r = FloatVector.fromArray(S, b, y + L);
            FloatVector a0 = FloatVector.broadcast(S, a[x]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            FloatVector a1 = FloatVector.broadcast(S, a[x + 1]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            FloatVector a2 = FloatVector.broadcast(S, a[x + 2]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            FloatVector a3 = FloatVector.broadcast(S, a[x + 3]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            FloatVector a4 = FloatVector.broadcast(S, a[x + 4]);
            c4l = a4.fma(l, c4l);
            c4r = a4.fma(r, c4r);
            FloatVector a5 = FloatVector.broadcast(S, a[x + 5]);
            c5l = a5.fma(l, c5l);
            c5r = a5.fma(r, c5r);
            int x2 = x + sa;
            int y2 = y + sb;
            FloatVector l2 = FloatVector.fromArray(S, b, y2);
            FloatVector r2 = FloatVector.fromArray(S, b, y2 + L);
            FloatVector a02 = FloatVector.broadcast(S, a[x2]);
            c0l = a02.fma(l2, c0l);
            c0r = a02.fma(r2, c0r);
            FloatVector a12 = FloatVector.broadcast(S, a[x2 + 1]);
            c1l = a12.fma(l2, c1l);
            c1r = a12.fma(r2, c1r);
            FloatVector a22 = FloatVector.broadcast(S, a[x2 + 2]);
            c2l = a22.fma(l2, c2l);
            c2r = a22.fma(r2, c2r);
            FloatVector a32 = FloatVector.broadcast(S, a[x2 + 3]);
            c3l = a32.fma(l2, c3l);
            c3r = a32.fma(r2, c3r);
            FloatVector a42 = FloatVector.broadcast(S, a[x2 + 4]);
            c4l = a42.fma(l2, c4l);
            c4r = a42.fma(r2, c4r);
            FloatVector a52 = FloatVector.broadcast(S, a[x2 + 5]);
            c5l = a52.fma(l2, c5l);
            c5r = a52.fma(r2, c5r);
        }
        if (p < depth) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector l = FloatVector.fromArray(S, b, y);
            FloatVector r = FloatVector.fromArray(S, b, y + L);
            FloatVector a0 = FloatVector.broadcast(S, a[x]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            FloatVector a1 = FloatVector.broadcast(S, a[x + 1]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            FloatVector a2 = FloatVector.broadcast(S, a[x + 2]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            FloatVector a3 = FloatVector.broadcast(S, a[x + 3]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            FloatVector a4 = FloatVector.broadcast(S, a[x + 4]);
            c4l = a4.fma(l, c4l);
            c4r = a4.fma(r, c4r);
            FloatVector a5 = FloatVector.broadcast(S, a[x + 5]);
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
    private static void sum6x1(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co) {
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = FloatVector.zero(S);
        FloatVector c2 = FloatVector.zero(S);
        FloatVector c3 = FloatVector.zero(S);
        FloatVector c4 = FloatVector.zero(S);
        FloatVector c5 = FloatVector.zero(S);
        int p = 0;
        for (; p <= depth - 2; p += 2) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector row = FloatVector.fromArray(S, b, y);
            c0 = FloatVector.broadcast(S, a[x]).fma(row, c0);
            c1 = FloatVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = FloatVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = FloatVector.broadcast(S, a[x + 3]).fma(row, c3);
            c4 = FloatVector.broadcast(S, a[x + 4]).fma(row, c4);
            c5 = FloatVector.broadcast(S, a[x + 5]).fma(row, c5);
            int x2 = x + sa;
            int y2 = y + sb;
            FloatVector row2 = FloatVector.fromArray(S, b, y2);
            c0 = FloatVector.broadcast(S, a[x2]).fma(row2, c0);
            c1 = FloatVector.broadcast(S, a[x2 + 1]).fma(row2, c1);
            c2 = FloatVector.broadcast(S, a[x2 + 2]).fma(row2, c2);
            c3 = FloatVector.broadcast(S, a[x2 + 3]).fma(row2, c3);
            c4 = FloatVector.broadcast(S, a[x2 + 4]).fma(row2, c4);
            c5 = FloatVector.broadcast(S, a[x2 + 5]).fma(row2, c5);
        }
        if (p < depth) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector row = FloatVector.fromArray(S, b, y);
            c0 = FloatVector.broadcast(S, a[x]).fma(row, c0);
            c1 = FloatVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = FloatVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = FloatVector.broadcast(S, a[x + 3]).fma(row, c3);
            c4 = FloatVector.broadcast(S, a[x + 4]).fma(row, c4);
            c5 = FloatVector.broadcast(S, a[x + 5]).fma(row, c5);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + COLUMNS);
        c2.intoArray(c, co + 2 * COLUMNS);
        c3.intoArray(c, co + 3 * COLUMNS);
        c4.intoArray(c, co + 4 * COLUMNS);
        c5.intoArray(c, co + 5 * COLUMNS);
    }

    /// 4 rows of two vectors.
    private static void sum4x2(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co) {
        FloatVector c0l = FloatVector.zero(S);
        FloatVector c0r = FloatVector.zero(S);
        FloatVector c1l = FloatVector.zero(S);
        FloatVector c1r = FloatVector.zero(S);
        FloatVector c2l = FloatVector.zero(S);
        FloatVector c2r = FloatVector.zero(S);
        FloatVector c3l = FloatVector.zero(S);
        FloatVector c3r = FloatVector.zero(S);
        int p = 0;
        for (; p <= depth - 2; p += 2) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector l = FloatVector.fromArray(S, b, y);
            FloatVector r = FloatVector.fromArray(S, b, y + L);
            FloatVector a0 = FloatVector.broadcast(S, a[x]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            FloatVector a1 = FloatVector.broadcast(S, a[x + 1]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            FloatVector a2 = FloatVector.broadcast(S, a[x + 2]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            FloatVector a3 = FloatVector.broadcast(S, a[x + 3]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            int x2 = x + sa;
            int y2 = y + sb;
            FloatVector l2 = FloatVector.fromArray(S, b, y2);
            FloatVector r2 = FloatVector.fromArray(S, b, y2 + L);
            FloatVector a02 = FloatVector.broadcast(S, a[x2]);
            c0l = a02.fma(l2, c0l);
            c0r = a02.fma(r2, c0r);
            FloatVector a12 = FloatVector.broadcast(S, a[x2 + 1]);
            c1l = a12.fma(l2, c1l);
            c1r = a12.fma(r2, c1r);
            FloatVector a22 = FloatVector.broadcast(S, a[x2 + 2]);
            c2l = a22.fma(l2, c2l);
            c2r = a22.fma(r2, c2r);
            FloatVector a32 = FloatVector.broadcast(S, a[x2 + 3]);
            c3l = a32.fma(l2, c3l);
            c3r = a32.fma(r2, c3r);
        }
        if (p < depth) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector l = FloatVector.fromArray(S, b, y);
            FloatVector r = FloatVector.fromArray(S, b, y + L);
            FloatVector a0 = FloatVector.broadcast(S, a[x]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            FloatVector a1 = FloatVector.broadcast(S, a[x + 1]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            FloatVector a2 = FloatVector.broadcast(S, a[x + 2]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            FloatVector a3 = FloatVector.broadcast(S, a[x + 3]);
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
    private static void sum4x1(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co) {
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = FloatVector.zero(S);
        FloatVector c2 = FloatVector.zero(S);
        FloatVector c3 = FloatVector.zero(S);
        int p = 0;
        for (; p <= depth - 2; p += 2) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector row = FloatVector.fromArray(S, b, y);
            c0 = FloatVector.broadcast(S, a[x]).fma(row, c0);
            c1 = FloatVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = FloatVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = FloatVector.broadcast(S, a[x + 3]).fma(row, c3);
            int x2 = x + sa;
            int y2 = y + sb;
            FloatVector row2 = FloatVector.fromArray(S, b, y2);
            c0 = FloatVector.broadcast(S, a[x2]).fma(row2, c0);
            c1 = FloatVector.broadcast(S, a[x2 + 1]).fma(row2, c1);
            c2 = FloatVector.broadcast(S, a[x2 + 2]).fma(row2, c2);
            c3 = FloatVector.broadcast(S, a[x2 + 3]).fma(row2, c3);
        }
        if (p < depth) {
            int x = ao + p * sa;
            int y = bo + p * sb;
            FloatVector row = FloatVector.fromArray(S, b, y);
            c0 = FloatVector.broadcast(S, a[x]).fma(row, c0);
            c1 = FloatVector.broadcast(S, a[x + 1]).fma(row, c1);
            c2 = FloatVector.broadcast(S, a[x + 2]).fma(row, c2);
            c3 = FloatVector.broadcast(S, a[x + 3]).fma(row, c3);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + COLUMNS);
        c2.intoArray(c, co + 2 * COLUMNS);
        c3.intoArray(c, co + 3 * COLUMNS);
    }
}
