package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Every operation with the Vector API: [ScalarKernel]'s arithmetic in another, fixed, order of summation.
///
/// What lies behind the last whole vector is read and written under a mask.
final class VectorKernel implements Kernel {

    static final VectorKernel INSTANCE = new VectorKernel();

    private static final VectorSpecies<Float> F = Lanes.FLOATS;
    private static final VectorSpecies<Double> D = Lanes.DOUBLES;
    private static final int FL = Lanes.FLOAT;
    private static final int DL = Lanes.DOUBLE;

    private VectorKernel() { }

    @Override
    public String name() {
        return "vector-" + Lanes.BITS;
    }

    @Override
    public float dot(float[] a, int ai, float[] b, int bi, int n) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int j = 0;
        for (; j <= n - 4 * FL; j += 4 * FL) {
            s0 = FloatVector.fromArray(F, a, ai + j).fma(FloatVector.fromArray(F, b, bi + j), s0);
            s1 = FloatVector.fromArray(F, a, ai + j + FL).fma(FloatVector.fromArray(F, b, bi + j + FL), s1);
            s2 = FloatVector.fromArray(F, a, ai + j + 2 * FL).fma(FloatVector.fromArray(F, b, bi + j + 2 * FL), s2);
            s3 = FloatVector.fromArray(F, a, ai + j + 3 * FL).fma(FloatVector.fromArray(F, b, bi + j + 3 * FL), s3);
        }
        for (; j <= n - FL; j += FL) {
            s0 = FloatVector.fromArray(F, a, ai + j).fma(FloatVector.fromArray(F, b, bi + j), s0);
        }
        if (j < n) {
            VectorMask<Float> rest = F.indexInRange(j, n);
            s1 = FloatVector.fromArray(F, a, ai + j, rest).fma(FloatVector.fromArray(F, b, bi + j, rest), s1);
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    public double dot(double[] a, int ai, double[] b, int bi, int n) {
        DoubleVector s0 = DoubleVector.zero(D);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int j = 0;
        for (; j <= n - 4 * DL; j += 4 * DL) {
            s0 = DoubleVector.fromArray(D, a, ai + j).fma(DoubleVector.fromArray(D, b, bi + j), s0);
            s1 = DoubleVector.fromArray(D, a, ai + j + DL).fma(DoubleVector.fromArray(D, b, bi + j + DL), s1);
            s2 = DoubleVector.fromArray(D, a, ai + j + 2 * DL).fma(DoubleVector.fromArray(D, b, bi + j + 2 * DL), s2);
            s3 = DoubleVector.fromArray(D, a, ai + j + 3 * DL).fma(DoubleVector.fromArray(D, b, bi + j + 3 * DL), s3);
        }
        for (; j <= n - DL; j += DL) {
            s0 = DoubleVector.fromArray(D, a, ai + j).fma(DoubleVector.fromArray(D, b, bi + j), s0);
        }
        if (j < n) {
            VectorMask<Double> rest = D.indexInRange(j, n);
            s1 = DoubleVector.fromArray(D, a, ai + j, rest).fma(DoubleVector.fromArray(D, b, bi + j, rest), s1);
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    public void axpy(float alpha, float[] x, int xi, float[] y, int yi, int n) {
        FloatVector factor = FloatVector.broadcast(F, alpha);
        int j = 0;
        for (; j <= n - FL; j += FL) {
            factor.fma(FloatVector.fromArray(F, x, xi + j), FloatVector.fromArray(F, y, yi + j)).intoArray(y, yi + j);
        }
        if (j < n) {
            VectorMask<Float> rest = F.indexInRange(j, n);
            factor.fma(FloatVector.fromArray(F, x, xi + j, rest), FloatVector.fromArray(F, y, yi + j, rest)).intoArray(y, yi + j, rest);
        }
    }

    @Override
    public void axpy(double alpha, double[] x, int xi, double[] y, int yi, int n) {
        DoubleVector factor = DoubleVector.broadcast(D, alpha);
        int j = 0;
        for (; j <= n - DL; j += DL) {
            factor.fma(DoubleVector.fromArray(D, x, xi + j), DoubleVector.fromArray(D, y, yi + j)).intoArray(y, yi + j);
        }
        if (j < n) {
            VectorMask<Double> rest = D.indexInRange(j, n);
            factor.fma(DoubleVector.fromArray(D, x, xi + j, rest), DoubleVector.fromArray(D, y, yi + j, rest)).intoArray(y, yi + j, rest);
        }
    }

    @Override
    public void pairStep(float[] p, int pi, float[] q, int qi, int qj, int n, float step, float keep) {
        FloatVector towards = FloatVector.broadcast(F, step);
        FloatVector away = FloatVector.broadcast(F, -step);
        FloatVector kept = FloatVector.broadcast(F, keep);
        int f = 0;
        for (; f <= n - FL; f += FL) {
            FloatVector own = FloatVector.fromArray(F, p, pi + f);
            FloatVector liked = FloatVector.fromArray(F, q, qi + f);
            FloatVector other = FloatVector.fromArray(F, q, qj + f);
            towards.fma(liked.sub(other), kept.mul(own)).intoArray(p, pi + f);
            towards.fma(own, kept.mul(liked)).intoArray(q, qi + f);
            away.fma(own, kept.mul(other)).intoArray(q, qj + f);
        }
        if (f < n) {
            VectorMask<Float> rest = F.indexInRange(f, n);
            FloatVector own = FloatVector.fromArray(F, p, pi + f, rest);
            FloatVector liked = FloatVector.fromArray(F, q, qi + f, rest);
            FloatVector other = FloatVector.fromArray(F, q, qj + f, rest);
            towards.fma(liked.sub(other), kept.mul(own)).intoArray(p, pi + f, rest);
            towards.fma(own, kept.mul(liked)).intoArray(q, qi + f, rest);
            away.fma(own, kept.mul(other)).intoArray(q, qj + f, rest);
        }
    }

    @Override
    public void adam(AdamStep step, float[] g, int gi, float[] m, int mi, float[] v, int vi, float[] w, int wi, int n) {
        VectorAdam.step(step, g, gi, m, mi, v, vi, w, wi, n);
    }

    @Override
    public void multiplyAdd(float[] x, int xi, float[] y, int yi, float[] z, int zi, int n) {
        int j = 0;
        for (; j <= n - FL; j += FL) {
            FloatVector.fromArray(F, x, xi + j).fma(FloatVector.fromArray(F, y, yi + j), FloatVector.fromArray(F, z, zi + j)).intoArray(z, zi + j);
        }
        if (j < n) {
            VectorMask<Float> rest = F.indexInRange(j, n);
            FloatVector sum = FloatVector.fromArray(F, z, zi + j, rest);
            FloatVector.fromArray(F, x, xi + j, rest).fma(FloatVector.fromArray(F, y, yi + j, rest), sum).intoArray(z, zi + j, rest);
        }
    }

    @Override
    public void multiplyAdd(double[] x, int xi, double[] y, int yi, double[] z, int zi, int n) {
        int j = 0;
        for (; j <= n - DL; j += DL) {
            DoubleVector.fromArray(D, x, xi + j).fma(DoubleVector.fromArray(D, y, yi + j), DoubleVector.fromArray(D, z, zi + j)).intoArray(z, zi + j);
        }
        if (j < n) {
            VectorMask<Double> rest = D.indexInRange(j, n);
            DoubleVector sum = DoubleVector.fromArray(D, z, zi + j, rest);
            DoubleVector.fromArray(D, x, xi + j, rest).fma(DoubleVector.fromArray(D, y, yi + j, rest), sum).intoArray(z, zi + j, rest);
        }
    }

    @Override
    public void rotate(double[] x, int xi, double[] y, int yi, int n, double cosine, double sine) {
        DoubleVector c = DoubleVector.broadcast(D, cosine);
        DoubleVector s = DoubleVector.broadcast(D, sine);
        int j = 0;
        for (; j <= n - DL; j += DL) {
            DoubleVector a = DoubleVector.fromArray(D, x, xi + j);
            DoubleVector b = DoubleVector.fromArray(D, y, yi + j);
            c.fma(a, s.mul(b).neg()).intoArray(x, xi + j);
            c.fma(b, s.mul(a)).intoArray(y, yi + j);
        }
        if (j < n) {
            VectorMask<Double> rest = D.indexInRange(j, n);
            DoubleVector a = DoubleVector.fromArray(D, x, xi + j, rest);
            DoubleVector b = DoubleVector.fromArray(D, y, yi + j, rest);
            c.fma(a, s.mul(b).neg()).intoArray(x, xi + j, rest);
            c.fma(b, s.mul(a)).intoArray(y, yi + j, rest);
        }
    }

    @Override
    public void symmetricStep(double[] a, int n, int from, double[] v, int vi, double[] w, double[] u, int ui, double[] p) {
        SymmetricPass.step(a, n, from, v, vi, w, u, ui, p);
    }

    @Override
    public void rowProducts(float[] tile, int rows, int k, float[] gram) {
        FloatGram.products(tile, rows, k, gram);
    }

    @Override
    public void symmetricUpdate(float[] tile, int rows, int k, float[] weights, float[] gram) {
        FloatGram.update(tile, k, null, 0, rows, weights, null, false, gram);
    }

    @Override
    public void symmetricUpdate(double[] tile, int stride, int rows, int k, double[] gram) {
        DoubleGram.update(tile, stride, rows, k, gram);
    }

    @Override
    public void regress(float[] factors, int k, int[] which, int from, int to, float[] weights, float[] moments, boolean totals, float[] sums) {
        FloatGram.update(factors, k, which, from, to, weights, moments, totals, sums);
    }

    /// Four rows at a time: their loads miss the cache together instead of one after the other.
    @Override
    public void gather(float[] factors, int k, int[] columns, int from, int to, float[] tile) {
        int c = from;
        if (k >= FL) {
            for (; c <= to - 4; c += 4) {
                copyFour(factors, columns[c] * k, columns[c + 1] * k, columns[c + 2] * k, columns[c + 3] * k, tile, (c - from) * k, k);
            }
        }
        for (; c < to; c++) {
            copy(factors, columns[c] * k, tile, (c - from) * k, k);
        }
    }

    private static void copyFour(float[] source, int s0, int s1, int s2, int s3, float[] target, int ti, int n) {
        for (int j = 0; j < n; j += FL) {
            int at = Math.min(j, n - FL);
            FloatVector v0 = FloatVector.fromArray(F, source, s0 + at);
            FloatVector v1 = FloatVector.fromArray(F, source, s1 + at);
            FloatVector v2 = FloatVector.fromArray(F, source, s2 + at);
            FloatVector v3 = FloatVector.fromArray(F, source, s3 + at);
            v0.intoArray(target, ti + at);
            v1.intoArray(target, ti + n + at);
            v2.intoArray(target, ti + 2 * n + at);
            v3.intoArray(target, ti + 3 * n + at);
        }
    }

    /// The last vector may overlap the one before it: writing the same twice is cheaper than a mask.
    private static void copy(float[] source, int si, float[] target, int ti, int n) {
        if (n < FL) {
            System.arraycopy(source, si, target, ti, n);
            return;
        }
        for (int j = 0; j < n - FL; j += FL) {
            FloatVector.fromArray(F, source, si + j).intoArray(target, ti + j);
        }
        FloatVector.fromArray(F, source, si + n - FL).intoArray(target, ti + n - FL);
    }

    @Override
    public void multiply(float[] tile, int rows, int k, float[] x, int xi, float[] y) {
        float[] sums = Workspace.mine().floatSums;
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            FloatDots.four(tile, r * k, k, x, xi, k, sums);
            for (int s = 0; s < 4; s++) {
                y[r + s] = FloatDots.sum(sums, s);
            }
        }
        for (; r < rows; r++) {
            y[r] = dot(tile, r * k, x, xi, k);
        }
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
        FloatVector s0 = FloatVector.fromArray(F, y, j);
        FloatVector s1 = FloatVector.fromArray(F, y, j + FL);
        FloatVector s2 = FloatVector.fromArray(F, y, j + 2 * FL);
        FloatVector s3 = FloatVector.fromArray(F, y, j + 3 * FL);
        for (int r = 0; r < rows; r++) {
            FloatVector factor = FloatVector.broadcast(F, x[xi + r]);
            int at = r * k + j;
            s0 = factor.fma(FloatVector.fromArray(F, tile, at), s0);
            s1 = factor.fma(FloatVector.fromArray(F, tile, at + FL), s1);
            s2 = factor.fma(FloatVector.fromArray(F, tile, at + 2 * FL), s2);
            s3 = factor.fma(FloatVector.fromArray(F, tile, at + 3 * FL), s3);
        }
        s0.intoArray(y, j);
        s1.intoArray(y, j + FL);
        s2.intoArray(y, j + 2 * FL);
        s3.intoArray(y, j + 3 * FL);
    }

    /// One vector wide, or what is left of one: four rows at a time, so that no sum waits for the one before.
    private static void addColumn(float[] tile, int rows, int k, int j, float[] x, int xi, float[] y) {
        VectorMask<Float> lanes = F.indexInRange(j, k);
        FloatVector s0 = FloatVector.fromArray(F, y, j, lanes);
        FloatVector s1 = FloatVector.zero(F);
        FloatVector s2 = s1;
        FloatVector s3 = s1;
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            int at = r * k + j;
            s0 = FloatVector.fromArray(F, tile, at, lanes).fma(FloatVector.broadcast(F, x[xi + r]), s0);
            s1 = FloatVector.fromArray(F, tile, at + k, lanes).fma(FloatVector.broadcast(F, x[xi + r + 1]), s1);
            s2 = FloatVector.fromArray(F, tile, at + 2 * k, lanes).fma(FloatVector.broadcast(F, x[xi + r + 2]), s2);
            s3 = FloatVector.fromArray(F, tile, at + 3 * k, lanes).fma(FloatVector.broadcast(F, x[xi + r + 3]), s3);
        }
        for (; r < rows; r++) {
            s0 = FloatVector.fromArray(F, tile, r * k + j, lanes).fma(FloatVector.broadcast(F, x[xi + r]), s0);
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
    public int atLeast(float[] x, int xi, int n, float floor, int[] found) {
        return FloatSearch.atLeast(x, xi, n, floor, found);
    }

    @Override
    public void addProducts(float[] x, int xi, int k, float[] rows, int[] which, int count, float[] into) {
        FloatSearch.addProducts(x, xi, k, rows, which, count, into);
    }

    @Override
    public void addCodeProducts(short[] x, int xi, int depth, byte[] codes, int n, float factor, float[] scale, float[] into) {
        CodeProducts.add(x, xi, depth, codes, n, factor, scale, into);
    }

    @Override
    public int solvePositive(float[] a, int n, int stride, float ridge, float[] b, int bi, float[] x, int xi) {
        return FloatTriangle.solve(a, n, stride, ridge, b, bi, x, xi);
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
        if (n < FL) {
            ScalarKernel.INSTANCE.solveLower(l, n, stride, b, bi); // less than one register: plain loops are quicker
        } else {
            FloatTriangle.solveLower(l, n, stride, b, bi);
        }
    }

    @Override
    public void solveLowerTransposed(float[] l, int n, int stride, float[] b, int bi) {
        if (n < FL) {
            ScalarKernel.INSTANCE.solveLowerTransposed(l, n, stride, b, bi); // less than one register: plain loops are quicker
        } else {
            FloatTriangle.solveLowerTransposed(l, n, stride, b, bi);
        }
    }

    @Override
    public void solveLower(double[] l, int n, int stride, double[] b, int bi) {
        if (n < DL) {
            ScalarKernel.INSTANCE.solveLower(l, n, stride, b, bi); // less than one register: plain loops are quicker
        } else {
            DoubleTriangle.solveLower(l, n, stride, b, bi);
        }
    }

    @Override
    public void solveLowerTransposed(double[] l, int n, int stride, double[] b, int bi) {
        if (n < DL) {
            ScalarKernel.INSTANCE.solveLowerTransposed(l, n, stride, b, bi); // less than one register: plain loops are quicker
        } else {
            DoubleTriangle.solveLowerTransposed(l, n, stride, b, bi);
        }
    }

    @Override
    public double descend(SgdBlock model, int[] users, int[] items, float[] ratings, int from, int to) {
        return VectorDescent.descend(model, users, items, ratings, from, to);
    }
}
