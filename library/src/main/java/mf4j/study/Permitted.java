package mf4j.study;

/// An acquisition where constraints may be broken: plus the logarithm of the probability that they hold (Gardner et al. 2014).
///
/// @param hope      without constraints
/// @param violation surrogate of by how much they are broken, over some scale
/// @param weight    of the logarithm: 1 beside logarithms
record Permitted(Acquisition hope, Surrogate violation, double weight) implements Acquisition {
    private static final double LEAST = 1e-12;

    @Override
    public void values(double[] points, int count, double[] into) {
        double[] mean = new double[count];
        double[] variance = new double[count];
        hope.values(points, count, into);
        violation.predict(points, count, mean, variance);
        for (int i = 0; i < count; i++) into[i] += weight * Normal.logBelow(-mean[i] / Math.sqrt(variance[i] + LEAST));
    }

    @Override
    public double at(double[] point, double[] gradient) {
        double value = hope.at(point, gradient);
        Surrogate.Local local = new Surrogate.Local(point.length);
        violation.at(point, local);
        double deviation = Math.sqrt(local.variance + LEAST);
        double z = -local.mean / deviation;
        double slope = weight * Normal.hazard(z);
        for (int j = 0; j < gradient.length; j++) gradient[j] -= slope * (local.meanSlope[j] / deviation + z * local.varianceSlope[j] / (2 * deviation * deviation));
        return value + weight * Normal.logBelow(z);
    }
}
