package mf4j.study;

import mf4j.train.Check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A parameter of choices without an order.
///
/// @param name    of the parameter
/// @param values  text, truth values, `Long` or `Double`, each once, in the order declared; a study that Python wrote may have a null
/// @param initial what a study begins with
public record Choice(String name, List<Object> values, Optional<Object> initial) implements Parameter {
    /// Checks the choices; whole numbers become `Long`, others `Double`.
    public Choice {
        Check check = Check.of(Parameter.class);
        List<Object> plain = new ArrayList<>();
        for (Object value : values) {
            Object one = plain(name, value);
            check.that(!plain.contains(one), name, "have each choice once", value);
            plain.add(one);
        }
        check.that(!plain.isEmpty(), name, "have a choice", values);
        values = Collections.unmodifiableList(plain);
        if (initial.isPresent()) initial = Optional.of(plain(name, initial.get()));
        if (initial.isPresent()) check.that(values.contains(initial.get()), name, "begin with one of " + values, initial.get());
    }

    /// The choices.
    public static Choice of(String name, List<?> values) {
        return new Choice(name, Collections.unmodifiableList(values), Optional.empty());
    }

    private static Object plain(String name, Object value) {
        return switch (value) {
            case null -> null;
            case Integer i -> i.longValue();
            case Short i -> i.longValue();
            case Float f -> f.doubleValue();
            case Enum<?> e -> e.name();
            case Long _, Double _, Boolean _, String _ -> value;
            default -> {
                Check.of(Parameter.class).that(false, name, "have choices that are text, numbers or truth values", "a " + value.getClass().getSimpleName());
                throw new AssertionError(value);
            }
        };
    }

    @Override
    public Choice startingAt(Object value) {
        return new Choice(name, values, Optional.of(value));
    }

    @Override
    public long count() {
        return values.size();
    }

    @Override
    public double at(long index) {
        return index;
    }

    @Override
    public boolean has(double inside) {
        return inside >= 0 && inside < values.size() && inside == Math.rint(inside);
    }

    @Override
    public double inside(Object value) {
        int index = values.indexOf(value == null ? null : plain(name, value));
        for (int j = 0; index < 0 && j < values.size(); j++) if (Objects.toString(values.get(j)).equals(Objects.toString(value))) index = j;
        Check.of(Parameter.class).that(index >= 0, name, "be one of " + values, value);
        return index;
    }

    @Override
    public Object outside(double inside) {
        return values.get((int) inside);
    }

    @Override
    public double toUnit(double inside) {
        return values.size() == 1 ? 0.5 : inside / (values.size() - 1);
    }

    @Override
    public double fromUnit(double u) {
        return Math.rint(Math.clamp(u, 0, 1) * (values.size() - 1));
    }

    @Override
    public double drawn(double u) {
        return Math.min(values.size() - 1, Math.floor(u * values.size()));
    }
}
