package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loop of every product, written out: a small block of C stays in registers while two streams run past it.
///
/// With 32 registers a block is 8 x 2 vectors, with 16 it is 6 x 2: as many independent sums as fit hide the latency of the fused
/// multiply-add, and share the loads. The methods are written out because the compiler keeps named vectors in registers, but not arrays
/// of vectors. With 16 registers two steps stand in a loop, which keeps the compiler from unrolling it by itself: what it then moves
/// about no longer fits the registers, and 6 x 2 falls from 92 GFLOP/s to 44.
final class FloatSums {

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;

    private FloatSums() { }

    /// `C += sum_p a_p b_p^T` over whole vectors: all of [FloatBlock#COLUMNS], or the first vector alone, of at least `rows` rows of C.
    ///
    /// Rows of C are written up to the next multiple of 4, beyond 4 up to [FloatBlock#ROWS].
    ///
    /// @param wide whether both vectors are
    static void add(int rows, boolean wide, float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        if (rows <= 4 && !wide) {
            add4x1(a, ao, sa, b, bo, sb, depth, c, co, ldc);
        } else if (rows <= 4) {
            add4x2(a, ao, sa, b, bo, sb, depth, c, co, ldc);
        } else if (Lanes.MANY_REGISTERS && !wide) {
            add8x1(a, ao, sa, b, bo, sb, depth, c, co, ldc);
        } else if (Lanes.MANY_REGISTERS) {
            add8x2(a, ao, sa, b, bo, sb, depth, c, co, ldc);
        } else if (!wide) {
            add6x1(a, ao, sa, b, bo, sb, depth, c, co, ldc);
        } else {
            add6x2(a, ao, sa, b, bo, sb, depth, c, co, ldc);
        }
    }

    /// 8 rows of two vectors.
    private static void add8x2(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        FloatVector c0l = FloatVector.fromArray(S, c, co);
        FloatVector c0r = FloatVector.fromArray(S, c, co + L);
        FloatVector c1l = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c1r = FloatVector.fromArray(S, c, co + ldc + L);
        FloatVector c2l = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c2r = FloatVector.fromArray(S, c, co + 2 * ldc + L);
        FloatVector c3l = FloatVector.fromArray(S, c, co + 3 * ldc);
        FloatVector c3r = FloatVector.fromArray(S, c, co + 3 * ldc + L);
        FloatVector c4l = FloatVector.fromArray(S, c, co + 4 * ldc);
        FloatVector c4r = FloatVector.fromArray(S, c, co + 4 * ldc + L);
        FloatVector c5l = FloatVector.fromArray(S, c, co + 5 * ldc);
        FloatVector c5r = FloatVector.fromArray(S, c, co + 5 * ldc + L);
        FloatVector c6l = FloatVector.fromArray(S, c, co + 6 * ldc);
        FloatVector c6r = FloatVector.fromArray(S, c, co + 6 * ldc + L);
        FloatVector c7l = FloatVector.fromArray(S, c, co + 7 * ldc);
        FloatVector c7r = FloatVector.fromArray(S, c, co + 7 * ldc + L);
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
        c1l.intoArray(c, co + ldc);
        c1r.intoArray(c, co + ldc + L);
        c2l.intoArray(c, co + 2 * ldc);
        c2r.intoArray(c, co + 2 * ldc + L);
        c3l.intoArray(c, co + 3 * ldc);
        c3r.intoArray(c, co + 3 * ldc + L);
        c4l.intoArray(c, co + 4 * ldc);
        c4r.intoArray(c, co + 4 * ldc + L);
        c5l.intoArray(c, co + 5 * ldc);
        c5r.intoArray(c, co + 5 * ldc + L);
        c6l.intoArray(c, co + 6 * ldc);
        c6r.intoArray(c, co + 6 * ldc + L);
        c7l.intoArray(c, co + 7 * ldc);
        c7r.intoArray(c, co + 7 * ldc + L);
    }

    /// 8 rows of one vector.
    private static void add8x1(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, c, co);
        FloatVector c1 = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c2 = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c3 = FloatVector.fromArray(S, c, co + 3 * ldc);
        FloatVector c4 = FloatVector.fromArray(S, c, co + 4 * ldc);
        FloatVector c5 = FloatVector.fromArray(S, c, co + 5 * ldc);
        FloatVector c6 = FloatVector.fromArray(S, c, co + 6 * ldc);
        FloatVector c7 = FloatVector.fromArray(S, c, co + 7 * ldc);
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
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
        c4.intoArray(c, co + 4 * ldc);
        c5.intoArray(c, co + 5 * ldc);
        c6.intoArray(c, co + 6 * ldc);
        c7.intoArray(c, co + 7 * ldc);
    }

    /// 6 rows of two vectors.
    private static void add6x2(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        FloatVector c0l = FloatVector.fromArray(S, c, co);
        FloatVector c0r = FloatVector.fromArray(S, c, co + L);
        FloatVector c1l = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c1r = FloatVector.fromArray(S, c, co + ldc + L);
        FloatVector c2l = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c2r = FloatVector.fromArray(S, c, co + 2 * ldc + L);
        FloatVector c3l = FloatVector.fromArray(S, c, co + 3 * ldc);
        FloatVector c3r = FloatVector.fromArray(S, c, co + 3 * ldc + L);
        FloatVector c4l = FloatVector.fromArray(S, c, co + 4 * ldc);
        FloatVector c4r = FloatVector.fromArray(S, c, co + 4 * ldc + L);
        FloatVector c5l = FloatVector.fromArray(S, c, co + 5 * ldc);
        FloatVector c5r = FloatVector.fromArray(S, c, co + 5 * ldc + L);
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
        c1l.intoArray(c, co + ldc);
        c1r.intoArray(c, co + ldc + L);
        c2l.intoArray(c, co + 2 * ldc);
        c2r.intoArray(c, co + 2 * ldc + L);
        c3l.intoArray(c, co + 3 * ldc);
        c3r.intoArray(c, co + 3 * ldc + L);
        c4l.intoArray(c, co + 4 * ldc);
        c4r.intoArray(c, co + 4 * ldc + L);
        c5l.intoArray(c, co + 5 * ldc);
        c5r.intoArray(c, co + 5 * ldc + L);
    }

    /// 6 rows of one vector.
    private static void add6x1(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, c, co);
        FloatVector c1 = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c2 = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c3 = FloatVector.fromArray(S, c, co + 3 * ldc);
        FloatVector c4 = FloatVector.fromArray(S, c, co + 4 * ldc);
        FloatVector c5 = FloatVector.fromArray(S, c, co + 5 * ldc);
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
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
        c4.intoArray(c, co + 4 * ldc);
        c5.intoArray(c, co + 5 * ldc);
    }

    /// 4 rows of two vectors.
    private static void add4x2(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        FloatVector c0l = FloatVector.fromArray(S, c, co);
        FloatVector c0r = FloatVector.fromArray(S, c, co + L);
        FloatVector c1l = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c1r = FloatVector.fromArray(S, c, co + ldc + L);
        FloatVector c2l = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c2r = FloatVector.fromArray(S, c, co + 2 * ldc + L);
        FloatVector c3l = FloatVector.fromArray(S, c, co + 3 * ldc);
        FloatVector c3r = FloatVector.fromArray(S, c, co + 3 * ldc + L);
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
        c1l.intoArray(c, co + ldc);
        c1r.intoArray(c, co + ldc + L);
        c2l.intoArray(c, co + 2 * ldc);
        c2r.intoArray(c, co + 2 * ldc + L);
        c3l.intoArray(c, co + 3 * ldc);
        c3r.intoArray(c, co + 3 * ldc + L);
    }

    /// 4 rows of one vector.
    private static void add4x1(float[] a, int ao, int sa, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, c, co);
        FloatVector c1 = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c2 = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c3 = FloatVector.fromArray(S, c, co + 3 * ldc);
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
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
    }
}
