package mf4j.study;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A trial as it is kept: what was tried and what came of it.
///
/// @param number           in its study, from 0
/// @param state            where it stands
/// @param parameters       that were chosen, by name in their order
/// @param values           of these, in the outside form
/// @param metrics          the outcome, one per metric of the study in their order; empty where there is none
/// @param reports          values of the first metric on the way, by step; NaN may be among them
/// @param userAttributes   notes of whoever runs the study: text, numbers, truth values, lists and maps of these
/// @param systemAttributes notes of the study and its sampler
/// @param started          empty where it waits
/// @param ended            empty where it is not finished
public record FrozenTrial(int number, State state, Map<String, Parameter> parameters, Map<String, Object> values, double[] metrics, NavigableMap<Integer, Double> reports,
                          Map<String, Object> userAttributes, Map<String, Object> systemAttributes, Optional<Instant> started, Optional<Instant> ended) {
    static final NavigableMap<Integer, Double> NO_REPORTS = Collections.emptyNavigableMap();

    /// Keeps copies that nobody writes to.
    public FrozenTrial {
        parameters = KeptMap.of(parameters);
        values = KeptMap.of(values);
        reports = reports.isEmpty() ? NO_REPORTS : Collections.unmodifiableNavigableMap(new TreeMap<>(reports));
        userAttributes = KeptMap.of(userAttributes);
        systemAttributes = KeptMap.of(systemAttributes);
    }

    /// A new trial without a number yet.
    public static FrozenTrial of(State state, Map<String, Parameter> parameters, Map<String, Object> values, double... metrics) {
        return new FrozenTrial(-1, state, parameters, values, metrics, new TreeMap<>(), Map.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /// In another state.
    public FrozenTrial with(State state, double... metrics) {
        return new FrozenTrial(number, state, parameters, values, metrics, reports, userAttributes, systemAttributes, started, ended);
    }

    /// At these times.
    public FrozenTrial at(Optional<Instant> started, Optional<Instant> ended) {
        return new FrozenTrial(number, state, parameters, values, metrics, reports, userAttributes, systemAttributes, started, ended);
    }

    /// As number so and so of a study.
    public FrozenTrial numbered(int number) {
        return new FrozenTrial(number, state, parameters, values, metrics, reports, userAttributes, systemAttributes, started, ended);
    }

    /// With a note.
    public FrozenTrial withAttribute(Attribute kind, String key, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(kind == Attribute.USER ? userAttributes : systemAttributes);
        all.put(key, value);
        return kind == Attribute.USER ? new FrozenTrial(number, state, parameters, values, metrics, reports, all, systemAttributes, started, ended)
                : new FrozenTrial(number, state, parameters, values, metrics, reports, userAttributes, all, started, ended);
    }

    /// Why it could not be evaluated; empty for a trial that could, or that failed for a reason that has nothing to do with its values.
    public Optional<String> infeasible() {
        return Optional.ofNullable(systemAttributes.get(Notes.INFEASIBLE)).map(Object::toString);
    }

    /// Whether it failed for a reason that has nothing to do with its values, with its worker for example.
    public boolean lost() {
        return systemAttributes.containsKey(Notes.LOST);
    }

    /// As one that could not be evaluated.
    public FrozenTrial infeasible(String reason) {
        return with(State.FAIL).withAttribute(Attribute.SYSTEM, Notes.INFEASIBLE, reason);
    }

    /// Values of a metric on the way, by step; NaN may be among them.
    ///
    /// @param metric index of it
    public NavigableMap<Integer, Double> curve(int metric) {
        if (metric == 0) return reports;
        NavigableMap<Integer, Double> curve = new TreeMap<>();
        if (systemAttributes.get(Notes.CURVE + metric) instanceof Map<?, ?> map) {
            map.forEach((step, value) -> curve.put(Integer.parseInt(step.toString()), Double.parseDouble(value.toString())));
        }
        return curve;
    }

    /// The outcome where the study has one metric.
    ///
    /// @throws IllegalStateException where there is no outcome
    public double metric() {
        if (metrics.length == 0) throw new IllegalStateException("trial " + number + " is " + state + " and has no outcome");
        return metrics[0];
    }
}
