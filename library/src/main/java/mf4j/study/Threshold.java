package mf4j.study;

import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;
import java.util.NavigableMap;

/// Stops a trial whose last report is not a number, is infinite, or lies outside a range. With several goals one of them suffices.
///
/// @param lower         the least value of the metric, as it is reported
/// @param upper         the greatest value
/// @param warmupSteps   no trial is stopped before this step
/// @param intervalSteps trials are judged once in so many steps
/// @param metric        which is judged, from 0; -1 for all goals
public record Threshold(@Knob("least value of the metric") double lower,
                        @Knob("greatest value of the metric") double upper,
                        @Knob(value = "no trial is stopped before this step", atLeast = 0) int warmupSteps,
                        @Knob(value = "trials are judged once in so many steps", atLeast = 1) int intervalSteps,
                        @Knob(value = "metric that is judged, from 0; -1 for all goals", atLeast = -1) int metric) implements Pruner {
    /// Checks the knobs.
    public Threshold {
        Knobs.check(Threshold.class, lower, upper, warmupSteps, intervalSteps, metric);
        Check.of(Threshold.class).that(lower <= upper, "upper", "be at least lower " + lower, upper);
    }

    /// All numbers, which stops what diverges.
    public static Threshold defaults() {
        return new Threshold(-Double.MAX_VALUE, Double.MAX_VALUE, 0, 1, Judged.ALL);
    }

    /// With another least value.
    public Threshold withLower(double lower) {
        return Knobs.with(this, "lower", lower);
    }

    /// With another greatest value.
    public Threshold withUpper(double upper) {
        return Knobs.with(this, "upper", upper);
    }

    /// Beginning at this step.
    public Threshold withWarmupSteps(int warmupSteps) {
        return Knobs.with(this, "warmupSteps", warmupSteps);
    }

    /// Judging once in so many steps.
    public Threshold withIntervalSteps(int intervalSteps) {
        return Knobs.with(this, "intervalSteps", intervalSteps);
    }

    /// Judging another metric.
    public Threshold withMetric(int metric) {
        return Knobs.with(this, "metric", metric);
    }

    @Override
    public void check(List<Goal> goals) {
        Judged.check(Threshold.class, metric, goals);
    }

    @Override
    public boolean prune(Contest contest) {
        return Judged.by(metric, contest).stream().anyMatch(this::outside);
    }

    private boolean outside(Judged judged) {
        NavigableMap<Integer, Double> values = judged.values(judged.contest().trial());
        if (!Judged.due(values, warmupSteps, intervalSteps)) return false;
        double value = values.lastEntry().getValue();
        return !(value >= lower && value <= upper);
    }
}
