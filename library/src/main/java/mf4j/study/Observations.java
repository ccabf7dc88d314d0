package mf4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns the trials of a study into what a sampler of one space sees of them. Finished trials are turned once.
final class Observations {
    private final Space space;
    private final List<Goal> goals;
    private final Map<Integer, Optional<Observation>> finished = new HashMap<>();

    Observations(Space space, List<Goal> goals) {
        this.space = space;
        this.goals = goals;
    }

    /// What a sampler sees.
    ///
    /// @param visible trials below this number are seen with what came of them, later ones as pending
    /// @param without a trial that is left out: the one that is being chosen; -1 for none
    List<Observation> of(List<FrozenTrial> trials, int visible, int without) {
        List<Observation> all = new ArrayList<>(trials.size());
        for (FrozenTrial trial : trials) {
            if (trial.number() == without || trial.state() == State.WAITING || trial.systemAttributes().containsKey(Notes.LOST)) continue;
            boolean seen = trial.state().finished() && trial.number() < visible;
            Optional<Observation> one = seen ? finished.computeIfAbsent(trial.number(), _ -> observed(trial, true)) : observed(trial, false);
            one.ifPresent(all::add);
        }
        return all;
    }

    /// The trials that are finished, of an earlier study for example.
    List<Observation> finished(List<FrozenTrial> trials) {
        return of(trials.stream().filter(t -> t.state().finished()).toList(), Integer.MAX_VALUE, -1);
    }

    /// A trial that failed without a word of MF4J, of Optuna's workers for example, broke for any reason: it is no lesson.
    private Optional<Observation> observed(FrozenTrial trial, boolean seen) {
        if (seen && trial.state() == State.FAIL && trial.infeasible().isEmpty()) return Optional.empty();
        return space.point(seen ? trial.values() : early(trial)).map(point -> new Observation(trial.number(), seen ? kind(trial) : Observation.Kind.PENDING, point,
                seen ? losses(trial) : noLosses(), seen ? violation(trial) : Double.NaN, lastStep(trial, seen), seen ? lastLoss(trial) : Double.NaN));
    }

    /// What a trial was begun with: where its objective asks for values as it runs, how much of that it has asked for depends on the time.
    private static Map<String, ?> early(FrozenTrial trial) {
        return Notes.map(trial, Notes.JOINT).orElse(trial.values());
    }

    private static Observation.Kind kind(FrozenTrial trial) {
        return switch (trial.state()) {
            case COMPLETE -> Observation.Kind.COMPLETE;
            case PRUNED -> Observation.Kind.PRUNED;
            default -> Observation.Kind.INFEASIBLE;
        };
    }

    private double[] noLosses() {
        double[] none = new double[(int) goals.stream().filter(goal -> goal.safe().isEmpty()).count()];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    private double[] losses(FrozenTrial trial) {
        double[] losses = noLosses();
        int at = 0;
        for (int j = 0; j < goals.size(); j++) {
            if (goals.get(j).safe().isPresent()) continue;
            losses[at++] = goals.get(j).loss(j < trial.metrics().length ? trial.metrics()[j] : Double.NaN);
        }
        return losses;
    }

    /// The sum of what is broken; where nothing is, the greatest constraint, which is 0 or below.
    private double violation(FrozenTrial trial) {
        double sum = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double constraint : constraints(trial)) {
            sum += Math.max(0, constraint);
            greatest = Math.max(greatest, constraint);
        }
        for (int j = 0; j < goals.size() && j < trial.metrics().length; j++) sum += goals.get(j).violation(trial.metrics()[j]);
        return sum > 0 || greatest == Double.NEGATIVE_INFINITY ? sum : greatest;
    }

    /// How much each constraint of a trial is broken.
    static double[] constraints(FrozenTrial trial) {
        if (trial.systemAttributes().get(Notes.CONSTRAINTS) instanceof List<?> list) return list.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
        return trial.systemAttributes().entrySet().stream().filter(e -> e.getKey().startsWith(Notes.CONSTRAINT)).mapToDouble(e -> ((Number) e.getValue()).doubleValue()).toArray();
    }

    private static int lastStep(FrozenTrial trial, boolean seen) {
        return seen && !trial.reports().isEmpty() ? trial.reports().lastKey() : -1;
    }

    private double lastLoss(FrozenTrial trial) {
        return trial.reports().isEmpty() ? Double.NaN : goals.getFirst().loss(trial.reports().lastEntry().getValue());
    }
}
