package mf4j.recommend;

import mf4j.kernel.Kernel;

import java.util.Arrays;

/// Conjugate gradients on the normal equations of one row, which are never formed: every step passes once over the row's tiles.
///
/// Unknowns are the factors and, where the row has one, the bias as a last element. The first pass makes the residual at the
/// starting point, each further pass one step.
final class ConjugateGradients {
    private static final Kernel KERNEL = Kernel.active();
    private static final double CONVERGED = 1e-12; // of the squared residual, relative to the first

    private final int rank;
    private final boolean biased;
    private final float[] z;         // the unknowns: factors, bias
    private final float[] direction; // the point in the first pass
    private final float[] product;   // A direction, without penalties
    private final float[] residual;
    private final float[] right;
    private double ridge;
    private double biasRidge;
    private double squares;          // sum w t^2
    private double residualSquares;
    private double firstSquares;
    private boolean first;
    private float[] scaled = new float[0]; // per row of a tile

    ConjugateGradients(int rank, boolean biased) {
        this.rank = rank;
        this.biased = biased;
        this.z = new float[rank + 1];
        this.direction = new float[rank + 1];
        this.product = new float[rank + 1];
        this.residual = new float[rank + 1];
        this.right = new float[rank + 1];
    }

    /// Starts a row from the factors at `x[xi]` and a bias.
    void begin(double ridge, double biasRidge, float[] x, int xi, double bias) {
        this.ridge = ridge;
        this.biasRidge = biasRidge;
        System.arraycopy(x, xi, z, 0, rank);
        z[rank] = biased ? (float) bias : 0;
        System.arraycopy(z, 0, direction, 0, rank + 1);
        Arrays.fill(product, 0);
        Arrays.fill(right, 0);
        squares = 0;
        first = true;
    }

    /// Adds the rows of a tile to the product with the present direction, and in the first pass to the right side.
    void observe(float[] tile, int rows, float[] weights, float[] targets) {
        if (scaled.length < rows) scaled = new float[rows];
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            scaled[r] = weights[r] * (KERNEL.dot(tile, r * rank, direction, 0, rank) + direction[rank]);
            sum += scaled[r];
        }
        KERNEL.transposedMultiplyAdd(tile, rows, rank, scaled, 0, product);
        product[rank] += (float) sum;
        if (first) observeTargets(tile, rows, weights, targets);
    }

    private void observeTargets(float[] tile, int rows, float[] weights, float[] targets) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            scaled[r] = weights[r] * targets[r];
            sum += scaled[r];
            squares += (double) scaled[r] * targets[r];
        }
        KERNEL.transposedMultiplyAdd(tile, rows, rank, scaled, 0, right);
        right[rank] += (float) sum;
    }

    /// Ends a pass; returns true when no further pass is wanted.
    boolean advance(boolean last) {
        addPenalties();
        if (first) start();
        else step();
        Arrays.fill(product, 0);
        return last || residualSquares <= CONVERGED * firstSquares;
    }

    private void addPenalties() {
        KERNEL.axpy((float) ridge, direction, 0, product, 0, rank);
        product[rank] = biased ? (float) (product[rank] + biasRidge * direction[rank]) : 0;
    }

    private void start() {
        for (int j = 0; j <= rank; j++) residual[j] = right[j] - product[j];
        if (!biased) residual[rank] = 0;
        System.arraycopy(residual, 0, direction, 0, rank + 1);
        residualSquares = KERNEL.dot(residual, 0, residual, 0, rank + 1);
        firstSquares = Math.max(residualSquares, KERNEL.dot(right, 0, right, 0, rank + 1));
        first = false;
    }

    private void step() {
        double curvature = KERNEL.dot(direction, 0, product, 0, rank + 1);
        if (!(curvature > 0)) return;
        float length = (float) (residualSquares / curvature);
        KERNEL.axpy(length, direction, 0, z, 0, rank + 1);
        KERNEL.axpy(-length, product, 0, residual, 0, rank + 1);
        double now = KERNEL.dot(residual, 0, residual, 0, rank + 1);
        float keep = (float) (now / residualSquares);
        for (int j = 0; j <= rank; j++) direction[j] = residual[j] + keep * direction[j];
        residualSquares = now;
    }

    void solution(float[] x, int xi) {
        System.arraycopy(z, 0, x, xi, rank);
    }

    double bias() {
        return biased ? z[rank] : 0;
    }

    /// The value of the sum at z: `sum w t^2 - z.(right + residual)`, since A z = right - residual.
    double value() {
        double value = squares;
        for (int j = 0; j < (biased ? rank + 1 : rank); j++) value -= (double) z[j] * (right[j] + residual[j]);
        return value;
    }
}
