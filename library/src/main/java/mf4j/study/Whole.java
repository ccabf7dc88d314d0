package mf4j.study;

import mf4j.train.Check;

import java.util.Optional;

/// A parameter of whole numbers: `low, low + step, ..., high`.
///
/// @param name    of the parameter
/// @param low     the least value
/// @param high    the greatest value; lowered to the last that the steps reach
/// @param step    between neighbours
/// @param scale   what counts as equally far
/// @param initial what a study begins with
public record Whole(String name, long low, long high, long step, Scale scale, Optional<Object> initial) implements Parameter {
    private static final long EXACT = 1L << 53; // beyond it doubles skip whole numbers

    /// Checks bounds and step.
    public Whole {
        Check check = Check.of(Parameter.class);
        check.that(step >= 1, name, "have a step of at least 1", step);
        check.that(low <= high, name, "end at or above its start " + low, high);
        check.that(low >= -EXACT && high <= EXACT, name, "lie between -2^53 and 2^53", low + " to " + high);
        check.that(!scale.positive() || low >= 1, name, "begin at 1 or above on a logarithmic scale", low);
        check.that(step == 1 || scale == Scale.LINEAR, name, "have a linear scale where it has steps", scale);
        high -= (high - low) % step;
        if (initial.isPresent()) {
            double x = Numbers.of(name, initial.get());
            check.that(has(x, low, high, step), name, "begin with " + rule(low, high, step), initial.get());
            initial = Optional.of((long) x);
        }
    }

    /// On another scale.
    public Whole on(Scale scale) {
        return new Whole(name, low, high, step, scale, initial);
    }

    /// In steps.
    public Whole inSteps(long step) {
        return new Whole(name, low, high, step, scale, initial);
    }

    @Override
    public Whole startingAt(Object value) {
        return new Whole(name, low, high, step, scale, Optional.of(value));
    }

    @Override
    public long count() {
        return (high - low) / step + 1;
    }

    @Override
    public double at(long index) {
        return low + index * step;
    }

    @Override
    public boolean has(double inside) {
        return has(inside, low, high, step);
    }

    private static boolean has(double inside, long low, long high, long step) {
        return inside >= low && inside <= high && inside == Math.rint(inside) && ((long) inside - low) % step == 0;
    }

    private static String rule(long low, long high, long step) {
        return "a whole number between " + low + " and " + high + (step == 1 ? "" : " in steps of " + step);
    }

    @Override
    public double inside(Object value) {
        double x = Numbers.of(name, value);
        Check.of(Parameter.class).that(has(x), name, "be " + rule(low, high, step), value);
        return x;
    }

    @Override
    public Object outside(double inside) {
        return (long) inside;
    }

    @Override
    public double toUnit(double inside) {
        return low == high ? 0.5 : scale.toUnit(inside, low, high);
    }

    @Override
    public double fromUnit(double u) {
        return low == high ? low : nearest(scale.fromUnit(Math.clamp(u, 0, 1), low, high));
    }

    @Override
    public double drawn(double u) {
        if (scale == Scale.LINEAR) return at(Math.min(count() - 1, (long) (u * count())));
        return nearest(scale.fromUnit(u, low - 0.5, high + 0.5));
    }

    private double nearest(double x) {
        return at(Math.clamp(Math.round((x - low) / step), 0, count() - 1));
    }
}
