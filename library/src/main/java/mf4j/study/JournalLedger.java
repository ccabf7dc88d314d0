package mf4j.study;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// One study of a journal.
final class JournalLedger implements Ledger {
    private final JournalStorage journal;
    private final int id;
    private final String name;
    private final List<Boolean> maximize;

    JournalLedger(JournalStorage journal, int id) {
        this.journal = journal;
        this.id = id;
        this.name = here().name();
        this.maximize = here().maximize();
    }

    private MemoryLedger here() {
        MemoryLedger study = journal.state().study(id);
        if (study == null) throw new IllegalStateException(journal.path() + ": the study " + name + " has been deleted");
        return study;
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
        return journal.exclusively(body);
    }

    @Override
    public List<FrozenTrial> trials() throws IOException {
        return journal.locked(() -> here().trials());
    }

    @Override
    public Map<String, Object> attributes(Attribute kind) throws IOException {
        return journal.locked(() -> here().attributes(kind));
    }

    @Override
    public void note(Attribute kind, String key, Object value) throws IOException {
        boolean user = kind == Attribute.USER;
        append(user ? 2 : 3, "study_id", id, user ? "user_attr" : "system_attr", Map.of(key, value));
    }

    private void append(int code, Object... pairs) throws IOException {
        journal.locked(() -> {
            journal.append(code, pairs);
            return null;
        });
    }

    @Override
    public int add(FrozenTrial trial) throws IOException {
        return journal.locked(() -> {
            journal.append(4, line(trial).toArray());
            return here().size() - 1;
        });
    }

    private List<Object> line(FrozenTrial trial) {
        List<Object> line = new ArrayList<>(List.of("study_id", id, "state", trial.state().ordinal()));
        line.add("datetime_start");
        line.add(trial.started().map(JournalState::text).orElse(null));
        trial.ended().ifPresent(ended -> line.addAll(List.of("datetime_complete", JournalState.text(ended))));
        if (trial.metrics().length == 1) line.addAll(List.of("value", trial.metrics()[0]));
        if (trial.metrics().length > 1) line.addAll(List.of("values", trial.metrics()));
        Map<String, Object> distributions = new LinkedHashMap<>();
        Map<String, Object> kept = new LinkedHashMap<>();
        trial.parameters().forEach((name, parameter) -> {
            distributions.put(name, Distributions.text(parameter));
            kept.put(name, number(parameter, Distributions.kept(parameter, trial.values().get(name))));
        });
        line.addAll(List.of("distributions", distributions, "params", kept));
        if (!trial.reports().isEmpty()) line.addAll(List.of("intermediate_values", trial.reports()));
        if (!trial.userAttributes().isEmpty()) line.addAll(List.of("user_attrs", trial.userAttributes()));
        if (!trial.systemAttributes().isEmpty()) line.addAll(List.of("system_attrs", trial.systemAttributes()));
        return line;
    }

    /// Whole numbers without a decimal point.
    private static Object number(Parameter parameter, double kept) {
        return parameter instanceof Real ? (Object) kept : (Object) (long) kept;
    }

    @Override
    public boolean claim(int number, Instant now) throws IOException {
        return journal.locked(() -> {
            if (here().trial(number).state() != State.WAITING) return false;
            append(6, "trial_id", place(number), "state", State.RUNNING.ordinal(), "values", null, "datetime_start", JournalState.text(now));
            return true;
        });
    }

    private int place(int number) {
        return journal.state().place(id, number);
    }

    @Override
    public void choose(int number, Parameter parameter, Object value) throws IOException {
        journal.locked(() -> {
            append(5, "trial_id", place(number), "param_name", parameter.name(), "param_value_internal", number(parameter, Distributions.kept(parameter, value)),
                    "distribution", Distributions.text(parameter));
            return null;
        });
    }

    @Override
    public void report(int number, int step, double value) throws IOException {
        journal.locked(() -> {
            append(7, "trial_id", place(number), "step", step, "intermediate_value", value);
            return null;
        });
    }

    @Override
    public void note(int number, Attribute kind, String key, Object value) throws IOException {
        boolean user = kind == Attribute.USER;
        journal.locked(() -> {
            append(user ? 8 : 9, "trial_id", place(number), user ? "user_attr" : "system_attr", Map.of(key, value));
            return null;
        });
    }

    @Override
    public boolean finish(int number, State state, double[] metrics, Instant now) throws IOException {
        return journal.locked(() -> {
            FrozenTrial trial = here().trial(number);
            if (trial.state().finished()) return false;
            append(6, "trial_id", place(number), "state", state.ordinal(), "values", metrics.length == 0 ? null : metrics,
                    "datetime_start", trial.started().map(JournalState::text).orElse(null), "datetime_complete", JournalState.text(now));
            return true;
        });
    }
}
