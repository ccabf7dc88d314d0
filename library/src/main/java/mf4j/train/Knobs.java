package mf4j.train;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The knobs of one trainer, read from the components of its record: one name per knob in Java, on the command line
/// (`count-weighted` for `countWeighted`), in JSON, in provenance and in a study.
///
/// A component's type is one of `int`, `long`, `double`, `boolean` or an enum; its [Knob] annotation states its rule.
///
/// @param <T> the trainer, a record
public final class Knobs<T> {
    private static final ClassValue<Knobs<?>> OF = new ClassValue<>() {
        @Override
        protected Knobs<?> computeValue(Class<?> type) {
            return new Knobs<>(type);
        }
    };

    /// One knob: a record component with what its annotation says.
    ///
    /// @param name        as in Java
    /// @param type        of the component
    /// @param doc         one line
    /// @param least       the least value allowed, minus infinity where there is none
    /// @param most        the greatest value allowed, infinity where there is none
    /// @param above       true when `least` itself is refused
    /// @param search      `[low, high]` for studies, or empty
    /// @param logarithmic whether studies look on a logarithmic scale
    public record Entry(String name, Class<?> type, String doc, double least, double most, boolean above,
                        List<Double> search, boolean logarithmic) {
        /// The flag on the command line, without dashes: `countWeighted` is `count-weighted`.
        public String flag() {
            return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }

        /// The names an enum knob may take, in lower case with dashes; empty for the other types.
        public List<String> choices() {
            if (!type.isEnum()) return List.of();
            return Arrays.stream(type.getEnumConstants()).map(Entry::spelled).toList();
        }

        /// What the value must do, as words after "must".
        public String rule() {
            if (type.isEnum()) return "be one of " + String.join(", ", choices());
            String finite = type == double.class ? "be a finite number" : "be";
            String of = type == double.class ? " of" : "";
            String low = least == Double.NEGATIVE_INFINITY ? "" : above ? " above " + Check.plain(least) : of + " at least " + Check.plain(least);
            String high = most == Double.POSITIVE_INFINITY ? "" : (low.isEmpty() ? "" : " and") + " at most " + Check.plain(most);
            return finite + low + high;
        }

        boolean allows(Object value) {
            if (value == null) return false;
            if (!(value instanceof Number number)) return true;
            double v = number.doubleValue();
            return Double.isFinite(v) && (above ? v > least : v >= least) && v <= most;
        }

        static String spelled(Object constant) {
            return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Object parse(String owner, Object given) {
            String text = given instanceof Enum<?> e ? spelled(e) : String.valueOf(given).strip();
            try {
                if (type == int.class) return Integer.valueOf(whole(text));
                if (type == long.class) return Long.valueOf(text);
                if (type == double.class) return Double.valueOf(text);
            } catch (NumberFormatException notANumber) {
                throw refusal(owner, type == double.class ? "be a number" : "be a whole number", given);
            }
            if (type == boolean.class) {
                if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) throw refusal(owner, "be true or false", given);
                return Boolean.valueOf(text);
            }
            return Arrays.stream(type.getEnumConstants()).filter(c -> spelled(c).equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
                    .findFirst().orElseThrow(() -> refusal(owner, rule(), given));
        }

        private static String whole(String text) {
            return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        }

        IllegalArgumentException refusal(String owner, String rule, Object value) {
            return new IllegalArgumentException(owner + "." + name + " must " + rule + " but was " + value);
        }
    }

    private final Class<?> type;
    private final RecordComponent[] components;
    private final Constructor<?> constructor;
    private final List<Entry> entries;

    private Knobs(Class<?> type) {
        if (!type.isRecord()) throw new IllegalArgumentException(type.getName() + " must be a record of knobs");
        this.type = type;
        this.components = type.getRecordComponents();
        this.entries = Arrays.stream(components).map(Knobs::entry).toList();
        try {
            this.constructor = type.getDeclaredConstructor(Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record has its canonical constructor", e);
        }
        constructor.trySetAccessible();
    }

    /// The knobs of a trainer's class.
    @SuppressWarnings("unchecked") // the ClassValue's entry for T is a Knobs<T>
    public static <T> Knobs<T> of(Class<T> trainer) {
        return (Knobs<T>) OF.get(trainer);
    }

    /// The knobs of a trainer's own class.
    @SuppressWarnings("unchecked") // an object's class is a class of T
    public static <T> Knobs<T> of(T trainer) {
        return (Knobs<T>) OF.get(trainer.getClass());
    }

    /// Every knob in the order of the record's components.
    public List<Entry> entries() {
        return entries;
    }

    /// Checks one value per component, in order; called by the compact constructor of the record.
    ///
    /// @throws IllegalArgumentException `Owner.name must RULE but was VALUE`, for the first that breaks its rule
    public static void check(Class<? extends Record> owner, Object... values) {
        List<Entry> entries = of(owner).entries;
        if (values.length != entries.size()) throw new AssertionError(owner + " checks " + values.length + " of its " + entries.size() + " knobs");
        for (int j = 0; j < values.length; j++) {
            Entry entry = entries.get(j);
            if (!entry.allows(values[j])) throw entry.refusal(owner.getSimpleName(), entry.rule(), values[j]);
        }
    }

    /// The values of a trainer by name, in order; enums as their spelled names, so that the map is ready for JSON.
    public Map<String, Object> values(T trainer) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int j = 0; j < components.length; j++) {
            Object value = read(components[j], trainer);
            values.put(entries.get(j).name(), value instanceof Enum<?> ? Entry.spelled(value) : value);
        }
        return values;
    }

    /// The trainer with some knobs turned.
    ///
    /// @param changes values by knob name or flag; text is parsed
    /// @throws IllegalArgumentException for a name that is not a knob, or a value that breaks its rule
    public T with(T trainer, Map<String, ?> changes) {
        Map<String, Object> rest = new LinkedHashMap<>(changes);
        Object[] arguments = new Object[components.length];
        for (int j = 0; j < components.length; j++) {
            Entry entry = entries.get(j);
            Object given = take(rest, entry);
            arguments[j] = given == null ? read(components[j], trainer) : entry.parse(type.getSimpleName(), given);
        }
        if (!rest.isEmpty()) throw unknown(rest.keySet().iterator().next());
        return build(arguments);
    }

    /// The trainer with one knob turned; what the `with...` methods of a trainer are made of.
    public static <T> T with(T trainer, String name, Object value) {
        return of(trainer).with(trainer, Map.of(name, value));
    }

    private static Object take(Map<String, Object> rest, Entry entry) {
        Object byName = rest.remove(entry.name());
        Object byFlag = rest.remove(entry.flag());
        return byName != null ? byName : byFlag;
    }

    private IllegalArgumentException unknown(String name) {
        String known = entries.stream().map(Entry::name).collect(Collectors.joining(", "));
        return new IllegalArgumentException(type.getSimpleName() + " has no knob '" + name + "'; its knobs are " + known);
    }

    @SuppressWarnings("unchecked") // the constructor is T's
    private T build(Object[] arguments) {
        try {
            return (T) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object read(RecordComponent component, Object trainer) {
        try {
            component.getAccessor().trySetAccessible();
            return component.getAccessor().invoke(trainer);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Entry entry(RecordComponent component) {
        Knob knob = component.getAnnotation(Knob.class);
        if (knob == null) throw new AssertionError(component.getDeclaringRecord() + "." + component.getName() + " has no @Knob");
        List<Double> search = new ArrayList<>();
        for (double bound : knob.search()) search.add(bound);
        return new Entry(component.getName(), component.getType(), knob.value(), knob.atLeast(), knob.atMost(), knob.above(),
                List.copyOf(search), knob.logarithmic());
    }
}
