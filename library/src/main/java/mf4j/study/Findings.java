package mf4j.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a study has found: its trials at one moment.
///
/// @param study  its name
/// @param goals  one per metric
/// @param trials in the order of their numbers
public record Findings(String study, List<Goal> goals, List<FrozenTrial> trials) {
    /// Keeps its own copies.
    public Findings {
        goals = List.copyOf(goals);
        trials = List.copyOf(trials);
    }

    /// The trials that have their outcome and keep all constraints and promises.
    public List<FrozenTrial> feasible() {
        return trials.stream().filter(t -> t.state() == State.COMPLETE && isFeasible(t) && isMeasured(t)).toList();
    }

    private boolean isMeasured(FrozenTrial trial) {
        for (double metric : trial.metrics()) if (Double.isNaN(metric)) return false;
        return trial.metrics().length == goals.size();
    }

    private boolean isFeasible(FrozenTrial trial) {
        for (double constraint : Observations.constraints(trial)) if (constraint > 0) return false;
        for (int j = 0; j < goals.size() && j < trial.metrics().length; j++) if (goals.get(j).violation(trial.metrics()[j]) > 0) return false;
        return true;
    }

    /// The best trial by the first goal; of equally good ones the earliest.
    public Optional<FrozenTrial> best() {
        int goal = aims().getFirst();
        return feasible().stream().min(Comparator.comparingDouble((FrozenTrial t) -> goals.get(goal).loss(t.metrics()[goal])).thenComparing(FrozenTrial::number));
    }

    /// The trials that no other one beats: none is at least as good by every goal and better by one. With one goal, the best ones.
    public List<FrozenTrial> front() {
        List<FrozenTrial> all = feasible();
        return all.stream().filter(t -> all.stream().noneMatch(other -> beats(other, t))).toList();
    }

    private boolean beats(FrozenTrial a, FrozenTrial b) {
        boolean better = false;
        for (int j : aims()) {
            double difference = goals.get(j).loss(a.metrics()[j]) - goals.get(j).loss(b.metrics()[j]);
            if (difference > 0) return false;
            better |= difference < 0;
        }
        return better;
    }

    /// Which metrics are goals and no promises.
    List<Integer> aims() {
        List<Integer> aims = new ArrayList<>();
        for (int j = 0; j < goals.size(); j++) if (goals.get(j).safe().isEmpty()) aims.add(j);
        return aims;
    }
}
