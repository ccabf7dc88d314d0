package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loop of every product, written out: a small block of C stays in registers while two streams run past it.
///
/// With 32 registers a block is 8 x 2 vectors, with 16 it is 6 x 2: as many independent sums as fit hide the latency of the fused
/// multiply-add, and share the loads. The methods are written out because the compiler keeps named vectors in registers, but not arrays
/// of vectors. With 16 registers two steps stand in a loop, which keeps the compiler from unrolling it by itself: what it then moves
/// about no longer fits the registers.
final class DoubleSums {

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;

    private DoubleSums() { }

    /// `C += sum_p a_p b_p^T` over whole vectors: all of [DoubleBlock#COLUMNS], or the first vector alone, of at least `rows` rows of C.
    ///
    /// Rows of C are written up to the next multiple of 4, beyond 4 up to [DoubleBlock#ROWS].
    ///
    /// @param wide whether both vectors are
    static void add(int rows, boolean wide, double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
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
    private static void add8x2(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        DoubleVector c0l = DoubleVector.fromArray(S, c, co);
        DoubleVector c0r = DoubleVector.fromArray(S, c, co + L);
        DoubleVector c1l = DoubleVector.fromArray(S, c, co + ldc);
        DoubleVector c1r = DoubleVector.fromArray(S, c, co + ldc + L);
        DoubleVector c2l = DoubleVector.fromArray(S, c, co + 2 * ldc);
        DoubleVector c2r = DoubleVector.fromArray(S, c, co + 2 * ldc + L);
        DoubleVector c3l = DoubleVector.fromArray(S, c, co + 3 * ldc);
        DoubleVector c3r = DoubleVector.fromArray(S, c, co + 3 * ldc + L);
        DoubleVector c4l = DoubleVector.fromArray(S, c, co + 4 * ldc);
        DoubleVector c4r = DoubleVector.fromArray(S, c, co + 4 * ldc + L);
        DoubleVector c5l = DoubleVector.fromArray(S, c, co + 5 * ldc);
        DoubleVector c5r = DoubleVector.fromArray(S, c, co + 5 * ldc + L);
        DoubleVector c6l = DoubleVector.fromArray(S, c, co + 6 * ldc);
        DoubleVector c6r = DoubleVector.fromArray(S, c, co + 6 * ldc + L);
        DoubleVector c7l = DoubleVector.fromArray(S, c, co + 7 * ldc);
        DoubleVector c7r = DoubleVector.fromArray(S, c, co + 7 * ldc + L);
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
    private static void add8x1(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        DoubleVector c0 = DoubleVector.fromArray(S, c, co);
        DoubleVector c1 = DoubleVector.fromArray(S, c, co + ldc);
        DoubleVector c2 = DoubleVector.fromArray(S, c, co + 2 * ldc);
        DoubleVector c3 = DoubleVector.fromArray(S, c, co + 3 * ldc);
        DoubleVector c4 = DoubleVector.fromArray(S, c, co + 4 * ldc);
        DoubleVector c5 = DoubleVector.fromArray(S, c, co + 5 * ldc);
        DoubleVector c6 = DoubleVector.fromArray(S, c, co + 6 * ldc);
        DoubleVector c7 = DoubleVector.fromArray(S, c, co + 7 * ldc);
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
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
        c4.intoArray(c, co + 4 * ldc);
        c5.intoArray(c, co + 5 * ldc);
        c6.intoArray(c, co + 6 * ldc);
        c7.intoArray(c, co + 7 * ldc);
    }

    /// 6 rows of two vectors.
    private static void add6x2(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        DoubleVector c0l = DoubleVector.fromArray(S, c, co);
        DoubleVector c0r = DoubleVector.fromArray(S, c, co + L);
        DoubleVector c1l = DoubleVector.fromArray(S, c, co + ldc);
        DoubleVector c1r = DoubleVector.fromArray(S, c, co + ldc + L);
        DoubleVector c2l = DoubleVector.fromArray(S, c, co + 2 * ldc);
        DoubleVector c2r = DoubleVector.fromArray(S, c, co + 2 * ldc + L);
        DoubleVector c3l = DoubleVector.fromArray(S, c, co + 3 * ldc);
        DoubleVector c3r = DoubleVector.fromArray(S, c, co + 3 * ldc + L);
        DoubleVector c4l = DoubleVector.fromArray(S, c, co + 4 * ldc);
        DoubleVector c4r = DoubleVector.fromArray(S, c, co + 4 * ldc + L);
        DoubleVector c5l = DoubleVector.fromArray(S, c, co + 5 * ldc);
        DoubleVector c5r = DoubleVector.fromArray(S, c, co + 5 * ldc + L);
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
    private static void add6x1(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        DoubleVector c0 = DoubleVector.fromArray(S, c, co);
        DoubleVector c1 = DoubleVector.fromArray(S, c, co + ldc);
        DoubleVector c2 = DoubleVector.fromArray(S, c, co + 2 * ldc);
        DoubleVector c3 = DoubleVector.fromArray(S, c, co + 3 * ldc);
        DoubleVector c4 = DoubleVector.fromArray(S, c, co + 4 * ldc);
        DoubleVector c5 = DoubleVector.fromArray(S, c, co + 5 * ldc);
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
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
        c4.intoArray(c, co + 4 * ldc);
        c5.intoArray(c, co + 5 * ldc);
    }

    /// 4 rows of two vectors.
    private static void add4x2(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        DoubleVector c0l = DoubleVector.fromArray(S, c, co);
        DoubleVector c0r = DoubleVector.fromArray(S, c, co + L);
        DoubleVector c1l = DoubleVector.fromArray(S, c, co + ldc);
        DoubleVector c1r = DoubleVector.fromArray(S, c, co + ldc + L);
        DoubleVector c2l = DoubleVector.fromArray(S, c, co + 2 * ldc);
        DoubleVector c2r = DoubleVector.fromArray(S, c, co + 2 * ldc + L);
        DoubleVector c3l = DoubleVector.fromArray(S, c, co + 3 * ldc);
        DoubleVector c3r = DoubleVector.fromArray(S, c, co + 3 * ldc + L);
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
        c1l.intoArray(c, co + ldc);
        c1r.intoArray(c, co + ldc + L);
        c2l.intoArray(c, co + 2 * ldc);
        c2r.intoArray(c, co + 2 * ldc + L);
        c3l.intoArray(c, co + 3 * ldc);
        c3r.intoArray(c, co + 3 * ldc + L);
    }

    /// 4 rows of one vector.
    private static void add4x1(double[] a, int ao, int sa, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        DoubleVector c0 = DoubleVector.fromArray(S, c, co);
        DoubleVector c1 = DoubleVector.fromArray(S, c, co + ldc);
        DoubleVector c2 = DoubleVector.fromArray(S, c, co + 2 * ldc);
        DoubleVector c3 = DoubleVector.fromArray(S, c, co + 3 * ldc);
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
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
    }
}
