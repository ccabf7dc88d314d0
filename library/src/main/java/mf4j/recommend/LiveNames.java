package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.train.Check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names that go on growing behind those of a model. Guarded by its owner's lock.
final class LiveNames {
    private final Ids known;
    private final Map<String, Integer> added = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private volatile Ids all; // as many as there were when somebody last asked

    LiveNames(Ids known) {
        this.known = known;
        this.all = known;
    }

    int size() {
        return known.size() + order.size();
    }

    int indexOf(String name) {
        int index = known.indexOf(name);
        return index >= 0 ? index : added.getOrDefault(name, -1);
    }

    /// The index of a name that is not there yet.
    int add(String name) {
        int index = size();
        added.put(name, index);
        order.add(name);
        return index;
    }

    String name(int index) {
        return index < known.size() ? known.name(index) : order.get(index - known.size());
    }

    /// All of them; made anew when there are more than the last time.
    Ids ids() {
        if (all.size() < size()) {
            Ids.Builder builder = Grown.builder(known);
            order.forEach(builder::add);
            all = builder.build();
        }
        return all;
    }

    /// Refuses what cannot be a name.
    static void check(String kind, String name) {
        Ids.of(List.of(Check.of(LiveModel.class).present(kind, name)));
    }
}
