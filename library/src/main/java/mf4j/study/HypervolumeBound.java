package mf4j.study;

import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.List;

/// With several goals: the hypervolume that the upper bounds of a point may add, by random scalarisations (Golovin and Zhang 2020): for directions
/// w of length 1 within the positive orthant `(min_i (u_i - r_i) / w_i)^m`, as far as it is above the greatest of what was observed, averaged. Its
/// logarithm is taken, which keeps the order.
final class HypervolumeBound implements Acquisition {
    private static final double LEAST = 1e-9; // has a logarithm

    private final List<UpperBound> goals;
    private final double[][] directions;
    private final double[] reference;
    private final double[] floors; // per direction the greatest scalar of what was observed

    /// @param labels     per observed trial the labels of its goals
    /// @param directions how many
    HypervolumeBound(List<UpperBound> goals, double[][] labels, int directions, Seeds.Stream random) {
        int m = goals.size();
        this.goals = goals;
        this.directions = new double[directions][m];
        for (double[] w : this.directions) {
            double square = 0;
            for (int i = 0; i < m; i++) {
                w[i] = Math.max(1e-6, Math.abs(random.nextGaussian()));
                square += w[i] * w[i];
            }
            for (int i = 0; i < m; i++) w[i] /= Math.sqrt(square);
        }
        this.reference = new double[m];
        for (int i = 0; i < m; i++) {
            int goal = i;
            double least = Arrays.stream(labels).mapToDouble(y -> y[goal]).min().orElse(0);
            double most = Arrays.stream(labels).mapToDouble(y -> y[goal]).max().orElse(0);
            reference[i] = least - 0.01 * (most - least);
        }
        this.floors = new double[directions];
        for (int k = 0; k < directions; k++) for (double[] y : labels) floors[k] = Math.max(floors[k], power(scalar(y, k)));
    }

    private double scalar(double[] u, int direction) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < reference.length; i++) least = Math.min(least, (u[i] - reference[i]) / directions[direction][i]);
        return Math.max(0, least);
    }

    private double power(double scalar) {
        double power = 1;
        for (int i = 0; i < reference.length; i++) power *= scalar;
        return power;
    }

    @Override
    public void values(double[] points, int count, double[] into) {
        double[][] bounds = new double[goals.size()][count];
        for (int i = 0; i < bounds.length; i++) goals.get(i).values(points, count, bounds[i]);
        double[] u = new double[bounds.length];
        for (int p = 0; p < count; p++) {
            for (int i = 0; i < u.length; i++) u[i] = bounds[i][p];
            double sum = 0;
            for (int k = 0; k < floors.length; k++) sum += Math.max(0, power(scalar(u, k)) - floors[k]);
            into[p] = StrictMath.log(sum / floors.length + LEAST);
        }
    }

    @Override
    public double at(double[] point, double[] gradient) {
        int m = goals.size();
        double[][] slopes = new double[m][point.length];
        double[] u = new double[m];
        for (int i = 0; i < m; i++) u[i] = goals.get(i).at(point, slopes[i]);
        double sum = 0;
        double[] pulls = new double[m];
        for (int k = 0; k < floors.length; k++) {
            double scalar = scalar(u, k);
            double above = power(scalar) - floors[k];
            if (!(above > 0)) continue;
            sum += above;
            int least = 0;
            for (int i = 1; i < m; i++) if ((u[i] - reference[i]) / directions[k][i] < (u[least] - reference[least]) / directions[k][least]) least = i;
            pulls[least] += m * power(scalar) / scalar / directions[k][least];
        }
        double average = sum / floors.length + LEAST;
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = 0;
            for (int i = 0; i < m; i++) gradient[j] += pulls[i] * slopes[i][j] / (floors.length * average);
        }
        return StrictMath.log(average);
    }
}
