package mf4j.sql;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one thing of each item: what it is called, or by what its score is multiplied.
final class Titles {
    static final String ITEM_FLAG = "--item-column";
    private static final List<String> TITLE = List.of("title", "name", "itemname", "movietitle", "producttitle", "booktitle", "label", "description");

    private Titles() { }

    /// Of an item that comes twice the first title counts.
    static Map<String, String> read(Path file, String item, String title) {
        Sheet sheet = Sheet.of(file, item, title);
        int owner = sheet.owner("item", item, Roles.ITEM, ITEM_FLAG), named = sheet.column("title", title, TITLE, 1, "--title-column");
        Map<String, String> titles = new LinkedHashMap<>();
        sheet.each(row -> {
            if (!row.cell(owner).isEmpty() && !row.cell(named).isEmpty()) titles.putIfAbsent(row.cell(owner), row.cell(named));
        });
        return Collections.unmodifiableMap(titles);
    }

    /// Whether there are any.
    static boolean areIn(Path file, String item) {
        return Sheet.of(file, item).has(TITLE, 1);
    }

    /// Numbers above 0, one per item.
    static Map<String, Double> factors(Path file) {
        Sheet sheet = Sheet.of(file);
        int owner = sheet.owner("item", "", Roles.ITEM, ""), place = sheet.column("factor", "", List.of("factor"), 1, "");
        Map<String, Double> factors = new LinkedHashMap<>();
        sheet.each(row -> {
            String item = row.cell(owner);
            if (item.isEmpty()) throw sheet.bad(row.line(), "the item is missing");
            double factor = factor(row.cell(place));
            if (!(factor > 0 && Double.isFinite(factor))) {
                throw sheet.bad(row.line(), "the factor of item '" + item + "' must be a finite number above 0, found " + TableException.shown(row.cell(place)));
            }
            if (factors.put(item, factor) != null) throw sheet.bad(row.line(), "item '" + item + "' has a factor already, found another, " + TableException.shown(row.cell(place)));
        });
        return Collections.unmodifiableMap(factors);
    }

    private static double factor(String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
