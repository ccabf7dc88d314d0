package mf4j.study;

import mf4j.matrix.SymmetricEigen;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// The normal distribution that a CMA-ES draws a generation from, and what it learns of the generation (Hansen 2016, The CMA Evolution Strategy: A
/// Tutorial).
///
/// A point is `mean + step * scale * y`, `y` normal with the covariance. Not to be changed: a generation makes a new one.
final class CmaState {
    private static final double LEAST_STEP = 1e-12;
    private static final double GREATEST_STEP = 1e3;
    private static final double LEAST_VALUE = 1e-20; // of an eigenvalue, to the greatest

    private final CmaRates rates;
    private final int generation;
    private final double[] mean;
    private final double[] scale; // per dimension: what a margin widens it by
    private final double step;
    private final double[] covariance; // d x d, or the variances alone
    private final double[] stepPath;
    private final double[] meanPath;
    private final double[] deviations; // roots of the eigenvalues
    private final double[] vectors;    // d x d, column j belongs to deviation j; none where only variances are adapted

    private CmaState(CmaRates rates, int generation, double[] mean, double[] scale, double step, double[] covariance, double[] stepPath, double[] meanPath) {
        this.rates = rates;
        this.generation = generation;
        this.mean = mean;
        this.scale = scale;
        this.step = Math.clamp(step, LEAST_STEP, GREATEST_STEP);
        this.covariance = covariance;
        this.stepPath = stepPath;
        this.meanPath = meanPath;
        SymmetricEigen eigen = rates.separable() ? null : SymmetricEigen.of(covariance, mean.length);
        this.vectors = eigen == null ? null : eigen.vectors();
        double[] values = eigen == null ? covariance : eigen.values();
        double least = LEAST_VALUE * Math.max(Double.MIN_NORMAL, Arrays.stream(values).max().orElse(1));
        this.deviations = Arrays.stream(values).map(v -> Math.sqrt(Math.max(least, v))).toArray();
    }

    /// Before the first generation: the covariance is the unit matrix.
    static CmaState begin(CmaRates rates, double[] mean, double step) {
        int d = mean.length;
        double[] covariance = new double[rates.separable() ? d : d * d];
        for (int j = 0; j < d; j++) covariance[rates.separable() ? j : j * d + j] = 1;
        double[] scale = new double[d];
        Arrays.fill(scale, 1);
        return new CmaState(rates, 0, mean.clone(), scale, step, covariance, new double[d], new double[d]);
    }

    CmaRates rates() {
        return rates;
    }

    double mean(int dimension) {
        return mean[dimension];
    }

    /// The step that all dimensions have in common.
    double step() {
        return step;
    }

    /// Entry (i, j) of the covariance.
    double covariance(int i, int j) {
        if (rates.separable()) return i == j ? covariance[i] : 0;
        return covariance[i * mean.length + j];
    }

    /// The standard deviation of a dimension.
    double deviation(int dimension) {
        return step * scale[dimension] * Math.sqrt(covariance(dimension, dimension));
    }

    /// A point of the distribution.
    double[] draw(RandomGenerator random) {
        double[] z = new double[mean.length];
        for (int j = 0; j < z.length; j++) z[j] = deviations[j] * random.nextGaussian();
        double[] x = turned(z);
        for (int j = 0; j < x.length; j++) x[j] = mean[j] + step * scale[j] * x[j];
        return x;
    }

    /// `V z`.
    private double[] turned(double[] z) {
        if (vectors == null) return z;
        int d = z.length;
        double[] y = new double[d];
        for (int i = 0; i < d; i++) for (int j = 0; j < d; j++) y[i] += vectors[i * d + j] * z[j];
        return y;
    }

    /// `C^(-1/2) y`: how many deviations it is.
    private double[] whitened(double[] y) {
        int d = y.length;
        double[] z = new double[d];
        for (int j = 0; j < d; j++) {
            if (vectors == null) z[j] = y[j];
            else for (int i = 0; i < d; i++) z[j] += vectors[i * d + j] * y[i];
            z[j] /= deviations[j];
        }
        return turned(z);
    }

    /// Brings a point that was not drawn from here as near as a drawn one may be (Hansen 2011, Injecting external solutions into CMA-ES).
    double[] near(double[] point) {
        double length = norm(whitened(away(point)));
        double limit = Math.sqrt(mean.length) + 2.0 * mean.length / (mean.length + 2);
        if (length <= limit) return point;
        double[] near = new double[point.length];
        for (int j = 0; j < near.length; j++) near[j] = mean[j] + limit / length * (point[j] - mean[j]);
        return near;
    }

    private double[] away(double[] point) {
        double[] y = new double[point.length];
        for (int j = 0; j < y.length; j++) y[j] = (point[j] - mean[j]) / (step * scale[j]);
        return y;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /// What a generation teaches.
    ///
    /// @param points as many as the population has, the best first
    CmaState next(List<double[]> points) {
        int d = mean.length;
        double[][] ys = points.stream().map(this::away).toArray(double[][]::new);
        double[] towards = new double[d];
        for (int i = 0; i < rates.parents(); i++) for (int j = 0; j < d; j++) towards[j] += rates.weights()[i] * ys[i][j];
        double[] moved = new double[d];
        for (int j = 0; j < d; j++) moved[j] = mean[j] + step * scale[j] * towards[j];
        double[] white = whitened(towards);
        double c = rates.stepPath();
        double[] along = new double[d];
        for (int j = 0; j < d; j++) along[j] = (1 - c) * stepPath[j] + Math.sqrt(c * (2 - c) * rates.mass()) * white[j];
        double length = norm(along);
        double longer = step * Math.exp(c / rates.stepDamping() * (length / rates.expectedNorm() - 1));
        boolean steady = length / Math.sqrt(1 - Math.pow(1 - c, 2 * (generation + 1))) < (1.4 + 2.0 / (d + 1)) * rates.expectedNorm();
        double cc = rates.meanPath();
        double[] path = new double[d];
        for (int j = 0; j < d; j++) path[j] = (1 - cc) * meanPath[j] + (steady ? Math.sqrt(cc * (2 - cc) * rates.mass()) * towards[j] : 0);
        double lost = steady ? 0 : cc * (2 - cc);
        return new CmaState(rates, generation + 1, moved, scale, longer, learned(ys, path, lost), along, path);
    }

    private double[] learned(double[][] ys, double[] path, double lost) {
        int d = mean.length;
        double c1 = rates.rankOne();
        double cm = rates.rankMu();
        double[] weights = rates.weights().clone();
        double sum = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] >= 0) continue;
            double length = norm(whitened(ys[i]));
            weights[i] *= d / Math.max(length * length, 1e-8);
        }
        double keep = 1 + c1 * lost - c1 - cm * sum;
        double[] next = new double[covariance.length];
        for (int k = 0; k < next.length; k++) {
            int row = rates.separable() ? k : k / d;
            int column = rates.separable() ? k : k % d;
            double points = 0;
            for (int i = 0; i < ys.length; i++) points += weights[i] * ys[i][row] * ys[i][column];
            next[k] = keep * covariance[k] + c1 * path[row] * path[column] + cm * points;
        }
        return next;
    }

    /// The same with the mean and the width of one dimension changed.
    CmaState with(int dimension, double mean, double deviation) {
        double[] moved = this.mean.clone();
        moved[dimension] = mean;
        double[] wider = scale.clone();
        wider[dimension] *= deviation / deviation(dimension);
        return new CmaState(rates, generation, moved, wider, step, covariance, stepPath, meanPath);
    }

    /// Whether all that it will draw is the same for practical purposes.
    boolean settled(double tolerance) {
        for (int j = 0; j < mean.length; j++) if (deviation(j) > tolerance) return false;
        return true;
    }
}
