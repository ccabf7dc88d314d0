package mf4j.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Copies of what JSON can say, unmodifiable all the way down.
final class JsonValues {
    private JsonValues() { }

    static Map<String, Object> copy(String place, Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) throw refusal(place + "'s keys", entry.getKey());
            copy.put(name, value(place + "." + name, entry.getValue()));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static Object value(String place, Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean truth -> truth;
            case Map<?, ?> map -> copy(place, map);
            case List<?> list -> list(place, list);
            default -> throw refusal(place, value);
        };
    }

    private static List<Object> list(String place, List<?> list) {
        List<Object> copy = new ArrayList<>(list.size());
        for (Object value : list) copy.add(value(place + "[" + copy.size() + "]", value));
        return Collections.unmodifiableList(copy);
    }

    private static IllegalArgumentException refusal(String place, Object value) {
        return new IllegalArgumentException("ModelFile." + place + " must be text, numbers, true, false, null, lists or maps but was "
                + (value == null ? null : value.getClass().getName() + " " + value));
    }
}
