package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Four dot products at once, with one vector in common. Their lanes go through memory to be summed: a vector that crossed a call
/// the compiler did not inline would be boxed.
final class DoubleDots {

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;

    private DoubleDots() { }

    /// The lanes of the dot products of `x[xi..xi + n)` with the four rows from `rows[at]` on, one after another in `sums`.
    static void four(double[] rows, int at, int stride, double[] x, int xi, int n, double[] sums) {
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int j = 0;
        for (; j <= n - L; j += L) {
            DoubleVector v = DoubleVector.fromArray(S, x, xi + j);
            s0 = DoubleVector.fromArray(S, rows, at + j).fma(v, s0);
            s1 = DoubleVector.fromArray(S, rows, at + stride + j).fma(v, s1);
            s2 = DoubleVector.fromArray(S, rows, at + 2 * stride + j).fma(v, s2);
            s3 = DoubleVector.fromArray(S, rows, at + 3 * stride + j).fma(v, s3);
        }
        if (j < n) {
            VectorMask<Double> rest = S.indexInRange(j, n);
            DoubleVector v = DoubleVector.fromArray(S, x, xi + j, rest);
            s0 = DoubleVector.fromArray(S, rows, at + j, rest).fma(v, s0);
            s1 = DoubleVector.fromArray(S, rows, at + stride + j, rest).fma(v, s1);
            s2 = DoubleVector.fromArray(S, rows, at + 2 * stride + j, rest).fma(v, s2);
            s3 = DoubleVector.fromArray(S, rows, at + 3 * stride + j, rest).fma(v, s3);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, L);
        s2.intoArray(sums, 2 * L);
        s3.intoArray(sums, 3 * L);
    }

    /// The sum of the lanes of dot product `number`.
    static double sum(double[] sums, int number) {
        return Lanes.sum(sums, number * L);
    }
}
