package mf4j.study;

import tools.jackson.core.JacksonException;

import java.util.Map;
import java.util.Optional;

/// Keys of the notes that a study keeps about itself and its trials: Optuna's where it has one, so that its tools understand them.
public final class Notes {
    /// On a trial: values that somebody has fixed before it began, by name.
    public static final String FIXED = "fixed_params";
    /// On a trial: the number of the lost trial that it repeats.
    public static final String RETRY_OF = "failed_trial";
    /// On a trial: the numbers of all lost trials that it repeats.
    public static final String RETRIES = "retry_history";
    /// On a trial: how much each constraint is broken, a list; 0 or below is kept.
    public static final String CONSTRAINTS = "constraints";
    /// On a trial: the same by the constraint's name, behind this.
    public static final String CONSTRAINT = "constraints:";
    /// On a study: the names of its metrics.
    public static final String METRICS = "study:metric_names";
    /// On a study: the same for viewers that know only this key.
    public static final String DASHBOARD_METRICS = "dashboard:objective_names";

    static final String CURVE = "mf4j:reports:";       // + metric's index: values by step, of all metrics but the first
    static final String JOINT = "mf4j:joint";          // what the sampler chose together, by name, for an objective that asks for its values as it runs
    static final String LEASE = "mf4j:lease";          // until when a worker has a trial, milliseconds since 1970
    static final String INFEASIBLE = "mf4j:infeasible"; // why a trial has no outcome, where that is a lesson
    static final String LOST = "mf4j:lost";            // why a trial has no outcome, where it is none
    static final String PLAN = "mf4j:plan";            // what a study was begun with: PlanText

    private Notes() { }

    /// A note on a trial that is a map by name.
    @SuppressWarnings("unchecked") // a note that is a map is one by name
    static Optional<Map<String, Object>> map(FrozenTrial trial, String key) {
        return trial.systemAttributes().get(key) instanceof Map<?, ?> map ? Optional.of((Map<String, Object>) map) : Optional.empty();
    }

    /// A note's value as JSON, as Optuna writes it: `NaN`, `Infinity` and `-Infinity` are numbers.
    public static String text(Object value) {
        return JournalStorage.JSON.writeValueAsString(value);
    }

    /// The value of such a text.
    ///
    /// @throws IllegalArgumentException where it is none
    public static Object value(String text) {
        try {
            return JournalStorage.JSON.readValue(text, Object.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not the value of a note: '" + text + "'", e);
        }
    }
}
