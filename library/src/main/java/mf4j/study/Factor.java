package mf4j.study;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What one parameter contributes to every kernel of a [Mixture]: a density on a line, the chances of cells, or the chances of labels. The last kernel knows
/// of no trial: it is as wide as the line, its middle is the line's; labels are alike to it.
sealed interface Factor permits Factor.Line, Factor.Cells, Factor.Labels {
    /// Puts kernels on some rows of a column.
    ///
    /// @param side    as in [Column#bumps]
    /// @param kernels number of the kernel of each row, -1 for none
    /// @param rows    how many rows the column has
    /// @param count   how many have a kernel
    /// @param width   as in [Column#bumps]
    /// @param logs    per kernel, to which what does not depend on the value is added
    void fit(Column column, int side, int[] kernels, int rows, int count, double width, double[] logs);

    /// Draws an inside value from a kernel.
    double draw(int kernel, RandomGenerator random);

    static Factor of(Axis axis) {
        return axis.labels() ? new Labels(axis) : axis.cells() ? new Cells(axis) : new Line(axis);
    }

    private static double drawn(Axis axis, double place, double width, double u) {
        return axis.inside(place + width * TruncatedNormal.quantile(u, (axis.low() - place) / width, (axis.high() - place) / width));
    }

    /// Densities of normal distributions, cut off at the ends of the line.
    final class Line implements Factor {
        private final Axis axis;
        private double[] places = {};
        private double[] widths = {};
        private double[] slopes = {}; // of the logarithm over the squared distance

        Line(Axis axis) {
            this.axis = axis;
        }

        @Override
        public void fit(Column column, int side, int[] kernels, int rows, int count, double width, double[] logs) {
            if (places.length <= count) {
                places = new double[2 * count + 1];
                widths = new double[2 * count + 1];
                slopes = new double[2 * count + 1];
            }
            Column.Bumps bumps = (k, place, wide, share) -> {
                places[k] = place;
                widths[k] = wide;
                slopes[k] = -0.5 / (wide * wide);
                logs[k] += TruncatedNormal.logDensity(0) - share;
            };
            column.bumps(side, kernels, count, width, bumps);
            double middle = 0.5 * (axis.low() + axis.high());
            bumps.take(count, middle, axis.length(), column.share(middle, axis.length()));
        }

        /// Adds the logarithms of the densities at a value.
        void add(double inside, double[] logs, int kernels) {
            double x = axis.place(inside);
            double[] at = places;
            double[] by = slopes;
            for (int k = 0; k < kernels; k++) {
                double away = x - at[k];
                logs[k] += by[k] * away * away;
            }
        }

        @Override
        public double draw(int kernel, RandomGenerator random) {
            return drawn(axis, places[kernel], widths[kernel], random.nextDouble());
        }
    }

    /// What of normal distributions falls into a value's cell, of what falls onto the line. Equal kernels are worked out once.
    final class Cells implements Factor {
        private final Axis axis;
        private int[] kinds = {};     // per kernel
        private double[] places = {}; // per kind
        private double[] widths = {};
        private int kind;
        private final Map<Double, double[]> masses = new HashMap<>(); // per value and kind, NaN where not yet known

        Cells(Axis axis) {
            this.axis = axis;
        }

        @Override
        public void fit(Column column, int side, int[] kernels, int rows, int count, double width, double[] logs) {
            masses.clear();
            if (kinds.length <= count) {
                kinds = new int[2 * count + 1];
                places = new double[2 * count + 1];
                widths = new double[2 * count + 1];
            }
            kind = -1;
            Column.Bumps bumps = (k, place, wide, share) -> {
                if (kind < 0 || places[kind] != place || widths[kind] != wide) kind++;
                kinds[k] = kind;
                places[kind] = place;
                widths[kind] = wide;
                logs[k] -= share;
            };
            column.bumps(side, kernels, count, width, bumps);
            double middle = 0.5 * (axis.low() + axis.high());
            bumps.take(count, middle, axis.length(), column.share(middle, axis.length()));
        }

        /// The logarithm of the chance of a value in a kernel, but for what does not depend on the value.
        double mass(double inside, int kernel) {
            return mass(masses(inside), axis.left(inside), axis.right(inside), kinds[kernel]);
        }

        private double[] masses(double inside) {
            return masses.computeIfAbsent(inside, _ -> {
                double[] unknown = new double[kind + 1];
                Arrays.fill(unknown, Double.NaN);
                return unknown;
            });
        }

        private double mass(double[] known, double left, double right, int kind) {
            if (Double.isNaN(known[kind])) known[kind] = TruncatedNormal.logMass((left - places[kind]) / widths[kind], (right - places[kind]) / widths[kind]);
            return known[kind];
        }

        /// Adds the logarithms of the chances of a value; kernels below a floor are too small to count, which chances at most 1 do not change.
        void add(double inside, double[] logs, int kernels, double floor) {
            double[] known = masses(inside);
            double left = axis.left(inside);
            double right = axis.right(inside);
            for (int k = 0; k < kernels; k++) logs[k] = logs[k] < floor ? Double.NEGATIVE_INFINITY : logs[k] + mass(known, left, right, kinds[k]);
        }

        @Override
        public double draw(int kernel, RandomGenerator random) {
            return drawn(axis, places[kinds[kernel]], widths[kinds[kernel]], random.nextDouble());
        }
    }

    /// Chances of labels: every label has `1 / (n + 1)` in each of `n` kernels, that of the kernel's trial 1 more, of their sum.
    final class Labels implements Factor {
        private final int labels;
        private int[] own = {};
        private int count;

        Labels(Axis axis) {
            this.labels = Math.toIntExact(axis.parameter().count());
        }

        private double sum() {
            return 1 + labels / (count + 1.0);
        }

        @Override
        public void fit(Column column, int side, int[] kernels, int rows, int count, double width, double[] logs) {
            this.count = count;
            if (own.length <= count) own = new int[2 * count + 1];
            for (int row = 0; row < rows; row++) if (kernels[row] >= 0) own[kernels[row]] = (int) column.place(row);
            own[count] = -1;
            double other = -StrictMath.log((count + 1.0) * sum());
            for (int k = 0; k < count; k++) logs[k] += other;
            logs[count] -= StrictMath.log(labels);
        }

        /// Adds the logarithms of the chances of a label.
        void add(double inside, double[] logs, int kernels) {
            double more = StrictMath.log(count + 2.0);
            for (int k = 0; k < kernels; k++) if (own[k] == (int) inside) logs[k] += more;
        }

        @Override
        public double draw(int kernel, RandomGenerator random) {
            double u = random.nextDouble();
            if (kernel == count) return Math.min(labels - 1, (int) (u * labels));
            double rest = u * sum() - 1;
            return rest < 0 ? own[kernel] : Math.min(labels - 1, (int) (rest * (count + 1)));
        }
    }
}
