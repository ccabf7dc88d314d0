package mf4j.app;

import mf4j.sql.Tables;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// The flags of a table of items, and what it says.
final class ItemTable {
    @Option(names = "--items", paramLabel = "FILE", description = "Table of items and their titles; a model keeps those it was trained with.")
    Path file;

    @Option(names = "--item-column", paramLabel = "COLUMN", description = "Of --items, the column of the item, by name or number from 1; found without it.")
    String item = "";

    @Option(names = "--title-column", paramLabel = "COLUMN", description = "Of --items, the column of the title, alike.")
    String title = "";

    /// Refuses what cannot be, before anything is read.
    void check() {
        if (file == null && !(item + title).isEmpty()) throw new IllegalArgumentException((item.isEmpty() ? "--title-column" : "--item-column") + " is for --items: of which table");
    }

    boolean isGiven() {
        return file != null;
    }

    /// The titles, or those given where there is no table.
    Map<String, String> titlesOr(Map<String, String> others) {
        return file == null ? others : Tables.titles(file, item, title);
    }

    /// Whether a table is there that has no titles, and none were asked for.
    boolean isWithoutTitles() {
        return file != null && title.isEmpty() && !Tables.hasTitles(file, item);
    }

    /// The items for whom a condition over the table's columns holds.
    Set<String> where(String condition) {
        return Tables.items(file, item, condition);
    }
}
