package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Gradient descent, plain or with momentum, on `weight/2 |X - L Q|^2 + ridge/2 (|L|^2 + |Q|^2)`, in the [Compression] of X: the same
/// trajectory as over all rows, up to rounding, for `8 d rank^2` operations a step.
///
/// With `L = U P + O`, O outside of U, and Q turned by V, the gradients are
///
/// ```
/// by P   weight (P Q^T Q - s Q) + ridge P            by Q   weight (Q (P^T P + O^T O) - s P) + ridge Q
/// by O   O (weight Q^T Q + ridge)
/// ```
///
/// so O is always what it was at first times a rank x rank matrix, of which O^T O is made. The steps of momentum are kept alike.
final class CompressedDescent {
    private static final Kernel KERNEL = Kernel.active();

    private final Compression space;
    private final Factors start;
    private final int rank;
    private final int span;
    private final int columns;
    private final double weight;
    private final double ridge;
    private final double momentum;
    private final boolean keepBest;
    private final double[] first;   // span x rank: P at the start
    private final double[] outside; // rank x rank: O^T O at the start
    private final double[] p;       // span x rank
    private final double[] q;       // columns x rank
    private final double[] map;     // rank x rank: O is O at the start times this
    private final double[] pStep;
    private final double[] qStep;
    private final double[] mapStep;
    private final double[] memory = {Double.POSITIVE_INFINITY}; // least value
    private final double[][] best;  // p, q, map

    CompressedDescent(Compression space, Factors left, Factors right, double weight, double ridge, double momentum, boolean keepBest) {
        this.space = space;
        this.start = left;
        this.rank = left.rank();
        this.span = space.span;
        this.columns = space.columns;
        this.weight = weight;
        this.ridge = ridge;
        this.momentum = momentum;
        this.keepBest = keepBest;
        this.first = space.within(left);
        this.p = first.clone();
        this.q = space.turned(right);
        this.map = identity(rank);
        this.pStep = new double[p.length];
        this.qStep = new double[q.length];
        this.mapStep = new double[map.length];
        this.outside = squares(left);
        double[] inside = product(p, p, span);
        for (int j = 0; j < outside.length; j++) outside[j] -= inside[j];
        this.best = keepBest ? new double[][] {p.clone(), q.clone(), map.clone()} : new double[0][];
    }

    /// The run of a trainer of squared loss; a matrix wider than high is turned, and the factors with it.
    static CompressedDescent of(GradientFactorization knobs, Matrix x, Compression space, GradientFactorization.Start start) {
        boolean turned = x.rows() < x.columns();
        Factors left = turned ? Pq.transposed(start.right()) : start.left();
        Factors right = turned ? Pq.transposed(start.left()) : start.right();
        double momentum = knobs.optimizer() == Optimizer.MOMENTUM ? knobs.momentum() : 0;
        return new CompressedDescent(space, left, right, 2.0 / x.size(), 0, momentum, knobs.keepBest());
    }

    private static double[] identity(int rank) {
        double[] identity = new double[rank * rank];
        for (int k = 0; k < rank; k++) identity[k * rank + k] = 1;
        return identity;
    }

    private static double[] squares(Factors left) {
        int rank = left.rank();
        double[] values = Matrix.of(left).toDoubles();
        double[] squares = new double[rank * rank];
        KERNEL.gemm(true, false, rank, rank, left.rows(), 1.0, values, 0, rank, values, 0, rank, 0.0, squares, 0, rank);
        return squares;
    }

    /// A^T B of two matrices of so many rows, rank wide.
    private double[] product(double[] a, double[] b, int rows) {
        double[] product = new double[rank * rank];
        KERNEL.gemm(true, false, rank, rank, rows, 1.0, a, 0, rank, b, 0, rank, 0.0, product, 0, rank);
        return product;
    }

    Map<String, Object> arrays() {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("p", p);
        arrays.put("q", q);
        arrays.put("map", map);
        arrays.put("step/p", pStep);
        arrays.put("step/q", qStep);
        arrays.put("step/map", mapStep);
        arrays.put("memory", memory);
        for (int j = 0; j < best.length; j++) arrays.put("kept/" + j, best[j]);
        return arrays;
    }

    /// One step of this length.
    ///
    /// @return `weight/2 |X - L Q|^2 + ridge/2 (|L|^2 + |Q|^2)` before it
    double step(double length) {
        double[] qq = product(q, q, columns);
        double[] pp = product(p, p, span);
        double[] oo = product(map, times(outside, map, rank), rank);
        double value = value(qq, pp, oo);
        if (keepBest && value < memory[0]) {
            memory[0] = value;
            System.arraycopy(p, 0, best[0], 0, p.length);
            System.arraycopy(q, 0, best[1], 0, q.length);
            System.arraycopy(map, 0, best[2], 0, map.length);
        }
        double[] byP = times(p, qq, span);
        double[] all = pp.clone();
        for (int j = 0; j < all.length; j++) all[j] += oo[j];
        double[] byQ = times(q, all, columns);
        double[] byMap = times(map, qq, rank);
        for (int j = 0; j < span * rank; j++) {
            double s = space.s[j / rank];
            byP[j] -= s * q[j];
            byQ[j] -= s * p[j];
        }
        move(p, pStep, byP, length);
        move(q, qStep, byQ, length);
        move(map, mapStep, byMap, length);
        return value;
    }

    /// The step of a trainer's epoch.
    double step(GradientFactorization knobs, int epoch) {
        return step(knobs.step(epoch, space.x.rows(), columns));
    }

    /// B C for B of so many rows, rank wide, and C rank x rank.
    private double[] times(double[] b, double[] c, int rows) {
        double[] product = new double[rows * rank];
        KERNEL.gemm(false, false, rows, rank, rank, 1.0, b, 0, rank, c, 0, rank, 0.0, product, 0, rank);
        return product;
    }

    private void move(double[] w, double[] steps, double[] gradient, double length) {
        for (int j = 0; j < w.length; j++) {
            steps[j] = Math.fma(momentum, steps[j], Math.fma(weight, gradient[j], ridge * w[j]));
            w[j] -= length * steps[j];
        }
    }

    private double value(double[] qq, double[] pp, double[] oo) {
        double error = space.spectrum.total();
        for (int j = 0; j < span * rank; j++) error -= 2 * space.s[j / rank] * p[j] * q[j];
        double lengths = 0;
        for (int j = 0; j < qq.length; j++) error += qq[j] * (pp[j] + oo[j]);
        for (int k = 0; k < rank; k++) lengths += qq[k * rank + k] + pp[k * rank + k] + oo[k * rank + k];
        return weight / 2 * Math.max(0, error) + ridge / 2 * lengths;
    }

    /// The left factor over all rows, of the best step or of now.
    Factors left() {
        double[] part = (keepBest ? best[0] : p).clone();
        double[] map = keepBest ? best[2] : this.map;
        double[] gone = times(first, map, span);
        for (int j = 0; j < part.length; j++) part[j] -= gone[j];
        return space.left(part, start, map, rank);
    }

    /// The right factor, rank x columns.
    Factors right() {
        return space.back(keepBest ? best[1] : q, rank);
    }

    /// Alternating ridge regression in the same space: P, then Q, each at its minimum; what is outside of U vanishes at once.
    ///
    /// @return `weight/2 |X - L Q|^2 + ridge/2 (|L|^2 + |Q|^2)` after it
    double alternate() {
        Arrays.fill(map, 0);
        solve(product(q, q, columns), q, p, span);
        double[] pp = product(p, p, span);
        solve(pp, p, q, columns);
        return value(product(q, q, columns), pp, new double[rank * rank]);
    }

    /// `into = s from (gram + ridge/weight)^-1`, rows beyond the span being 0; the shortest solution where the system is singular.
    private void solve(double[] gram, double[] from, double[] into, int rows) {
        double[] system = gram.clone();
        for (int k = 0; k < rank; k++) system[k * rank + k] += ridge / weight;
        double[] inverse = RowFit.inverse(system, rank);
        double[] scaled = new double[rows * rank];
        for (int j = 0; j < span * rank; j++) scaled[j] = space.s[j / rank] * from[j];
        System.arraycopy(times(scaled, inverse, rows), 0, into, 0, rows * rank);
    }
}
