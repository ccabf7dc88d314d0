package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;
import java.util.NavigableMap;

/// Stops a trial that cannot become the best one if its loss, as learning curves do, falls ever more slowly: a convex curve ends above its
/// tangent. The tangent is the regression line of the last reports, which is steeper than that, from the last report to the last step of the longest
/// complete trial. The rule of Vertex AI's convex stopping, without its prediction of the outcome.
///
/// With several goals a trial is stopped whose tangents end worse by every goal than some trial of the front.
///
/// @param measurements reports of a line; more than so many trials must be complete
/// @param minStep      no trial is stopped before this step; 0 for a tenth of the last step of the longest complete trial
/// @param metric       which is judged, from 0; -1 for all goals together
public record ConvexCurve(@Knob(value = "reports that the line goes through; more than so many trials must be complete", atLeast = 2) int measurements,
                          @Knob(value = "no trial is stopped before this step; 0 for a tenth of the longest trial", atLeast = 0) int minStep,
                          @Knob(value = "metric that is judged, from 0; -1 for all goals together", atLeast = -1) int metric) implements Pruner {
    /// Checks the knobs.
    public ConvexCurve {
        Knobs.check(ConvexCurve.class, measurements, minStep, metric);
    }

    /// Five reports, as in Vertex AI.
    public static ConvexCurve defaults() {
        return new ConvexCurve(5, 0, Judged.ALL);
    }

    /// Through so many reports.
    public ConvexCurve withMeasurements(int measurements) {
        return Knobs.with(this, "measurements", measurements);
    }

    /// Beginning at this step.
    public ConvexCurve withMinStep(int minStep) {
        return Knobs.with(this, "minStep", minStep);
    }

    /// Judging another metric.
    public ConvexCurve withMetric(int metric) {
        return Knobs.with(this, "metric", metric);
    }

    @Override
    public void check(List<Goal> goals) {
        Judged.check(ConvexCurve.class, metric, goals);
    }

    @Override
    public boolean prune(Contest contest) {
        List<Judged> metrics = Judged.by(metric, contest);
        double[] ends = metrics.stream().mapToDouble(this::end).toArray();
        return Judged.leaders(metrics).anyMatch(leader -> {
            for (int j = 0; j < ends.length; j++) if (!(ends[j] > metrics.get(j).outcome(leader))) return false;
            return true;
        });
    }

    /// The least that the loss can come to; NaN where that is not known.
    private double end(Judged judged) {
        NavigableMap<Integer, Double> curve = judged.curve();
        if (curve.size() < measurements || judged.complete().count() <= measurements) return Double.NaN;
        int horizon = judged.complete().filter(t -> !judged.values(t).isEmpty()).mapToInt(t -> judged.values(t).lastKey()).max().orElse(0);
        int step = curve.lastKey();
        if (step < (minStep > 0 ? minStep : horizon / 10)) return Double.NaN;
        double last = curve.lastEntry().getValue();
        double line = last + Math.min(0, slope(curve)) * Math.max(0, horizon - step);
        return Math.min(line, Judged.best(curve));
    }

    private double slope(NavigableMap<Integer, Double> curve) {
        double[] x = curve.keySet().stream().skip(curve.size() - measurements).mapToDouble(step -> step).toArray();
        double[] y = curve.values().stream().skip(curve.size() - measurements).mapToDouble(v -> v).toArray();
        double meanX = 0, meanY = 0, xx = 0, xy = 0;
        for (int j = 0; j < x.length; j++) {
            meanX += x[j] / x.length;
            meanY += y[j] / y.length;
        }
        for (int j = 0; j < x.length; j++) {
            xx += (x[j] - meanX) * (x[j] - meanX);
            xy += (x[j] - meanX) * (y[j] - meanY);
        }
        return xy / xx;
    }
}
