package mf4j.app;

import java.util.Map;

/// What items are called; an item without a title is called by its id.
record Titles(Map<String, String> byItem) {
    private static final int WIDEST = 60;

    /// The title, or the id.
    String of(String item) {
        return byItem.getOrDefault(item, item);
    }

    /// The same, cut to fit a table on a terminal.
    String brief(String item) {
        String title = of(item);
        return title.length() <= WIDEST ? title : title.substring(0, WIDEST - 3) + "...";
    }

    boolean isEmpty() {
        return byItem.isEmpty();
    }
}
