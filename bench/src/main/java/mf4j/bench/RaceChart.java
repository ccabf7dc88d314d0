package mf4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Draws the races of `docs/performance.md` from the tables there, every row of them, won or lost:
/// `bench/run RaceChart docs/performance.md docs/race.svg`.
final class RaceChart {
    private RaceChart() { }

    /// Reads the page and writes the picture.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("give the page and the picture: docs/performance.md docs/race.svg");
            System.exit(2);
        }
        BarChart.write(Path.of(arguments[1]), sections(Files.readString(Path.of(arguments[0]))));
    }

    static BarChart.Section[] sections(String page) {
        return new BarChart.Section[] {
            new BarChart.Section("Trainers of ratings, 9 million ratings: seconds per epoch or sweep", "s", trainers(table(page, "Trainers of ratings"))),
            new BarChart.Section("Implicit ALS, ML-1M's shape, second machine: seconds per sweep", "s", implicit(table(page, "Implicit ALS"))),
            new BarChart.Section("Exact top 10 of 100,000 items x 128, second machine: microseconds per user", "µs", lists(table(page, "Exact lists")))};
    }

    /// The rows of the first table below a heading, by the names of its columns.
    private static List<Map<String, String>> table(String page, String heading) {
        int start = page.indexOf("\n## " + heading);
        if (start < 0) throw new IllegalArgumentException("the page must have a heading '## " + heading + "...'");
        List<String[]> lines = page.substring(start).lines().dropWhile(line -> !line.startsWith("|")).takeWhile(line -> line.startsWith("|")).map(RaceChart::cells).toList();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String[] line : lines.subList(2, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int j = 0; j < line.length; j++) row.put(lines.getFirst()[j], line[j]);
            rows.add(row);
        }
        return rows;
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|")).map(String::strip).toArray(String[]::new);
    }

    private static List<BarChart.Bar> trainers(List<Map<String, String>> rows) {
        return rows.stream().map(row -> new BarChart.Bar(cell(row, "work"), cell(row, "system"), number(cell(row, "seconds per epoch")))).toList();
    }

    /// Like beside like: exact solvers first, then conjugate gradients.
    private static List<BarChart.Bar> implicit(List<Map<String, String>> rows) {
        List<BarChart.Bar> bars = rows.stream().map(row -> new BarChart.Bar("rank " + cell(row, "rank") + (cell(row, "system").contains("CG") ? ", CG" : ", exact"),
                cell(row, "system"), number(cell(row, "seconds per sweep")))).toList();
        return bars.stream().map(BarChart.Bar::group).distinct().flatMap(group -> bars.stream().filter(bar -> bar.group().equals(group))).toList();
    }

    private static List<BarChart.Bar> lists(List<Map<String, String>> rows) {
        return rows.stream().flatMap(row -> Stream.of("MF4J", "faiss", "implicit").map(system -> {
            Optional<String> column = row.keySet().stream().filter(name -> name.startsWith(system)).findFirst();
            String name = column.orElseThrow(() -> new IllegalArgumentException("the table of lists must have a column of " + system)).replaceFirst(",.*", "");
            return new BarChart.Bar(cell(row, "factors").replaceFirst(" (normal|by) ?.*", " factors"), name, number(row.get(column.get())));
        })).toList();
    }

    private static String cell(Map<String, String> row, String column) {
        return Optional.ofNullable(row.get(column)).orElseThrow(() -> new IllegalArgumentException("the table must have a column '" + column + "', it has " + row.keySet()));
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.replaceFirst(" .*", ""));
    }
}
