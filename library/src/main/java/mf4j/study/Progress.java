package mf4j.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which trials of a study have brought it forward: with one goal those better than all before, with several those that no earlier one is as good
/// as by every goal. In the order of their numbers; only what keeps all constraints and promises counts.
///
/// @param trials that did, in their order
record Progress(List<FrozenTrial> trials) {
    static Progress of(List<Goal> goals, List<FrozenTrial> trials) {
        Findings findings = new Findings("", goals, trials);
        List<Integer> aims = findings.aims();
        List<FrozenTrial> front = new ArrayList<>(); // may keep what was beaten: who that one beat, its better beats too
        for (FrozenTrial trial : findings.feasible()) {
            if (front.stream().noneMatch(before -> asGood(goals, aims, before, trial))) front.add(trial);
        }
        return new Progress(front);
    }

    private static boolean asGood(List<Goal> goals, List<Integer> aims, FrozenTrial a, FrozenTrial b) {
        for (int j : aims) if (goals.get(j).loss(a.metrics()[j]) > goals.get(j).loss(b.metrics()[j])) return false;
        return true;
    }

    /// The last one.
    Optional<FrozenTrial> last() {
        return trials.isEmpty() ? Optional.empty() : Optional.of(trials.getLast());
    }
}
