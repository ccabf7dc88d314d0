package mf4j.study;

import java.util.Arrays;
import java.util.List;

/// Several Gaussian processes of the same data, each as probable as another: mean and variance of their mixture.
///
/// The variance is the mean of theirs and the variance of their means: where the processes do not agree there is more to learn.
record Blend(List<GaussianProcess> processes) implements Surrogate {
    /// The one of the most probable parameters.
    GaussianProcess first() {
        return processes.getFirst();
    }

    /// The mean of theirs.
    double noise() {
        return processes.stream().mapToDouble(GaussianProcess::noise).average().orElseThrow();
    }

    /// The mean of theirs.
    double amplitude() {
        return processes.stream().mapToDouble(one -> one.kernel().amplitude()).average().orElseThrow();
    }

    /// As if trials at more points had ended as the mixture expects: there all of them agree.
    ///
    /// @param noise of that belief; NaN for what each of them has
    Blend believing(double[] points, int count, double noise) {
        double[] expected = new double[count];
        predict(points, count, expected, new double[count]);
        return new Blend(processes.stream().map(one -> {
            double[] beyond = new double[count];
            one.predict(points, count, beyond, new double[count]);
            for (int i = 0; i < count; i++) beyond[i] = expected[i] - beyond[i];
            return one.believing(points, count, Double.isNaN(noise) ? one.noise() : noise, beyond);
        }).toList());
    }

    @Override
    public void predict(double[] points, int count, double[] mean, double[] variance) {
        if (processes.size() == 1) {
            processes.getFirst().predict(points, count, mean, variance);
            return;
        }
        double share = 1.0 / processes.size();
        double[] ownMean = new double[count];
        double[] ownVariance = new double[count];
        double[] first = new double[count]; // squares of differences to the first mean, which cancel less than those to 0
        double[] more = new double[count];
        Arrays.fill(variance, 0, count, 0);
        for (GaussianProcess one : processes) {
            one.predict(points, count, ownMean, ownVariance);
            if (one == processes.getFirst()) System.arraycopy(ownMean, 0, first, 0, count);
            for (int i = 0; i < count; i++) {
                double beyond = ownMean[i] - first[i];
                more[i] += share * beyond;
                variance[i] += share * (ownVariance[i] + beyond * beyond);
            }
        }
        for (int i = 0; i < count; i++) {
            mean[i] = first[i] + more[i];
            variance[i] = Math.max(0, variance[i] - more[i] * more[i]);
        }
    }

    @Override
    public void at(double[] point, Local into) {
        processes.getFirst().at(point, into);
        if (processes.size() == 1) return;
        int d = point.length;
        double share = 1.0 / processes.size();
        double first = into.mean;
        double more = 0;
        double[] firstSlope = into.meanSlope.clone();
        double[] moreSlope = new double[d];
        into.variance *= share;
        for (int j = 0; j < d; j++) into.varianceSlope[j] *= share;
        Local own = new Local(d);
        for (GaussianProcess one : processes.subList(1, processes.size())) {
            one.at(point, own);
            double beyond = own.mean - first;
            more += share * beyond;
            into.variance += share * (own.variance + beyond * beyond);
            for (int j = 0; j < d; j++) {
                double slope = own.meanSlope[j] - firstSlope[j];
                moreSlope[j] += share * slope;
                into.varianceSlope[j] += share * (own.varianceSlope[j] + 2 * beyond * slope);
            }
        }
        into.mean = first + more;
        into.variance = Math.max(0, into.variance - more * more);
        for (int j = 0; j < d; j++) {
            into.meanSlope[j] = firstSlope[j] + moreSlope[j];
            into.varianceSlope[j] -= 2 * more * moreSlope[j];
        }
    }
}
