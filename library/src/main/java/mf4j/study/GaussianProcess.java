package mf4j.study;

import mf4j.kernel.Kernel;

import java.util.Arrays;

/// A Gaussian process of mean 0 given what was seen of it with noise (Rasmussen and Williams 2006, algorithm 2.1): with `A = K + noise I`
/// the mean at x is `k(x) A^-1 y`, the variance of the function `amplitude - k(x) A^-1 k(x)`. Where A cannot be factored, not even with something
/// added to its diagonal, nothing is known: the mean is 0 and the variance the amplitude everywhere.
final class GaussianProcess implements Surrogate {
    private static final Kernel KERNEL = Kernel.active();
    private static final int TILE = 128; // points predicted at a time
    private static final double JITTER = 1e-9; // of the amplitude: the first that is tried where the noise is not enough
    private static final int JITTERS = 6;         // that are tried, each ten times the one before

    private final Matern kernel;
    private final double noise;
    private final double[] x; // by dimension, see Matern
    private final int n;
    private final int stride;
    private final double[] inverse; // of the Cholesky factor of A
    private final double[] weights; // A^-1 y, 0 for points believed to be as expected

    private GaussianProcess(Matern kernel, double noise, double[] x, int n, double[] inverse, double[] weights) {
        this.kernel = kernel;
        this.noise = noise;
        this.x = x;
        this.n = n;
        this.stride = Triangle.stride(n);
        this.inverse = inverse;
        this.weights = weights;
    }

    /// What is known after n values.
    ///
    /// @param x by dimension: coordinate j of point i is `x[j * n + i]`
    static GaussianProcess of(Matern kernel, double noise, double[] x, double[] y) {
        int n = y.length;
        double[] inverse = inverse(kernel, noise, x, n);
        if (inverse == null) return new GaussianProcess(kernel, noise, new double[0], 0, new double[0], new double[0]);
        GaussianProcess process = new GaussianProcess(kernel, noise, x, n, inverse, new double[n]);
        double[] half = new double[n];
        for (int i = 0; i < n; i++) half[i] = KERNEL.dot(inverse, i * process.stride, y, 0, i + 1);
        process.transposed(half, process.weights);
        return process;
    }

    /// The inverse of the factor of A, with as much added to the diagonal as it takes; null where nothing helps, as with a covariance that is NaN.
    private static double[] inverse(Matern kernel, double noise, double[] x, int n) {
        int stride = Triangle.stride(n);
        double[] covariance = new double[n * stride + 16];
        double[] inverse = new double[n * stride + 16];
        double jitter = 0;
        for (int attempt = 0; attempt <= JITTERS; attempt++) {
            covariances(kernel, x, n, stride, covariance);
            for (int i = 0; i < n; i++) covariance[i * stride + i] += noise + jitter;
            if (KERNEL.cholesky(covariance, n, stride) < 0 && isFinite(covariance, n, stride)) {
                Triangle.invert(covariance, n, stride, inverse);
                return inverse;
            }
            jitter = attempt == 0 ? JITTER * kernel.amplitude() : 10 * jitter;
        }
        return null;
    }

    private static boolean isFinite(double[] factor, int n, int stride) {
        for (int i = 0; i < n; i++) if (!Double.isFinite(factor[i * stride + i])) return false;
        return true;
    }

    private static void covariances(Matern kernel, double[] x, int n, int stride, double[] into) {
        double[] point = new double[kernel.weights().length];
        double[] squares = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < point.length; j++) point[j] = x[j * n + i];
            kernel.covariances(point, x, n, squares, into, i * stride);
        }
    }

    /// The same means, and the variances as if the values at more points were known and as expected; where they cannot be, as they are.
    ///
    /// @param points one after another
    GaussianProcess believing(double[] points, int count, double noise) {
        return believing(points, count, noise, new double[count]);
    }

    /// As if the values at more points were known.
    ///
    /// @param points one after another
    /// @param beyond what is expected there
    GaussianProcess believing(double[] points, int count, double noise, double[] beyond) {
        if (count == 0 && noise == this.noise) return this;
        int d = kernel.weights().length;
        int all = n + count;
        double[] joined = new double[d * all];
        for (int j = 0; j < d; j++) {
            System.arraycopy(x, j * n, joined, j * all, n);
            for (int i = 0; i < count; i++) joined[j * all + n + i] = points[i * d + j];
        }
        double[] factor = inverse(kernel, noise, joined, all);
        if (factor == null) return this;
        GaussianProcess more = new GaussianProcess(kernel, noise, joined, all, factor, new double[all]);
        double[] half = new double[all];
        for (int i = n; i < all; i++) half[i] = KERNEL.dot(factor, i * more.stride + n, beyond, 0, i + 1 - n);
        more.transposed(half, more.weights);
        for (int i = 0; i < n; i++) more.weights[i] += weights[i];
        return more;
    }

    double noise() {
        return noise;
    }

    Matern kernel() {
        return kernel;
    }

    @Override
    public void predict(double[] points, int count, double[] mean, double[] variance) {
        int d = kernel.weights().length;
        int tile = Math.min(TILE, count);
        double[] rows = new double[tile * n];
        double[] product = new double[tile * n];
        double[] squares = new double[Math.max(tile, n)];
        double[] point = new double[d];
        for (int first = 0; first < count; first += TILE) {
            int size = Math.min(TILE, count - first);
            for (int r = 0; r < size; r++) {
                System.arraycopy(points, (first + r) * d, point, 0, d);
                kernel.covariances(point, x, n, squares, rows, r * n);
                mean[first + r] = KERNEL.dot(rows, r * n, weights, 0, n);
            }
            Triangle.squares(inverse, n, stride, rows, size, product, squares);
            for (int r = 0; r < size; r++) variance[first + r] = Math.max(0, kernel.amplitude() - squares[r]);
        }
    }

    @Override
    public void at(double[] point, Local into) {
        double[] squares = new double[n];
        double[] covariances = new double[n];
        double[] slopes = new double[n];
        double[] half = new double[n];
        double[] solved = new double[n];
        kernel.slopes(point, x, n, n, squares, covariances, slopes, 0);
        double known = 0;
        for (int i = 0; i < n; i++) {
            half[i] = KERNEL.dot(inverse, i * stride, covariances, 0, i + 1);
            known += half[i] * half[i];
        }
        transposed(half, solved);
        into.mean = KERNEL.dot(covariances, 0, weights, 0, n);
        into.variance = Math.max(0, kernel.amplitude() - known);
        for (int j = 0; j < point.length; j++) {
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < n && !kernel.choices()[j]; i++) {
                double change = slopes[i] * (point[j] - x[j * n + i]);
                mean += weights[i] * change;
                variance += solved[i] * change;
            }
            into.meanSlope[j] = 2 * kernel.weights()[j] * mean;
            into.varianceSlope[j] = -4 * kernel.weights()[j] * variance;
        }
    }

    /// `W^T b`, W the inverse of the factor.
    private void transposed(double[] b, double[] into) {
        Arrays.fill(into, 0);
        for (int i = 0; i < n; i++) KERNEL.axpy(b[i], inverse, i * stride, into, 0, i + 1);
    }
}
