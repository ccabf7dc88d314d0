package mf4j.study;

/// The logarithm of the expected improvement on a value (Jones, Schonlau and Welch 1998; in logarithms Ament et al. 2023).
///
/// @param surrogate of the labels, more is better
/// @param best      the value to improve on
record LogImprovement(Surrogate surrogate, double best) implements Acquisition {
    private static final double LEAST = 1e-12; // variance: known points have logarithms too

    @Override
    public void values(double[] points, int count, double[] into) {
        double[] variance = new double[count];
        surrogate.predict(points, count, into, variance);
        for (int i = 0; i < count; i++) {
            double deviation = Math.sqrt(variance[i] + LEAST);
            into[i] = StrictMath.log(deviation) + Normal.logImprovement((into[i] - best) / deviation);
        }
    }

    @Override
    public double at(double[] point, double[] gradient) {
        Surrogate.Local local = new Surrogate.Local(point.length);
        surrogate.at(point, local);
        double deviation = Math.sqrt(local.variance + LEAST);
        double z = (local.mean - best) / deviation;
        double slope = Normal.improvementSlope(z);
        for (int j = 0; j < gradient.length; j++) {
            // log s + log h(z): by the mean slope / s, by s (1 - z slope) / s
            gradient[j] = slope / deviation * local.meanSlope[j] + (1 - z * slope) / (2 * deviation * deviation) * local.varianceSlope[j];
        }
        return StrictMath.log(deviation) + Normal.logImprovement(z);
    }
}
