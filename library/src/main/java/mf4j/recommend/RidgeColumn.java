package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;

import java.util.stream.IntStream;

/// The regression of one item on all that P knows, `(X^T X + ridge I) b = X^T x_i`, whatever events came since P was made: conjugate
/// gradients, preconditioned by P. Where P is of these events it is there in one step.
final class RidgeColumn {
    private static final Kernel KERNEL = Kernel.active();
    private static final int STEPS = 100;
    private static final double CONVERGED = 1e-10; // of the squared residual, relative to the first

    private final RidgeInverse inverse;
    private final SparseRows x;
    private final double ridge;

    /// @param x users x items, strengths
    RidgeColumn(DenseWeights weights, SparseRows x, double ridge) {
        this.inverse = new RidgeInverse(weights, x.columnCount(), ridge);
        this.x = x;
        this.ridge = ridge;
    }

    /// @param y    items x users, strengths
    /// @param row  the item's row of `y`
    /// @param self its column of x, or -1
    NeighbourColumn solve(SparseRows y, int row, int self) {
        float[] b = solved(masked(moments(y, row), self), self);
        int[] from = IntStream.range(0, b.length).filter(j -> taken(j, self)).toArray();
        float[] values = new float[from.length];
        for (int k = 0; k < from.length; k++) values[k] = b[from[k]];
        return new NeighbourColumn(from, values, 0);
    }

    private boolean taken(int item, int self) {
        return item != self && inverse.inside(item);
    }

    /// Zeros where nothing may add.
    private float[] masked(float[] v, int self) {
        for (int j = 0; j < v.length; j++) if (!taken(j, self)) v[j] = 0;
        return v;
    }

    /// `X^T x_i`.
    private float[] moments(SparseRows y, int row) {
        float[] g = new float[x.columnCount()];
        for (int at = y.offsets()[row]; at < y.offsets()[row + 1]; at++) {
            int user = y.columns()[at];
            for (int entry = x.offsets()[user]; entry < x.offsets()[user + 1]; entry++) g[x.columns()[entry]] += y.values()[at] * x.values()[entry];
        }
        return g;
    }

    private float[] solved(float[] residual, int self) {
        int n = residual.length;
        float[] b = new float[n];
        double first = KERNEL.dot(residual, 0, residual, 0, n);
        float[] direction = masked(inverse.times(residual), self);
        double size = KERNEL.dot(residual, 0, direction, 0, n);
        for (int step = 0; step < STEPS && size > 0; step++) {
            float[] product = masked(RidgeInverse.gramTimes(x, direction, ridge), self);
            float length = (float) (size / KERNEL.dot(direction, 0, product, 0, n));
            KERNEL.axpy(length, direction, 0, b, 0, n);
            KERNEL.axpy(-length, product, 0, residual, 0, n);
            if (KERNEL.dot(residual, 0, residual, 0, n) <= CONVERGED * first) break;
            float[] next = masked(inverse.times(residual), self);
            double before = size;
            size = KERNEL.dot(residual, 0, next, 0, n);
            KERNEL.axpy((float) (size / before), direction, 0, next, 0, n);
            direction = next;
        }
        return b;
    }
}
