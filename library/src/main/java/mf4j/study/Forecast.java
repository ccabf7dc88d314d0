package mf4j.study;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.stream.IntStream;

/// Where a learning curve is going.
///
/// Of the parametric curves of Domhan, Springenberg and Hutter (2015) those of three parameters, power laws `c + a t^-b` and exponentials
/// `c + a e^(-r t)`, each on a grid of its shape b or r: given the shape, c and a follow from linear regression under flat priors, the forecast is
/// Student's, and the shapes are averaged by how likely they make the curve, `(n S)^(-1/2) R^(-(n-2)/2)` with n reports, residual sum of
/// squares R, and S that of the curve's shape about its mean, which begins at 1. No sampling is needed.
///
/// @param mean     expected value
/// @param variance of the value
record Forecast(double mean, double variance) {
    /// The least reports it needs: with fewer it would have no variance.
    static final int LEAST = 5;

    private static final double[] POWERS = grid(0.125, 21); // to 4
    private static final double[] RATES = grid(0.5, 17);    // to 8, over the steps reported
    private static final double NOISE = 1e-3;               // of a curve's range: no curve is known better

    private static double[] grid(double least, int count) {
        return IntStream.range(0, count).mapToDouble(k -> least * Math.pow(2, k / 4.0)).toArray();
    }

    /// What a curve will be at a later step.
    ///
    /// @param curve at least [#LEAST] reports, finite
    static Forecast of(NavigableMap<Integer, Double> curve, int horizon) {
        double[] t = curve.keySet().stream().mapToDouble(step -> step - curve.firstKey() + 1).toArray();
        double[] y = curve.values().stream().mapToDouble(v -> v).toArray();
        double end = horizon - curve.firstKey() + 1;
        double span = t[t.length - 1] - 1;
        Fit[] fits = new Fit[POWERS.length + RATES.length];
        for (int k = 0; k < fits.length; k++) {
            int at = k;
            Shape shape = k < POWERS.length ? x -> Math.pow(x, -POWERS[at]) : x -> Math.exp(-RATES[at - POWERS.length] * (x - 1) / span);
            fits[k] = fit(Arrays.stream(t).map(shape::at).toArray(), y, shape.at(end));
        }
        return average(fits);
    }

    /// A curve that begins with 1 and falls.
    private interface Shape {
        double at(double t);
    }

    private record Fit(double logWeight, double mean, double variance) { }

    private static Fit fit(double[] x, double[] y, double end) {
        int n = x.length;
        double meanX = Arrays.stream(x).sum() / n;
        double meanY = Arrays.stream(y).sum() / n;
        double xx = 0, xy = 0, yy = 0;
        for (int j = 0; j < n; j++) {
            xx += (x[j] - meanX) * (x[j] - meanX);
            xy += (x[j] - meanX) * (y[j] - meanY);
            yy += (y[j] - meanY) * (y[j] - meanY);
        }
        double noise = NOISE * (Arrays.stream(y).max().orElseThrow() - Arrays.stream(y).min().orElseThrow()) + 1e-9 * Math.abs(meanY) + Double.MIN_NORMAL;
        double residual = Math.max(0, yy - xy * xy / xx) + n * noise * noise;
        double far = end - meanX;
        return new Fit(-0.5 * Math.log(n * xx) - 0.5 * (n - 2) * Math.log(residual), meanY + xy / xx * far, residual / (n - 4) * (1 + 1.0 / n + far * far / xx));
    }

    private static Forecast average(Fit[] fits) {
        double greatest = Arrays.stream(fits).mapToDouble(Fit::logWeight).max().orElseThrow();
        double sum = 0, mean = 0, square = 0;
        for (Fit fit : fits) {
            double weight = Math.exp(fit.logWeight() - greatest);
            sum += weight;
            mean += weight * fit.mean();
        }
        mean /= sum;
        for (Fit fit : fits) square += Math.exp(fit.logWeight() - greatest) / sum * (fit.variance() + (fit.mean() - mean) * (fit.mean() - mean));
        return new Forecast(mean, square);
    }
}
