package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loop of a product whose A is read where it stands, along its rows: [FloatSums]' blocks and its order of summation, so the
/// same bits, and no copy of A. The loop runs over neighbouring numbers of each row, which the compiler checks once for all.
final class FloatRows {

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;

    private FloatRows() { }

    /// `C += A B` for [FloatBlock#ROWS] rows of A, `lda` apart, and whole vectors of B and C.
    ///
    /// @param wide whether there are two vectors in a row of C
    static void add(boolean wide, float[] a, int ao, int lda, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
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
    private static void add8x2(float[] a, int ao, int lda, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
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
        int x1 = ao + lda;
        int x2 = ao + 2 * lda;
        int x3 = ao + 3 * lda;
        int x4 = ao + 4 * lda;
        int x5 = ao + 5 * lda;
        int x6 = ao + 6 * lda;
        int x7 = ao + 7 * lda;
        for (int p = 0; p < depth; p++) {
            int y = bo + p * sb;
            FloatVector l = FloatVector.fromArray(S, b, y);
            FloatVector r = FloatVector.fromArray(S, b, y + L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + p]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            FloatVector a1 = FloatVector.broadcast(S, a[x1 + p]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            FloatVector a2 = FloatVector.broadcast(S, a[x2 + p]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            FloatVector a3 = FloatVector.broadcast(S, a[x3 + p]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            FloatVector a4 = FloatVector.broadcast(S, a[x4 + p]);
            c4l = a4.fma(l, c4l);
            c4r = a4.fma(r, c4r);
            FloatVector a5 = FloatVector.broadcast(S, a[x5 + p]);
            c5l = a5.fma(l, c5l);
            c5r = a5.fma(r, c5r);
            FloatVector a6 = FloatVector.broadcast(S, a[x6 + p]);
            c6l = a6.fma(l, c6l);
            c6r = a6.fma(r, c6r);
            FloatVector a7 = FloatVector.broadcast(S, a[x7 + p]);
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
    private static void add8x1(float[] a, int ao, int lda, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, c, co);
        FloatVector c1 = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c2 = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c3 = FloatVector.fromArray(S, c, co + 3 * ldc);
        FloatVector c4 = FloatVector.fromArray(S, c, co + 4 * ldc);
        FloatVector c5 = FloatVector.fromArray(S, c, co + 5 * ldc);
        FloatVector c6 = FloatVector.fromArray(S, c, co + 6 * ldc);
        FloatVector c7 = FloatVector.fromArray(S, c, co + 7 * ldc);
        int x1 = ao + lda;
        int x2 = ao + 2 * lda;
        int x3 = ao + 3 * lda;
        int x4 = ao + 4 * lda;
        int x5 = ao + 5 * lda;
        int x6 = ao + 6 * lda;
        int x7 = ao + 7 * lda;
        for (int p = 0; p < depth; p++) {
            FloatVector row = FloatVector.fromArray(S, b, bo + p * sb);
            c0 = FloatVector.broadcast(S, a[ao + p]).fma(row, c0);
            c1 = FloatVector.broadcast(S, a[x1 + p]).fma(row, c1);
            c2 = FloatVector.broadcast(S, a[x2 + p]).fma(row, c2);
            c3 = FloatVector.broadcast(S, a[x3 + p]).fma(row, c3);
            c4 = FloatVector.broadcast(S, a[x4 + p]).fma(row, c4);
            c5 = FloatVector.broadcast(S, a[x5 + p]).fma(row, c5);
            c6 = FloatVector.broadcast(S, a[x6 + p]).fma(row, c6);
            c7 = FloatVector.broadcast(S, a[x7 + p]).fma(row, c7);
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
    private static void add6x2(float[] a, int ao, int lda, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
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
        int x1 = ao + lda;
        int x2 = ao + 2 * lda;
        int x3 = ao + 3 * lda;
        int x4 = ao + 4 * lda;
        int x5 = ao + 5 * lda;
        for (int p = 0; p < depth; p++) {
            int y = bo + p * sb;
            FloatVector l = FloatVector.fromArray(S, b, y);
            FloatVector r = FloatVector.fromArray(S, b, y + L);
            FloatVector a0 = FloatVector.broadcast(S, a[ao + p]);
            c0l = a0.fma(l, c0l);
            c0r = a0.fma(r, c0r);
            FloatVector a1 = FloatVector.broadcast(S, a[x1 + p]);
            c1l = a1.fma(l, c1l);
            c1r = a1.fma(r, c1r);
            FloatVector a2 = FloatVector.broadcast(S, a[x2 + p]);
            c2l = a2.fma(l, c2l);
            c2r = a2.fma(r, c2r);
            FloatVector a3 = FloatVector.broadcast(S, a[x3 + p]);
            c3l = a3.fma(l, c3l);
            c3r = a3.fma(r, c3r);
            FloatVector a4 = FloatVector.broadcast(S, a[x4 + p]);
            c4l = a4.fma(l, c4l);
            c4r = a4.fma(r, c4r);
            FloatVector a5 = FloatVector.broadcast(S, a[x5 + p]);
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
    private static void add6x1(float[] a, int ao, int lda, float[] b, int bo, int sb, int depth, float[] c, int co, int ldc) {
        FloatVector c0 = FloatVector.fromArray(S, c, co);
        FloatVector c1 = FloatVector.fromArray(S, c, co + ldc);
        FloatVector c2 = FloatVector.fromArray(S, c, co + 2 * ldc);
        FloatVector c3 = FloatVector.fromArray(S, c, co + 3 * ldc);
        FloatVector c4 = FloatVector.fromArray(S, c, co + 4 * ldc);
        FloatVector c5 = FloatVector.fromArray(S, c, co + 5 * ldc);
        int x1 = ao + lda;
        int x2 = ao + 2 * lda;
        int x3 = ao + 3 * lda;
        int x4 = ao + 4 * lda;
        int x5 = ao + 5 * lda;
        for (int p = 0; p < depth; p++) {
            FloatVector row = FloatVector.fromArray(S, b, bo + p * sb);
            c0 = FloatVector.broadcast(S, a[ao + p]).fma(row, c0);
            c1 = FloatVector.broadcast(S, a[x1 + p]).fma(row, c1);
            c2 = FloatVector.broadcast(S, a[x2 + p]).fma(row, c2);
            c3 = FloatVector.broadcast(S, a[x3 + p]).fma(row, c3);
            c4 = FloatVector.broadcast(S, a[x4 + p]).fma(row, c4);
            c5 = FloatVector.broadcast(S, a[x5 + p]).fma(row, c5);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + ldc);
        c2.intoArray(c, co + 2 * ldc);
        c3.intoArray(c, co + 3 * ldc);
        c4.intoArray(c, co + 4 * ldc);
        c5.intoArray(c, co + 5 * ldc);
    }
}
