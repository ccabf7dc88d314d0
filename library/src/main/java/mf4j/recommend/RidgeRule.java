package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Cholesky;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// An item's score is the ridge regression of who had it on the other items, or on those of them that are nearest by the
/// cosine of their strengths:
///
/// ```
/// minimise over b, b_i = 0   |x_i - X b|^2 + regularization |b|^2
/// ```
///
/// On all others (Steck 2019, equation 8): with `P = (X^T X + regularization I)^-1`, `b_j = -P_ji / P_ii`, and what is left of the
/// sum is `1 / P_ii - regularization`. All columns come from one inverse, so they move together: [RidgeUpdate] makes them those of
/// changed events; the column of an item that P does not know, beside all others as they stand, is solved by [RidgeColumn].
///
/// @param regularization pull of the weights towards 0
/// @param neighbours     on how many items each is regressed; 0 is on all
/// @param valued         whether values count
public record RidgeRule(double regularization, int neighbours, boolean valued) implements NeighbourRule {
    /// Items that can be regressed on all others: more have no square array.
    static final int MOST = 46_340;

    private static final Kernel KERNEL = Kernel.active();

    /// Checks the numbers.
    public RidgeRule {
        Check check = Check.of(RidgeRule.class);
        check.atLeast("regularization", regularization, 0);
        check.atLeast("neighbours", neighbours, 0);
    }

    @Override
    public Learned learn(SparseRows x) {
        if (neighbours == 0) return dense(x);
        SparseRows y = x.transposed();
        return Learned.of(NeighbourRule.columns(sparse(x, y), y, IntStream.range(0, y.rows()).toArray()));
    }

    private Learned dense(SparseRows x) {
        int n = x.columnCount();
        refuseTooMany(n);
        float[] p = gramian(x, n);
        for (int i = 0; i < n; i++) p[i * n + i] += (float) regularization;
        int failed = Cholesky.invert(p, n);
        if (failed >= 0) {
            throw new ArithmeticException("item " + failed + " is nearly a sum of others, and the pull of " + regularization
                    + " is too weak to tell them apart; use more regularization");
        }
        float[] spread = new float[n];
        double rest = 0;
        for (int i = 0; i < n; i++) {
            spread[i] = p[i * n + i];
            rest += 1 / (double) spread[i] - regularization;
        }
        divide(p, spread);
        return new Learned(new DenseWeights(p, spread), rest);
    }

    /// P becomes B.
    private static void divide(float[] p, float[] spread) {
        int n = spread.length;
        Sweep.over(n, 64, (_, from, to) -> {
            for (int j = from; j < to; j++) {
                for (int i = 0; i < n; i++) p[j * n + i] = i == j ? 0 : -p[j * n + i] / spread[i];
            }
        });
    }

    private static void refuseTooMany(int items) {
        long bytes = 4L * items * items;
        long free = Runtime.getRuntime().maxMemory() - 64 * (1 << 20);
        if (items <= MOST && bytes <= free) return;
        throw new IllegalArgumentException(String.format(java.util.Locale.ROOT, "regressing each of %,d items on all others needs %.1f GiB of memory "
                + "at once, of which there are %.1f (and at most %,d items can be); give the Java heap more, or set neighbours, to 100 for example",
                items, bytes / (double) (1 << 30), Math.max(0, free) / (double) (1 << 30), MOST));
    }

    /// X^T X, row by row.
    private static float[] gramian(SparseRows x, int n) {
        SparseRows y = x.transposed();
        float[] gram = new float[n * n];
        Sweep.over(n, 16, (_, from, to) -> {
            for (int i = from; i < to; i++) {
                for (int at = y.offsets()[i]; at < y.offsets()[i + 1]; at++) {
                    int user = y.columns()[at];
                    float strength = y.values()[at];
                    for (int entry = x.offsets()[user]; entry < x.offsets()[user + 1]; entry++) {
                        gram[i * n + x.columns()[entry]] += strength * x.values()[entry];
                    }
                }
            }
        });
        return gram;
    }

    @Override
    public Supplier<ColumnSolver> against(NeighbourWeights weights, SparseRows x) {
        return switch (weights) {
            case DenseWeights dense -> () -> new RidgeColumn(dense, x, regularization)::solve;
            case SparseWeights _ -> sparse(x, x.transposed());
        };
    }

    private Supplier<ColumnSolver> sparse(SparseRows x, SparseRows byItem) {
        double[] squares = new double[byItem.rows()];
        for (int i = 0; i < squares.length; i++) {
            for (int at = byItem.offsets()[i]; at < byItem.offsets()[i + 1]; at++) squares[i] += (double) byItem.values()[at] * byItem.values()[at];
        }
        return () -> {
            CommonUsers common = new CommonUsers(x);
            FewRegressors regressors = new FewRegressors(byItem);
            return (y, row, self) -> {
                int[] users = y.columns(row);
                float[] strengths = Arrays.copyOfRange(y.values(), y.offsets()[row], y.offsets()[row + 1]);
                common.count(users, strengths, self);
                double own = KERNEL.dot(strengths, 0, strengths, 0, strengths.length);
                int[] chosen = common.best(neighbours, j -> (float) (common.sum(j) / Math.sqrt(squares[j] * own)));
                float[] moments = new float[chosen.length];
                for (int k = 0; k < chosen.length; k++) moments[k] = common.sum(chosen[k]);
                return regressors.solve(chosen, moments, own, regularization);
            };
        };
    }
}
