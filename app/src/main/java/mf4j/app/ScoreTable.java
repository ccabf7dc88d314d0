package mf4j.app;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Scores side by side for people: one column per measure, of those that fit a terminal.
final class ScoreTable {
    private static final List<String> SHOWN = List.of("rmse", "mae", "ndcg", "recall", "precision", "coverage");

    private final List<String> names;
    private final Table table;

    /// With the columns of these scores.
    ScoreTable(Map<String, Double> scores) {
        names = scores.keySet().stream().filter(name -> shown(scores.containsKey("rmse"), name.replaceFirst("@.*", ""))).toList();
        table = new Table(cells("", UnaryOperator.identity()));
    }

    /// Without errors there is room for one more.
    private static boolean shown(boolean errors, String metric) {
        return SHOWN.contains(metric) || !errors && metric.equals("hit-rate");
    }

    ScoreTable row(String title, Map<String, Double> scores) {
        if (!scores.isEmpty()) table.row(cells(title, name -> Table.score(scores.getOrDefault(name, Double.NaN))));
        return this;
    }

    /// Two rows: where the intervals begin and end.
    ScoreTable intervals(Map<String, List<Double>> intervals) {
        for (int end = 0; end < 2; end++) {
            int side = end;
            table.row(cells(end == 0 ? "  95 % from" : "  to", name -> intervals.containsKey(name) ? Table.score(intervals.get(name).get(side)) : "-"));
        }
        return this;
    }

    private String[] cells(String title, UnaryOperator<String> cell) {
        return Stream.concat(Stream.of(title), names.stream().map(cell)).toArray(String[]::new);
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
