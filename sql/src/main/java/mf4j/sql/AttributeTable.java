package mf4j.sql;

import mf4j.data.Attributes;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// Reads what users or items are by themselves: one row each, a column for whom and columns of what.
final class AttributeTable {
    private AttributeTable() { }

    /// @param role   whose they are
    /// @param usual  names of the column that says whose row it is
    /// @param owner  that column as given, or empty
    /// @param wanted the columns of what, by name or number; all but the owner's where it is empty
    static Attributes read(Path file, String role, List<String> usual, String owner, List<String> wanted) {
        Sheet sheet = Sheet.of(file, owner, wanted.isEmpty() ? "" : wanted.getFirst());
        int whose = sheet.owner(role, owner, usual, "--attribute-id");
        int[] columns = wanted.isEmpty() ? IntStream.range(0, sheet.names().size()).filter(column -> column != whose).toArray()
                : wanted.stream().mapToInt(column -> column(sheet, column)).toArray();
        Attributes.Builder builder = Attributes.builder();
        sheet.each(row -> {
            if (row.cell(whose).isEmpty()) return;
            for (int column : columns) builder.addCell(row.cell(whose), sheet.names().get(column), row.cell(column));
        });
        return builder.build();
    }

    private static int column(Sheet sheet, String wanted) {
        int place = Roles.place(wanted, sheet.names());
        if (place < 0) throw new TableException(sheet.file() + ": no column '" + wanted + "' of attributes among " + Roles.listed(sheet.names()));
        return place;
    }
}
