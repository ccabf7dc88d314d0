package mf4j.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads which items a table names, all of them or those for whom a condition holds.
final class Chosen {
    private static final String ALL = "true";
    private static final Pattern LITERAL = Pattern.compile("'(''|[^'])*'|\"(\"\"|[^\"])*\"");
    private static final Pattern NO_COLUMN = Pattern.compile("Referenced column \"([^\"]+)\" not found");

    private Chosen() { }

    /// The items of a list - one to a line, where there is but one column - or of a table.
    static Set<String> listed(Path file) {
        if (Tables.Format.of(file) != Tables.Format.TEXT || file.toString().matches(".*\\.(gz|zst)")) return where(file, ALL);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            List<String> items = lines.lines().map(Chosen::bare).filter(line -> !line.isEmpty()).toList();
            if (items.stream().limit(1).anyMatch(line -> line.matches(".*(,|;|\\t|\\||::).*"))) return where(file, ALL);
            boolean header = !items.isEmpty() && isHeading(items.getFirst());
            return Collections.unmodifiableSet(new LinkedHashSet<>(items.subList(header ? 1 : 0, items.size())));
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new TableException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String bare(String line) {
        return line.strip().replaceFirst("^\\ufeff", "").replaceFirst("^\"([^,;\\t|]*)\"$", "$1");
    }

    private static boolean isHeading(String line) {
        return Roles.first(Roles.ITEM, List.of(line)) >= 0 || line.equalsIgnoreCase("id");
    }

    /// The items for whom a condition in SQL holds.
    static Set<String> where(Path file, String condition) {
        if (LITERAL.matcher(condition).replaceAll("").contains(";")) throw new TableException("a filter is one condition, without ';', but was " + condition);
        Source source = Source.of(file);
        try (var connection = DuckReader.connect(source.memory()); Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            String scan = scan(file, source);
            DuckReader.describe(connection, scan, names, new ArrayList<>());
            String item = names.get(place(file, names));
            try (ResultSet rows = statement.executeQuery("select " + DuckReader.identifier(item) + "::varchar from " + withText(file, scan, item) + " where (" + condition + "\n)")) {
                return items(rows);
            } catch (SQLException e) {
                throw refused(file, names, condition, e);
            }
        } catch (SQLException e) {
            throw new TableException(file + ": " + DuckReader.said(e), e);
        }
    }

    /// Text is laid out as everywhere else in this package; DuckDB finds out the types.
    private static String scan(Path file, Source source) {
        if (Tables.Format.of(file) != Tables.Format.TEXT) return DuckReader.scan(source, List.of(file.toString()));
        Layout layout = Layout.of(file.toString(), TextFile.head(file), source);
        return "read_csv(" + DuckReader.quoted(file.toString()) + ", delim = " + DuckReader.quoted(layout.delimiter()) + ", header = " + !layout.names().isEmpty() + ")";
    }

    /// The ids stay as they are spelled: 007 is no 7.
    private static String withText(Path file, String scan, String item) {
        if (Tables.Format.of(file) != Tables.Format.TEXT) return scan;
        return scan.substring(0, scan.length() - 1) + ", types = {" + DuckReader.quoted(item) + ": 'VARCHAR'})";
    }

    private static int place(Path file, List<String> names) {
        int place = Roles.first(Roles.ITEM, names);
        if (place < 0) place = Roles.first(List.of("id"), names);
        if (place < 0 && names.getFirst().matches("column0+")) place = 0;
        if (place < 0) throw new TableException(file + ": no item column among " + Roles.listed(names));
        return place;
    }

    private static Set<String> items(ResultSet rows) throws SQLException {
        Set<String> items = new LinkedHashSet<>();
        while (rows.next()) if (rows.getString(1) != null) items.add(rows.getString(1).strip());
        return Collections.unmodifiableSet(items);
    }

    private static TableException refused(Path file, List<String> names, String condition, SQLException e) {
        Matcher missing = NO_COLUMN.matcher(String.valueOf(e.getMessage()));
        if (missing.find()) return new TableException(file + ": no column '" + missing.group(1) + "' for the filter among " + Roles.listed(names), e);
        return new TableException(file + ": the filter " + condition + " is not understood; " + DuckReader.said(e), e);
    }
}
