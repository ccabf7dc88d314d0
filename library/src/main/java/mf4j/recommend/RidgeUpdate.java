package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The weights of a ridge regression on all others after users' rows have changed: those of training on the rows as they are now.
///
/// A row that goes from x to x + d adds `x d^T + d x^T + d d^T` to the Gramian, and by Woodbury's formula, with `p = P x` and `q = P d`,
///
/// ```
/// P' = P - [p q] M^-1 [p q]^T      M = ( x.p - 1   1 + d.p )
///                                      ( 1 + d.p   d.q     )
/// ```
///
/// in which nothing cancels: `x.p < 1`, so both terms of `det M = (x.p - 1) d.q - (1 + d.p)^2` have one sign. The changes are put
/// into the square array at the end, all in one pass: `O(items)` per event of a row and per change before it, then `items^2` per
/// change.
final class RidgeUpdate {
    private static final Kernel KERNEL = Kernel.active();
    private static final double SOUND = 1e-4;     // parts of the identity by which P may be wrong
    private static final int ROWS = 64;           // handed out at a time
    private static final int DEAR = 12;           // changes of so many items cost what training does

    private final RidgeInverse inverse;
    private final List<float[]> left = new ArrayList<>();  // P now is P then - sum left right^T
    private final List<float[]> right = new ArrayList<>();
    private boolean sound = true;

    RidgeUpdate(RidgeInverse inverse) {
        this.inverse = inverse;
    }

    /// The weights of training on `after`, by the changes of users where they are few and the weights are those of `before`, else by
    /// training.
    ///
    /// @param before users x items, strengths
    /// @param after  the same and more users and items
    static NeighbourWeights following(RidgeRule rule, DenseWeights weights, SparseRows before, SparseRows after) {
        List<Integer> changed = new ArrayList<>();
        for (int user = 0; user < after.rows(); user++) if (differs(before, after, user)) changed.add(user);
        if (few(changed.size(), after.columnCount()) && after.columnCount() <= RidgeRule.MOST && rule.regularization() > 0) {
            RidgeInverse inverse = new RidgeInverse(weights, after.columnCount(), rule.regularization());
            RidgeUpdate update = new RidgeUpdate(inverse);
            update.sound = inverse.error(before) <= SOUND;
            for (int user : changed) update.take(before, user, after, user);
            Optional<DenseWeights> followed = update.weights();
            if (followed.isPresent()) return followed.get();
        }
        return rule.learn(after).weights();
    }

    /// Whether following so many users costs less than training.
    static boolean few(int users, int items) {
        return (long) DEAR * users <= Math.max(DEAR, items);
    }

    private static boolean differs(SparseRows before, SparseRows after, int user) {
        if (user >= before.rows()) return after.count(user) > 0;
        int from = before.offsets()[user];
        int to = before.offsets()[user + 1];
        int start = after.offsets()[user];
        int end = after.offsets()[user + 1];
        return !Arrays.equals(before.columns(), from, to, after.columns(), start, end)
                || !Arrays.equals(before.values(), from, to, after.values(), start, end);
    }

    /// A user's row changes.
    ///
    /// @param old which row of `before`; one that it does not have is empty
    /// @param now which row of `after`
    void take(SparseRows before, int old, SparseRows after, int now) {
        if (!sound) return;
        int n = inverse.items();
        float[] x = new float[n];
        float[] d = new float[n];
        if (old < before.rows()) add(before, old, 1, x);
        if (old < before.rows()) add(before, old, -1, d);
        add(after, now, 1, d);
        float[] p = times(x);
        float[] q = times(d);
        double told = KERNEL.dot(x, 0, p, 0, n) - 1;
        double both = KERNEL.dot(d, 0, p, 0, n) + 1;
        double changed = KERNEL.dot(d, 0, q, 0, n);
        double det = told * changed - both * both;
        sound = told < 0 && changed >= 0 && det < 0;
        put(p, changed / det, p, -both / det, q);
        put(q, -both / det, p, told / det, q);
    }

    private static void add(SparseRows rows, int row, float sign, float[] into) {
        for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) into[rows.columns()[entry]] += sign * rows.values()[entry];
    }

    /// P as it is now, times a vector.
    private float[] times(float[] r) {
        float[] product = inverse.times(r);
        for (int l = 0; l < left.size(); l++) {
            float along = KERNEL.dot(right.get(l), 0, r, 0, r.length);
            KERNEL.axpy(-along, left.get(l), 0, product, 0, r.length);
        }
        return product;
    }

    private void put(float[] row, double ofP, float[] p, double ofQ, float[] q) {
        float[] column = new float[p.length];
        KERNEL.axpy((float) ofP, p, 0, column, 0, p.length);
        KERNEL.axpy((float) ofQ, q, 0, column, 0, q.length);
        left.add(row);
        right.add(column);
    }

    /// The weights now, or nothing where P was not that of the rows before.
    Optional<DenseWeights> weights() {
        if (left.isEmpty() && sound && inverse.items() == inverse.weights().items()) return Optional.of(inverse.weights());
        float[] spread = spread();
        for (float part : spread) sound &= part > 0;
        return sound ? Optional.of(new DenseWeights(moved(spread), spread)) : Optional.empty();
    }

    private float[] spread() {
        float[] spread = inverse.spread().clone();
        for (int i = 0; i < spread.length; i++) {
            double gone = 0;
            for (int l = 0; l < left.size(); l++) gone += (double) left.get(l)[i] * right.get(l)[i];
            spread[i] -= (float) gone;
        }
        return spread;
    }

    /// `B' = I - P' diag(1 / spread')`.
    private float[] moved(float[] spread) {
        int n = spread.length;
        int known = inverse.weights().items();
        int terms = left.size();
        float[] keep = new float[n];
        for (int i = 0; i < n; i++) keep[i] = inverse.inside(i) ? inverse.spread()[i] / spread[i] : 0;
        float[] divided = divided(spread);
        float[] values = new float[n * n];
        Sweep.over(n, ROWS, () -> new float[ROWS * terms], (own, from, to) -> {
            for (int j = from; j < to; j++) {
                if (inverse.inside(j)) KERNEL.multiplyAdd(inverse.weights().values(), j * known, keep, 0, values, j * n, known);
                for (int l = 0; l < terms; l++) own[(j - from) * terms + l] = left.get(l)[j];
            }
            if (terms > 0) KERNEL.gemm(false, false, to - from, n, terms, 1f, own, 0, terms, divided, 0, n, 1f, values, from * n, n);
            for (int j = from; j < to; j++) values[j * n + j] = 0;
        });
        return values;
    }

    /// Terms x items: the right sides by the new spread.
    private float[] divided(float[] spread) {
        float[] divided = new float[right.size() * spread.length];
        for (int l = 0; l < right.size(); l++) {
            for (int i = 0; i < spread.length; i++) divided[l * spread.length + i] = right.get(l)[i] / spread[i];
        }
        return divided;
    }
}
