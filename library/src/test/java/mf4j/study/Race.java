package mf4j.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Trials with given curves, one after the other, judged by a pruner after every report: what a study does, without a study.
final class Race {
    private final List<Goal> goals;
    private final List<FrozenTrial> trials = new ArrayList<>();

    Race(Goal... goals) {
        this.goals = List.of(goals);
    }

    /// A curve from step 0.
    static NavigableMap<Integer, Double> curve(double... values) {
        NavigableMap<Integer, Double> curve = new TreeMap<>();
        for (int j = 0; j < values.length; j++) curve.put(j, values[j]);
        return curve;
    }

    /// A trial with a curve per metric.
    @SafeVarargs
    static FrozenTrial trial(int number, State state, double[] outcome, NavigableMap<Integer, Double>... curves) {
        Map<String, Object> system = new LinkedHashMap<>();
        for (int j = 1; j < curves.length; j++) {
            Map<String, Object> curve = new LinkedHashMap<>();
            curves[j].forEach((step, value) -> curve.put(step.toString(), value));
            system.put(Notes.CURVE + j, curve);
        }
        Optional<Instant> time = Optional.of(Instant.EPOCH);
        return new FrozenTrial(number, state, Map.of(), Map.of(), outcome, curves[0], Map.of(), system, time, state.finished() ? time : Optional.empty());
    }

    List<FrozenTrial> trials() {
        return trials;
    }

    /// A trial that is complete; its outcome is its last value.
    @SafeVarargs
    final Race complete(NavigableMap<Integer, Double>... curves) {
        double[] outcome = new double[curves.length];
        for (int j = 0; j < outcome.length; j++) outcome[j] = curves[j].lastEntry().getValue();
        trials.add(trial(trials.size(), State.COMPLETE, outcome, curves));
        return this;
    }

    /// Whether the next trial would stop at the end of its curve.
    @SafeVarargs
    final boolean stops(Pruner pruner, NavigableMap<Integer, Double>... curves) {
        return pruner.prune(new Pruner.Contest("study", goals, trial(trials.size(), State.RUNNING, new double[0], curves), trials));
    }

    /// Runs a trial and keeps it.
    ///
    /// @return the step at which it is stopped, -1 where it is not
    int run(String study, Pruner pruner, NavigableMap<Integer, Double> curve, double outcome) {
        for (int step : curve.keySet()) {
            NavigableMap<Integer, Double> soFar = curve.headMap(step, true);
            if (!pruner.prune(new Pruner.Contest(study, goals, trial(trials.size(), State.RUNNING, new double[0], soFar), trials))) continue;
            trials.add(trial(trials.size(), State.PRUNED, new double[] {soFar.lastEntry().getValue()}, soFar));
            return step;
        }
        trials.add(trial(trials.size(), State.COMPLETE, new double[] {outcome}, curve));
        return -1;
    }
}
