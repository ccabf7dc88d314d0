package mf4j.study;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/// A map that nobody changes, in the order in which it was made; null may be a value. Two arrays, of which maps of the same keys may share one:
/// a long study has several for each trial.
final class KeptMap<V> extends AbstractMap<String, V> {
    private static final int FEW = 16; // keys that are faster looked at one by one
    private static final KeptMap<Object> EMPTY = new KeptMap<>(new String[0], new Object[0]);

    private final String[] keys;
    private final Object[] values;
    private final Map<String, Integer> places; // of many keys

    private KeptMap(String[] keys, Object[] values) {
        this.keys = keys;
        this.values = values;
        this.places = keys.length <= FEW ? Map.of() : HashMap.newHashMap(keys.length);
        for (int j = 0; keys.length > FEW && j < keys.length; j++) places.put(keys[j], j);
    }

    /// A map that stays as this one is now; itself where that is sure.
    @SuppressWarnings("unchecked") // one without entries is a map to anything
    static <V> KeptMap<V> of(Map<String, V> map) {
        if (map instanceof KeptMap<V> kept) return kept;
        return map.isEmpty() ? (KeptMap<V>) EMPTY : new KeptMap<>(map.keySet().toArray(String[]::new), map.values().toArray());
    }

    /// A map with the same keys.
    ///
    /// @param values one per key, in their order; kept as they are
    <W> KeptMap<W> with(Object... values) {
        return new KeptMap<>(keys, values);
    }

    /// Whether its values are these objects, in this order.
    boolean holds(Object[] objects) {
        if (objects.length != values.length) return false;
        for (int j = 0; j < objects.length; j++) if (objects[j] != values[j]) return false;
        return true;
    }

    private int place(Object key) {
        if (keys.length > FEW) return places.getOrDefault(key, -1);
        for (int j = 0; j < keys.length; j++) if (keys[j].equals(key)) return j;
        return -1;
    }

    @SuppressWarnings("unchecked") // only values of this type were put in
    private V value(int place) {
        return (V) values[place];
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public boolean containsKey(Object key) {
        return place(key) >= 0;
    }

    @Override
    public boolean containsValue(Object value) {
        return Arrays.asList(values).contains(value);
    }

    @Override
    public V get(Object key) {
        int place = place(key);
        return place < 0 ? null : value(place);
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return keys.length;
            }

            @Override
            public Iterator<Entry<String, V>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, V>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < keys.length;
        }

        @Override
        public Entry<String, V> next() {
            if (!hasNext()) throw new NoSuchElementException();
            return new SimpleImmutableEntry<>(keys[next], value(next++));
        }
    }
}
