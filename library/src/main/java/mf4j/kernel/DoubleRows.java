package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loop of a product whose A is read where it stands, along its rows: [DoubleSums]' blocks and its order of summation, so the
/// same bits, and no copy of A. The loop runs over neighbouring numbers of each row, which the compiler checks once for all.
final class DoubleRows {

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;

    private DoubleRows() { }

    /// `C += A B` for [DoubleBlock#ROWS] rows of A, `lda` apart, and whole vectors of B and C.
    ///
    /// @param wide whether there are two vectors in a row of C
    static void add(boolean wide, double[] a, int ao, int lda, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        if (Lanes.MANY_REGISTERS && !wide) {
            add8x1(a, ao, lda, b, bo, sb, depth, c, co, ldc);
        } else if (Lanes.MANY_REGISTERS) {
            add8x2(a, ao, lda, b, bo, sb, depth, c, co, ldc);
        } else if (!wide) {
            add6x1(a, ao, lda, b, bo, sb, depth, c, co, ldc);
        } else {
            add6x2(a, ao, lda, b, bo, sb, depth, c, co, ldc);
        }
    }

    /// 8 rows of two vectors.
    private static void add8x2(double[] a, int ao, int lda, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
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
        int x1 = ao + lda;
        int x2 = ao + 2 * lda;
        int x3 = ao + 3 * lda;
        int x4 = ao + 4 * lda;
        int x5 = ao + 5 * lda;
        int x6 = ao + 6 * lda;
        int x7 = ao + 7 * lda;
        for (int p = 0; p < depth; p++) {
            int y = bo + p * sb;
            DoubleVector l = DoubleVector.fromArray(S, b, y);
            DoubleVector r = DoubleVector.fromArray(S, b, y + L);
            DoubleVector a0 = DoubleVector.broadcast(S, a[ao + p]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            DoubleVector a1 = DoubleVector.broadcast(S, a[x1 + p]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            DoubleVector a2 = DoubleVector.broadcast(S, a[x2 + p]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            DoubleVector a3 = DoubleVector.broadcast(S, a[x3 + p]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            DoubleVector a4 = DoubleVector.broadcast(S, a[x4 + p]);
            c4l = a4.fma(l, c4l);
            c4r = a4.fma(r, c4r);
            DoubleVector a5 = DoubleVector.broadcast(S, a[x5 + p]);
            c5l = a5.fma(l, c5l);
            c5r = a5.fma(r, c5r);
            DoubleVector a6 = DoubleVector.broadcast(S, a[x6 + p]);
            c6l = a6.fma(l, c6l);
            c6r = a6.fma(r, c6r);
            DoubleVector a7 = DoubleVector.broadcast(S, a[x7 + p]);
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
    private static void add8x1(double[] a, int ao, int lda, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        DoubleVector c0 = DoubleVector.fromArray(S, c, co);
        DoubleVector c1 = DoubleVector.fromArray(S, c, co + ldc);
        DoubleVector c2 = DoubleVector.fromArray(S, c, co + 2 * ldc);
        DoubleVector c3 = DoubleVector.fromArray(S, c, co + 3 * ldc);
        DoubleVector c4 = DoubleVector.fromArray(S, c, co + 4 * ldc);
        DoubleVector c5 = DoubleVector.fromArray(S, c, co + 5 * ldc);
        DoubleVector c6 = DoubleVector.fromArray(S, c, co + 6 * ldc);
        DoubleVector c7 = DoubleVector.fromArray(S, c, co + 7 * ldc);
        int x1 = ao + lda;
        int x2 = ao + 2 * lda;
        int x3 = ao + 3 * lda;
        int x4 = ao + 4 * lda;
        int x5 = ao + 5 * lda;
        int x6 = ao + 6 * lda;
        int x7 = ao + 7 * lda;
        for (int p = 0; p < depth; p++) {
            DoubleVector row = DoubleVector.fromArray(S, b, bo + p * sb);
            c0 = DoubleVector.broadcast(S, a[ao + p]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x1 + p]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x2 + p]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x3 + p]).fma(row, c3);
            c4 = DoubleVector.broadcast(S, a[x4 + p]).fma(row, c4);
            c5 = DoubleVector.broadcast(S, a[x5 + p]).fma(row, c5);
            c6 = DoubleVector.broadcast(S, a[x6 + p]).fma(row, c6);
            c7 = DoubleVector.broadcast(S, a[x7 + p]).fma(row, c7);
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
    private static void add6x2(double[] a, int ao, int lda, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
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
        int x1 = ao + lda;
        int x2 = ao + 2 * lda;
        int x3 = ao + 3 * lda;
        int x4 = ao + 4 * lda;
        int x5 = ao + 5 * lda;
        for (int p = 0; p < depth; p++) {
            int y = bo + p * sb;
            DoubleVector l = DoubleVector.fromArray(S, b, y);
            DoubleVector r = DoubleVector.fromArray(S, b, y + L);
            DoubleVector a0 = DoubleVector.broadcast(S, a[ao + p]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            DoubleVector a1 = DoubleVector.broadcast(S, a[x1 + p]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            DoubleVector a2 = DoubleVector.broadcast(S, a[x2 + p]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            DoubleVector a3 = DoubleVector.broadcast(S, a[x3 + p]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            DoubleVector a4 = DoubleVector.broadcast(S, a[x4 + p]);
            c4l = a4.fma(l, c4l);
            c4r = a4.fma(r, c4r);
            DoubleVector a5 = DoubleVector.broadcast(S, a[x5 + p]);
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
    private static void add6x1(double[] a, int ao, int lda, double[] b, int bo, int sb, int depth, double[] c, int co, int ldc) {
        DoubleVector c0 = DoubleVector.fromArray(S, c, co);
        DoubleVector c1 = DoubleVector.fromArray(S, c, co + ldc);
        DoubleVector c2 = DoubleVector.fromArray(S, c, co + 2 * ldc);
        DoubleVector c3 = DoubleVector.fromArray(S, c, co + 3 * ldc);
        DoubleVector c4 = DoubleVector.fromArray(S, c, co + 4 * ldc);
        DoubleVector c5 = DoubleVector.fromArray(S, c, co + 5 * ldc);
        int x1 = ao + lda;
        int x2 = ao + 2 * lda;
        int x3 = ao + 3 * lda;
        int x4 = ao + 4 * lda;
        int x5 = ao + 5 * lda;
        for (int p = 0; p < depth; p++) {
            DoubleVector row = DoubleVector.fromArray(S, b, bo + p * sb);
            c0 = DoubleVector.broadcast(S, a[ao + p]).fma(row, c0);
            c1 = DoubleVector.broadcast(S, a[x1 + p]).fma(row, c1);
            c2 = DoubleVector.broadcast(S, a[x2 + p]).fma(row, c2);
            c3 = DoubleVector.broadcast(S, a[x3 + p]).fma(row, c3);
            c4 = DoubleVector.broadcast(S, a[x4 + p]).fma(row, c4);
            c5 = DoubleVector.broadcast(S, a[x5 + p]).fma(row, c5);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
        c4.intoArray(c, co + 4 * ldc);
        c5.intoArray(c, co + 5 * ldc);
    }
}
