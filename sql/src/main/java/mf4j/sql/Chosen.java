package mf4j.sql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads which items a file lists.
final class Chosen {
    private Chosen() { }

    /// The items of a list - one to a line, where there is but one column - or of a table.
    static Set<String> listed(Path file) {
        if (Tables.Format.of(file) != Tables.Format.TEXT) return ofTable(file);
        List<String> items = lines(file);
        if (items.stream().limit(1).anyMatch(line -> line.matches(".*(,|;|\\t|\\||::).*"))) return ofTable(file);
        boolean header = !items.isEmpty() && isHeading(items.getFirst());
        return Collections.unmodifiableSet(new LinkedHashSet<>(items.subList(header ? 1 : 0, items.size())));
    }

    private static Set<String> ofTable(Path file) {
        Sheet sheet = Sheet.of(file);
        int item = sheet.owner("item", "", Roles.ITEM, "");
        Set<String> items = new LinkedHashSet<>();
        sheet.each(row -> {
            if (!row.cell(item).isEmpty()) items.add(row.cell(item));
        });
        return Collections.unmodifiableSet(items);
    }

    private static List<String> lines(Path file) {
        Layout.refuseBinary(file.toString(), TextFile.head(file));
        List<String> lines = new ArrayList<>();
        try (TextFile text = TextFile.open(file, false, 0)) {
            for (TextFile.Stretch stretch; (stretch = text.take(new long[1], new byte[1][0])) != null; ) {
                for (int at = stretch.from(), end; at < stretch.to(); at = end + 1) {
                    for (end = at; stretch.text()[end] != '\n'; ) end++;
                    String line = bare(Cells.text(stretch.text(), at, end));
                    if (!line.isEmpty()) lines.add(line);
                }
            }
        }
        return lines;
    }

    private static String bare(String line) {
        return line.strip().replaceFirst("^\\ufeff", "").replaceFirst("^\"([^,;\\t|]*)\"$", "$1");
    }

    private static boolean isHeading(String line) {
        return Roles.first(Roles.ITEM, List.of(line)) >= 0 || line.equalsIgnoreCase("id");
    }
}
