package mf4j.study;

import mf4j.kernel.Kernel;
import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Linear regression in which most coefficients are next to nothing and a few are free: the horseshoe prior of Carvalho, Polson and Scott (2010),
/// drawn from by Gibbs sampling with the scales as mixtures (Makalic and Schmidt 2015). Coefficients are drawn by way of the smaller of trials and
/// features (Rue 2001; Bhattacharya, Chakraborty and Mallick 2016).
final class Horseshoe {
    private static final Kernel KERNEL = Kernel.active();
    private static final double LEAST = 1e-10; // of a scale, whose square is a variance
    private static final double MOST = 1e10;

    private final int n;
    private final int p;
    private final double[] rows;    // n x p
    private final double[] columns; // p x n
    private final double[] y;
    private final double[] gram;    // p x p, where p is not above n
    private final double[] product; // rows' times y

    /// Of features and outcomes, both with mean 0.
    ///
    /// @param x n x p
    Horseshoe(double[][] x, double[] y) {
        this.n = x.length;
        this.p = x[0].length;
        this.y = y;
        this.rows = new double[n * p + 16];
        this.columns = new double[n * p + 16];
        for (int i = 0; i < n; i++) for (int j = 0; j < p; j++) columns[j * n + i] = rows[i * p + j] = x[i][j];
        this.gram = p > n ? null : new double[p * p];
        if (gram != null) KERNEL.symmetricUpdate(rows, p, n, p, gram);
        this.product = new double[p];
        for (int i = 0; i < n; i++) KERNEL.axpy(y[i], rows, i * p, product, 0, p);
    }

    /// The coefficients that so many steps of the sampler end with.
    double[] draw(int steps, Seeds.Stream random) {
        double[] local = new double[p]; // squares of the scales
        Arrays.fill(local, 1);
        double global = 1;
        double noise = 1;
        double[] coefficients = new double[p];
        for (int step = 0; step < steps; step++) {
            double[] scales = new double[p];
            for (int j = 0; j < p; j++) scales[j] = Math.clamp(global * local[j], LEAST, MOST);
            coefficients = gram != null ? byFeatures(scales, Math.sqrt(noise), random) : byTrials(scales, Math.sqrt(noise), random);
            double fit = 0;
            for (int i = 0; i < n; i++) fit += Math.pow(y[i] - KERNEL.dot(rows, i * p, coefficients, 0, p), 2);
            double spread = 0;
            for (int j = 0; j < p; j++) spread += coefficients[j] * coefficients[j] / scales[j];
            noise = Math.clamp(inverseGamma((n + p) / 2.0, (fit + spread) / 2, random), LEAST, MOST);
            double sum = 0;
            for (int j = 0; j < p; j++) {
                double square = coefficients[j] * coefficients[j] / (2 * noise);
                double auxiliary = inverseGamma(1, 1 + 1 / local[j], random);
                local[j] = Math.clamp(inverseGamma(1, 1 / auxiliary + square / global, random), LEAST, MOST);
                sum += square / local[j];
            }
            double auxiliary = inverseGamma(1, 1 + 1 / global, random);
            global = Math.clamp(inverseGamma((p + 1) / 2.0, 1 / auxiliary + sum, random), LEAST, MOST);
        }
        return coefficients;
    }

    /// `A = X'X + 1 / scales = L L'`, `b = A^-1 X'y + noise A^(-1/2) z`.
    private double[] byFeatures(double[] scales, double noise, RandomGenerator random) {
        double[] factor = gram.clone();
        for (int j = 0; j < p; j++) factor[j * p + j] += 1 / scales[j];
        double[] b = product.clone();
        if (KERNEL.cholesky(factor, p, p) >= 0) return new double[p];
        KERNEL.solveLower(factor, p, p, b, 0);
        for (int j = 0; j < p; j++) b[j] += noise * random.nextGaussian();
        KERNEL.solveLowerTransposed(factor, p, p, b, 0);
        return b;
    }

    /// `u` and `v` normal as the prior and its errors; `(X scales X' + 1) w = y / noise - X u / noise - v`, `b = u + noise scales X' w`.
    private double[] byTrials(double[] scales, double noise, RandomGenerator random) {
        double[] tile = new double[p * n + 16];
        double[] b = new double[p];
        for (int j = 0; j < p; j++) {
            double root = Math.sqrt(scales[j]);
            for (int i = 0; i < n; i++) tile[j * n + i] = root * columns[j * n + i];
            b[j] = noise * root * random.nextGaussian();
        }
        double[] factor = new double[n * n];
        KERNEL.symmetricUpdate(tile, n, p, n, factor);
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
            factor[i * n + i] += 1;
            w[i] = (y[i] - KERNEL.dot(rows, i * p, b, 0, p)) / noise - random.nextGaussian();
        }
        if (KERNEL.cholesky(factor, n, n) >= 0) return new double[p];
        KERNEL.solveLower(factor, n, n, w, 0);
        KERNEL.solveLowerTransposed(factor, n, n, w, 0);
        for (int j = 0; j < p; j++) b[j] += noise * scales[j] * KERNEL.dot(columns, j * n, w, 0, n);
        return b;
    }

    private static double inverseGamma(double shape, double scale, RandomGenerator random) {
        return scale / Math.max(Double.MIN_NORMAL, shape == 1 ? random.nextExponential() : gamma(shape, random));
    }

    /// A gamma variable of a shape of 1 or more (Marsaglia and Tsang 2000).
    static double gamma(double shape, RandomGenerator random) {
        double d = shape - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double z = random.nextGaussian();
            double v = Math.pow(1 + c * z, 3);
            if (v > 0 && Math.log(random.nextDouble()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
        }
    }
}
