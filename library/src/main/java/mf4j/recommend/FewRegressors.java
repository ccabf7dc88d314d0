package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;

import java.util.Arrays;

/// A ridge regression on a few items: scratch of one worker.
final class FewRegressors {
    private static final Kernel KERNEL = Kernel.active();

    private final SparseRows byItem;
    private final int[] last;  // of each user its last event among those chained, -1 between two calls
    private final int[] users; // those who have one

    /// @param byItem items x users, strengths
    FewRegressors(SparseRows byItem) {
        this.byItem = byItem;
        this.last = new int[byItem.columnCount()];
        this.users = new int[last.length];
        Arrays.fill(last, -1);
    }

    /// The minimum of `|t - X_C b|^2 + ridge |b|^2`.
    ///
    /// @param items   C
    /// @param moments X_C^T t
    /// @param squares |t|^2
    NeighbourColumn solve(int[] items, float[] moments, double squares, double ridge) {
        int k = items.length;
        double[] gram = gramian(items);
        for (int a = 0; a < k; a++) gram[a * k + a] += ridge;
        double[] b = new double[k];
        for (int a = 0; a < k; a++) b[a] = moments[a];
        if (KERNEL.cholesky(gram, k, k) >= 0) {
            throw new ArithmeticException("of the neighbours of an item one is a sum of others, and the pull of " + ridge
                    + " is too weak to tell them apart; use more regularization");
        }
        KERNEL.solveLower(gram, k, k, b, 0);
        KERNEL.solveLowerTransposed(gram, k, k, b, 0);
        return column(items, b, moments, squares);
    }

    private static NeighbourColumn column(int[] items, double[] b, float[] moments, double squares) {
        float[] values = new float[b.length];
        double rest = squares;
        for (int a = 0; a < b.length; a++) {
            values[a] = (float) b[a];
            rest -= b[a] * moments[a];
        }
        return new NeighbourColumn(items, values, rest);
    }

    /// X_C^T X_C, its lower triangle: the events of the items are chained by user, then each user adds its pairs.
    private double[] gramian(int[] items) {
        int events = 0;
        for (int item : items) events += byItem.count(item);
        Chains chains = new Chains(new int[events], new int[events], new float[events]);
        int touched = chain(items, chains);
        double[] gram = new double[items.length * items.length];
        for (int t = 0; t < touched; t++) {
            addPairs(chains, last[users[t]], gram, items.length);
            last[users[t]] = -1;
        }
        return gram;
    }

    /// Events of the items, in their order, each with the one before it of the same user, or -1.
    private record Chains(int[] before, int[] place, float[] strength) { }

    private int chain(int[] items, Chains chains) {
        int touched = 0;
        for (int a = 0, event = 0; a < items.length; a++) {
            for (int at = byItem.offsets()[items[a]]; at < byItem.offsets()[items[a] + 1]; at++, event++) {
                int user = byItem.columns()[at];
                if (last[user] < 0) users[touched++] = user;
                chains.before[event] = last[user];
                chains.place[event] = a;
                chains.strength[event] = byItem.values()[at];
                last[user] = event;
            }
        }
        return touched;
    }

    private static void addPairs(Chains chains, int last, double[] gram, int k) {
        for (int r = last; r >= 0; r = chains.before[r]) {
            int row = chains.place[r] * k;
            for (int c = r; c >= 0; c = chains.before[c]) gram[row + chains.place[c]] += (double) chains.strength[r] * chains.strength[c];
        }
    }
}
