package mf4j.sql;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the items for whom a condition in DuckDB's SQL holds.
///
/// The condition sees the table and nothing else: the table is in memory before it is asked, and the database reaches no file and no address then.
final class Filter {
    private static final long MEMORY = 64L << 20;
    private static final Pattern LITERAL = Pattern.compile("'(''|[^'])*'");
    private static final Pattern QUOTED = Pattern.compile(LITERAL + "|\"(\"\"|[^\"])*\"");
    private static final Pattern NO_COLUMN = Pattern.compile("Referenced column \"([^\"]+)\" not found");

    /// A column of text: of which kind its cells are, and the first that is no number.
    private static final class Column {
        private final String name;
        private final int place;
        private final EnumSet<Kind> left = EnumSet.allOf(Kind.class);
        private boolean numbers;
        private Optional<Sheet.Row> words = Optional.empty();

        Column(String name, int place) {
            this.name = name;
            this.place = place;
        }

        void met(Sheet.Row row) {
            byte[] bytes = row.cell(place).getBytes(StandardCharsets.UTF_8);
            if (Numbers.missing(bytes, 0, bytes.length)) return;
            left.removeIf(kind -> !kind.suits(row.cell(place)));
            if (Kind.NUMBER.suits(row.cell(place))) numbers = true;
            else if (words.isEmpty()) words = Optional.of(row);
        }

        Kind kind() {
            return numbers || words.isPresent() ? left.iterator().next() : Kind.TEXT;
        }

        boolean isMixed() {
            return numbers && words.isPresent();
        }
    }

    private final String condition;

    private Filter(String condition) {
        if (QUOTED.matcher(condition).replaceAll("").contains(";")) throw new TableException("a filter is one condition, without ';', but was " + condition);
        this.condition = condition;
    }

    /// The items of a table.
    static Set<String> of(Path file, String item, String condition) {
        Filter filter = new Filter(condition);
        Sheet sheet = Sheet.of(file, item);
        int owner = sheet.owner("item", item, Roles.ITEM, Titles.ITEM_FLAG);
        try (DuckDBConnection connection = DuckReader.connect(Source.of(file).memory())) {
            if (sheet.isText()) return filter.ofText(connection, sheet, owner);
            execute(connection, "create table items as select * from " + sheet.scan());
            return filter.asked(connection, sheet.text(owner), refusal -> filter.refused(file.toString(), sheet.names(), refusal));
        } catch (SQLException e) {
            throw new TableException(file + ": " + DuckReader.said(e), e);
        }
    }

    /// The items with titles, by their names; the columns are `item` and `title`.
    static Set<String> of(Map<String, String> titles, String condition) {
        Filter filter = new Filter(condition);
        List<String> names = List.of("item", "title");
        try (DuckDBConnection connection = DuckReader.connect(MEMORY)) {
            fill(connection, names, taker -> titles.forEach((item, title) -> taker.accept(List.of(item, title))));
            return filter.asked(connection, "item", refusal -> filter.refused("the titles", names, refusal));
        } catch (SQLException e) {
            throw new TableException("the titles: " + DuckReader.said(e), e);
        }
    }

    private Set<String> ofText(DuckDBConnection connection, Sheet sheet, int owner) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < sheet.names().size(); j++) if (j != owner) columns.add(new Column(sheet.names().get(j), j)); // an id stays as it is spelled: 007 is no 7
        fill(connection, sheet.names(), taker -> sheet.each(row -> {
            columns.forEach(column -> column.met(row));
            taker.accept(row.cells());
        }));
        for (Column column : columns) type(connection, DuckReader.identifier(column.name), column.kind());
        return asked(connection, DuckReader.identifier(sheet.names().get(owner)), refusal -> refused(sheet, columns, refusal));
    }

    private static void fill(DuckDBConnection connection, List<String> names, Consumer<Consumer<List<String>>> rows) throws SQLException {
        execute(connection, "create table items (" + String.join(", ", names.stream().map(name -> DuckReader.identifier(name) + " varchar").toList()) + ")");
        try (DuckDBAppender appender = connection.createAppender("main", "items")) {
            rows.accept(cells -> append(appender, cells));
        }
    }

    private static void append(DuckDBAppender appender, List<String> cells) {
        try {
            appender.beginRow();
            for (String cell : cells) {
                if (cell.isEmpty()) appender.appendNull();
                else appender.append(cell);
            }
            appender.endRow();
        } catch (SQLException e) {
            throw new TableException("the table of the filter: " + DuckReader.said(e), e);
        }
    }

    /// Only what says that there is nothing, such as `NA`, is no value of the kind; it becomes null.
    private static void type(DuckDBConnection connection, String column, Kind kind) throws SQLException {
        if (kind != Kind.TEXT) execute(connection, "alter table items alter column " + column + " set data type " + kind.type + " using try_cast(" + column + " as " + kind.type + ")");
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Set<String> asked(DuckDBConnection connection, String item, Function<SQLException, TableException> refused) throws SQLException {
        execute(connection, "set enable_external_access = false");
        execute(connection, "set lock_configuration = true");
        Set<String> items = new LinkedHashSet<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("select " + item + " from items where (" + condition + "\n)")) {
            while (rows.next()) if (rows.getString(1) != null) items.add(rows.getString(1).strip());
            return Collections.unmodifiableSet(items);
        } catch (SQLException e) {
            throw refused.apply(e);
        }
    }

    private TableException refused(Sheet sheet, List<Column> columns, SQLException e) {
        Optional<Column> mixed = columns.stream().filter(column -> column.isMixed() && isNamed(column)).findFirst();
        if (mixed.isEmpty() || NO_COLUMN.matcher(e.getMessage()).find()) return refused(sheet.file().toString(), sheet.names(), e);
        Sheet.Row row = mixed.get().words.orElseThrow();
        return sheet.bad(row.line(), "column '" + mixed.get().name + "' holds text beside numbers, found " + TableException.shown(row.cell(mixed.get().place)) + "; " + misunderstood(e)
                + "; try_cast(" + DuckReader.identifier(mixed.get().name) + " as double) makes null of text");
    }

    private boolean isNamed(Column column) {
        String words = LITERAL.matcher(condition).replaceAll("");
        return Pattern.compile("(?iU)(?<!\\w)" + Pattern.quote(column.name) + "(?!\\w)").matcher(words).find() || words.matches("(?s).*#" + (column.place + 1) + "(?![0-9]).*");
    }

    private TableException refused(String table, List<String> names, SQLException e) {
        Matcher missing = NO_COLUMN.matcher(e.getMessage());
        if (missing.find()) return new TableException(table + ": no column '" + missing.group(1) + "' for the filter among " + Roles.listed(names), e);
        return new TableException(table + ": " + misunderstood(e), e);
    }

    private String misunderstood(SQLException e) {
        return "the filter " + condition + " is not understood; " + DuckReader.said(e);
    }
}
