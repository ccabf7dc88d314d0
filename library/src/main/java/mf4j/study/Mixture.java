package mf4j.study;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// A density of some parameters together: a weighted sum of kernels, one around each trial and one that knows of none; a kernel is a product over the
/// parameters (the Parzen estimator of Bergstra et al. 2011, over several parameters as in Falkner et al. 2018, with the widths of Optuna 5.0).
final class Mixture {
    private static final double NOTHING = 40; // a hundred thousand kernels by so many e-foldings below the greatest do not change 12 digits of the sum
    private static final int YOUNG = 25;      // trials of full weight

    private final Factor[] factors;
    private final int parameters;
    private int kernels;
    private double[] base = {};       // logarithms of the weights and of what does not depend on the point
    private double[] cumulative = {}; // weights up to each kernel
    private double[] logs = {};

    Mixture(List<Axis> axes) {
        this.factors = axes.stream().map(Factor::of).toArray(Factor[]::new);
        this.parameters = axes.size();
    }

    /// Puts kernels on some rows of the columns of its parameters.
    ///
    /// @param side      0 or 1: whose kernels of last time are likely to be the same
    /// @param rows      how many rows there are
    /// @param chosen    which of them have a kernel
    /// @param old       whether older trials have less weight
    /// @param bandwidth of lines
    void fit(List<Column> columns, int side, int rows, boolean[] chosen, boolean old, Tpe.Bandwidth bandwidth) {
        int[] numbers = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) numbers[row] = chosen[row] ? count++ : -1;
        kernels = count + 1;
        if (base.length < kernels) {
            base = new double[2 * kernels];
            cumulative = new double[2 * kernels];
            logs = new double[2 * kernels];
        }
        weigh(count, old);
        double width = bandwidth == Tpe.Bandwidth.SPARSE ? 0.2 * StrictMath.pow(Math.max(count, 1), -1.0 / (parameters + 4)) : 0;
        for (int p = 0; p < parameters; p++) factors[p].fit(columns.get(p), side, numbers, rows, count, width, base);
    }

    /// The youngest trials and the kernel without a trial have weight 1; before them it goes down in equal steps to one by their number.
    private void weigh(int count, boolean old) {
        int ramp = old ? count - YOUNG : 0;
        double sum = 0;
        for (int k = 0; k < kernels; k++) {
            double weight = k >= ramp ? 1 : ramp == 1 ? 1.0 / count : 1.0 / count + k * (1 - 1.0 / count) / (ramp - 1);
            sum += weight;
            cumulative[k] = sum;
            base[k] = StrictMath.log(weight);
        }
        double log = StrictMath.log(sum);
        for (int k = 0; k < kernels; k++) base[k] -= log;
    }

    /// A point drawn from it, as inside values.
    double[] draw(RandomGenerator random) {
        double u = random.nextDouble() * cumulative[kernels - 1];
        int kernel = Arrays.binarySearch(cumulative, 0, kernels, u);
        kernel = Math.min(kernel < 0 ? -kernel - 1 : kernel + 1, kernels - 1);
        double[] point = new double[parameters];
        for (int p = 0; p < parameters; p++) point[p] = factors[p].draw(kernel, random);
        return point;
    }

    /// The logarithm of the density, on the axes' lines, times the chances of cells and labels.
    ///
    /// @param point inside values
    double logDensity(double[] point) {
        System.arraycopy(base, 0, logs, 0, kernels);
        boolean cells = false;
        for (int p = 0; p < parameters; p++) {
            switch (factors[p]) {
                case Factor.Line line -> line.add(point[p], logs, kernels);
                case Factor.Labels labels -> labels.add(point[p], logs, kernels);
                case Factor.Cells _ -> cells = true;
            }
        }
        if (cells) addCells(point);
        return logSum(logs, kernels);
    }

    /// Chances of cells take the longest: those of kernels that are too small already are left out.
    private void addCells(double[] point) {
        int best = 0;
        for (int k = 1; k < kernels; k++) if (logs[k] > logs[best]) best = k;
        double floor = logs[best] - NOTHING;
        for (int p = 0; p < parameters; p++) if (factors[p] instanceof Factor.Cells cells) floor += cells.mass(point[p], best);
        for (int p = 0; p < parameters; p++) if (factors[p] instanceof Factor.Cells cells) cells.add(point[p], logs, kernels, floor);
    }

    private static double logSum(double[] logs, int count) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) most = Math.max(most, logs[k]);
        if (most == Double.NEGATIVE_INFINITY) return most;
        double sum = 0;
        double least = most - NOTHING;
        for (int k = 0; k < count; k++) if (logs[k] > least) sum += StrictMath.exp(logs[k] - most);
        return most + StrictMath.log(sum);
    }
}
