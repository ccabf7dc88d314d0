package mf4j.study;

import mf4j.kernel.Kernel;

import java.util.Arrays;

/// How badly the parameters of a Gaussian process explain labels: the negative logarithm of their density plus the [Prior]'s penalty, with its
/// gradient by the logarithms of the parameters (Rasmussen and Williams 2006, 5.9): `1/2 tr((A^-1 - a a^T) dA)`, `a = A^-1 y`.
final class Likelihood implements BoundedDescent.Slope {
    private static final Kernel KERNEL = Kernel.active();

    private final double[] x; // by dimension
    private final double[] y;
    private final boolean[] choices;
    private final Prior prior;
    private final int n;
    private final int stride;
    private final double[] factor;
    private final double[] inverse;
    private final double[] covariances;
    private final double[] slopes;

    private final Bend bend;

    Likelihood(double[] x, double[] y, boolean[] choices, Prior prior) {
        this(x, y, null, choices, prior);
    }

    /// @param bend makes the labels, and is bent by a last parameter; null for labels as they are
    Likelihood(double[] x, double[] y, Bend bend, boolean[] choices, Prior prior) {
        this.bend = bend;
        this.x = x;
        this.y = y;
        this.choices = choices;
        this.prior = prior;
        this.n = y.length;
        this.stride = Triangle.stride(n);
        this.factor = new double[n * stride + 16];
        this.inverse = new double[n * stride + 16];
        this.covariances = new double[n * n];
        this.slopes = new double[n * n];
    }

    /// The kernel of parameters given by their logarithms.
    static Matern kernel(double[] logs, boolean[] choices) {
        double[] weights = new double[choices.length];
        for (int j = 0; j < weights.length; j++) weights[j] = StrictMath.exp(logs[j + 2]);
        return new Matern(StrictMath.exp(logs[0]), weights, choices);
    }

    @Override
    public double at(double[] logs, double[] gradient) {
        Matern kernel = kernel(logs, choices);
        double noise = StrictMath.exp(logs[1]);
        double[] bent = new double[n + 1];
        double bending = bend == null ? 0 : bend.of(logs[choices.length + 2], y, bent);
        covariances(kernel);
        for (int i = 0; i < n; i++) {
            System.arraycopy(covariances, i * n, factor, i * stride, i + 1);
            factor[i * stride + i] += noise;
        }
        if (KERNEL.cholesky(factor, n, stride) >= 0) return Double.NaN;
        double determinant = 0;
        for (int i = 0; i < n; i++) determinant += StrictMath.log(factor[i * stride + i]);
        Triangle.invert(factor, n, stride, inverse);
        double[] half = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) half[i] = KERNEL.dot(inverse, i * stride, y, 0, i + 1);
        for (int i = 0; i < n; i++) KERNEL.axpy(half[i], inverse, i * stride, weights, 0, i + 1);
        Arrays.fill(factor, 0);
        KERNEL.symmetricUpdate(inverse, stride, n, n, factor); // n x n, rows n apart: A^-1
        Arrays.fill(gradient, 0);
        addGradient(kernel, noise, weights, gradient);
        double fit = 0.5 * KERNEL.dot(half, 0, half, 0, n) + determinant + 0.5 * n * StrictMath.log(2 * StrictMath.PI);
        if (bend == null) return fit + prior.penalty(logs, gradient);
        double[] own = Arrays.copyOf(gradient, gradient.length - 1);
        double penalty = prior.penalty(Arrays.copyOf(logs, own.length), own);
        System.arraycopy(own, 0, gradient, 0, own.length);
        gradient[own.length] = KERNEL.dot(weights, 0, bent, 0, n) + bent[n];
        return fit + bending + penalty;
    }

    /// The value alone, which takes a third of the time.
    double value(double[] logs) {
        Matern kernel = kernel(logs, choices);
        double noise = StrictMath.exp(logs[1]);
        double[] squares = new double[n];
        double[] point = new double[choices.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < point.length; j++) point[j] = x[j * n + i];
            kernel.covariances(point, x, n, i + 1, squares, factor, i * stride);
            factor[i * stride + i] += noise;
        }
        if (KERNEL.cholesky(factor, n, stride) >= 0) return Double.NaN;
        double[] half = new double[n];
        double bending = bend == null ? 0 : bend.of(logs[choices.length + 2], y, new double[n]);
        double value = bending + 0.5 * n * StrictMath.log(2 * StrictMath.PI) + prior.penalty(Arrays.copyOf(logs, choices.length + 2), new double[logs.length]);
        for (int i = 0; i < n; i++) {
            double pivot = factor[i * stride + i];
            half[i] = (y[i] - KERNEL.dot(factor, i * stride, half, 0, i)) / pivot;
            value += 0.5 * half[i] * half[i] + StrictMath.log(pivot);
        }
        return value;
    }

    /// Lower triangles of the covariances and of their slopes.
    private void covariances(Matern kernel) {
        double[] squares = new double[n];
        double[] point = new double[choices.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < point.length; j++) point[j] = x[j * n + i];
            kernel.slopes(point, x, n, i + 1, squares, covariances, slopes, i * n);
        }
    }

    private void addGradient(Matern kernel, double noise, double[] weights, double[] gradient) {
        int d = choices.length;
        double[] pulls = new double[n];
        for (int i = 0; i < n; i++) {
            double own = factor[i * n + i] - weights[i] * weights[i];
            gradient[1] += 0.5 * own * noise;
            gradient[0] += 0.5 * own * kernel.amplitude();
            for (int k = 0; k < i; k++) {
                double pull = factor[i * n + k] - weights[i] * weights[k];
                gradient[0] += pull * covariances[i * n + k];
                pulls[k] = pull * slopes[i * n + k];
            }
            for (int j = 0; j < d; j++) {
                double at = x[j * n + i];
                double sum = 0;
                if (choices[j]) for (int k = 0; k < i; k++) sum += x[j * n + k] == at ? 0 : pulls[k];
                else for (int k = 0; k < i; k++) sum += pulls[k] * (x[j * n + k] - at) * (x[j * n + k] - at);
                gradient[j + 2] += kernel.weights()[j] * sum;
            }
        }
    }
}
