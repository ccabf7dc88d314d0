package mf4j.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rows [from, to) of a matrix, as `a:b` in NumPy: counted from 0, b not among them, either may be left out.
record RowRange(int from, int to) {
    private static final Pattern SPELLED = Pattern.compile("([0-9]{0,10}):([0-9]{0,10})");

    /// @param textOrNull null for all rows
    /// @throws IllegalArgumentException with what is wrong
    static RowRange of(String textOrNull, int rows) {
        if (textOrNull == null) return new RowRange(0, rows);
        Matcher found = SPELLED.matcher(textOrNull.strip());
        if (!found.matches()) throw new IllegalArgumentException("--rows must be a:b, rows from a to before b counted from 0, but was " + textOrNull);
        long from = found.group(1).isEmpty() ? 0 : Long.parseLong(found.group(1));
        long to = found.group(2).isEmpty() ? rows : Long.parseLong(found.group(2));
        if (from >= to || to > rows) throw new IllegalArgumentException("--rows must lie within 0:" + rows + " and hold a row but was " + textOrNull);
        return new RowRange((int) from, (int) to);
    }

    int count() {
        return to - from;
    }
}
