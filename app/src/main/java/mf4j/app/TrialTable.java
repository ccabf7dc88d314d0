package mf4j.app;

import mf4j.study.Findings;
import mf4j.study.FrozenTrial;
import mf4j.study.Goal;
import mf4j.study.SpaceText;
import mf4j.study.State;
import mf4j.train.SafeFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The trials of a study: for people, as CSV and as JSON.
///
/// @param findings of the study
record TrialTable(Findings findings) {
    private static final int CELL = 22; // letters of a value in a table

    /// The names of all parameters, in the order in which trials have them.
    List<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        findings.trials().forEach(trial -> names.addAll(trial.values().keySet()));
        return List.copyOf(names);
    }

    List<String> metrics() {
        return findings.goals().stream().map(Goal::metric).toList();
    }

    /// The best trials by the first goal, the best one first.
    List<FrozenTrial> best(int most) {
        Goal goal = findings.goals().getFirst();
        Comparator<FrozenTrial> byLoss = Comparator.comparingDouble(trial -> goal.maximize() ? -trial.metrics()[0] : trial.metrics()[0]);
        return findings.feasible().stream().sorted(byLoss.thenComparing(FrozenTrial::number)).limit(most).toList();
    }

    /// For the terminal.
    String text(List<FrozenTrial> trials, boolean states) {
        List<String> heading = new ArrayList<>(List.of("trial"));
        if (states) heading.add("state");
        heading.addAll(metrics());
        heading.addAll(parameters());
        heading.add("seconds");
        Table table = new Table(heading.toArray(String[]::new));
        for (FrozenTrial trial : trials) {
            List<String> row = new ArrayList<>(List.of("" + trial.number()));
            if (states) row.add(state(trial));
            for (int j = 0; j < findings.goals().size(); j++) row.add(j < trial.metrics().length ? RankTable.brief(trial.metrics()[j]) : "-");
            for (String name : parameters()) row.add(trial.values().containsKey(name) ? brief(trial.values().get(name)) : "-");
            row.add(seconds(trial));
            table.row(row.toArray(String[]::new));
        }
        return table.toString();
    }

    /// Four digits that count, without zeros behind them.
    static String brief(Object value) {
        if (!(value instanceof Double number) || number == Math.rint(number)) {
            String text = SpaceText.write(value);
            return text.length() <= CELL ? text : text.substring(0, CELL - 3) + "...";
        }
        double size = Math.abs(number);
        if (!Double.isFinite(number) || size >= 1e6 || size < 1e-4) return String.format(Locale.ROOT, "%.3e", number);
        String text = String.format(Locale.ROOT, "%." + Math.clamp(3 - (int) Math.floor(Math.log10(size)), 0, 8) + "f", number);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /// `complete`, `pruned`, `infeasible`, `fail`, `running`, `waiting`.
    static String state(FrozenTrial trial) {
        return trial.state() == State.FAIL && trial.infeasible().isPresent() ? "infeasible" : trial.state().name().toLowerCase(Locale.ROOT);
    }

    private static String seconds(FrozenTrial trial) {
        return trial.started().isPresent() && trial.ended().isPresent() ? String.format(Locale.ROOT, "%.2f", took(trial)) : "-";
    }

    private static double took(FrozenTrial trial) {
        return trial.started().isPresent() && trial.ended().isPresent() ? Duration.between(trial.started().get(), trial.ended().get()).toMillis() / 1000.0 : Double.NaN;
    }

    /// Replaces a CSV: `trial,state`, the metrics, the parameters behind `param:` where a metric has their name, `seconds,started`.
    void write(Path csv) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("trial", "state"));
        heading.addAll(metrics());
        heading.addAll(parameters().stream().map(this::column).toList());
        heading.addAll(List.of("seconds", "started"));
        lines.add(line(heading));
        for (FrozenTrial trial : findings.trials()) lines.add(line(cells(trial)));
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        SafeFile.write(csv, out -> out.write(bytes));
    }

    /// What a parameter's column is called.
    private String column(String parameter) {
        return metrics().contains(parameter) || TrialFile.OWN.contains(parameter) ? TrialFile.PARAMETER + parameter : parameter;
    }

    private List<String> cells(FrozenTrial trial) {
        List<String> cells = new ArrayList<>(List.of("" + trial.number(), state(trial)));
        for (int j = 0; j < findings.goals().size(); j++) cells.add(j < trial.metrics().length ? "" + trial.metrics()[j] : "");
        for (String name : parameters()) cells.add(trial.values().containsKey(name) ? SpaceText.write(trial.values().get(name)) : "");
        cells.add(Double.isNaN(took(trial)) ? "" : "" + took(trial));
        cells.add(trial.started().map(Object::toString).orElse(""));
        return cells;
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"').collect(Collectors.joining(","));
    }

    /// For JSON.
    List<Map<String, Object>> rows(List<FrozenTrial> trials) {
        return trials.stream().map(this::row).toList();
    }

    /// One trial.
    Map<String, Object> row(FrozenTrial trial) {
        Tree row = new Tree().put("trial", trial.number()).put("state", state(trial));
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (int j = 0; j < findings.goals().size() && j < trial.metrics().length; j++) metrics.put(metrics().get(j), trial.metrics()[j]);
        row.putAll("metrics", metrics).putAll("values", trial.values());
        trial.infeasible().ifPresent(why -> row.put("infeasible", why));
        row.put("seconds", took(trial));
        trial.started().ifPresent(at -> row.put("started", at.toString()));
        if (!trial.userAttributes().isEmpty()) row.putAll("notes", trial.userAttributes());
        return row.values();
    }
}
