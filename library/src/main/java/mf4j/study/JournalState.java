package mf4j.study;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the lines of a journal say, applied one after the other. Lines about trials that are finished or not there say nothing, as in Optuna.
///
/// A study's number is its place among all that were created, deleted ones included; a trial's in the file its place among all of its trials.
final class JournalState {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    private final List<MemoryLedger> studies = new ArrayList<>(); // null where deleted
    private final List<List<Integer>> trials = new ArrayList<>(); // per study the trials' numbers in the file
    private final List<int[]> places = new ArrayList<>();         // per trial in the file: study, number in it

    List<String> names() {
        return studies.stream().filter(s -> s != null).map(MemoryLedger::name).toList();
    }

    Optional<Integer> id(String name) {
        for (int j = 0; j < studies.size(); j++) if (studies.get(j) != null && studies.get(j).name().equals(name)) return Optional.of(j);
        return Optional.empty();
    }

    MemoryLedger study(int id) {
        return studies.get(id);
    }

    /// The number in the file of a study's trial.
    int place(int study, int number) {
        return trials.get(study).get(number);
    }

    static String text(Instant time) {
        return TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    private static Optional<Instant> time(Object text) {
        if (text == null) return Optional.empty();
        String plain = text.toString();
        boolean zoned = plain.endsWith("Z") || plain.matches(".*[+-]\\d\\d:?\\d\\d$");
        return Optional.of(zoned ? OffsetDateTime.parse(plain).toInstant() : LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC));
    }

    void apply(Map<String, Object> line) {
        switch (((Number) line.get("op_code")).intValue()) {
            case 0 -> create((String) line.get("study_name"), (List<?>) line.get("directions"));
            case 1 -> delete(whole(line, "study_id"));
            case 2 -> noteStudy(line, Attribute.USER, "user_attr");
            case 3 -> noteStudy(line, Attribute.SYSTEM, "system_attr");
            case 4 -> add(line);
            case 5 -> choose(line);
            case 6 -> state(line);
            case 7 -> ledger(line).report(number(line), whole(line, "step"), real(line.get("intermediate_value")));
            case 8 -> note(line, Attribute.USER, "user_attr");
            case 9 -> note(line, Attribute.SYSTEM, "system_attr");
            default -> { } // a newer Optuna's: it means nothing for what is known here
        }
    }

    private void create(String name, List<?> directions) {
        if (id(name).isPresent()) return;
        studies.add(new MemoryLedger(name, directions.stream().map(d -> ((Number) d).intValue() == 2).toList()));
        trials.add(new ArrayList<>());
    }

    private void delete(int study) {
        if (study < studies.size()) studies.set(study, null);
    }

    private void noteStudy(Map<String, Object> line, Attribute kind, String key) {
        int study = whole(line, "study_id");
        if (isThere(study)) map(line, key).forEach((name, value) -> studies.get(study).note(kind, name, value));
    }

    private boolean isThere(int study) {
        return study < studies.size() && studies.get(study) != null;
    }

    private void add(Map<String, Object> line) {
        int study = whole(line, "study_id");
        if (!isThere(study)) return;
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> kept = map(line, "params");
        map(line, "distributions").forEach((name, text) -> {
            if (kept.get(name) == null) return;
            Parameter parameter = Distributions.read(name, (String) text);
            parameters.put(name, parameter);
            values.put(name, Distributions.value(parameter, real(kept.get(name))));
        });
        TreeMap<Integer, Double> reports = new TreeMap<>();
        map(line, "intermediate_values").forEach((step, value) -> reports.put(Integer.valueOf(step), real(value)));
        State state = line.containsKey("state") ? State.of(whole(line, "state")) : State.RUNNING;
        FrozenTrial trial = new FrozenTrial(-1, state, parameters, values, metrics(line), reports, map(line, "user_attrs"), map(line, "system_attrs"),
                time(line.get("datetime_start")), time(line.get("datetime_complete")));
        int number = studies.get(study).add(trial);
        trials.get(study).add(places.size());
        places.add(new int[] {study, number});
    }

    private static double[] metrics(Map<String, Object> line) {
        if (line.get("values") instanceof List<?> values) return values.stream().mapToDouble(JournalState::real).toArray();
        return line.get("value") == null ? new double[0] : new double[] {real(line.get("value"))};
    }

    private void choose(Map<String, Object> line) {
        String name = (String) line.get("param_name");
        Parameter parameter = Distributions.read(name, (String) line.get("distribution"));
        ledger(line).choose(number(line), parameter, Distributions.value(parameter, real(line.get("param_value_internal"))));
    }

    private void state(Map<String, Object> line) {
        State state = State.of(whole(line, "state"));
        MemoryLedger ledger = ledger(line);
        if (state == State.RUNNING) ledger.claim(number(line), time(line.get("datetime_start")).orElse(Instant.EPOCH));
        else if (state.finished()) ledger.finish(number(line), state, metrics(line), time(line.get("datetime_complete")).orElse(Instant.EPOCH));
    }

    private void note(Map<String, Object> line, Attribute kind, String key) {
        map(line, key).forEach((name, value) -> ledger(line).note(number(line), kind, name, value));
    }

    private MemoryLedger ledger(Map<String, Object> line) {
        int place = whole(line, "trial_id");
        MemoryLedger ledger = place < places.size() ? studies.get(places.get(place)[0]) : null;
        return ledger == null ? new MemoryLedger("", List.of()) : ledger;
    }

    private int number(Map<String, Object> line) {
        int place = whole(line, "trial_id");
        return place < places.size() ? places.get(place)[1] : -1;
    }

    private static int whole(Map<String, Object> line, String key) {
        return ((Number) line.get(key)).intValue();
    }

    private static double real(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @SuppressWarnings("unchecked") // JSON objects are maps by name
    private static Map<String, Object> map(Map<String, Object> line, String key) {
        Object value = line.get(key);
        return value == null ? Collections.emptyMap() : (Map<String, Object>) value;
    }
}
