package mf4j.sql;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what items are called.
final class Titles {
    private static final List<String> TITLE = List.of("title", "name", "itemname", "movietitle", "producttitle", "booktitle", "label", "description");

    private final Path file;
    private final Source source;
    private final String itemColumn;
    private final String titleColumn;
    private final Map<String, String> titles = new LinkedHashMap<>();

    private Titles(Path file, String item, String title) {
        this.file = file;
        this.source = Source.of(file);
        this.itemColumn = item;
        this.titleColumn = title;
    }

    static Map<String, String> read(Path file, String item, String title) {
        Titles titles = new Titles(file, item, title);
        if (Tables.Format.of(file) == Tables.Format.TEXT) titles.readText();
        else titles.readTable();
        return Collections.unmodifiableMap(titles.titles);
    }

    private void readText() {
        Layout layout = Layout.of(file.toString(), TextFile.head(file), source);
        boolean named = !layout.names().isEmpty();
        int item = named ? itemPlace(layout.names()) : 0, title = named ? titlePlace(layout.names()) : 1;
        if (layout.columns() < 2) throw new TableException(file + ": an item and a title are due, found one column");
        Cells cells = new Cells(layout.delimiter(), true);
        try (TextFile text = TextFile.open(file, true, layout.body())) {
            for (TextFile.Stretch stretch; (stretch = text.take(new long[1], new byte[1][0])) != null; ) lines(text, stretch, cells, item, title);
        }
    }

    private void lines(TextFile text, TextFile.Stretch stretch, Cells cells, int item, int title) {
        for (int at = stretch.from(); at < stretch.to(); ) {
            int start = at;
            try {
                at = cells.line(stretch.text(), at, stretch.to());
            } catch (Cells.OpenQuote e) {
                throw new TableException(file + ":" + text.line(stretch.offset() + start) + ": a quote is opened and never closed");
            }
            if (cells.isBlankLine()) continue;
            if (cells.count <= Math.max(item, title)) {
                throw new TableException(file + ":" + text.line(stretch.offset() + start) + ": an item and a title are due, found " + TableException.shown(String.join(" ", cells.texts())));
            }
            titles.putIfAbsent(cells.text(item), cells.text(title));
        }
    }

    private void readTable() {
        String scan = DuckReader.scan(source, List.of(file.toString()));
        try (var connection = DuckReader.connect(source.memory()); Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            DuckReader.describe(connection, scan, names, new ArrayList<>());
            String columns = DuckReader.identifier(names.get(itemPlace(names))) + "::varchar, " + DuckReader.identifier(names.get(titlePlace(names))) + "::varchar";
            try (ResultSet rows = statement.executeQuery("select " + columns + " from " + scan)) {
                while (rows.next()) if (rows.getString(1) != null && rows.getString(2) != null) titles.putIfAbsent(rows.getString(1), rows.getString(2));
            }
        } catch (SQLException e) {
            throw new TableException(file + ": DuckDB says: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
    }

    private int itemPlace(List<String> names) {
        int place = Roles.find(file.toString(), "item", itemColumn, Roles.ITEM, names);
        if (place < 0) place = Roles.first(List.of("id"), names);
        if (place < 0) throw new TableException(file + ": no item column among " + Roles.listed(names));
        return place;
    }

    private int titlePlace(List<String> names) {
        int place = Roles.find(file.toString(), "title", titleColumn, TITLE, names);
        if (place < 0) throw new TableException(file + ": no title column among " + Roles.listed(names));
        return place;
    }
}
