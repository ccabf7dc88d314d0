package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.Arrays;

/// Solves a short row of events exactly by Woodbury's identity, in the [EventBasis]. There a row's matrix is `D + Q_S^T W Q_S` with D
/// diagonal, so with `T = W^1/2 Q_S D^-1/2`, events x rank, and `g = W^-1/2 m` for linear weights m
///
/// ```
/// x = D^-1/2 T^T h,   (I + T T^T) h = g,   minimum = sum m - g.(g - h)
/// ```
///
/// (Woodbury 1950; Golub and Van Loan, 4th edition, equation 2.1.4.) The matrix is as large as the row is long. Rows that are longer than that pays, have
/// weights at or below 0, or are too badly scaled for it go to [EventSolver].
final class BriefRow implements RowSolver {
    private static final Kernel KERNEL = Kernel.active();
    private static final double STEEPEST = 1e5; // of the trace of T T^T, with which the rounding of h grows

    private final EventRule rule;
    private final EventBasis basis;
    private final int limit;
    private final int rank;
    private final RowSolver longer;
    private final float[] tile;   // limit x rank: T
    private final float[] matrix; // events x events
    private final float[] root;   // per event: w^1/2
    private final float[] target; // per event: g
    private final float[] h;
    private final float[] scale;  // D^-1/2
    private final float[] sum;
    private double constant;      // sum of m

    BriefRow(EventRule rule, EventBasis basis, EventSide side, int limit) {
        this.rule = rule;
        this.basis = basis;
        this.limit = limit;
        this.rank = basis.others().rank();
        this.longer = new EventSolver(rule, side);
        this.tile = new float[limit * rank];
        this.matrix = new float[limit * limit];
        this.root = new float[limit];
        this.target = new float[limit];
        this.h = new float[limit];
        this.scale = new float[rank];
        this.sum = new float[rank];
    }

    @Override
    public double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias) {
        Check.of(EventRule.class).that(prior == null, "solver", "be cholesky for rows that are drawn to their attributes", rule.solver());
        int events = rows.count(row);
        if (events > 0 && events <= limit && weigh(rows, rows.offsets()[row], events) && scale(events)) {
            double value = solve(rows, rows.offsets()[row], events, x, xi);
            if (Double.isFinite(value)) return value;
        }
        return longer.solve(rows, row, prior, pi, x, xi, startBias);
    }

    /// False where a weight has no root.
    private boolean weigh(SparseRows rows, int from, int events) {
        constant = 0;
        for (int r = 0; r < events; r++) {
            double confidence = rule.confidence(rows.values()[from + r], rows.weight(from + r));
            double quadratic = rule.quadratic(confidence);
            if (!(quadratic > 0)) return false;
            constant += confidence;
            root[r] = (float) Math.sqrt(quadratic);
            target[r] = (float) (confidence / Math.sqrt(quadratic));
        }
        return true;
    }

    /// False where D is singular to rounding.
    private boolean scale(int events) {
        float pull = (float) rule.penalty(events, basis.others().rows());
        float least = Float.MAX_VALUE;
        float most = 0;
        for (int j = 0; j < rank; j++) {
            float d = basis.diagonal()[j] + pull;
            least = Math.min(least, d);
            most = Math.max(most, d);
            scale[j] = (float) (1 / Math.sqrt(d));
        }
        return least > 1e-6f * most;
    }

    /// NaN where rounding may have spoiled it.
    private double solve(SparseRows rows, int from, int events, float[] x, int xi) {
        KERNEL.gather(basis.others().values(), rank, rows.columns(), from, from + events, tile);
        for (int r = 0; r < events; r++) stretch(r * rank, root[r]);
        KERNEL.rowProducts(tile, events, rank, matrix);
        double trace = 0;
        for (int r = 0; r < events; r++) trace += matrix[r * events + r];
        if (!(trace < STEEPEST) || KERNEL.solvePositive(matrix, events, events, 1, target, 0, h, 0) >= 0) return Double.NaN;
        Arrays.fill(sum, 0);
        KERNEL.transposedMultiplyAdd(tile, events, rank, h, 0, sum);
        for (int j = 0; j < rank; j++) x[xi + j] = scale[j] * sum[j];
        double value = constant;
        for (int r = 0; r < events; r++) value -= (double) target[r] * (target[r] - h[r]);
        return value;
    }

    private void stretch(int at, float weight) {
        for (int j = 0; j < rank; j++) tile[at + j] *= weight * scale[j];
    }

    @Override
    public double bias() {
        return 0;
    }
}
