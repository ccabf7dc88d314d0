package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Every operation with the Vector API: [ScalarKernel]'s arithmetic in another, fixed, order of summation.
///
/// What lies behind the last whole vector is read and written under a mask.
final class VectorKernel implements Kernel {

    static final VectorKernel INSTANCE = new VectorKernel();

    private static final int FL = Lanes.FLOAT;
    private static final int DL = Lanes.DOUBLE;

    private VectorKernel() { }

    @Override
    public String name() {
        return "vector-" + Lanes.BITS;
    }

    @Override
    public float dot(float[] a, int ai, float[] b, int bi, int n) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int j = 0;
        for (; j <= n - 4 * FL; j += 4 * FL) {
            s0 = load(a, ai + j).fma(load(b, bi + j), s0);
            s1 = load(a, ai + j + FL).fma(load(b, bi + j + FL), s1);
            s2 = load(a, ai + j + 2 * FL).fma(load(b, bi + j + 2 * FL), s2);
            s3 = load(a, ai + j + 3 * FL).fma(load(b, bi + j + 3 * FL), s3);
        }
        for (; j <= n - FL; j += FL) {
            s0 = load(a, ai + j).fma(load(b, bi + j), s0);
        }
        if (j < n) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(j, n);
            s1 = load(a, ai + j, rest).fma(load(b, bi + j, rest), s1);
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    public double dot(double[] a, int ai, double[] b, int bi, int n) {
        DoubleVector s0 = DoubleVector.zero(Lanes.DOUBLES);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int j = 0;
        for (; j <= n - 4 * DL; j += 4 * DL) {
            s0 = load(a, ai + j).fma(load(b, bi + j), s0);
            s1 = load(a, ai + j + DL).fma(load(b, bi + j + DL), s1);
            s2 = load(a, ai + j + 2 * DL).fma(load(b, bi + j + 2 * DL), s2);
            s3 = load(a, ai + j + 3 * DL).fma(load(b, bi + j + 3 * DL), s3);
        }
        for (; j <= n - DL; j += DL) {
            s0 = load(a, ai + j).fma(load(b, bi + j), s0);
        }
        if (j < n) {
            VectorMask<Double> rest = Lanes.DOUBLES.indexInRange(j, n);
            s1 = load(a, ai + j, rest).fma(load(b, bi + j, rest), s1);
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    public void axpy(float alpha, float[] x, int xi, float[] y, int yi, int n) {
        FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, alpha);
        int j = 0;
        for (; j <= n - FL; j += FL) {
            factor.fma(load(x, xi + j), load(y, yi + j)).intoArray(y, yi + j);
        }
        if (j < n) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(j, n);
            factor.fma(load(x, xi + j, rest), load(y, yi + j, rest)).intoArray(y, yi + j, rest);
        }
    }

    @Override
    public void axpy(double alpha, double[] x, int xi, double[] y, int yi, int n) {
        DoubleVector factor = DoubleVector.broadcast(Lanes.DOUBLES, alpha);
        int j = 0;
        for (; j <= n - DL; j += DL) {
            factor.fma(load(x, xi + j), load(y, yi + j)).intoArray(y, yi + j);
        }
        if (j < n) {
            VectorMask<Double> rest = Lanes.DOUBLES.indexInRange(j, n);
            factor.fma(load(x, xi + j, rest), load(y, yi + j, rest)).intoArray(y, yi + j, rest);
        }
    }

    @Override
    public void multiplyAdd(float[] x, int xi, float[] y, int yi, float[] z, int zi, int n) {
        int j = 0;
        for (; j <= n - FL; j += FL) {
            load(x, xi + j).fma(load(y, yi + j), load(z, zi + j)).intoArray(z, zi + j);
        }
        if (j < n) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(j, n);
            load(x, xi + j, rest).fma(load(y, yi + j, rest), load(z, zi + j, rest)).intoArray(z, zi + j, rest);
        }
    }

    @Override
    public void multiplyAdd(double[] x, int xi, double[] y, int yi, double[] z, int zi, int n) {
        int j = 0;
        for (; j <= n - DL; j += DL) {
            load(x, xi + j).fma(load(y, yi + j), load(z, zi + j)).intoArray(z, zi + j);
        }
        if (j < n) {
            VectorMask<Double> rest = Lanes.DOUBLES.indexInRange(j, n);
            load(x, xi + j, rest).fma(load(y, yi + j, rest), load(z, zi + j, rest)).intoArray(z, zi + j, rest);
        }
    }

    @Override
    public void symmetricUpdate(float[] tile, int rows, int k, float[] weights, float[] gram) {
        FloatGram.update(tile, rows, k, weights, gram);
    }

    @Override
    public void gather(float[] factors, int k, int[] columns, int from, int to, float[] tile) {
        for (int c = from; c < to; c++) {
            copy(factors, columns[c] * k, tile, (c - from) * k, k);
        }
    }

    /// The last vector may overlap the one before it: writing the same twice is cheaper than a mask.
    private static void copy(float[] source, int si, float[] target, int ti, int n) {
        if (n < FL) {
            System.arraycopy(source, si, target, ti, n);
            return;
        }
        for (int j = 0; j < n - FL; j += FL) {
            load(source, si + j).intoArray(target, ti + j);
        }
        load(source, si + n - FL).intoArray(target, ti + n - FL);
    }

    @Override
    public void transposedMultiplyAdd(float[] tile, int rows, int k, float[] x, int xi, float[] y) {
        int j = 0;
        for (; j <= k - 4 * FL; j += 4 * FL) {
            addFourColumns(tile, rows, k, j, x, xi, y);
        }
        for (; j < k; j += FL) {
            addColumn(tile, rows, k, j, x, xi, y);
        }
    }

    /// Four vectors wide, one row after another.
    private static void addFourColumns(float[] tile, int rows, int k, int j, float[] x, int xi, float[] y) {
        FloatVector s0 = load(y, j);
        FloatVector s1 = load(y, j + FL);
        FloatVector s2 = load(y, j + 2 * FL);
        FloatVector s3 = load(y, j + 3 * FL);
        for (int r = 0; r < rows; r++) {
            FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, x[xi + r]);
            int at = r * k + j;
            s0 = factor.fma(load(tile, at), s0);
            s1 = factor.fma(load(tile, at + FL), s1);
            s2 = factor.fma(load(tile, at + 2 * FL), s2);
            s3 = factor.fma(load(tile, at + 3 * FL), s3);
        }
        s0.intoArray(y, j);
        s1.intoArray(y, j + FL);
        s2.intoArray(y, j + 2 * FL);
        s3.intoArray(y, j + 3 * FL);
    }

    /// One vector wide, or what is left of one: four rows at a time, so that no sum waits for the one before.
    private static void addColumn(float[] tile, int rows, int k, int j, float[] x, int xi, float[] y) {
        VectorMask<Float> lanes = Lanes.FLOATS.indexInRange(j, k);
        FloatVector s0 = load(y, j, lanes);
        FloatVector s1 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s2 = s1;
        FloatVector s3 = s1;
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            int at = r * k + j;
            s0 = load(tile, at, lanes).fma(FloatVector.broadcast(Lanes.FLOATS, x[xi + r]), s0);
            s1 = load(tile, at + k, lanes).fma(FloatVector.broadcast(Lanes.FLOATS, x[xi + r + 1]), s1);
            s2 = load(tile, at + 2 * k, lanes).fma(FloatVector.broadcast(Lanes.FLOATS, x[xi + r + 2]), s2);
            s3 = load(tile, at + 3 * k, lanes).fma(FloatVector.broadcast(Lanes.FLOATS, x[xi + r + 3]), s3);
        }
        for (; r < rows; r++) {
            s0 = load(tile, r * k + j, lanes).fma(FloatVector.broadcast(Lanes.FLOATS, x[xi + r]), s0);
        }
        s0.add(s1).add(s2.add(s3)).intoArray(y, j, lanes);
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha,
                     float[] a, int ai, int lda, float[] b, int bi, int ldb, float beta, float[] c, int ci, int ldc) {
        FloatProduct.multiply(transposeA, transposeB, m, n, k, alpha, a, ai, lda, b, bi, ldb, beta, c, ci, ldc);
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha,
                     double[] a, int ai, int lda, double[] b, int bi, int ldb, double beta, double[] c, int ci, int ldc) {
        DoubleProduct.multiply(transposeA, transposeB, m, n, k, alpha, a, ai, lda, b, bi, ldb, beta, c, ci, ldc);
    }

    @Override
    public int cholesky(float[] a, int n, int stride) {
        return FloatTriangle.cholesky(a, n, stride);
    }

    @Override
    public int cholesky(double[] a, int n, int stride) {
        return DoubleTriangle.cholesky(a, n, stride);
    }

    @Override
    public void solveLower(float[] l, int n, int stride, float[] b, int bi) {
        FloatTriangle.solveLower(l, n, stride, b, bi);
    }

    @Override
    public void solveLowerTransposed(float[] l, int n, int stride, float[] b, int bi) {
        FloatTriangle.solveLowerTransposed(l, n, stride, b, bi);
    }

    @Override
    public void solveLower(double[] l, int n, int stride, double[] b, int bi) {
        DoubleTriangle.solveLower(l, n, stride, b, bi);
    }

    @Override
    public void solveLowerTransposed(double[] l, int n, int stride, double[] b, int bi) {
        DoubleTriangle.solveLowerTransposed(l, n, stride, b, bi);
    }

    @Override
    public double descend(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        return VectorDescent.descend(model, users, items, ratings, from, to);
    }

    private static FloatVector load(float[] a, int at) {
        return FloatVector.fromArray(Lanes.FLOATS, a, at);
    }

    private static FloatVector load(float[] a, int at, VectorMask<Float> lanes) {
        return FloatVector.fromArray(Lanes.FLOATS, a, at, lanes);
    }

    private static DoubleVector load(double[] a, int at) {
        return DoubleVector.fromArray(Lanes.DOUBLES, a, at);
    }

    private static DoubleVector load(double[] a, int at, VectorMask<Double> lanes) {
        return DoubleVector.fromArray(Lanes.DOUBLES, a, at, lanes);
    }
}
