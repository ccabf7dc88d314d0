package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// What a search for the largest products needs besides the product itself.
final class FloatSearch {
    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;

    private FloatSearch() { }

    /// Four vectors are tested by one branch: nearly all of them hold nothing.
    static int atLeast(float[] x, int xi, int n, float floor, int[] found) {
        int count = 0;
        int j = 0;
        for (; j <= n - 4 * L; j += 4 * L) {
            VectorMask<Float> m0 = FloatVector.fromArray(S, x, xi + j).compare(VectorOperators.GE, floor);
            VectorMask<Float> m1 = FloatVector.fromArray(S, x, xi + j + L).compare(VectorOperators.GE, floor);
            VectorMask<Float> m2 = FloatVector.fromArray(S, x, xi + j + 2 * L).compare(VectorOperators.GE, floor);
            VectorMask<Float> m3 = FloatVector.fromArray(S, x, xi + j + 3 * L).compare(VectorOperators.GE, floor);
            if (m0.or(m1).or(m2.or(m3)).anyTrue()) count = ScalarKernel.atLeast(x, xi, j, j + 4 * L, floor, found, count);
        }
        return ScalarKernel.atLeast(x, xi, j, n, floor, found, count);
    }

    /// The chain of [FloatProduct]: so are the bits.
    static void addProducts(float[] x, int xi, int k, float[] rows, int[] which, int count, float[] into) {
        if (count == 1) into[0] = product(x, xi, rows, which[0] * k, k, into[0]);
        else for (int j = 0; j < count; j += 8) addEight(x, xi, k, rows, which, j, count, into);
    }

    /// One chain: of a single product there is nothing to do meanwhile.
    private static float product(float[] x, int xi, float[] row, int ri, int depth, float sum) {
        for (int d = 0; d < depth; d++) sum = Math.fma(x[xi + d], row[ri + d], sum);
        return sum;
    }

    /// Eight chains of fused multiply-adds side by side hide each other's latency; of fewer than eight the last is repeated.
    private static void addEight(float[] x, int xi, int k, float[] rows, int[] which, int j, int count, float[] into) {
        int last = count - 1;
        int r0 = which[j] * k;
        int r1 = which[Math.min(j + 1, last)] * k;
        int r2 = which[Math.min(j + 2, last)] * k;
        int r3 = which[Math.min(j + 3, last)] * k;
        int r4 = which[Math.min(j + 4, last)] * k;
        int r5 = which[Math.min(j + 5, last)] * k;
        int r6 = which[Math.min(j + 6, last)] * k;
        int r7 = which[Math.min(j + 7, last)] * k;
        float s0 = into[j];
        float s1 = into[Math.min(j + 1, last)];
        float s2 = into[Math.min(j + 2, last)];
        float s3 = into[Math.min(j + 3, last)];
        float s4 = into[Math.min(j + 4, last)];
        float s5 = into[Math.min(j + 5, last)];
        float s6 = into[Math.min(j + 6, last)];
        float s7 = into[Math.min(j + 7, last)];
        for (int d = 0; d < k; d++) {
            float factor = x[xi + d];
            s0 = Math.fma(factor, rows[r0 + d], s0);
            s1 = Math.fma(factor, rows[r1 + d], s1);
            s2 = Math.fma(factor, rows[r2 + d], s2);
            s3 = Math.fma(factor, rows[r3 + d], s3);
            s4 = Math.fma(factor, rows[r4 + d], s4);
            s5 = Math.fma(factor, rows[r5 + d], s5);
            s6 = Math.fma(factor, rows[r6 + d], s6);
            s7 = Math.fma(factor, rows[r7 + d], s7);
        }
        int left = count - j;
        into[j] = s0;
        if (left > 1) into[j + 1] = s1;
        if (left > 2) into[j + 2] = s2;
        if (left > 3) into[j + 3] = s3;
        if (left > 4) into[j + 4] = s4;
        if (left > 5) into[j + 5] = s5;
        if (left > 6) into[j + 6] = s6;
        if (left > 7) into[j + 7] = s7;
    }
}
