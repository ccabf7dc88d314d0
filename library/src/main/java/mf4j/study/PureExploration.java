package mf4j.study;

import java.util.Arrays;
import java.util.List;

/// The deviation, where the best of what is known may still be reached: `s + 10 min(0, m + s' / 2 - t)`, as Google Vizier has it; with several goals
/// the average.
///
/// @param goals one per goal
record PureExploration(List<Part> goals) implements Acquisition {
    private static final double PENALTY = 10;
    private static final double HOPE = 0.5;
    private static final double LEAST = 1e-18;

    /// One goal.
    ///
    /// @param known     what finished trials say, with the noise in `noise`
    /// @param believed  with the trials that are pending
    /// @param threshold of the mean
    record Part(Surrogate known, double noise, Surrogate believed, double believedNoise, double threshold) { }

    @Override
    public void values(double[] points, int count, double[] into) {
        Arrays.fill(into, 0, count, 0);
        double[] mean = new double[count];
        double[] variance = new double[count];
        double[] wide = new double[count];
        for (Part part : goals) {
            part.believed.predict(points, count, mean, variance);
            part.known.predict(points, count, mean, wide);
            for (int i = 0; i < count; i++) {
                double missing = Math.min(0, mean[i] + HOPE * Math.sqrt(wide[i] + part.noise) - part.threshold);
                into[i] += (Math.sqrt(variance[i] + part.believedNoise) + PENALTY * missing) / goals.size();
            }
        }
    }

    @Override
    public double at(double[] point, double[] gradient) {
        Arrays.fill(gradient, 0);
        Surrogate.Local believed = new Surrogate.Local(point.length);
        Surrogate.Local known = new Surrogate.Local(point.length);
        double value = 0;
        for (Part part : goals) {
            part.believed.at(point, believed);
            part.known.at(point, known);
            double deviation = Math.sqrt(Math.max(LEAST, believed.variance + part.believedNoise));
            double wide = Math.sqrt(Math.max(LEAST, known.variance + part.noise));
            double missing = Math.min(0, known.mean + HOPE * wide - part.threshold);
            value += (deviation + PENALTY * missing) / goals.size();
            for (int j = 0; j < gradient.length; j++) {
                double slope = believed.varianceSlope[j] / (2 * deviation);
                if (missing < 0) slope += PENALTY * (known.meanSlope[j] + HOPE / (2 * wide) * known.varianceSlope[j]);
                gradient[j] += slope / goals.size();
            }
        }
        return value;
    }
}
