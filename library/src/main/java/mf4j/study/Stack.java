package mf4j.study;

/// What an earlier study teaches, and on top of it what the present one adds: means are added, deviations multiplied,
/// `s = s_top^a s_base^(1 - a)`, as Google Vizier has it (Golovin et al. 2017, 3.3).
///
/// @param base  of the earlier studies
/// @param top   of what the base did not foretell
/// @param share a: the more trials on top, the nearer to 1
record Stack(Surrogate base, Surrogate top, double share) implements Surrogate {
    private static final double LEAST = 1e-18;

    /// The share of the top for so many trials each, in d dimensions: with `dof = max(n - h, n / (1 + h))`, `h = d + 2`,
    /// `b = dof_top / dof_base (2 + dof_base)` it is `b / (1 + b)`.
    static double share(int top, int base, int dimensions) {
        double h = dimensions + 2;
        double above = Math.max(top - h, top / (1 + h));
        double below = Math.max(base - h, base / (1 + h));
        double b = above / below * (2 + below);
        return b / (1 + b);
    }

    @Override
    public void predict(double[] points, int count, double[] mean, double[] variance) {
        double[] more = new double[count];
        double[] own = new double[count];
        base.predict(points, count, mean, variance);
        top.predict(points, count, more, own);
        for (int i = 0; i < count; i++) {
            mean[i] += more[i];
            variance[i] = joined(own[i], variance[i]);
        }
    }

    private double joined(double above, double below) {
        return StrictMath.exp(share * StrictMath.log(above + LEAST) + (1 - share) * StrictMath.log(below + LEAST));
    }

    @Override
    public void at(double[] point, Local into) {
        Local below = new Local(point.length);
        base.at(point, below);
        top.at(point, into);
        double variance = joined(into.variance, below.variance);
        for (int j = 0; j < point.length; j++) {
            into.meanSlope[j] += below.meanSlope[j];
            into.varianceSlope[j] = variance * (share * into.varianceSlope[j] / (into.variance + LEAST) + (1 - share) * below.varianceSlope[j] / (below.variance + LEAST));
        }
        into.mean += below.mean;
        into.variance = variance;
    }
}
