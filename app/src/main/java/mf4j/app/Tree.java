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

    /// Puts every entry below a name; the names of the entries are not split at dots.
    Tree putAll(String name, Map<String, ?> entries) {
        Tree below = name.indexOf('.') < 0 ? below(name) : below(name.substring(0, name.indexOf('.')));
        if (name.indexOf('.') >= 0) return below.putAll(name.substring(name.indexOf('.') + 1), entries) == null ? this : this;
        entries.forEach((key, value) -> below.values.put(key, sound(value)));
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
