package mf4j.study;

import mf4j.train.Check;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A study over one parameter, minimised, in a file: a line of JSON per event, in the journal format that Optuna 4 and 5 and their
/// dashboard open. Every line is on the disk before the study goes on, so that a killed study resumes from its last finished trial; a
/// line cut off by the kill is dropped, and the trial it was in fails.
///
/// The file is locked while it is open. Not for sharing between threads.
public final class Journal implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() { };
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx");
    private static final String WORKER = "mf4j";
    private static final int COMPLETE = 1;
    private static final int FAILED = 3;

    private final Path path;
    private final Whole parameter;
    private final FileChannel channel;
    private final Clock clock;
    private final List<Trial> trials = new ArrayList<>();       // finished
    private final Map<Integer, Trial> open = new LinkedHashMap<>(); // by number
    private final Map<Integer, String> started = new LinkedHashMap<>();
    private Map<String, Object> about = new LinkedHashMap<>();
    private int created;
    private boolean there;

    /// A trial.
    ///
    /// @param value   of the parameter
    /// @param outcome what is minimised
    /// @param about   what else was learned: text, numbers, lists and maps of them
    public record Trial(int value, double outcome, Map<String, Object> about) { }

    private Journal(Path path, Whole parameter, FileChannel channel, Clock clock) {
        this.path = path;
        this.parameter = parameter;
        this.channel = channel;
        this.clock = clock;
    }

    /// Opens the study, or begins it where there is no file.
    ///
    /// @param name  of the study
    /// @param about what its trials depend on beside the parameter; one that is there must have the same
    /// @throws IllegalArgumentException when the file's study depends on something else, naming the first difference
    /// @throws IOException              when the file cannot be read or written, is no journal, or is in use
    public static Journal open(Path path, String name, Whole parameter, Map<String, Object> about) throws IOException {
        return open(path, name, parameter, about, Clock.systemDefaultZone());
    }

    static Journal open(Path path, String name, Whole parameter, Map<String, Object> about, Clock clock) throws IOException {
        if (path.toAbsolutePath().getParent() != null) Files.createDirectories(path.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            lock(path, channel);
            Journal journal = new Journal(path, parameter, channel, clock);
            journal.replay();
            journal.begin(name, JSON.convertValue(about, MAP));
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) throw new IOException(path + ": the study is in use by another process");
    }

    private void replay() throws IOException {
        byte[] all = Files.readAllBytes(path);
        int end = all.length;
        while (end > 0 && all[end - 1] != '\n') end--;
        channel.truncate(end);
        channel.position(end);
        int number = 0;
        for (String line : new String(all, 0, end, StandardCharsets.UTF_8).split("\n")) {
            number++;
            if (line.isBlank()) continue;
            try {
                apply(JSON.readValue(line, MAP));
            } catch (JacksonException | ClassCastException | NullPointerException e) {
                throw new IOException(path + ":" + number + ": not a line of a study's journal, found '" + line.substring(0, Math.min(60, line.length())) + "'", e);
            }
        }
    }

    private void apply(Map<String, Object> line) {
        switch ((Integer) line.get("op_code")) {
            case 0 -> there = true;
            case 2 -> about.putAll(map(line, "user_attr"));
            case 4 -> {
                int value = ((Number) map(line, "params").get(parameter.name())).intValue();
                open.put(created, new Trial(value, Double.NaN, new LinkedHashMap<>()));
                started.put(created++, (String) line.get("datetime_start"));
            }
            case 6 -> {
                Trial trial = open.remove((Integer) line.get("trial_id"));
                if (trial == null || (Integer) line.get("state") != COMPLETE) return;
                double outcome = ((Number) ((List<?>) line.get("values")).getFirst()).doubleValue();
                trials.add(new Trial(trial.value(), outcome, trial.about()));
            }
            case 8 -> {
                Trial trial = open.get((Integer) line.get("trial_id"));
                if (trial != null) trial.about().putAll(map(line, "user_attr"));
            }
            default -> { }
        }
    }

    @SuppressWarnings("unchecked") // JSON objects are maps by name
    private static Map<String, Object> map(Map<String, Object> line, String key) {
        return (Map<String, Object>) line.get(key);
    }

    private void begin(String name, Map<String, Object> wanted) {
        if (!there) {
            append(line(0, "study_name", name, "directions", List.of(1)));
            wanted.forEach((key, value) -> append(line(2, "study_id", 0, "user_attr", Map.of(key, value))));
            about = wanted;
            there = true;
        }
        for (Map.Entry<String, Object> one : wanted.entrySet()) {
            Object had = about.get(one.getKey());
            Check.of(Journal.class).that(one.getValue().equals(had), one.getKey(), "be " + had + " as in the study " + path + ", which goes on,", one.getValue());
        }
        for (int trial : List.copyOf(open.keySet())) end(trial, FAILED, null);
    }

    /// The finished trials, in their order.
    public List<Trial> trials() {
        return List.copyOf(trials);
    }

    /// Begins a trial.
    ///
    /// @return its number in the file
    public int begin(int value) {
        String distribution = JSON.writeValueAsString(sorted("name", "IntDistribution", "attributes",
                sorted("log", false, "step", parameter.step(), "low", parameter.low(), "high", parameter.high())));
        started.put(created, now());
        append(line(4, "study_id", 0, "datetime_start", now(), "state", 0, "params", Map.of(parameter.name(), value),
                "distributions", Map.of(parameter.name(), distribution)));
        open.put(created, new Trial(value, Double.NaN, new LinkedHashMap<>()));
        return created++;
    }

    /// Ends a trial that was begun.
    public void finish(int number, Trial trial) {
        trial.about().forEach((key, value) -> append(line(8, "trial_id", number, "user_attr", Map.of(key, value))));
        end(number, COMPLETE, List.of(trial.outcome()));
        trials.add(new Trial(trial.value(), trial.outcome(), JSON.convertValue(trial.about(), MAP)));
    }

    private void end(int number, int state, List<Double> values) {
        append(line(6, "trial_id", number, "state", state, "values", values, "datetime_start", started.get(number), "datetime_complete", now()));
        open.remove(number);
    }

    private String now() {
        return TIME.format(OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static Map<String, Object> line(int code, Object... pairs) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("op_code", code);
        line.put("worker_id", WORKER);
        line.putAll(sorted(pairs));
        return line;
    }

    /// By name in the order given.
    private static Map<String, Object> sorted(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int j = 0; j < pairs.length; j += 2) map.put((String) pairs[j], pairs[j + 1]);
        return map;
    }

    private void append(Map<String, Object> line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /// Unlocks the file.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
