package mf4j.app;

import java.util.Map;

/// What items are called; an item without a title is called by its id.
record Titles(Map<String, String> byItem) {
    /// The title, or the id.
    String of(String item) {
        return byItem.getOrDefault(item, item);
    }

    boolean isEmpty() {
        return byItem.isEmpty();
    }
}
