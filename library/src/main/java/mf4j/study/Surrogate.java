package mf4j.study;

/// What is believed of a function: a normal distribution of its value at every point.
interface Surrogate {
    /// Belief at one point with its derivatives by the coordinates, which of choices are 0.
    final class Local {
        double mean;
        double variance;
        final double[] meanSlope;
        final double[] varianceSlope;

        Local(int dimensions) {
            meanSlope = new double[dimensions];
            varianceSlope = new double[dimensions];
        }
    }

    /// Means and variances at many points.
    ///
    /// @param points one after another
    /// @param mean   is written
    /// @param variance is written, 0 or above
    void predict(double[] points, int count, double[] mean, double[] variance);

    /// Belief at one point.
    void at(double[] point, Local into);
}
