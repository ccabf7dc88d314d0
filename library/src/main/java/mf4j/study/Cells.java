package mf4j.study;

/// Where the values of a parameter lie between 0 and 1 when each of them has a share, as [Parameter#drawn] reads it: the shares of whole and stepped
/// numbers reach half a step to both sides on their scale, those of discrete numbers and choices are equally long. A value of a continuum is a share
/// of length 0.
final class Cells {
    private Cells() { }

    /// The middle of a value's share.
    static double middle(Parameter parameter, double inside) {
        if (parameter.continuous() || parameter.count() == 1) return parameter.toUnit(inside);
        if (curved(parameter) instanceof Whole whole) return whole.scale().toUnit(inside, whole.low() - 0.5, whole.high() + 0.5);
        return (index(parameter, inside) + 0.5) / parameter.count();
    }

    /// The index of a value among all of a parameter that is no continuum.
    static long index(Parameter parameter, double inside) {
        return switch (parameter) {
            case Whole whole -> ((long) inside - whole.low()) / whole.step();
            case Real real -> real.count() == 1 ? 0 : Math.round((inside - real.low()) / real.step());
            case Discrete discrete -> discrete.index(inside);
            case Choice _ -> (long) inside;
        };
    }

    /// Where the share of the value of an index begins, the one before it ends; from 0 to the number of values, which begins at 1.
    static double edge(Parameter parameter, long index) {
        if (curved(parameter) instanceof Whole whole) return whole.scale().toUnit(whole.low() + index - 0.5, whole.low() - 0.5, whole.high() + 0.5);
        return (double) index / parameter.count();
    }

    private static Whole curved(Parameter parameter) {
        return parameter instanceof Whole whole && whole.scale() != Scale.LINEAR ? whole : null;
    }
}
