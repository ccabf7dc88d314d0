package mf4j.study;

import mf4j.train.Check;

import java.util.Optional;

/// A parameter of real numbers between two bounds, all of them or in steps.
///
/// @param name    of the parameter
/// @param low     the least value
/// @param high    the greatest value; lowered to the last that the steps reach
/// @param scale   what counts as equally far
/// @param step    between values, from `low` on; 0 for all of them
/// @param initial what a study begins with
public record Real(String name, double low, double high, Scale scale, double step, Optional<Object> initial) implements Parameter {
    private static final double ROUNDING = 1e-9; // of a step: what decimal bounds and steps lose in binary

    /// Checks bounds and step.
    public Real {
        Check check = Check.of(Parameter.class);
        check.that(Double.isFinite(low) && Double.isFinite(high), name, "have finite bounds", low + " and " + high);
        check.that(low <= high, name, "end at or above its start " + low, high);
        check.that(!scale.positive() || low > 0, name, "begin above 0 on a logarithmic scale", low);
        check.that(step >= 0 && step < Double.POSITIVE_INFINITY, name, "have a step of 0 or above", step);
        check.that(step == 0 || scale == Scale.LINEAR, name, "have a linear scale where it has steps", scale);
        if (step > 0) high = low + Math.floor((high - low) / step + ROUNDING) * step;
        if (initial.isPresent()) {
            double x = Numbers.of(name, initial.get());
            check.that(has(x, low, high, step), name, "begin with a value " + rule(low, high, step), initial.get());
            initial = Optional.of(step == 0 ? x : at(Math.round((x - low) / step), low, high, step));
        }
    }

    /// On another scale.
    public Real on(Scale scale) {
        return new Real(name, low, high, scale, step, initial);
    }

    /// In steps.
    public Real inSteps(double step) {
        return new Real(name, low, high, scale, step, initial);
    }

    @Override
    public Real startingAt(Object value) {
        return new Real(name, low, high, scale, step, Optional.of(value));
    }

    @Override
    public long count() {
        return low == high ? 1 : step == 0 ? Long.MAX_VALUE : Math.round((high - low) / step) + 1;
    }

    @Override
    public double at(long index) {
        return at(index, low, high, step);
    }

    private static double at(long index, double low, double high, double step) {
        return index == 0 ? low : Math.min(high, low + index * step);
    }

    @Override
    public boolean has(double inside) {
        return has(inside, low, high, step);
    }

    private static boolean has(double inside, double low, double high, double step) {
        if (!(inside >= low && inside <= high)) return false;
        double steps = step == 0 ? 0 : (inside - low) / step;
        return Math.abs(steps - Math.rint(steps)) <= 1e-6;
    }

    @Override
    public double inside(Object value) {
        double x = Numbers.of(name, value);
        Check.of(Parameter.class).that(has(x), name, "lie " + rule(low, high, step), value);
        return step == 0 ? x : at(Math.round((x - low) / step)); // the same number whoever has added up the steps
    }

    private static String rule(double low, double high, double step) {
        return "between " + low + " and " + high + (step == 0 ? "" : " in steps of " + step);
    }

    @Override
    public Object outside(double inside) {
        return inside;
    }

    @Override
    public double toUnit(double inside) {
        return low == high ? 0.5 : scale.toUnit(inside, low, high);
    }

    @Override
    public double fromUnit(double u) {
        if (low == high) return low;
        double x = Math.clamp(scale.fromUnit(Math.clamp(u, 0, 1), low, high), low, high);
        return step == 0 ? x : at(Math.round((x - low) / step));
    }

    @Override
    public double drawn(double u) {
        if (step == 0 || low == high) return fromUnit(u);
        return at(Math.min(count() - 1, (long) (u * count())));
    }
}
