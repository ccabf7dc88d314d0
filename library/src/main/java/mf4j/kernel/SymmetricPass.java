package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;

/// A rank-two update and a product with a vector in one pass over a triangle: two rows at a time share what they read of the vectors, and
/// vectors of lanes end where the rows do, so that no lane is masked.
final class SymmetricPass {

    private static final VectorSpecies<Double> S = Lanes.DOUBLES;
    private static final int L = Lanes.DOUBLE;

    private SymmetricPass() { }

    /// See [Kernel#symmetricStep].
    static void step(double[] a, int n, int from, double[] v, int vi, double[] w, double[] u, int ui, double[] p) {
        Arrays.fill(p, from, n, 0);
        int i = from;
        for (; i < n - 1; i += 2) {
            two(a, n, i, v, vi, w, u, ui, p);
        }
        if (i < n) {
            double value = a[i * n + i] - 2 * v[vi + i] * w[i];
            a[i * n + i] = value;
            p[i] = Math.fma(value, u[ui + i], p[i]);
        }
    }

    /// Rows i and i + 1: their corner, then what does not fill a vector, then vectors.
    private static void two(double[] a, int n, int i, double[] v, int vi, double[] w, double[] u, int ui, double[] p) {
        int row = i * n;
        int next = row + n;
        double v0 = -v[vi + i];
        double v1 = -v[vi + i + 1];
        double w0 = -w[i];
        double w1 = -w[i + 1];
        double u0 = u[ui + i];
        double u1 = u[ui + i + 1];
        double first = Math.fma(2 * v0, w[i], a[row + i]);
        double corner = Math.fma(v0, w[i + 1], Math.fma(w0, v[vi + i + 1], a[row + i + 1]));
        double second = Math.fma(2 * v1, w[i + 1], a[next + i + 1]);
        a[row + i] = first;
        a[row + i + 1] = corner;
        a[next + i + 1] = second;
        double sum0 = Math.fma(first, u0, corner * u1);
        double sum1 = Math.fma(corner, u0, second * u1);
        int j = i + 2;
        for (int end = j + (n - j) % L; j < end; j++) {
            double x = Math.fma(v0, w[j], Math.fma(w0, v[vi + j], a[row + j]));
            double y = Math.fma(v1, w[j], Math.fma(w1, v[vi + j], a[next + j]));
            a[row + j] = x;
            a[next + j] = y;
            sum0 = Math.fma(x, u[ui + j], sum0);
            sum1 = Math.fma(y, u[ui + j], sum1);
            p[j] = Math.fma(u0, x, Math.fma(u1, y, p[j]));
        }
        DoubleVector s0 = DoubleVector.zero(S);
        DoubleVector s1 = s0;
        for (; j < n; j += L) {
            DoubleVector left = DoubleVector.fromArray(S, v, vi + j);
            DoubleVector right = DoubleVector.fromArray(S, w, j);
            DoubleVector x = right.fma(DoubleVector.broadcast(S, v0), left.fma(DoubleVector.broadcast(S, w0), DoubleVector.fromArray(S, a, row + j)));
            DoubleVector y = right.fma(DoubleVector.broadcast(S, v1), left.fma(DoubleVector.broadcast(S, w1), DoubleVector.fromArray(S, a, next + j)));
            x.intoArray(a, row + j);
            y.intoArray(a, next + j);
            DoubleVector factor = DoubleVector.fromArray(S, u, ui + j);
            s0 = x.fma(factor, s0);
            s1 = y.fma(factor, s1);
            x.fma(DoubleVector.broadcast(S, u0), y.fma(DoubleVector.broadcast(S, u1), DoubleVector.fromArray(S, p, j))).intoArray(p, j);
        }
        p[i] += sum0 + Lanes.sum(s0);
        p[i + 1] += sum1 + Lanes.sum(s1);
    }
}
