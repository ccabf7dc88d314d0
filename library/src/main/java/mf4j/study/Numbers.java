package mf4j.study;

import mf4j.train.Check;

/// Numbers that may come as text.
final class Numbers {
    private Numbers() { }

    /// The number.
    ///
    /// @param name of the parameter that is given it
    static double of(String name, Object value) {
        if (value instanceof Number number) return number.doubleValue();
        try {
            return Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            Check.of(Parameter.class).that(false, name, "be a number", value);
            throw new AssertionError(e);
        }
    }
}
