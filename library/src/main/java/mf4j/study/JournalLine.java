package mf4j.study;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// One line of a journal, used for one after the other: what it says, by Optuna's names of the fields. A long journal has some hundred thousand
/// lines, most of which repeat the distributions of those before.
final class JournalLine {
    private static final double[] NONE = {};
    private static final int ABSENT = Integer.MIN_VALUE;
    private static final int STAMP = "2026-01-02T03:04:05.678901+00:00".length();

    private final Map<String, Text> texts = new HashMap<>(); // of the last distribution of each name
    private KeptMap<Parameter> alike = KeptMap.of(Map.of());  // of the last trial

    private int code;
    private int study;
    private int trial;
    private int state;
    private int step;
    private String name; // of a study or a parameter
    private List<Integer> directions;
    private Parameter parameter;
    private double number;
    private double[] metrics;
    private String started;
    private String ended;
    private final List<String> names = new ArrayList<>();           // of distributions
    private final List<Parameter> distributions = new ArrayList<>();
    private final Map<String, Double> kept = new HashMap<>();       // by name
    private NavigableMap<Integer, Double> reports;
    private KeptMap<Object> user;
    private KeptMap<Object> system;
    private String distribution;

    /// A distribution's text and what it says.
    private record Text(char[] text, Parameter parameter) { }

    /// Reads a line.
    ///
    /// @throws RuntimeException of Jackson or ours where it is none
    void read(byte[] bytes, int offset, int length) {
        clear();
        try (JsonParser json = JournalStorage.JSON.createParser(bytes, offset, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) throw new IllegalArgumentException("not an object");
            for (String key = json.nextName(); key != null; key = json.nextName()) {
                json.nextToken();
                field(key, json);
            }
            if (json.nextToken() != null) throw new IllegalArgumentException("more than one object");
        }
        if (distribution != null) parameter = Distributions.read(name, distribution);
    }

    private void clear() {
        code = study = trial = state = step = ABSENT;
        name = null;
        distribution = null;
        parameter = null;
        directions = List.of();
        number = Double.NaN;
        metrics = NONE;
        started = null;
        ended = null;
        names.clear();
        distributions.clear();
        kept.clear();
        reports = FrozenTrial.NO_REPORTS;
        user = KeptMap.of(Map.of());
        system = user;
    }

    private void field(String key, JsonParser json) {
        switch (key) {
            case "op_code" -> code = json.getIntValue();
            case "study_id" -> study = json.getIntValue();
            case "trial_id" -> trial = json.getIntValue();
            case "state" -> state = json.getIntValue();
            case "step" -> step = json.getIntValue();
            case "study_name", "param_name" -> name = json.getString();
            case "directions" -> directions = directions(json);
            case "datetime_start" -> started = text(json);
            case "datetime_complete" -> ended = text(json);
            case "value" -> metrics = json.currentToken() == JsonToken.VALUE_NULL ? metrics : new double[] {real(json)};
            case "values" -> metrics = json.currentToken() == JsonToken.START_ARRAY ? reals(json) : metrics;
            case "param_value_internal", "intermediate_value" -> number = real(json);
            case "distribution" -> distribution = json.getString();
            case "distributions" -> distributions(json);
            case "params" -> parameters(json);
            case "intermediate_values" -> reports(json);
            case "user_attr", "user_attrs" -> user = notes(json);
            case "system_attr", "system_attrs" -> system = notes(json);
            default -> json.skipChildren();
        }
    }

    private static List<Integer> directions(JsonParser json) {
        List<Integer> all = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) all.add(json.getIntValue());
        return all;
    }

    private static double real(JsonParser json) {
        return json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
    }

    private static double[] reals(JsonParser json) {
        double[] all = new double[4];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == all.length) all = Arrays.copyOf(all, 2 * count);
            all[count++] = real(json);
        }
        return Arrays.copyOf(all, count);
    }

    private void distributions(JsonParser json) {
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            json.nextToken();
            names.add(key);
            distributions.add(distribution(key, json));
        }
    }

    private Parameter distribution(String key, JsonParser json) {
        char[] text = json.getStringCharacters();
        int from = json.getStringOffset();
        int to = from + json.getStringLength();
        Text last = texts.get(key);
        if (last != null && Arrays.equals(last.text, 0, last.text.length, text, from, to)) return last.parameter;
        Parameter read = Distributions.read(key, new String(text, from, to - from));
        texts.put(key, new Text(Arrays.copyOfRange(text, from, to), read));
        return read;
    }

    private void parameters(JsonParser json) {
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            if (json.nextToken() != JsonToken.VALUE_NULL) kept.put(key, real(json));
        }
    }

    private void reports(JsonParser json) {
        reports = new TreeMap<>();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            json.nextToken();
            reports.put(Integer.valueOf(key), real(json));
        }
    }

    private static KeptMap<Object> notes(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_NULL) return KeptMap.of(Map.of());
        Map<String, Object> notes = new LinkedHashMap<>();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            json.nextToken();
            notes.put(key, value(json));
        }
        return KeptMap.of(notes);
    }

    private static Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            default -> json.readValueAs(Object.class);
        };
    }

    private static String text(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : json.getString();
    }

    private static Optional<Instant> time(String text) {
        if (text == null) return Optional.empty();
        return Optional.of(text.length() == STAMP && text.charAt(19) == '.' && text.endsWith("+00:00") ? stamp(text) : anyTime(text));
    }

    /// The way that both programs write times.
    private static Instant stamp(String text) {
        long day = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
        return Instant.ofEpochSecond(((day * 24 + digits(text, 11, 13)) * 60 + digits(text, 14, 16)) * 60 + digits(text, 17, 19), 1000L * digits(text, 20, 26));
    }

    private static int digits(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static Instant anyTime(String text) {
        boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d$");
        return zoned ? OffsetDateTime.parse(text).toInstant() : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    int code() {
        return there("op_code", code);
    }

    int study() {
        return there("study_id", study);
    }

    int trial() {
        return there("trial_id", trial);
    }

    int step() {
        return there("step", step);
    }

    State state() {
        return State.of(there("state", state));
    }

    private static int there(String key, int value) {
        if (value == ABSENT) throw new IllegalArgumentException("no " + key);
        return value;
    }

    String name() {
        if (name == null) throw new IllegalArgumentException("no name");
        return name;
    }

    List<Boolean> maximize() {
        return directions.stream().map(direction -> direction == 2).toList();
    }

    Parameter parameter() {
        if (parameter == null) throw new IllegalArgumentException("no distribution");
        return parameter;
    }

    double number() {
        return number;
    }

    double[] metrics() {
        return metrics;
    }

    Optional<Instant> started() {
        return time(started);
    }

    Optional<Instant> ended() {
        return time(ended);
    }

    /// The notes of a kind, by key.
    Map<String, Object> notes(Attribute kind) {
        return kind == Attribute.USER ? user : system;
    }

    /// A whole trial.
    FrozenTrial whole() {
        for (int j = names.size() - 1; j >= 0; j--) {
            if (kept.containsKey(names.get(j))) continue;
            names.remove(j);
            distributions.remove(j);
        }
        if (!alike.holds(distributions.toArray())) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            for (int j = 0; j < names.size(); j++) parameters.put(names.get(j), distributions.get(j));
            alike = KeptMap.of(parameters);
        }
        Object[] values = new Object[names.size()];
        for (int j = 0; j < values.length; j++) values[j] = Distributions.value(distributions.get(j), kept.get(names.get(j)));
        return new FrozenTrial(-1, state == ABSENT ? State.RUNNING : state(), alike, alike.with(values), metrics, reports, user, system, started(), ended());
    }
}
