package mf4j.study;

import mf4j.train.Seeds;

import java.util.function.ToDoubleFunction;

/// Draws from a density within bounds, by slices along one coordinate after another (Neal 2003: stepping out, then shrinking).
///
/// @param low   bounds of the first coordinates; what follows them in a point is held
/// @param high  bounds of them
/// @param width of an interval, before it steps out
record SliceSampling(double[] low, double[] high, double width) {
    private static final int OUT = 3;     // steps out at most, to both sides together
    private static final int SHRINK = 30;

    /// The point after one walk through the coordinates.
    ///
    /// @param energy the negative logarithm of the density; NaN where there is none
    double[] sweep(double[] from, ToDoubleFunction<double[]> energy, Seeds.Stream random) {
        double[] x = from.clone();
        double own = energy.applyAsDouble(x);
        for (int j = 0; j < low.length; j++) {
            double level = own - StrictMath.log(1 - random.nextDouble());
            double centre = x[j];
            double left = centre - width * random.nextDouble();
            double right = left + width;
            int toLeft = random.nextInt(OUT + 1);
            for (int k = 0; k < toLeft && left > low[j] && within(x, j, left, energy, level); k++) left -= width;
            for (int k = toLeft; k < OUT && right < high[j] && within(x, j, right, energy, level); k++) right += width;
            left = Math.max(left, low[j]);
            right = Math.min(right, high[j]);
            int tries = 0;
            for (; tries < SHRINK; tries++) {
                x[j] = left + random.nextDouble() * (right - left);
                double value = energy.applyAsDouble(x);
                if (value <= level) {
                    own = value;
                    break;
                }
                if (x[j] < centre) left = x[j];
                else right = x[j];
            }
            if (tries == SHRINK) x[j] = centre;
        }
        return x;
    }

    private static boolean within(double[] x, int j, double at, ToDoubleFunction<double[]> energy, double level) {
        x[j] = at;
        return energy.applyAsDouble(x) < level;
    }
}
