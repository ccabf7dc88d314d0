package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;

/// The average row of a side: the mean of factors and biases over the rows that learned something, those whose factors are not 0.
///
/// @param factors the mean factors
/// @param bias    the mean bias
record Center(float[] factors, double bias) {
    static Center of(Factors factors, float[] bias) {
        double[] sum = new double[factors.rank()];
        double biases = 0;
        int rows = 0;
        for (int row = 0; row < factors.rows(); row++) {
            if (!learned(factors, row)) continue;
            rows++;
            biases += bias[row];
            for (int f = 0; f < sum.length; f++) sum[f] += factors.values()[factors.start(row) + f];
        }
        float[] mean = new float[sum.length];
        for (int f = 0; f < mean.length; f++) mean[f] = (float) (sum[f] / Math.max(1, rows));
        return new Center(mean, biases / Math.max(1, rows));
    }

    /// Whether a row has factors.
    static boolean learned(Factors factors, int row) {
        for (int j = factors.start(row); j < factors.start(row) + factors.rank(); j++) if (factors.values()[j] != 0) return true;
        return false;
    }

    /// The bias by which the average row's score for these factors is 0.
    float bias(float[] x, int xi) {
        return (float) -(bias + Kernel.active().dot(x, xi, factors, 0, factors.length));
    }
}
