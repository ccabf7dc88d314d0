package mf4j.train;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The knobs of one trainer, read from the components of its record: one name per knob in Java, on the command line
/// (`count-weighted` for `countWeighted`), in JSON, in provenance and in a study.
///
/// A component's type is one of `int`, `long`, `double`, `boolean` or an enum; its [Knob] annotation states its rule.
///
/// @param <T> the trainer, a record
public final class Knobs<T> {
    private static final Set<Class<?>> TYPES = Set.of(int.class, long.class, double.class, boolean.class);

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
            if (type == boolean.class) return "be true or false";
            String of = type == double.class ? " of" : "";
            String low = least == Double.NEGATIVE_INFINITY ? "" : above ? " above " + Check.plain(least) : of + " at least " + Check.plain(least);
            String high = most == Double.POSITIVE_INFINITY ? "" : (low.isEmpty() ? of : " and") + " at most " + Check.plain(most);
            String kind = type == double.class ? "a finite number" : low.isEmpty() && high.isEmpty() ? "a whole number" : "";
            return ("be " + kind).strip() + low + high;
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

        /// The value that was meant: numbers may come as text, as another type of number, `64.0` or `1e3` for a whole one.
        Object parse(String owner, Object given) {
            if (given == null) throw refusal(owner, rule(), null);
            String text = given instanceof Enum<?> e ? spelled(e) : given.toString().strip();
            if (type == int.class) return (int) whole(owner, text, given, Integer.MIN_VALUE, Integer.MAX_VALUE);
            if (type == long.class) return whole(owner, text, given, Long.MIN_VALUE, Long.MAX_VALUE);
            if (type == double.class) return real(owner, text, given);
            if (type == boolean.class) return truth(owner, text, given);
            return Arrays.stream(type.getEnumConstants()).filter(c -> spelled(c).equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
                    .findFirst().orElseThrow(() -> refusal(owner, rule(), given));
        }

        private long whole(String owner, String text, Object given, long low, long high) {
            BigDecimal number;
            try {
                number = new BigDecimal(text);
            } catch (NumberFormatException notANumber) {
                throw refusal(owner, "be a whole number", given);
            }
            if (number.stripTrailingZeros().scale() > 0) throw refusal(owner, "be a whole number", given);
            boolean fits = number.compareTo(BigDecimal.valueOf(low)) >= 0 && number.compareTo(BigDecimal.valueOf(high)) <= 0;
            if (!fits) throw refusal(owner, "lie between " + low + " and " + high, given);
            return number.longValueExact();
        }

        private double real(String owner, String text, Object given) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException notANumber) {
                throw refusal(owner, "be a number", given);
            }
        }

        private boolean truth(String owner, String text, Object given) {
            if (text.equalsIgnoreCase("true")) return true;
            if (text.equalsIgnoreCase("false")) return false;
            throw refusal(owner, "be true or false", given);
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
            String key = key(rest, entry);
            arguments[j] = key == null ? read(components[j], trainer) : entry.parse(type.getSimpleName(), rest.remove(key));
        }
        if (!rest.isEmpty()) throw unknown(rest.keySet().iterator().next());
        return build(arguments);
    }

    /// All knobs of a trainer, by name in order.
    public static Map<String, Object> valuesOf(Object trainer) {
        return of(trainer).values(trainer);
    }

    /// The trainer with some knobs turned: what [#with(Object, Map)] does, where its class is not known.
    public static <T> T turned(T trainer, Map<String, ?> changes) {
        return of(trainer).with(trainer, changes);
    }

    /// The trainer with one knob turned; what the `with...` methods of a trainer are made of.
    public static <T> T with(T trainer, String name, Object value) {
        return of(trainer).with(trainer, Collections.singletonMap(name, value));
    }

    /// Under which name a knob is given: its own or its flag, not both; null when it is not.
    private String key(Map<String, Object> given, Entry entry) {
        boolean byName = given.containsKey(entry.name());
        boolean byFlag = !entry.flag().equals(entry.name()) && given.containsKey(entry.flag());
        if (byName && byFlag) {
            throw entry.refusal(type.getSimpleName(), "be given once", given.get(entry.name()) + " and, as " + entry.flag() + ", "
                    + given.get(entry.flag()));
        }
        return byName ? entry.name() : byFlag ? entry.flag() : null;
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
        if (!TYPES.contains(component.getType()) && !component.getType().isEnum()) {
            throw new AssertionError(component.getDeclaringRecord() + "." + component.getName() + " cannot be a knob: " + component.getType());
        }
        Knob knob = component.getAnnotation(Knob.class);
        if (knob == null) throw new AssertionError(component.getDeclaringRecord() + "." + component.getName() + " has no @Knob");
        List<Double> search = new ArrayList<>();
        for (double bound : knob.search()) search.add(bound);
        return new Entry(component.getName(), component.getType(), knob.value(), knob.atLeast(), knob.atMost(), knob.above(),
                List.copyOf(search), knob.logarithmic());
    }
}
