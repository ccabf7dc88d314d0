package mf4j.lowrank;

/// The evidence for every rank of a probabilistic PCA (Minka, Automatic choice of dimensionality for PCA, 2000), Laplace's approximation of the
/// integral over all its parameters.
///
/// All ranks together cost `d^2` logarithms: the sums over pairs grow by one row from rank to rank. Pairs of equal values, for which the
/// approximation is not made, are left out.
final class Minka {
    private static final double EQUAL = 1e-10; // of the larger
    private static final double NIL = 1e-14;   // of the largest

    private Minka() { }

    /// Logarithms of the evidence for ranks 1 to d - 1, at index rank; minus infinity for the others and beyond the last positive value.
    ///
    /// @param values eigenvalues of the covariance, descending
    /// @param rows   that it was estimated from
    static double[] evidence(double[] values, int rows) {
        int d = values.length;
        double[] evidence = new double[d];
        java.util.Arrays.fill(evidence, Double.NEGATIVE_INFINITY);
        double[] rest = new double[d + 1]; // sums of the smallest
        for (int j = d - 1; j >= 0; j--) rest[j] = rest[j + 1] + values[j];
        double volume = 0; // of the rotations: -log 2 each and the surfaces of spheres
        double logs = 0;   // of the values kept
        double gaps = 0;   // pairs of a kept value with any: log (s_i - s_j) + log rows
        double inner = 0;  // pairs of kept ones: log (1 / s_j - 1 / s_i)
        for (int k = 1; k < d && values[k - 1] > NIL * values[0]; k++) {
            int i = k - 1;
            double half = (d - i) / 2.0;
            volume += -Math.log(2) + logGamma(half) - half * Math.log(Math.PI);
            logs += Math.log(values[i]);
            for (int j = k; j < d; j++) gaps += apart(values[i], values[j]) ? Math.log(values[i] - values[j]) + Math.log(rows) : 0;
            for (int j = 0; j < i; j++) inner += apart(values[j], values[i]) ? Math.log(1 / values[i] - 1 / values[j]) : 0;
            double noise = Math.max(rest[k] / (d - k), NIL * values[0]);
            double outer = 0;
            for (int j = 0; j < k; j++) outer += apart(values[j], noise) ? (d - k) * Math.log(1 / noise - 1 / values[j]) : 0;
            double free = d * k - k * (k + 1) / 2.0 + k;
            evidence[k] = volume - logs * rows / 2 - Math.log(noise) * rows * (d - k) / 2 + free / 2 * Math.log(2 * Math.PI) - (gaps + inner + outer) / 2 - k * Math.log(rows) / 2;
        }
        return evidence;
    }

    private static boolean apart(double larger, double smaller) {
        return larger - smaller > EQUAL * larger;
    }

    /// Of a whole or half number from 1/2 on: exact products where small, Stirling's series beyond.
    static double logGamma(double x) {
        double product = 1;
        double at = x;
        for (; at < 10; at++) product *= at;
        double square = 1 / (at * at);
        double series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))) / at;
        return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
    }
}
