package mf4j.study;

import java.util.List;
import java.util.Optional;

/// One thing that a study may choose: a real number, a whole number, one of some numbers, or one of some choices.
///
/// A value has two forms. Outside, in maps, files and objectives, it is a `Double`, a `Long`, or the choice itself. Inside, for
/// samplers, it is a `double`: the number, or the index of the choice.
public sealed interface Parameter permits Real, Whole, Discrete, Choice {
    /// Its name, one of a kind among the parameters that are active together.
    String name();

    /// The value that a study begins with where its sampler begins with one, in the inside form.
    Optional<Object> initial();

    /// How many values; [Long#MAX_VALUE] where they are a continuum.
    long count();

    /// The value of an index below [#count()], in ascending order; choices in the order declared.
    ///
    /// @return the inside form
    double at(long index);

    /// Whether an inside value is one of its values.
    boolean has(double inside);

    /// The inside form of a value; numbers may come as any [Number], choices as any equal object or its text.
    ///
    /// @throws IllegalArgumentException for what is not one of its values
    double inside(Object value);

    /// The outside form of an inside value.
    Object outside(double inside);

    /// Where an inside value lies on its scale, in [0, 1]: 0 the least, 1 the greatest; of a choice its index over the greatest index.
    /// One value alone lies at 0.5.
    double toUnit(double inside);

    /// The nearest inside value to a place on the scale, which is clipped to [0, 1]: what [#toUnit] undoes. Nearest in value.
    double fromUnit(double u);

    /// The inside value that a uniform number of [0, 1) draws: uniform on the scale; whole and stepped numbers as if the scale reached half a
    /// step beyond the bounds, so that the outer ones have their share; choices and discrete numbers with equal chances.
    double drawn(double u);

    /// Whether its values have no order.
    default boolean categorical() {
        return this instanceof Choice;
    }

    /// Whether its values are a continuum.
    default boolean continuous() {
        return count() == Long.MAX_VALUE;
    }

    /// The same parameter, beginning with this value.
    Parameter startingAt(Object value);

    /// A real number on a linear scale.
    static Real real(String name, double low, double high) {
        return new Real(name, low, high, Scale.LINEAR, 0, Optional.empty());
    }

    /// A real number above 0 on a logarithmic scale.
    static Real logarithmic(String name, double low, double high) {
        return new Real(name, low, high, Scale.LOG, 0, Optional.empty());
    }

    /// A whole number.
    static Whole whole(String name, long low, long high) {
        return new Whole(name, low, high, 1, Scale.LINEAR, Optional.empty());
    }

    /// One of some numbers, which are ordered.
    static Discrete discrete(String name, double... values) {
        return Discrete.of(name, values);
    }

    /// One of some choices, which are not ordered: text, numbers, truth values.
    static Choice choice(String name, Object... values) {
        return Choice.of(name, List.of(values));
    }

    /// True or false.
    static Choice bool(String name) {
        return Choice.of(name, List.of(false, true));
    }
}
