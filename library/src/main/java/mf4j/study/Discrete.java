package mf4j.study;

import mf4j.train.Check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A parameter of some numbers, which are ordered.
///
/// @param name    of the parameter
/// @param values  in ascending order, each once
/// @param scale   what counts as equally far
/// @param initial what a study begins with
public record Discrete(String name, List<Double> values, Scale scale, Optional<Object> initial) implements Parameter {
    /// Checks the numbers.
    public Discrete {
        Check check = Check.of(Parameter.class);
        values = List.copyOf(values);
        check.that(!values.isEmpty(), name, "have a value", values);
        for (int j = 0; j < values.size(); j++) {
            check.that(Double.isFinite(values.get(j)), name, "have finite values", values.get(j));
            check.that(j == 0 || values.get(j - 1) < values.get(j), name, "have ascending values, each once", values);
        }
        check.that(!scale.positive() || values.getFirst() > 0, name, "begin above 0 on a logarithmic scale", values.getFirst());
        if (initial.isPresent()) initial = Optional.of(Numbers.of(name, initial.get()));
        if (initial.isPresent()) check.that(values.contains(initial.get()), name, "begin with one of its values " + values, initial.get());
    }

    /// The numbers in any order, on a linear scale.
    public static Discrete of(String name, double... values) {
        return new Discrete(name, Arrays.stream(values).sorted().boxed().toList(), Scale.LINEAR, Optional.empty());
    }

    /// On another scale.
    public Discrete on(Scale scale) {
        return new Discrete(name, values, scale, initial);
    }

    @Override
    public Discrete startingAt(Object value) {
        return new Discrete(name, values, scale, Optional.of(value));
    }

    @Override
    public long count() {
        return values.size();
    }

    @Override
    public double at(long index) {
        return values.get((int) index);
    }

    @Override
    public boolean has(double inside) {
        return Math.abs(nearest(inside) - inside) <= 1e-10;
    }

    @Override
    public double inside(Object value) {
        double x = Numbers.of(name, value);
        Check.of(Parameter.class).that(has(x), name, "be one of " + values, value);
        return nearest(x);
    }

    @Override
    public Object outside(double inside) {
        return inside;
    }

    @Override
    public double toUnit(double inside) {
        return values.size() == 1 ? 0.5 : scale.toUnit(inside, values.getFirst(), values.getLast());
    }

    @Override
    public double fromUnit(double u) {
        return values.size() == 1 ? values.getFirst() : nearest(scale.fromUnit(Math.clamp(u, 0, 1), values.getFirst(), values.getLast()));
    }

    @Override
    public double drawn(double u) {
        return values.get((int) Math.min(values.size() - 1, (long) (u * values.size())));
    }

    /// The place of a value among all.
    int index(double inside) {
        int best = 0;
        for (int j = 1; j < values.size(); j++) if (Math.abs(values.get(j) - inside) < Math.abs(values.get(best) - inside)) best = j;
        return best;
    }

    private double nearest(double x) {
        return values.get(index(x));
    }
}
