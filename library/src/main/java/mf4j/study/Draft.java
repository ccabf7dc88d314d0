package mf4j.study;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A trial that may still change. Not for sharing between threads.
final class Draft {
    private final int number;
    private final Map<String, Parameter> parameters;
    private final Map<String, Object> values;
    private final NavigableMap<Integer, Double> reports;
    private final Map<String, Object> user;
    private final Map<String, Object> system;
    private State state;
    private double[] metrics;
    private Optional<Instant> started;
    private Optional<Instant> ended;
    private FrozenTrial frozen; // what it was when last asked, null where it has changed since

    Draft(int number, FrozenTrial trial) {
        this.number = number;
        this.parameters = new LinkedHashMap<>(trial.parameters());
        this.values = new LinkedHashMap<>(trial.values());
        this.reports = new TreeMap<>(trial.reports());
        this.user = new LinkedHashMap<>(trial.userAttributes());
        this.system = new LinkedHashMap<>(trial.systemAttributes());
        this.state = trial.state();
        this.metrics = trial.metrics();
        this.started = trial.started();
        this.ended = trial.ended();
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
        parameters.put(parameter.name(), parameter);
        values.put(parameter.name(), value);
        frozen = null;
    }

    void report(int step, double value) {
        reports.put(step, value);
        frozen = null;
    }

    void note(Attribute kind, String key, Object value) {
        (kind == Attribute.USER ? user : system).put(key, value);
        frozen = null;
    }

    void end(State state, double[] metrics, Instant now) {
        this.state = state;
        this.metrics = metrics;
        this.ended = Optional.of(now);
        frozen = null;
    }

    FrozenTrial frozen() {
        if (frozen == null) frozen = new FrozenTrial(number, state, parameters, values, metrics, reports, user, system, started, ended);
        return frozen;
    }
}
