package mf4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The points of a space in the order of Vizier's grid: the parameter declared first varies fastest; numbers ascend, choices are in the
/// order of their text; a continuum is cut into points equally far on its scale, both bounds among them. Under a parameter that others
/// depend on come, for each of its values, the points of those that the value makes active.
final class Lattice {
    private final Space space;
    private final int reals;
    private final List<double[]> choices = new ArrayList<>(); // per dimension the choices in their order, null for numbers
    private final long[][] deciding;                          // per dimension the values that make others active, as indices, ascending
    private final long[] below;                               // points of a dimension and of all that depend on it

    /// @param reals how many points of a continuum; 0 for as many as it has
    Lattice(Space space, int reals) {
        this.space = space;
        this.reals = reals;
        for (Parameter parameter : space.parameters()) choices.add(parameter instanceof Choice choice ? sorted(choice) : null);
        this.deciding = IntStream.range(0, space.size()).mapToObj(this::deciding).toArray(long[][]::new);
        this.below = new long[space.size()];
        for (int j = space.size() - 1; j >= 0; j--) below[j] = below(j);
    }

    private static double[] sorted(Choice choice) {
        return choice.values().stream().sorted(Comparator.comparing(String::valueOf)).mapToDouble(choice::inside).toArray();
    }

    private long below(int dimension) {
        if (size(dimension) == Long.MAX_VALUE) return Long.MAX_VALUE;
        long sum = size(dimension) - deciding[dimension].length;
        for (long k : deciding[dimension]) sum = plus(sum, product(children(dimension, value(dimension, k))));
        return sum;
    }

    private long[] deciding(int dimension) {
        return space.dimensions().stream().filter(d -> d.parent() == dimension).flatMap(d -> d.when().stream()).flatMapToLong(value -> indices(dimension, value)).sorted().distinct().toArray();
    }

    /// Where a value of a dimension is in its order; nowhere where a continuum was cut elsewhere.
    private LongStream indices(int dimension, double value) {
        double[] order = choices.get(dimension);
        if (order != null) return LongStream.range(0, order.length).filter(k -> order[(int) k] == value);
        long from = 0;
        long to = size(dimension);
        while (from < to) {
            long middle = (from + to) >>> 1;
            if (value(dimension, middle) < value - Space.SAME) from = middle + 1;
            else to = middle;
        }
        return LongStream.range(from, size(dimension)).takeWhile(k -> value(dimension, k) <= value + Space.SAME);
    }

    private long size(int dimension) {
        Parameter parameter = space.parameter(dimension);
        return parameter.continuous() && reals > 0 ? reals : parameter.count();
    }

    private double value(int dimension, long index) {
        Parameter parameter = space.parameter(dimension);
        if (choices.get(dimension) != null) return choices.get(dimension)[(int) index];
        if (!parameter.continuous()) return parameter.at(index);
        return parameter.fromUnit(reals == 1 ? 0.5 : index / (reals - 1.0));
    }

    private List<Integer> children(int parent, double value) {
        List<Integer> children = new ArrayList<>();
        for (int j = parent + 1; j < space.size(); j++) {
            Space.Dimension d = space.dimensions().get(j);
            if (d.parent() == parent && d.follows(value)) children.add(j);
        }
        return children;
    }

    private List<Integer> roots() {
        List<Integer> roots = new ArrayList<>();
        for (int j = 0; j < space.size(); j++) if (space.dimensions().get(j).parent() < 0) roots.add(j);
        return roots;
    }

    private long product(List<Integer> dimensions) {
        long product = 1;
        for (int j : dimensions) product = Math.multiplyHigh(product, below[j]) != 0 || product * below[j] < 0 ? Long.MAX_VALUE : product * below[j];
        return product;
    }

    private static long plus(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    /// How many points; [Long#MAX_VALUE] for more than fit.
    long count() {
        return product(roots());
    }

    /// The point of an index below [#count()].
    double[] at(long index) {
        double[] point = new double[space.size()];
        Arrays.fill(point, Double.NaN);
        fill(point, roots(), index);
        return point;
    }

    private void fill(double[] point, List<Integer> dimensions, long index) {
        for (int j : dimensions) {
            fill(point, j, index % below[j]);
            index /= below[j];
        }
    }

    private void fill(double[] point, int dimension, long index) {
        if (below[dimension] == size(dimension)) {
            point[dimension] = value(dimension, index);
            fill(point, children(dimension, point[dimension]), 0);
            return;
        }
        long next = 0; // of the values, those before it being passed over
        for (long k : deciding[dimension]) {
            if (index < k - next) break;
            index -= k - next;
            double value = value(dimension, k);
            List<Integer> children = children(dimension, value);
            long count = product(children);
            if (index < count) {
                point[dimension] = value;
                fill(point, children, index);
                return;
            }
            index -= count;
            next = k + 1;
        }
        point[dimension] = value(dimension, next + index);
    }
}
