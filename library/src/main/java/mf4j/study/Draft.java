package mf4j.study;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A trial that may still change. Not for sharing between threads.
///
/// It shares the maps of the trial that it was made from until one changes.
final class Draft {
    private final int number;
    private Map<String, Parameter> parameters;
    private Map<String, Object> values;
    private NavigableMap<Integer, Double> reports;
    private Map<String, Object> user;
    private Map<String, Object> system;
    private State state;
    private double[] metrics;
    private Optional<Instant> started;
    private Optional<Instant> ended;
    private FrozenTrial frozen; // what it was when last asked, null where it has changed since

    Draft(int number, FrozenTrial trial) {
        this.number = number;
        this.state = trial.state();
        this.metrics = trial.metrics();
        this.started = trial.started();
        this.ended = trial.ended();
        share(trial);
    }

    private void share(FrozenTrial trial) {
        parameters = trial.parameters();
        values = trial.values();
        reports = trial.reports();
        user = trial.userAttributes();
        system = trial.systemAttributes();
    }

    /// One of its own, to be changed.
    private static <V> Map<String, V> own(Map<String, V> map) {
        return map instanceof LinkedHashMap<String, V> ? map : new LinkedHashMap<>(map);
    }

    State state() {
        return state;
    }

    void run(Instant now) {
        state = State.RUNNING;
        started = Optional.of(now);
        frozen = null;
    }

    void choose(Parameter parameter, Object value) {
        parameters = own(parameters);
        values = own(values);
        parameters.put(parameter.name(), parameter);
        values.put(parameter.name(), value);
        frozen = null;
    }

    void report(int step, double value) {
        if (!(reports instanceof TreeMap)) reports = new TreeMap<>(reports);
        reports.put(step, value);
        frozen = null;
    }

    void note(Attribute kind, String key, Object value) {
        if (kind == Attribute.USER) {
            user = own(user);
            user.put(key, value);
        } else {
            system = own(system);
            system.put(key, value);
        }
        frozen = null;
    }

    void end(State state, double[] metrics, Instant now) {
        this.state = state;
        this.metrics = metrics;
        this.ended = Optional.of(now);
        frozen = null;
    }

    FrozenTrial frozen() {
        if (frozen == null) {
            frozen = new FrozenTrial(number, state, parameters, values, metrics, reports, user, system, started, ended);
            if (state.finished()) share(frozen);
        }
        return frozen;
    }
}
