package mf4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A table for the terminal: columns as wide as they must be, numbers to the right, texts to the left.
final class Table {
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9][0-9,.]*(e[-+][0-9]+)?[%x]?|-");

    private final List<String[]> rows = new ArrayList<>();

    Table(String... heading) {
        rows.add(heading);
    }

    Table row(String... cells) {
        rows.add(cells.clone());
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < row.length; j++) line.append(j == 0 ? "" : "  ").append(padded(row[j], j));
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }

    private String padded(String cell, int column) {
        String space = " ".repeat(width(column) - cell.length());
        return isNumeric(column) ? space + cell : cell + space;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.stream().skip(1).allMatch(row -> NUMBER.matcher(row[column]).matches());
    }

    /// Four decimals, as scores are shown; a dash for none.
    static String score(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
    }

    /// 70312 as 70,312.
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
