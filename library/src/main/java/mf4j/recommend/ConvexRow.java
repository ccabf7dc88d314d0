package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.train.Check;

import java.util.Arrays;

/// Newton's method for one row of a smooth convex problem, its systems solved by conjugate gradients:
///
/// ```
/// minimise over x and b   loss(A x + b + c) + ridge/2 |x|^2 + biasRidge/2 b^2
/// ```
///
/// It ends when the gradient is at most 1e-4 of what it is at 0 factors. Cost of a step: a pass over A per gradient and two per
/// conjugate direction. Scratch of one worker: not for sharing between threads.
final class ConvexRow {
    private static final Kernel KERNEL = Kernel.active();
    private static final double TOLERANCE = 1e-4;
    private static final int STEPS = 30;       // of Newton at most; each starts a line search
    private static final int DIRECTIONS = 50;  // of conjugate gradients per step at most
    private static final int HALVINGS = 30;

    /// A convex function of the scores of a row.
    interface Loss {
        /// Its value; the derivatives by the scores go to `slopes`. What [#curved] needs of this point is kept.
        double at(float[] scores, float[] slopes);

        /// The product of the second derivatives, at the point of the last [#at], with a direction of the scores.
        void curved(float[] direction, float[] into);
    }

    private final int rank;
    private final boolean biased;
    private final float[] z;         // the unknowns: factors, bias
    private final float[] gradient;
    private final float[] residual;
    private final float[] direction;
    private final float[] product;
    private final float[] step;
    private float[] tile = new float[0];    // rows x rank: A
    private float[] offsets = new float[0]; // c
    private float[] scores = new float[0];
    private float[] slopes = new float[0];
    private float[] moved = new float[0];   // A step
    private float[] tried = new float[0];
    private int rows;
    private double ridge;
    private double biasRidge;
    private double value;

    ConvexRow(int rank, boolean biased) {
        this.rank = rank;
        this.biased = biased;
        this.z = new float[rank + 1];
        this.gradient = new float[rank + 1];
        this.residual = new float[rank + 1];
        this.direction = new float[rank + 1];
        this.product = new float[rank + 1];
        this.step = new float[rank + 1];
    }

    /// Room for the rows of A, to be filled row after row; [#offsets] has room for c then.
    float[] tile(int rows) {
        this.rows = rows;
        if (offsets.length < rows) {
            int most = (Integer.MAX_VALUE - 16) / Math.max(1, rank);
            Check.of(ConvexRow.class).that(rows <= most, "rows", "be at most " + most + " at rank " + rank + ", what one array can hold,", rows);
            int room = (int) Math.min(rows + rows / 2L, most);
            tile = new float[room * rank];
            offsets = new float[room];
            scores = new float[room];
            slopes = new float[room];
            moved = new float[room];
            tried = new float[room];
        }
        return tile;
    }

    int rows() {
        return rows;
    }

    float[] offsets() {
        return offsets;
    }

    /// The derivatives of the loss by the scores at the solution.
    float[] slopes() {
        return slopes;
    }

    float bias() {
        return z[rank];
    }

    /// Minimises from `x[xi..]` and `bias`, into `x[xi..]` and [#bias].
    ///
    /// @return the minimum
    double solve(Loss loss, double ridge, double biasRidge, float[] x, int xi, double bias) {
        this.ridge = ridge;
        this.biasRidge = biasRidge;
        double enough = TOLERANCE * atZero(loss);
        System.arraycopy(x, xi, z, 0, rank);
        z[rank] = biased ? (float) bias : 0;
        multiply(z, scores);
        for (int r = 0; r < rows; r++) scores[r] += offsets[r];
        for (int newton = 0; newton < STEPS; newton++) {
            value = loss.at(scores, slopes) + penalty(z);
            descend(slopes, z, gradient);
            double length = norm(gradient);
            if (length <= enough) break;
            newtonStep(loss, length, Math.min(0.1, Math.sqrt(length / (length + enough / TOLERANCE))));
            if (!search(loss)) break;
        }
        System.arraycopy(z, 0, x, xi, rank);
        return value;
    }

    private double atZero(Loss loss) {
        Arrays.fill(z, 0);
        System.arraycopy(offsets, 0, scores, 0, rows);
        loss.at(scores, slopes);
        descend(slopes, z, gradient);
        return norm(gradient);
    }

    /// `step` becomes the direction to go, H step = -gradient to a share of its length; `moved` what it does to the scores.
    private void newtonStep(Loss loss, double length, double share) {
        Arrays.fill(step, 0);
        Arrays.fill(moved, 0, rows, 0);
        for (int j = 0; j <= rank; j++) residual[j] = -gradient[j];
        System.arraycopy(residual, 0, direction, 0, rank + 1);
        double squares = length * length;
        double end = share * share * squares;
        for (int n = 0; n < DIRECTIONS && squares > end; n++) {
            multiply(direction, tried);
            loss.curved(tried, slopes);
            descend(slopes, direction, product);
            double curvature = dot(direction, product);
            if (!(curvature > 0)) break;
            float alpha = (float) (squares / curvature);
            KERNEL.axpy(alpha, direction, 0, step, 0, rank + 1);
            KERNEL.axpy(alpha, tried, 0, moved, 0, rows);
            KERNEL.axpy(-alpha, product, 0, residual, 0, rank + 1);
            double before = squares;
            squares = dot(residual, residual);
            for (int j = 0; j <= rank; j++) direction[j] = (float) (residual[j] + squares / before * direction[j]);
        }
    }

    /// Halves the step until the value falls by a part of what its slope promises; false when rounding leaves nothing to gain.
    private boolean search(Loss loss) {
        double slope = dot(gradient, step);
        float length = 1;
        for (int n = 0; n < HALVINGS; n++, length /= 2) {
            System.arraycopy(scores, 0, tried, 0, rows);
            KERNEL.axpy(length, moved, 0, tried, 0, rows);
            for (int j = 0; j <= rank; j++) product[j] = z[j] + length * step[j];
            double there = loss.at(tried, slopes) + penalty(product);
            if (there > value + 1e-4 * length * slope) continue;
            System.arraycopy(product, 0, z, 0, rank + 1);
            System.arraycopy(tried, 0, scores, 0, rows);
            return there < value;
        }
        return false;
    }

    private void multiply(float[] x, float[] into) {
        for (int r = 0; r < rows; r++) into[r] = KERNEL.dot(tile, r * rank, x, 0, rank) + x[rank];
    }

    /// The gradient of loss and penalties by x and b; also its change along a direction, which is linear in both arguments.
    private void descend(float[] slopes, float[] x, float[] into) {
        Arrays.fill(into, 0);
        KERNEL.transposedMultiplyAdd(tile, rows, rank, slopes, 0, into);
        KERNEL.axpy((float) ridge, x, 0, into, 0, rank);
        if (!biased) return;
        double sum = 0;
        for (int r = 0; r < rows; r++) sum += slopes[r];
        into[rank] = (float) (sum + biasRidge * x[rank]);
    }

    private double penalty(float[] x) {
        return ridge / 2 * KERNEL.dot(x, 0, x, 0, rank) + biasRidge / 2 * x[rank] * x[rank];
    }

    private double dot(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j <= rank; j++) sum += (double) a[j] * b[j];
        return sum;
    }

    private double norm(float[] a) {
        return Math.sqrt(dot(a, a));
    }
}
