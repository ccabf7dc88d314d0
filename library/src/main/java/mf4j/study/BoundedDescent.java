package mf4j.study;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// The least value of a smooth function within bounds: steps of limited memory BFGS (Nocedal 1980) among the coordinates that are free,
/// projected onto the bounds (Bertsekas 1982). A coordinate is held while it lies on a bound and the function falls beyond it.
///
/// @param low        bounds per coordinate
/// @param high       bounds per coordinate, not below `low`
/// @param memory     pairs of steps and changes of the gradient that are kept
/// @param iterations steps at most
/// @param tolerance  ends where the projected gradient has no greater component
record BoundedDescent(double[] low, double[] high, int memory, int iterations, double tolerance) {
    private static final double SUFFICIENT = 1e-4; // of the fall that the gradient promises
    private static final int HALVINGS = 20;
    private static final double FLAT = 1e-12; // relative fall that ends it

    /// A function with its gradient.
    @FunctionalInterface
    interface Slope {
        /// The value; NaN or infinite where there is none.
        ///
        /// @param gradient is written
        double at(double[] x, double[] gradient);
    }

    /// Where it ended.
    ///
    /// @param x     within the bounds
    /// @param value there
    record Minimum(double[] x, double value) { }

    private record Pair(double[] step, double[] change, double product) { }

    /// Goes down from a point, which is first moved within the bounds.
    Minimum from(double[] start, Slope slope) {
        int d = start.length;
        double[] x = start.clone();
        clip(x);
        double[] gradient = new double[d];
        double value = slope.at(x, gradient);
        Deque<Pair> pairs = new ArrayDeque<>();
        double[] next = new double[d];
        double[] after = new double[d];
        for (int iteration = 0; iteration < iterations && Double.isFinite(value); iteration++) {
            boolean[] free = free(x, gradient);
            if (largest(gradient, free) <= tolerance) break;
            double[] direction = direction(gradient, free, pairs);
            double reached = search(x, value, gradient, direction, pairs.isEmpty(), slope, next, after);
            if (Double.isNaN(reached) && pairs.isEmpty()) break;
            if (Double.isNaN(reached)) {
                pairs.clear();
                continue;
            }
            remember(pairs, x, next, gradient, after);
            boolean flat = value - reached <= FLAT * Math.max(1, Math.abs(value));
            System.arraycopy(next, 0, x, 0, d);
            System.arraycopy(after, 0, gradient, 0, d);
            value = reached;
            if (flat) break;
        }
        return new Minimum(x, value);
    }

    private void clip(double[] x) {
        for (int j = 0; j < x.length; j++) x[j] = Math.clamp(x[j], low[j], high[j]);
    }

    private boolean[] free(double[] x, double[] gradient) {
        boolean[] free = new boolean[x.length];
        for (int j = 0; j < free.length; j++) free[j] = gradient[j] > 0 ? x[j] > low[j] : x[j] < high[j];
        return free;
    }

    private static double largest(double[] gradient, boolean[] free) {
        double largest = 0;
        for (int j = 0; j < free.length; j++) if (free[j]) largest = Math.max(largest, Math.abs(gradient[j]));
        return largest;
    }

    /// The two loops over the pairs, in the free coordinates alone.
    private static double[] direction(double[] gradient, boolean[] free, Deque<Pair> pairs) {
        double[] q = new double[gradient.length];
        for (int j = 0; j < q.length; j++) q[j] = free[j] ? -gradient[j] : 0;
        double[] weights = new double[pairs.size()];
        int at = 0;
        for (Pair pair : pairs) {
            weights[at] = dot(pair.step, q, free) / pair.product;
            add(q, -weights[at++], pair.change, free);
        }
        if (!pairs.isEmpty()) {
            Pair newest = pairs.getFirst();
            double square = dot(newest.change, newest.change, free);
            double scale = square > 0 ? dot(newest.step, newest.change, free) / square : 1;
            if (scale > 0) for (int j = 0; j < q.length; j++) q[j] *= scale;
        }
        for (var oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
            Pair pair = oldest.next();
            add(q, weights[--at] - dot(pair.change, q, free) / pair.product, pair.step, free);
        }
        return dot(q, gradient, free) < 0 ? q : negative(gradient, free);
    }

    private static double[] negative(double[] gradient, boolean[] free) {
        double[] q = new double[gradient.length];
        for (int j = 0; j < q.length; j++) q[j] = free[j] ? -gradient[j] : 0;
        return q;
    }

    private static double dot(double[] a, double[] b, boolean[] free) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) if (free[j]) sum += a[j] * b[j];
        return sum;
    }

    private static void add(double[] to, double factor, double[] what, boolean[] free) {
        for (int j = 0; j < to.length; j++) if (free[j]) to[j] += factor * what[j];
    }

    /// Halves the step, or takes the lowest point of a parabola, until the projected step falls enough.
    ///
    /// @return the value there, NaN where there is none
    private double search(double[] x, double value, double[] gradient, double[] direction, boolean first, Slope slope, double[] next, double[] after) {
        double length = 1;
        if (first) { // no scale is known: a tenth of the widest side
            double most = Arrays.stream(direction).map(Math::abs).max().orElse(1);
            double side = 0;
            for (int j = 0; j < x.length; j++) side = Math.max(side, high[j] - low[j]);
            length = Math.min(1, 0.1 * side / most);
        }
        for (int halving = 0; halving < HALVINGS; halving++) {
            double promised = 0;
            for (int j = 0; j < x.length; j++) {
                next[j] = Math.clamp(x[j] + length * direction[j], low[j], high[j]);
                promised += gradient[j] * (next[j] - x[j]);
            }
            double reached = slope.at(next, after);
            if (Double.isFinite(reached) && reached <= value + SUFFICIENT * promised) return promised == 0 ? Double.NaN : reached;
            double parabola = Double.isFinite(reached) ? -0.5 * promised / (reached - value - promised) : 0.1;
            length *= Math.clamp(parabola, 0.1, 0.5);
        }
        return Double.NaN;
    }

    private void remember(Deque<Pair> pairs, double[] x, double[] next, double[] gradient, double[] after) {
        double[] step = new double[x.length];
        double[] change = new double[x.length];
        double product = 0;
        double square = 0;
        for (int j = 0; j < x.length; j++) {
            step[j] = next[j] - x[j];
            change[j] = after[j] - gradient[j];
            product += step[j] * change[j];
            square += change[j] * change[j];
        }
        if (!(product > 1e-12 * square)) return;
        if (pairs.size() == memory) pairs.removeLast();
        pairs.addFirst(new Pair(step, change, product));
    }
}
