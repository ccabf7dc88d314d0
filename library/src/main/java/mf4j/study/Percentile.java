package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;

/// Stops a trial whose best value so far is worse than a percentile of what complete trials had at the same step; the 50th is the median rule of
/// Vizier (Golovin et al. 2017, section 3.2.1) and Optuna. Percentiles between two values are interpolated linearly, NaN is passed over, and a trial
/// with nothing but NaN is stopped.
///
/// With several goals a trial is stopped that is behind the percentile of every goal.
///
/// @param percentile    which of them go on: the best 25 % for 25
/// @param startupTrials as many must be complete
/// @param warmupSteps   no trial is stopped before this step
/// @param intervalSteps trials are judged once in so many steps
/// @param minTrials     as many must have a value at the step
/// @param averaged      what complete trials had is the mean of all their values up to the step, as in Vertex AI's median stopping
/// @param metric        which is judged, from 0; -1 for all goals together
public record Percentile(@Knob(value = "percent of the trials that go on", atLeast = 0, atMost = 100) double percentile,
                         @Knob(value = "as many trials must be complete", atLeast = 0) int startupTrials,
                         @Knob(value = "no trial is stopped before this step", atLeast = 0) int warmupSteps,
                         @Knob(value = "trials are judged once in so many steps", atLeast = 1) int intervalSteps,
                         @Knob(value = "as many complete trials must have a value at the step", atLeast = 1) int minTrials,
                         @Knob("compare with means up to the step rather than values at the step") boolean averaged,
                         @Knob(value = "metric that is judged, from 0; -1 for all goals together", atLeast = -1) int metric) implements Pruner {
    /// Checks the knobs.
    public Percentile {
        Knobs.check(Percentile.class, percentile, startupTrials, warmupSteps, intervalSteps, minTrials, averaged, metric);
    }

    /// The median, from the sixth trial on.
    public static Percentile defaults() {
        return new Percentile(50, 5, 0, 1, 1, false, Judged.ALL);
    }

    /// Another percentile.
    public Percentile withPercentile(double percentile) {
        return Knobs.with(this, "percentile", percentile);
    }

    /// Beginning after so many complete trials.
    public Percentile withStartupTrials(int startupTrials) {
        return Knobs.with(this, "startupTrials", startupTrials);
    }

    /// Beginning at this step.
    public Percentile withWarmupSteps(int warmupSteps) {
        return Knobs.with(this, "warmupSteps", warmupSteps);
    }

    /// Judging once in so many steps.
    public Percentile withIntervalSteps(int intervalSteps) {
        return Knobs.with(this, "intervalSteps", intervalSteps);
    }

    /// Judging where so many trials have a value.
    public Percentile withMinTrials(int minTrials) {
        return Knobs.with(this, "minTrials", minTrials);
    }

    /// Comparing with means up to the step, or not.
    public Percentile withAveraged(boolean averaged) {
        return Knobs.with(this, "averaged", averaged);
    }

    /// Judging another metric.
    public Percentile withMetric(int metric) {
        return Knobs.with(this, "metric", metric);
    }

    @Override
    public void check(List<Goal> goals) {
        Judged.check(Percentile.class, metric, goals);
    }

    @Override
    public boolean prune(Contest contest) {
        return Judged.behind(metric, contest, this::behind);
    }

    private boolean behind(Judged judged) {
        long complete = judged.complete().count();
        NavigableMap<Integer, Double> curve = judged.curve();
        if (complete == 0 || complete < startupTrials || !Judged.due(curve, warmupSteps, intervalSteps)) return false;
        double best = Judged.best(curve);
        return Double.isNaN(best) || best > reference(judged, curve.lastKey());
    }

    /// NaN, which nothing is worse than, where there are too few values.
    private double reference(Judged judged, int step) {
        double[] all = judged.complete().map(judged::values).filter(c -> averaged ? c.floorKey(step) != null : c.containsKey(step))
                .mapToDouble(c -> judged.loss(averaged ? mean(c.headMap(step, true)) : c.get(step))).toArray();
        double[] numbers = Arrays.stream(all).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return all.length < minTrials || numbers.length == 0 ? Double.NaN : of(numbers, percentile);
    }

    private static double mean(NavigableMap<Integer, Double> curve) {
        return curve.values().stream().mapToDouble(v -> v).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    }

    /// A percentile of numbers in ascending order.
    static double of(double[] sorted, double percentile) {
        double place = percentile / 100 * (sorted.length - 1);
        int at = (int) place;
        double low = sorted[at];
        double high = sorted[Math.min(at + 1, sorted.length - 1)];
        double share = place - at;
        if (share == 0 || low == high) return low;
        return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
    }
}
