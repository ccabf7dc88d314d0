package mf4j.sql;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A table of one row per item, or per user: what its columns are called and what its cells say, as text, whatever kind of file it is.
///
/// Text is laid out and cut into cells as ratings are, so that a file means the same wherever it is given. Columns without a name are `column1`,
/// `column2` and so on.
final class Sheet {
    /// A row.
    ///
    /// @param line  of the file where it starts, or the number of the row where files have no lines
    /// @param cells one per column, empty where there is nothing
    record Row(long line, List<String> cells) {
        String cell(int column) {
            return cells.get(column);
        }
    }

    private final Path file;
    private final Source source;
    private final Optional<Layout> layout; // of text
    private final List<String> names = new ArrayList<>();
    private final List<String> types = new ArrayList<>(); // of what DuckDB reads

    /// @param given how the columns that are asked for were given, the first that of the owner: a name of them makes the first line a header
    private Sheet(Path file, List<String> given) {
        this.file = file;
        this.source = Source.of(file).withColumns("", given.getFirst(), given.getLast(), "");
        this.layout = Tables.Format.of(file) == Tables.Format.TEXT ? Optional.of(layout(given.getFirst())) : Optional.empty();
        layout.ifPresentOrElse(this::nameColumns, this::describe);
    }

    static Sheet of(Path file, String... given) {
        return new Sheet(file, given.length == 0 ? List.of("") : List.of(given));
    }

    /// Who gives a column by number says that there is no header, but for a first line with a usual name.
    private Layout layout(String owner) {
        byte[] head = TextFile.head(file);
        Layout found = Layout.of(file.toString(), head, source);
        boolean usual = Roles.known(found.names(), source) || Roles.first(List.of("id"), found.names()) >= 0;
        return found.names().isEmpty() || !Roles.number(owner) || usual ? found : Layout.of(file.toString(), head, source.withHeader(Source.Header.NO));
    }

    private void nameColumns(Layout layout) {
        Set<String> taken = new HashSet<>();
        for (int column = 0; column < layout.columns(); column++) {
            String name = layout.names().isEmpty() || layout.names().get(column).isEmpty() ? "column" + (column + 1) : layout.names().get(column);
            String own = name;
            for (int twin = 1; !taken.add(own.toLowerCase(Locale.ROOT)); twin++) own = name + "_" + twin;
            names.add(own);
        }
    }

    private void describe() {
        try (var connection = DuckReader.connect(source.memory())) {
            DuckReader.describe(connection, scan(), names, types);
        } catch (SQLException e) {
            throw new TableException(file + ": " + DuckReader.said(e), e);
        }
    }

    /// What DuckDB reads the table by.
    String scan() {
        return DuckReader.scan(source, List.of(file.toString()));
    }

    /// A column as text, for DuckDB.
    String text(int column) {
        return DuckReader.text(column, names, types);
    }

    Path file() {
        return file;
    }

    List<String> names() {
        return names;
    }

    boolean isText() {
        return layout.isPresent();
    }

    private boolean named() {
        return layout.isEmpty() || !layout.get().names().isEmpty();
    }

    /// The column of whose row it is: as given, by its usual names, or the first where columns have no names.
    ///
    /// @param flag that names it, or empty
    int owner(String role, String given, List<String> usual, String flag) {
        return column(role, given, Stream.concat(usual.stream(), Stream.of("id")).toList(), 0, flag);
    }

    /// A column: as given, by its usual names, or its place where columns have no names.
    int column(String role, String given, List<String> usual, int place, String flag) {
        int found = named() || !given.isEmpty() ? Roles.find(file.toString(), role, given, usual, names) : place < names.size() ? place : -1;
        if (found < 0) throw new TableException(file + ": no " + role + " column among " + Roles.listed(names) + (flag.isEmpty() ? "" : "; name it with " + flag));
        return found;
    }

    /// Whether there is a column, not looking further than its names.
    boolean has(List<String> usual, int place) {
        return named() ? Roles.first(usual, names) >= 0 : place < names.size();
    }

    /// What is wrong with a row.
    TableException bad(long line, String what) {
        return new TableException(file + (isText() || file.toString().matches("(?i).*\\.(jsonl|ndjson)") ? ":" : ", row ") + line + ": " + what);
    }

    /// Gives all rows in their order.
    ///
    /// @throws TableException for a line with another number of cells than the first
    void each(Consumer<Row> taker) {
        if (isText()) lines(layout.orElseThrow(), taker);
        else rows(taker);
    }

    private void lines(Layout layout, Consumer<Row> taker) {
        Cells cells = new Cells(layout.delimiter(), true);
        try (TextFile text = TextFile.open(file, true, layout.body())) {
            long line = text.line(layout.body());
            for (TextFile.Stretch stretch; (stretch = text.take(new long[1], new byte[1][0])) != null; ) line = lines(stretch, cells, line, taker);
        }
    }

    private long lines(TextFile.Stretch stretch, Cells cells, long line, Consumer<Row> taker) {
        for (int at = stretch.from(), next; at < stretch.to(); at = next) {
            try {
                next = cells.line(stretch.text(), at, stretch.to());
            } catch (Cells.OpenQuote e) {
                throw bad(line, "a quote is opened and never closed");
            }
            if (cells.count == names.size()) taker.accept(new Row(line, cells.texts()));
            else if (!cells.isBlankLine()) throw bad(line, names.size() + " cells are due, " + cells.count + " are there, found "
                    + TableException.shown(Cells.text(stretch.text(), at, next).strip()));
            for (int j = at; j < next; j++) if (stretch.text()[j] == '\n') line++;
        }
        return line;
    }

    private void rows(Consumer<Row> taker) {
        String columns = String.join(", ", Stream.iterate(0, column -> column < names.size(), column -> column + 1).map(this::text).toList());
        try (var connection = DuckReader.connect(source.memory()); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("select " + columns + " from " + scan())) {
            for (long row = 1; rows.next(); row++) {
                List<String> cells = new ArrayList<>();
                for (int column = 1; column <= names.size(); column++) cells.add(Optional.ofNullable(rows.getString(column)).orElse("").strip());
                taker.accept(new Row(row, cells));
            }
        } catch (SQLException e) {
            throw new TableException(file + ": " + DuckReader.said(e), e);
        }
    }
}
