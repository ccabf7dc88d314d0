package mf4j.app;

import java.util.LinkedHashMap;
import java.util.Map;

/// Named values, nested at the dots of their names, in the order they were put: what becomes a JSON object.
final class Tree {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /// Puts a value at `split.train`, for example; a number that is not finite has no JSON and becomes null.
    Tree put(String name, Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) values.put(name, sound(value));
        else below(name.substring(0, dot)).put(name.substring(dot + 1), value);
        return this;
    }

    /// Puts a value under a name in which a dot is a dot.
    Tree putWhole(String name, Object value) {
        values.put(name, sound(value));
        return this;
    }

    /// Puts every entry below a name; the names of the entries are not split at dots.
    Tree putAll(String name, Map<String, ?> entries) {
        Tree place = this;
        for (String part : name.split("\\.")) place = place.below(part);
        entries.forEach(place::putWhole);
        return this;
    }

    private Tree below(String name) {
        return (Tree) values.computeIfAbsent(name, _ -> new Tree());
    }

    private static Object sound(Object value) {
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }

    /// Plain maps, ready for JSON.
    Map<String, Object> values() {
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((name, value) -> plain.put(name, value instanceof Tree tree ? tree.values() : value));
        return plain;
    }
}
