package mf4j.sql;

import mf4j.study.Attribute;
import mf4j.study.Distributions;
import mf4j.study.FrozenTrial;
import mf4j.study.Ledger;
import mf4j.study.Notes;
import mf4j.study.Parameter;
import mf4j.study.State;
import mf4j.train.Check;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/// One study of a database.
final class SqlLedger implements Ledger {
    private final Sections sections;
    private final int id;
    private final String name;
    private final List<Boolean> maximize;
    private final KnownTrials known;

    SqlLedger(Sections sections, int id, String name, List<Boolean> maximize) {
        this.sections = sections;
        this.id = id;
        this.name = name;
        this.maximize = List.copyOf(maximize);
        this.known = new KnownTrials(id);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Boolean> maximize() {
        return maximize;
    }

    @Override
    public <T> T exclusively(Callable<T> body) throws Exception {
        return sections.exclusively(section -> {
            enter(section);
            return body.call();
        });
    }

    /// Takes the study for a transaction.
    private void enter(Section section) throws SQLException {
        if (!section.enters(id)) return;
        if (!there(section, section.dialect().locked)) throw new IllegalStateException(sections.place() + ": the study " + name + " has been deleted");
        section.remember(known);
        known.lock(section);
    }

    private boolean there(Section section, String locked) throws SQLException {
        return section.first("SELECT study_name FROM studies WHERE study_id = ?" + locked, row -> row.getString(1), id).filter(name::equals).isPresent();
    }

    private <T> T write(Sections.Work<T> work) throws IOException {
        return sections.write(section -> {
            enter(section);
            return work.in(section);
        });
    }

    @Override
    public List<FrozenTrial> trials() throws IOException {
        return sections.recall(section -> {
            section.remember(known);
            return known.now(section);
        });
    }

    @Override
    public Map<String, Object> attributes(Attribute kind) throws IOException {
        Map<String, Object> notes = new LinkedHashMap<>();
        String table = table("study", kind);
        sections.read(section -> section.all("SELECT \"key\", value_json FROM " + table + " WHERE study_id = ? ORDER BY " + table.substring(0, table.length() - 1) + "_id",
                row -> notes.put(row.getString(1), Notes.value(row.getString(2))), id));
        return notes;
    }

    static String table(String owner, Attribute kind) {
        return owner + (kind == Attribute.USER ? "_user_attributes" : "_system_attributes");
    }

    @Override
    public void note(Attribute kind, String key, Object value) throws IOException {
        write(section -> note(section, "study", id, kind, key, value));
    }

    private static int note(Section section, String owner, int id, Attribute kind, String key, Object value) throws SQLException {
        return section.change("INSERT INTO " + table(owner, kind) + " (" + owner + "_id, \"key\", value_json) VALUES (?, ?, ?) ON CONFLICT (" + owner + "_id, \"key\") DO UPDATE SET value_json = excluded.value_json",
                id, key, Notes.text(value));
    }

    @Override
    public int add(FrozenTrial trial) throws IOException {
        return write(section -> {
            int number = section.first("SELECT count(*) FROM trials WHERE study_id = ?", row -> row.getInt(1), id).orElseThrow();
            int key = section.first("INSERT INTO trials (number, study_id, state, datetime_start, datetime_complete) VALUES (?, ?, ?, ?, ?) RETURNING trial_id", row -> row.getInt(1),
                    number, id, trial.state(), Values.text(trial.started()), Values.text(trial.ended())).orElseThrow();
            metrics(section, key, trial.state(), trial.metrics());
            for (Parameter parameter : trial.parameters().values()) choose(section, key, parameter, trial.values().get(parameter.name()));
            for (Map.Entry<Integer, Double> report : trial.reports().entrySet()) report(section, key, report.getKey(), report.getValue());
            for (Map.Entry<String, Object> note : trial.userAttributes().entrySet()) note(section, "trial", key, Attribute.USER, note.getKey(), note.getValue());
            for (Map.Entry<String, Object> note : trial.systemAttributes().entrySet()) note(section, "trial", key, Attribute.SYSTEM, note.getKey(), note.getValue());
            return number;
        });
    }

    /// These tables have no place for what is not a number: a trial that is not complete goes without its outcome then.
    private static void metrics(Section section, int key, State state, double[] metrics) throws SQLException {
        boolean measured = Arrays.stream(metrics).noneMatch(Double::isNaN);
        Check.of(SqlStorage.class).that(measured || state != State.COMPLETE, "metrics", "be numbers where a trial is complete", Arrays.toString(metrics));
        for (int j = 0; measured && j < metrics.length; j++) {
            section.change("INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, ?) ON CONFLICT (trial_id, objective) DO UPDATE SET value = excluded.value, value_type = excluded.value_type",
                    key, j, Values.finite(metrics[j]), Values.type(metrics[j]));
        }
    }

    private static int choose(Section section, int key, Parameter parameter, Object value) throws SQLException {
        return section.change("INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?) "
                + "ON CONFLICT (trial_id, param_name) DO UPDATE SET param_value = excluded.param_value, distribution_json = excluded.distribution_json",
                key, parameter.name(), Distributions.kept(parameter, value), Distributions.text(parameter));
    }

    private static int report(Section section, int key, int step, double value) throws SQLException {
        return section.change("INSERT INTO trial_intermediate_values (trial_id, step, intermediate_value, intermediate_value_type) VALUES (?, ?, ?, ?) "
                + "ON CONFLICT (trial_id, step) DO UPDATE SET intermediate_value = excluded.intermediate_value, intermediate_value_type = excluded.intermediate_value_type",
                key, step, Values.finite(value), Values.type(value));
    }

    @Override
    public boolean claim(int number, Instant now) throws IOException {
        return change(number, State.WAITING, (section, key) -> section.change("UPDATE trials SET state = ?, datetime_start = ? WHERE trial_id = ?", State.RUNNING, Values.text(Optional.of(now)), key));
    }

    @Override
    public void choose(int number, Parameter parameter, Object value) throws IOException {
        change(number, State.RUNNING, (section, key) -> choose(section, key, parameter, value));
    }

    @Override
    public void report(int number, int step, double value) throws IOException {
        change(number, null, (section, key) -> report(section, key, step, value));
    }

    @Override
    public void note(int number, Attribute kind, String key, Object value) throws IOException {
        change(number, null, (section, trial) -> note(section, "trial", trial, kind, key, value));
    }

    @Override
    public boolean finish(int number, State state, double[] metrics, Instant now) throws IOException {
        return change(number, null, (section, key) -> {
            metrics(section, key, state, metrics);
            return section.change("UPDATE trials SET state = ?, datetime_complete = ? WHERE trial_id = ?", state, Values.text(Optional.of(now)), key);
        });
    }

    /// A change of a trial's rows.
    private interface Change {
        int of(Section section, int key) throws SQLException;
    }

    /// Changes a trial that is not finished.
    ///
    /// @param only the state that it must be in; null for any
    /// @return whether it was changed
    private boolean change(int number, State only, Change change) throws IOException {
        return write(section -> {
            OptionalInt key = known.key(section, number);
            if (key.isEmpty()) return false;
            State state = State.valueOf(section.first("SELECT state FROM trials WHERE trial_id = ?" + section.dialect().locked, row -> row.getString(1), key.getAsInt()).orElseThrow());
            if (state.finished() || (only != null && state != only)) return false;
            change.of(section, key.getAsInt());
            return true;
        });
    }
}
