package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Four dot products at once, with one vector in common. Their lanes go through memory to be summed: a vector that crossed a call
/// the compiler did not inline would be boxed.
final class FloatDots {

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;

    private FloatDots() { }

    /// The lanes of the dot products of `x[xi..xi + n)` with the four rows from `rows[at]` on, one after another in `sums`.
    static void four(float[] rows, int at, int stride, float[] x, int xi, int n, float[] sums) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int j = 0;
        for (; j <= n - L; j += L) {
            FloatVector v = FloatVector.fromArray(S, x, xi + j);
            s0 = FloatVector.fromArray(S, rows, at + j).fma(v, s0);
            s1 = FloatVector.fromArray(S, rows, at + stride + j).fma(v, s1);
            s2 = FloatVector.fromArray(S, rows, at + 2 * stride + j).fma(v, s2);
            s3 = FloatVector.fromArray(S, rows, at + 3 * stride + j).fma(v, s3);
        }
        if (j < n) {
            VectorMask<Float> rest = S.indexInRange(j, n);
            FloatVector v = FloatVector.fromArray(S, x, xi + j, rest);
            s0 = FloatVector.fromArray(S, rows, at + j, rest).fma(v, s0);
            s1 = FloatVector.fromArray(S, rows, at + stride + j, rest).fma(v, s1);
            s2 = FloatVector.fromArray(S, rows, at + 2 * stride + j, rest).fma(v, s2);
            s3 = FloatVector.fromArray(S, rows, at + 3 * stride + j, rest).fma(v, s3);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, L);
        s2.intoArray(sums, 2 * L);
        s3.intoArray(sums, 3 * L);
    }

    /// The sum of the lanes of dot product `number`.
    static float sum(float[] sums, int number) {
        return Lanes.sum(sums, number * L);
    }
}
