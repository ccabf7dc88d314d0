package mf4j.study;

import java.util.Arrays;

/// What is thought of the parameters of a Gaussian process before anything was seen: a penalty on their logarithms and bounds.
///
/// Parameters: amplitude, variance of the noise, then one weight per dimension, the inverse square of its length.
enum Prior {
    /// Google Vizier's: squared logarithms, 0.01 each, of the amplitude over 0.039, the noise over 0.0039, the squared lengths over 0.5.
    LOG_NORMAL(new double[] {1e-3, 10}, new double[] {1e-10, 1}, new double[] {1e-2, 1e2}, 0.039, 0.0039, 1) {
        @Override
        double penalty(double[] logs, double[] gradient) {
            double penalty = 0;
            for (int j = 0; j < logs.length; j++) {
                double centre = StrictMath.log(j == 0 ? 0.039 : j == 1 ? 0.0039 : 2);
                penalty += 0.01 * (logs[j] - centre) * (logs[j] - centre);
                gradient[j] += 0.02 * (logs[j] - centre);
            }
            return penalty;
        }
    },
    /// Optuna's for labels of deviation 1: amplitude Gamma(2, 1), noise Gamma(1.1, 30), and `0.1 / w + 0.1 w` for every weight w; but the noise may be as small
    /// as 1e-9, not 1e-6, by which the last digits of a minimum are found.
    GAMMA(new double[] {1e-3, 1e3}, new double[] {1e-9, 1}, new double[] {1e-3, 1e3}, 1, 1e-3, 1) {
        @Override
        double penalty(double[] logs, double[] gradient) {
            double amplitude = StrictMath.exp(logs[0]);
            double noise = StrictMath.exp(logs[1]);
            double penalty = amplitude - logs[0] + 30 * noise - 0.1 * logs[1];
            gradient[0] += amplitude - 1;
            gradient[1] += 30 * noise - 0.1;
            for (int j = 2; j < logs.length; j++) {
                double weight = StrictMath.exp(logs[j]);
                penalty += 0.1 / weight + 0.1 * weight;
                gradient[j] += 0.1 * weight - 0.1 / weight;
            }
            return penalty;
        }
    };

    private final double[] amplitude;
    private final double[] noise;
    private final double[] weight;
    private final double[] usual;

    Prior(double[] amplitude, double[] noise, double[] weight, double usualAmplitude, double usualNoise, double usualWeight) {
        this.amplitude = amplitude;
        this.noise = noise;
        this.weight = weight;
        this.usual = new double[] {usualAmplitude, usualNoise, usualWeight};
    }

    /// The negative logarithm of the density, without its constant.
    ///
    /// @param gradient is added to
    abstract double penalty(double[] logs, double[] gradient);

    /// Logarithms of the lower bounds, or the upper ones.
    double[] bounds(int dimensions, boolean upper) {
        int side = upper ? 1 : 0;
        return logs(amplitude[side], noise[side], weight[side], dimensions);
    }

    /// Logarithms of the parameters that a fit starts from.
    double[] start(int dimensions) {
        return logs(usual[0], usual[1], usual[2], dimensions);
    }

    private static double[] logs(double amplitude, double noise, double weight, int dimensions) {
        double[] logs = new double[dimensions + 2];
        Arrays.fill(logs, StrictMath.log(weight));
        logs[0] = StrictMath.log(amplitude);
        logs[1] = StrictMath.log(noise);
        return logs;
    }
}
