package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;
import java.util.NavigableMap;

/// Stops a trial that has not got better for a while: the best of its last `patience + 1` reports is worse than the best before them by more than
/// `delta`. NaN is passed over; where one of the two parts has nothing else, the trial goes on. Together with another pruner, which then must agree, see
/// [Pruner#and].
///
/// With several goals a trial is stopped that has got better by none of them.
///
/// @param patience reports without getting better
/// @param delta    of the metric that counts as none
/// @param metric   which is judged, from 0; -1 for all goals together
public record Patient(@Knob(value = "reports that may pass without getting better", atLeast = 0) int patience,
                      @Knob(value = "how much worse of the metric counts as nothing", atLeast = 0) double delta,
                      @Knob(value = "metric that is judged, from 0; -1 for all goals together", atLeast = -1) int metric) implements Pruner {
    /// Checks the knobs.
    public Patient {
        Knobs.check(Patient.class, patience, delta, metric);
    }

    /// Five reports.
    public static Patient defaults() {
        return new Patient(5, 0, Judged.ALL);
    }

    /// With another patience.
    public Patient withPatience(int patience) {
        return Knobs.with(this, "patience", patience);
    }

    /// Overlooking so much.
    public Patient withDelta(double delta) {
        return Knobs.with(this, "delta", delta);
    }

    /// Judging another metric.
    public Patient withMetric(int metric) {
        return Knobs.with(this, "metric", metric);
    }

    @Override
    public void check(List<Goal> goals) {
        Judged.check(Patient.class, metric, goals);
    }

    @Override
    public boolean prune(Contest contest) {
        return Judged.behind(metric, contest, this::stands);
    }

    private boolean stands(Judged judged) {
        NavigableMap<Integer, Double> curve = judged.curve();
        if (curve.size() <= patience + 1) return false;
        int from = curve.keySet().stream().skip(curve.size() - patience - 1).findFirst().orElseThrow();
        return Judged.best(curve.headMap(from, false)) + delta < Judged.best(curve.tailMap(from, true));
    }
}
