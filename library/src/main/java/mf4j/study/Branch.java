package mf4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What is known of the objective behind some values: it was never seen there, or it ended there, or it asked for another parameter, each value of which is a
/// branch again.
final class Branch {
    private Parameter parameter;                                        // null where it asked for none
    private final Map<Double, Branch> branches = new LinkedHashMap<>(); // of values that were tried
    private boolean ended;

    /// What finished trials have shown, but for those that were lost. A trial whose objective asked for something else than one before it at the same place shows nothing from there on.
    static Branch of(List<FrozenTrial> trials) {
        Branch root = new Branch();
        for (FrozenTrial trial : trials) {
            if (trial.systemAttributes().containsKey(Notes.LOST)) continue;
            root.along(trial, true).filter(end -> end.parameter == null).ifPresent(end -> end.ended = true);
        }
        return root;
    }

    /// The branch where a trial is now.
    Optional<Branch> at(FrozenTrial trial) {
        return along(trial, false);
    }

    private Optional<Branch> along(FrozenTrial trial, boolean growing) {
        Branch branch = this;
        for (Parameter asked : trial.parameters().values()) {
            if (growing && branch.parameter == null && !branch.ended) branch.parameter = asked;
            if (!asked.equals(branch.parameter)) return Optional.empty();
            double value = asked.inside(trial.values().get(asked.name()));
            if (growing) branch.branches.computeIfAbsent(value, _ -> new Branch());
            branch = branch.branches.get(value);
            if (branch == null) return Optional.empty();
        }
        return Optional.of(branch);
    }

    /// How many ends are known that were not tried; behind each may be more.
    long untried() {
        if (ended) return 0;
        if (parameter == null) return 1;
        long sum = parameter.count() - branches.size();
        for (Branch branch : branches.values()) sum += branch.untried();
        return sum;
    }

    /// A value behind which something is untried.
    ///
    /// @return empty where nothing is known of the parameter at this place, or everything was tried
    Optional<Double> next(Parameter asked, RandomGenerator random) {
        long all = untried();
        if (!asked.equals(parameter) || all == 0) return Optional.empty();
        List<Double> open = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (long k = 0; k < parameter.count(); k++) {
            double value = parameter.at(k);
            long behind = branches.containsKey(value) ? branches.get(value).untried() : 1;
            if (behind == 0) continue;
            open.add(value);
            ends.add(behind);
        }
        double rest = random.nextDouble();
        for (int k = 0; k < open.size() - 1; k++) {
            rest -= 0.5 * ends.get(k) / all + 0.5 / open.size();
            if (rest < 0) return Optional.of(open.get(k));
        }
        return Optional.of(open.getLast());
    }
}
