package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;

/// Stops a trial that is worse than the best one, for objectives that are means over instances such as seeds or folds ([Repeats]): steps are
/// instances, and the [SignedRank] test is that of the trial's values against the best trial's at the steps they share. A trial whose mean is as good
/// as the best trial's goes on whatever the test says, and so does one with values that are not finite.
///
/// With several goals a trial is stopped that some trial of the front beats so by every goal.
///
/// The test is made after every instance, which makes errors more frequent than one in `1 / p` trials.
///
/// @param p            how sure: the greatest p-value
/// @param startupSteps the trials must share so many steps, and two
/// @param metric       which is judged, from 0; -1 for all goals together
public record Wilcoxon(@Knob(value = "greatest p-value of being worse by chance", atLeast = 0, atMost = 1) double p,
                       @Knob(value = "no trial is stopped before it shares so many steps with the best one", atLeast = 0) int startupSteps,
                       @Knob(value = "metric that is judged, from 0; -1 for all goals together", atLeast = -1) int metric) implements Pruner {
    /// Checks the knobs.
    public Wilcoxon {
        Knobs.check(Wilcoxon.class, p, startupSteps, metric);
    }

    /// At a p-value of 0.1.
    public static Wilcoxon defaults() {
        return new Wilcoxon(0.1, 2, Judged.ALL);
    }

    /// With another greatest p-value.
    public Wilcoxon withP(double p) {
        return Knobs.with(this, "p", p);
    }

    /// Beginning after so many steps.
    public Wilcoxon withStartupSteps(int startupSteps) {
        return Knobs.with(this, "startupSteps", startupSteps);
    }

    /// Judging another metric.
    public Wilcoxon withMetric(int metric) {
        return Knobs.with(this, "metric", metric);
    }

    @Override
    public void check(List<Goal> goals) {
        Judged.check(Wilcoxon.class, metric, goals);
    }

    @Override
    public boolean prune(Contest contest) {
        List<Judged> metrics = Judged.by(metric, contest);
        return Judged.leaders(metrics).anyMatch(rival -> metrics.stream().allMatch(judged -> isWorse(judged.curve(), judged.curve(rival))));
    }

    private boolean isWorse(NavigableMap<Integer, Double> own, NavigableMap<Integer, Double> best) {
        if (!Stream.of(own, best).flatMap(c -> c.values().stream()).allMatch(Double::isFinite)) return false;
        double[] differences = own.entrySet().stream().filter(e -> best.containsKey(e.getKey())).mapToDouble(e -> e.getValue() - best.get(e.getKey())).toArray();
        return differences.length >= Math.max(2, startupSteps) && mean(best) < mean(own) && SignedRank.above(differences) < p;
    }

    private static double mean(Map<Integer, Double> curve) {
        double sum = 0;
        for (double value : curve.values()) sum += value;
        return sum / curve.size();
    }
}
