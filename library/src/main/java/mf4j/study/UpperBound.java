package mf4j.study;

/// The mean and some deviations above it (Srinivas et al. 2010).
///
/// @param surrogate of the labels, more is better
/// @param noise     variance added to that of the function
/// @param boldness  how many deviations
record UpperBound(Surrogate surrogate, double noise, double boldness) implements Acquisition {
    @Override
    public void values(double[] points, int count, double[] into) {
        double[] variance = new double[count];
        surrogate.predict(points, count, into, variance);
        for (int i = 0; i < count; i++) into[i] += boldness * Math.sqrt(variance[i] + noise);
    }

    @Override
    public double at(double[] point, double[] gradient) {
        Surrogate.Local local = new Surrogate.Local(point.length);
        surrogate.at(point, local);
        double deviation = Math.sqrt(Math.max(local.variance + noise, 1e-18));
        for (int j = 0; j < gradient.length; j++) gradient[j] = local.meanSlope[j] + boldness / (2 * deviation) * local.varianceSlope[j];
        return local.mean + boldness * deviation;
    }
}
