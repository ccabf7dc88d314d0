package mf4j.sql;

import mf4j.data.Attributes;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Reads what users or items are by themselves: one row each, a column for whom and columns of what.
final class AttributeTable {
    private AttributeTable() { }

    /// @param owners the usual names of the column that says whose row it is
    /// @param wanted the columns of what; all but the owner's where it is empty
    static Attributes read(Path file, List<String> owners, List<String> wanted) {
        Source source = Source.of(file);
        try (var connection = DuckReader.connect(source.memory()); Statement statement = connection.createStatement()) {
            String scan = scan(file, source);
            List<String> names = new ArrayList<>();
            DuckReader.describe(connection, scan, names, new ArrayList<>());
            String owner = names.get(owner(file, owners, names));
            List<String> columns = wanted.isEmpty() ? names.stream().filter(name -> !name.equals(owner)).toList() : columns(file, wanted, names);
            String cells = columns.stream().map(column -> ", " + DuckReader.identifier(column) + "::varchar").collect(Collectors.joining());
            try (ResultSet rows = statement.executeQuery("select " + DuckReader.identifier(owner) + "::varchar" + cells + " from " + scan)) {
                return attributes(rows, columns);
            }
        } catch (SQLException e) {
            throw new TableException(file + ": " + DuckReader.said(e), e);
        }
    }

    /// Every cell as it is spelled, for a name is no number.
    private static String scan(Path file, Source source) {
        if (Tables.Format.of(file) != Tables.Format.TEXT) return DuckReader.scan(source, List.of(file.toString()));
        Layout layout = Layout.of(file.toString(), TextFile.head(file), source);
        return "read_csv(" + DuckReader.quoted(file.toString()) + ", delim = " + DuckReader.quoted(layout.delimiter()) + ", header = " + !layout.names().isEmpty()
                + ", all_varchar = true)";
    }

    private static int owner(Path file, List<String> owners, List<String> names) {
        int place = Roles.first(owners, names);
        if (place < 0) place = Roles.first(List.of("id"), names);
        if (place < 0) throw new TableException(file + ": no column of whose attributes these are among " + Roles.listed(names));
        return place;
    }

    private static List<String> columns(Path file, List<String> wanted, List<String> names) {
        for (String column : wanted) {
            if (!names.contains(column)) throw new TableException(file + ": no column '" + column + "' of attributes among " + Roles.listed(names));
        }
        return wanted;
    }

    private static Attributes attributes(ResultSet rows, List<String> columns) throws SQLException {
        Attributes.Builder builder = Attributes.builder();
        while (rows.next()) {
            String owner = rows.getString(1);
            if (owner == null || owner.isBlank()) continue;
            for (int column = 0; column < columns.size(); column++) {
                String cell = rows.getString(column + 2);
                if (cell != null) builder.addCell(owner.strip(), columns.get(column), cell);
            }
        }
        return builder.build();
    }
}
