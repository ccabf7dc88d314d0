package mf4j.sql;

import mf4j.study.Attribute;
import mf4j.study.Distributions;
import mf4j.study.FrozenTrial;
import mf4j.study.Notes;
import mf4j.study.Parameter;
import mf4j.study.State;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The trials of a study as far as they were read. Nothing about a finished trial changes, so only new and unfinished ones are read again. For one
/// thread at a time.
final class KnownTrials {
    private final int study;
    private final List<FrozenTrial> trials = new ArrayList<>();
    private final List<Integer> keys = new ArrayList<>();           // of trials in the table; ascending, as trials are begun one after the other
    private final TreeSet<Integer> unfinished = new TreeSet<>();    // numbers

    KnownTrials(int study) {
        this.study = study;
    }

    /// All trials as they are now.
    List<FrozenTrial> now(Section section) throws SQLException {
        refresh(section);
        return List.copyOf(trials);
    }

    /// A trial's key in the table.
    OptionalInt key(Section section, int number) throws SQLException {
        if (number >= keys.size()) refresh(section);
        return number >= 0 && number < keys.size() ? OptionalInt.of(keys.get(number)) : OptionalInt.empty();
    }

    /// Keeps the rows of trials that may change from workers of Optuna, which do not ask for the study's.
    void lock(Section section) throws SQLException {
        String locked = section.dialect().locked;
        if (!locked.isEmpty()) section.all("SELECT trial_id FROM trials WHERE trial_id IN (" + wanted() + ") ORDER BY trial_id" + locked, row -> row.getInt(1));
    }

    void forget() {
        trials.clear();
        keys.clear();
        unfinished.clear();
    }

    /// What the tables say of a trial.
    private static final class Rows {
        final int key;
        final State state;
        final Optional<Instant> started;
        final Optional<Instant> ended;
        final Map<String, Parameter> parameters = new LinkedHashMap<>();
        final Map<String, Object> values = new LinkedHashMap<>();
        final List<Double> metrics = new ArrayList<>();
        final TreeMap<Integer, Double> reports = new TreeMap<>();
        final Map<String, Object> user = new LinkedHashMap<>();
        final Map<String, Object> system = new LinkedHashMap<>();

        Rows(ResultSet row) throws SQLException {
            this.key = row.getInt(1);
            this.state = State.valueOf(row.getString(2));
            this.started = Values.time(row.getString(3));
            this.ended = Values.time(row.getString(4));
        }

        FrozenTrial numbered(int number) {
            return new FrozenTrial(number, state, parameters, values, metrics.stream().mapToDouble(d -> d).toArray(), reports, user, system, started, ended);
        }
    }

    /// Adds a row of another table to what is known of its trial.
    private interface Adding {
        void to(Rows rows, ResultSet row) throws SQLException;
    }

    private void refresh(Section section) throws SQLException {
        String wanted = wanted();
        Map<Integer, Rows> rows = new LinkedHashMap<>();
        section.all("SELECT trial_id, state, datetime_start, datetime_complete FROM trials WHERE trial_id IN (" + wanted + ") ORDER BY trial_id", row -> rows.put(row.getInt(1), new Rows(row)));
        if (rows.isEmpty()) return;
        add(section, rows, "trial_params", "param_id", "param_name, param_value, distribution_json", wanted, KnownTrials::parameter);
        add(section, rows, "trial_values", "objective", "value, value_type", wanted, (trial, row) -> trial.metrics.add(Values.real(row, 2)));
        add(section, rows, "trial_intermediate_values", "step", "step, intermediate_value, intermediate_value_type", wanted, (trial, row) -> trial.reports.put(row.getInt(2), Values.real(row, 3)));
        add(section, rows, SqlLedger.table("trial", Attribute.USER), "trial_user_attribute_id", "\"key\", value_json", wanted, (trial, row) -> note(trial.user, row));
        add(section, rows, SqlLedger.table("trial", Attribute.SYSTEM), "trial_system_attribute_id", "\"key\", value_json", wanted, (trial, row) -> note(trial.system, row));
        keep(rows);
    }

    /// The keys of what has to be read: of whole numbers of our own, so text is safe.
    private String wanted() {
        String fresh = "SELECT trial_id FROM trials WHERE study_id = " + study + (keys.isEmpty() ? "" : " AND trial_id > " + keys.getLast());
        if (unfinished.isEmpty()) return fresh;
        return fresh + " UNION ALL SELECT trial_id FROM trials WHERE trial_id IN (" + unfinished.stream().map(number -> keys.get(number).toString()).collect(Collectors.joining(",")) + ")";
    }

    private static void add(Section section, Map<Integer, Rows> rows, String table, String order, String columns, String wanted, Adding adding) throws SQLException {
        section.all("SELECT trial_id, " + columns + " FROM " + table + " WHERE trial_id IN (" + wanted + ") ORDER BY trial_id, " + order, row -> {
            Rows trial = rows.get(row.getInt(1));
            if (trial != null) adding.to(trial, row);
            return null;
        });
    }

    private static void parameter(Rows trial, ResultSet row) throws SQLException {
        Parameter parameter = Distributions.read(row.getString(2), row.getString(4));
        trial.parameters.put(parameter.name(), parameter);
        trial.values.put(parameter.name(), Distributions.value(parameter, row.getDouble(3)));
    }

    private static void note(Map<String, Object> notes, ResultSet row) throws SQLException {
        notes.put(row.getString(2), Notes.value(row.getString(3)));
    }

    private void keep(Map<Integer, Rows> rows) {
        for (int number : List.copyOf(unfinished)) keep(number, rows.remove(keys.get(number)));
        for (Rows fresh : rows.values()) {
            keys.add(fresh.key);
            trials.add(null);
            keep(keys.size() - 1, fresh);
        }
    }

    private void keep(int number, Rows rows) {
        if (rows == null) return;
        trials.set(number, rows.numbered(number));
        if (rows.state.finished()) unfinished.remove(number);
        else unfinished.add(number);
    }
}
