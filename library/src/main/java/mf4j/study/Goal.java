package mf4j.study;

import mf4j.train.Check;

import java.util.OptionalDouble;

/// A metric of a study and which way is better.
///
/// @param metric   its name
/// @param maximize whether more is better
/// @param safe     the metric is no goal but a promise: a trial is unsafe, as if it broke a constraint, where its value is worse than this
public record Goal(String metric, boolean maximize, OptionalDouble safe) {
    /// Checks the name.
    public Goal {
        Check check = Check.of(Goal.class);
        check.that(!metric.isBlank(), "metric", "have a name", "'" + metric + "'");
        safe.ifPresent(value -> check.that(Double.isFinite(value), metric, "have a finite threshold", value));
    }

    /// Less is better.
    public static Goal minimize(String metric) {
        return new Goal(metric, false, OptionalDouble.empty());
    }

    /// More is better.
    public static Goal maximize(String metric) {
        return new Goal(metric, true, OptionalDouble.empty());
    }

    /// A promise instead: no worse than this value.
    public Goal safeAt(double threshold) {
        return new Goal(metric, maximize, OptionalDouble.of(threshold));
    }

    /// The value where less is better.
    double loss(double value) {
        return maximize ? -value : value;
    }

    /// By how much a promise is broken; 0 for a goal, and where nothing was measured.
    double violation(double value) {
        return safe.isEmpty() || Double.isNaN(value) ? 0 : Math.max(0, loss(value) - loss(safe.getAsDouble()));
    }
}
