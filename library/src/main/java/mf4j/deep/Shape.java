package mf4j.deep;

import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.Arrays;

/// The factors of a deep product X = W_L ... W_1: W_l is `widths[l] x widths[l - 1]`, all in one array, row-major, W_1 first.
///
/// @param widths d_0 to d_L, so that X is d_L x d_0
public record Shape(int... widths) {
    /// Checks that there is a factor and that every width is at least 1.
    public Shape {
        widths = widths.clone();
        Check check = Check.of(Shape.class);
        check.that(widths.length >= 2, "depth", "be at least 1", widths.length - 1);
        for (int width : widths) check.atLeast("width", width, 1);
        long size = 0;
        for (int l = 1; l < widths.length; l++) size += (long) widths[l] * widths[l - 1];
        check.that(size <= Integer.MAX_VALUE / 2, "size", "fit an array", size);
    }

    /// Square ends d and inner widths drawn from d to 3 d.
    ///
    /// @param dimension d
    /// @param depth     number of factors
    public static Shape random(int dimension, int depth, long seed) {
        return random(dimension, depth, dimension, 3 * dimension, seed);
    }

    /// Square ends d and inner widths drawn from a range.
    ///
    /// @param least of the inner widths; below d the product cannot reach every matrix
    public static Shape random(int dimension, int depth, int least, int most, long seed) {
        Check check = Check.of(Shape.class);
        check.atLeast("depth", depth, 1);
        check.atLeast("dimension", dimension, 1);
        check.that(least >= dimension, "widths", "begin at the dimension " + dimension + " or above: else the product cannot reach every matrix", least);
        check.that(most >= least, "widths", "end at or above their start " + least, most);
        Seeds.Stream random = Seeds.of(seed).forPurpose("widths").stream(0);
        int[] widths = new int[depth + 1];
        Arrays.setAll(widths, l -> l == 0 || l == depth ? dimension : least + random.nextInt(most - least + 1));
        return new Shape(widths);
    }

    /// Number of factors L.
    public int depth() {
        return widths.length - 1;
    }

    /// d_l.
    public int width(int l) {
        return widths[l];
    }

    /// Rows of the product.
    public int rows() {
        return widths[depth()];
    }

    /// Columns of the product.
    public int columns() {
        return widths[0];
    }

    /// Numbers of factor l, from 1 to L.
    public int size(int l) {
        return widths[l] * widths[l - 1];
    }

    /// Where factor l begins.
    public int at(int l) {
        int at = 0;
        for (int k = 1; k < l; k++) at += size(k);
        return at;
    }

    /// Numbers of all factors.
    public int size() {
        return at(depth() + 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(widths, shape.widths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(widths);
    }

    @Override
    public String toString() {
        return Arrays.toString(widths);
    }
}
