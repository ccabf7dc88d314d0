package mf4j.train;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What one knob of a trainer means and may be: the only statement of it, from which come the check in the constructor, its
/// message, the flag on the command line, the JSON property, the parameter of a study and the page in the reference.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Knob {
    /// One line, without a full stop: what turning it does.
    String value();

    /// The least value allowed.
    double atLeast() default Double.NEGATIVE_INFINITY;

    /// The greatest value allowed.
    double atMost() default Double.POSITIVE_INFINITY;

    /// True when [#atLeast] itself is refused.
    boolean above() default false;

    /// Where a study looks when nobody says otherwise: `{low, high}`, or empty for a knob that is not searched.
    double[] search() default {};

    /// True when a study should look on a logarithmic scale.
    boolean logarithmic() default false;
}
