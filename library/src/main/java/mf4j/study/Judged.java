package mf4j.study;

import mf4j.train.Check;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A contest by one of its metrics, as losses: less is better.
///
/// @param contest of the trial
/// @param metric  index of the metric
record Judged(Pruner.Contest contest, int metric) {
    /// The metric of a pruner that judges by all goals.
    static final int ALL = -1;

    /// By one metric, or by every goal.
    ///
    /// @param metric index of it, or [#ALL]
    static List<Judged> by(int metric, Pruner.Contest contest) {
        if (metric != ALL) return List.of(new Judged(contest, metric));
        return new Findings(contest.study(), contest.goals(), List.of()).aims().stream().map(j -> new Judged(contest, j)).toList();
    }

    /// Whether a trial is behind by one metric, or by every goal: what leads by one goal may yet be better than all others by it.
    static boolean behind(int metric, Pruner.Contest contest, Predicate<Judged> rule) {
        return by(metric, contest).stream().allMatch(rule);
    }

    /// Refuses a metric that the study does not have.
    static void check(Class<? extends Pruner> owner, int metric, List<Goal> goals) {
        Check.of(owner).that(metric < goals.size(), "metric", "be the index of one of " + goals.stream().map(Goal::metric).toList(), metric);
    }

    /// A value of the metric as a loss.
    double loss(double value) {
        return contest.goals().get(metric).loss(value);
    }

    /// The reports of the trial by step, as losses.
    NavigableMap<Integer, Double> curve() {
        return curve(contest.trial());
    }

    /// The reports of any trial by step, as losses.
    NavigableMap<Integer, Double> curve(FrozenTrial trial) {
        NavigableMap<Integer, Double> losses = new TreeMap<>();
        values(trial).forEach((step, value) -> losses.put(step, loss(value)));
        return losses;
    }

    /// The reports of any trial by step, as they are.
    NavigableMap<Integer, Double> values(FrozenTrial trial) {
        return trial.curve(metric);
    }

    /// What came of a trial that is complete, as a loss.
    double outcome(FrozenTrial trial) {
        return loss(trial.metrics()[metric]);
    }

    /// The other trials that are complete.
    Stream<FrozenTrial> complete() {
        return contest.others().stream().filter(t -> t.state() == State.COMPLETE);
    }

    /// The complete trials that keep all promises and that no other one beats by these metrics; by one metric the first of the best.
    static Stream<FrozenTrial> leaders(List<Judged> metrics) {
        Pruner.Contest contest = metrics.getFirst().contest();
        List<FrozenTrial> all = new Findings(contest.study(), contest.goals(), contest.others()).feasible();
        if (metrics.size() > 1) return all.stream().filter(t -> all.stream().noneMatch(other -> beats(metrics, other, t)));
        return all.stream().min(Comparator.comparingDouble(metrics.getFirst()::outcome)).stream();
    }

    private static boolean beats(List<Judged> metrics, FrozenTrial a, FrozenTrial b) {
        return metrics.stream().allMatch(j -> j.outcome(a) <= j.outcome(b)) && metrics.stream().anyMatch(j -> j.outcome(a) < j.outcome(b));
    }

    /// The least of some losses, NaN aside; NaN where there is nothing else.
    static double best(Map<Integer, Double> curve) {
        return curve.values().stream().filter(v -> !Double.isNaN(v)).min(Double::compare).orElse(Double.NaN);
    }

    /// Whether a curve's last step is the first one in its interval; intervals of `interval` steps begin at `warmup`.
    static boolean due(NavigableMap<Integer, Double> curve, int warmup, int interval) {
        if (curve.isEmpty() || curve.lastKey() < warmup) return false;
        int begins = warmup + (curve.lastKey() - warmup) / interval * interval;
        Integer before = curve.lowerKey(curve.lastKey());
        return before == null || before < begins;
    }
}
