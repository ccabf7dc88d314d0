package mf4j.app;

import mf4j.study.Attribute;
import mf4j.study.FrozenTrial;
import mf4j.study.Goal;
import mf4j.study.Parameter;
import mf4j.study.Space;
import mf4j.study.SpaceText;
import mf4j.study.State;
import mf4j.study.StudyPlan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Trials from a CSV, such as [TrialTable#write] makes: a column per metric and per parameter of a study, and others that are passed over.
final class TrialFile {
    /// Columns that are no parameters.
    static final Set<String> OWN = Set.of("trial", "state", "seconds", "started");
    /// Before the name of a parameter that would be taken for something else.
    static final String PARAMETER = "param:";

    private final Path path;
    private final StudyPlan plan;
    private final List<String> columns;

    private TrialFile(Path path, StudyPlan plan, List<String> columns) {
        this.path = path;
        this.plan = plan;
        this.columns = columns;
    }

    /// The finished trials of a file that fit a study.
    ///
    /// @param plan of the study, with its space
    /// @throws IllegalArgumentException `file:line: what, found 'text'`
    static List<FrozenTrial> read(Path path, StudyPlan plan) throws IOException {
        List<List<String>> rows = rows(Files.readString(path));
        if (rows.isEmpty()) throw new IllegalArgumentException(path + " is empty");
        TrialFile file = new TrialFile(path, plan, rows.getFirst());
        for (Goal goal : plan.goals()) {
            if (!file.columns.contains(goal.metric())) throw new IllegalArgumentException(path + ":1: there must be a column for the metric " + goal.metric() + ", found '" + String.join(",", file.columns) + "'");
        }
        List<FrozenTrial> trials = new ArrayList<>();
        for (int j = 1; j < rows.size(); j++) file.trial(rows.get(j), j + 1).ifPresent(trials::add);
        return trials;
    }

    /// A line with another number of cells is refused; a trial that is not finished is passed over.
    private Optional<FrozenTrial> trial(List<String> cells, int line) {
        if (cells.size() != columns.size()) throw wrong(line, "there must be " + columns.size() + " cells", String.join(",", cells));
        Map<String, String> row = new LinkedHashMap<>();
        for (int j = 0; j < cells.size(); j++) row.put(columns.get(j), cells.get(j).strip());
        String state = row.getOrDefault("state", "complete").toLowerCase(Locale.ROOT);
        Map<String, Object> values = values(row, line);
        return switch (state) {
            case "complete", "" -> Optional.of(finished(State.COMPLETE, values, metrics(row, line), row));
            case "pruned" -> Optional.of(finished(State.PRUNED, values, metrics(row, line), row));
            case "infeasible" -> Optional.of(finished(State.FAIL, values, new double[0], row).infeasible("imported"));
            case "fail", "running", "waiting" -> Optional.empty();
            default -> throw wrong(line, "the state must be complete, pruned, infeasible, fail, running or waiting", state);
        };
    }

    private FrozenTrial finished(State state, Map<String, Object> values, double[] metrics, Map<String, String> row) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Space.Dimension d : plan.space().dimensions()) if (values.containsKey(d.parameter().name())) parameters.putIfAbsent(d.parameter().name(), d.parameter());
        Optional<Instant> started = Optional.of(row.getOrDefault("started", "")).filter(text -> !text.isEmpty()).map(Instant::parse);
        Instant begun = started.orElseGet(Instant::now);
        String seconds = row.getOrDefault("seconds", "");
        Instant ended = seconds.isEmpty() ? begun : begun.plus(Duration.ofMillis((long) (1000 * Double.parseDouble(seconds))));
        return FrozenTrial.of(state, parameters, values, metrics).at(Optional.of(begun), Optional.of(ended)).withAttribute(Attribute.USER, "imported", path.getFileName().toString());
    }

    private double[] metrics(Map<String, String> row, int line) {
        List<Goal> goals = plan.goals();
        if (goals.stream().allMatch(goal -> row.get(goal.metric()).isEmpty()) && "pruned".equalsIgnoreCase(row.get("state"))) return new double[0];
        double[] metrics = new double[goals.size()];
        for (int j = 0; j < metrics.length; j++) {
            String text = row.get(goals.get(j).metric());
            try {
                metrics[j] = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw wrong(line, goals.get(j).metric() + " must be a number", text);
            }
        }
        return metrics;
    }

    /// The values of the parameters that are active.
    private Map<String, Object> values(Map<String, String> row, int line) {
        Space space = plan.space();
        double[] point = new double[space.size()];
        for (int j = 0; j < point.length; j++) {
            Parameter parameter = space.parameter(j);
            String text = row.containsKey(PARAMETER + parameter.name()) ? row.get(PARAMETER + parameter.name()) : row.getOrDefault(parameter.name(), "");
            point[j] = Double.NaN;
            if (!space.active(j, point)) continue;
            if (text.isEmpty()) throw wrong(line, parameter.name() + " must have a value", "");
            try {
                point[j] = parameter.inside(SpaceText.read(parameter, text));
            } catch (IllegalArgumentException e) {
                throw wrong(line, parameter.name() + " must be " + SpaceText.write(parameter), text);
            }
        }
        return space.values(point);
    }

    private IllegalArgumentException wrong(int line, String rule, String text) {
        return new IllegalArgumentException(path + ":" + line + ": " + rule + ", found '" + text + "'");
    }

    /// Cells with commas between them, in quotes where they hold commas, quotes (doubled) or line ends.
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int j = 0; j < text.length(); j++) {
            char c = text.charAt(j);
            if (quoted && c == '"' && j + 1 < text.length() && text.charAt(j + 1) == '"') cell.append(text.charAt(j++));
            else if (c == '"') quoted = !quoted;
            else if (quoted || c != ',' && c != '\n' && c != '\r') cell.append(c);
            else if (c == ',' || c == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') rows.add(row);
                if (c == '\n') row = new ArrayList<>();
            }
        }
        if (!row.isEmpty() || cell.length() > 0) {
            row.add(cell.toString());
            rows.add(row);
        }
        rows.removeIf(one -> one.size() == 1 && one.getFirst().isBlank());
        return rows;
    }
}
