package mf4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All pruners by name.
public final class Pruners {
    private static final Map<String, Pruner> NAMED = new LinkedHashMap<>();

    static {
        NAMED.put("none", Pruner.NONE);
    }

    private Pruners() { }

    /// All names.
    public static List<String> names() {
        return new ArrayList<>(NAMED.keySet());
    }

    /// The pruner of a name, in any case, with dashes or underscores.
    ///
    /// @throws IllegalArgumentException with the list of names
    public static Pruner named(String name) {
        Pruner pruner = NAMED.get(name.toLowerCase(Locale.ROOT).replace('_', '-'));
        if (pruner == null) throw new IllegalArgumentException("there is no pruner '" + name + "'; there are " + String.join(", ", names()));
        return pruner;
    }
}
