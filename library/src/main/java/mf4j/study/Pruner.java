package mf4j.study;

import java.util.List;
import java.util.function.IntPredicate;

/// Says which trials are not worth being finished. A record of its knobs; what it says depends on what it is told alone.
public interface Pruner {
    /// Never stops a trial.
    Pruner NONE = _ -> false;

    /// Whether a trial should stop at its last report.
    boolean prune(Contest contest);

    /// Refuses a study that it cannot serve, before the first trial.
    default void check(List<Goal> goals) { }

    /// Which other trials, by number, a sampler may learn from when it chooses a trial: all, unless trials run in brackets that cannot be compared.
    ///
    /// @param study  its name
    /// @param seen   trials that may be looked at, in the order of their numbers from 0
    /// @param number of the trial to be chosen
    default IntPredicate comparable(String study, List<FrozenTrial> seen, int number) {
        return _ -> true;
    }

    /// Stops what both stop: `Patient.defaults().and(Pruners.named("median"))` gives a trial time that is behind others as long as it gets better.
    /// The other one is asked where this one would stop.
    default Pruner and(Pruner other) {
        return new Agreed(this, other);
    }

    /// A trial that runs and those it is measured against.
    ///
    /// @param study  its name
    /// @param goals  of the study, in the order of the metrics
    /// @param trial  with at least one report
    /// @param others all other trials of the study in the order of their numbers, whatever their states
    record Contest(String study, List<Goal> goals, FrozenTrial trial, List<FrozenTrial> others) {
        /// Where a metric is among the goals.
        ///
        /// @throws IllegalArgumentException where it is not
        public int metric(String name) {
            for (int j = 0; j < goals.size(); j++) if (goals.get(j).metric().equals(name)) return j;
            throw new IllegalArgumentException("there is no metric '" + name + "'; there are " + goals.stream().map(Goal::metric).toList());
        }
    }
}
