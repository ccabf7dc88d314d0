package mf4j.app;

import mf4j.study.Goal;
import mf4j.study.Study;
import mf4j.study.Trial;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a program that tries values elsewhere says to a study, and what it hears, in the words of JSON.
///
/// @param study open
record AskTell(Study study) {
    /// Begins a trial, and leaves it to the program: `{"trial": 3, "values": {...}}`, or `{"ended": WHY}`.
    Tree ask() throws IOException {
        Optional<Trial> trial = study.ask();
        if (trial.isEmpty()) return new Tree().put("ended", study.ended().orElse(""));
        study.leave(trial.get().number());
        study.renew(trial.get().number());
        return new Tree().put("trial", trial.get().number()).putAll("values", trial.get().values());
    }

    /// Values on the way: `{"prune": true}` says that the trial is not worth being finished.
    Tree report(int number, int step, double... values) throws IOException {
        Trial trial = study.underWay(number);
        study.renew(number);
        return new Tree().put("trial", number).put("prune", trial.report(step, values).shouldPrune());
    }

    /// Ends a trial.
    ///
    /// @param told `value` or `values`, or `state` (`complete`, `pruned`, `infeasible`, `fail`) with `reason`; `constraints` and `notes` by name
    Tree tell(int number, Map<String, ?> told) throws IOException {
        for (String key : told.keySet()) {
            if (!List.of("value", "values", "state", "reason", "constraints", "notes").contains(key)) throw new IllegalArgumentException("a trial is told value or values, state, reason, constraints, notes, not '" + key + "'");
        }
        String state = String.valueOf(told.get("state") == null ? "complete" : told.get("state"));
        double[] values = values(told);
        if (!state.equals("complete") && values.length > 0) throw new IllegalArgumentException("a trial that is " + state + " has no values");
        notes(number, told);
        String reason = told.get("reason") == null ? state : told.get("reason").toString();
        boolean accepted = switch (state) {
            case "complete" -> study.tell(number, values);
            case "pruned" -> study.tellPruned(number);
            case "infeasible" -> study.tellInfeasible(number, reason);
            case "fail" -> study.tellLost(number, reason);
            default -> throw new IllegalArgumentException("the state of a trial must be complete, pruned, infeasible or fail but was " + state);
        };
        return new Tree().put("trial", number).put("accepted", accepted);
    }

    private void notes(int number, Map<String, ?> told) throws IOException {
        if (told.get("constraints") instanceof Map<?, ?> constraints) {
            Map<String, Double> broken = new LinkedHashMap<>();
            constraints.forEach((name, value) -> broken.put(name.toString(), number(name.toString(), value)));
            study.constrain(number, broken);
        }
        if (told.get("notes") instanceof Map<?, ?> notes && !notes.isEmpty()) {
            Trial trial = study.underWay(number);
            notes.forEach((name, value) -> trial.note(name.toString(), value));
        }
    }

    /// In the order of the goals, or by their names.
    double[] values(Map<String, ?> told) {
        if (told.get("values") instanceof Map<?, ?> named) {
            for (Object name : named.keySet()) if (study.plan().goals().stream().noneMatch(goal -> goal.metric().equals(name))) throw new IllegalArgumentException("the study has no metric " + name + "; it has " + study.plan().goals().stream().map(Goal::metric).toList());
            return study.plan().goals().stream().mapToDouble(goal -> number(goal.metric(), named.get(goal.metric()))).toArray();
        }
        if (told.get("values") instanceof List<?> list) return list.stream().mapToDouble(value -> number("values", value)).toArray();
        return told.get("value") == null ? new double[0] : new double[] {number("value", told.get("value"))};
    }

    private static double number(String name, Object value) {
        if (value instanceof Number number) return number.doubleValue();
        if (value instanceof String text && Arrays.asList("nan", "inf", "-inf").contains(text.toLowerCase(Locale.ROOT))) return text.equalsIgnoreCase("nan") ? Double.NaN : text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        throw new IllegalArgumentException(name + " must be a number but was " + value);
    }
}
