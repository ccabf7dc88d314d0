package mf4j.study;

import mf4j.train.Check;

/// A parameter of whole numbers: `low, low + step, ..., high`.
///
/// @param name of the parameter
/// @param low  the least value
/// @param high the greatest value, which the steps must reach
/// @param step between neighbours
public record Whole(String name, int low, int high, int step) {
    /// Checks that the steps reach the end.
    public Whole {
        Check check = Check.of(Whole.class);
        check.atLeast(name + " step", step, 1);
        check.that(low <= high, name + " end", "be at least its start " + low, high);
        check.that((high - low) % step == 0, name + " end", "be reached from " + low + " in steps of " + step + ", as " + (high - (high - low) % step) + " is,", high);
    }

    /// How many values.
    public int count() {
        return (high - low) / step + 1;
    }

    /// A value, from 0 for the least.
    public int at(int index) {
        return low + index * step;
    }

    /// Whether it is one of the values.
    public boolean has(int value) {
        return value >= low && value <= high && (value - low) % step == 0;
    }
}
