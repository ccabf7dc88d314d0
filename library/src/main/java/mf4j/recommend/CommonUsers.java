package mf4j.recommend;

import mf4j.matrix.SparseRows;

import java.util.Arrays;
import java.util.BitSet;

/// Which other items the users of one item had: scratch of one worker, as long as there are items, cleared by what was touched.
final class CommonUsers {
    private static final BitSet NONE = new BitSet();

    private final SparseRows byUser;
    private final float[] sum;
    private final int[] users;
    private final int[] touched;
    private int size;

    /// @param byUser users x items, numbers of the others
    CommonUsers(SparseRows byUser) {
        this.byUser = byUser;
        this.sum = new float[byUser.columnCount()];
        this.users = new int[sum.length];
        this.touched = new int[sum.length];
    }

    /// Sums `y_u x_uj` over the users u of one item, for every item j but itself.
    void count(int[] owners, float[] y, int self) {
        for (int k = 0; k < size; k++) {
            sum[touched[k]] = 0;
            users[touched[k]] = 0;
        }
        size = 0;
        for (int k = 0; k < owners.length; k++) add(owners[k], y[k], self);
        Arrays.sort(touched, 0, size);
    }

    private void add(int user, float strength, int self) {
        for (int entry = byUser.offsets()[user]; entry < byUser.offsets()[user + 1]; entry++) {
            int j = byUser.columns()[entry];
            if (j == self) continue;
            if (users[j]++ == 0) touched[size++] = j;
            sum[j] += strength * byUser.values()[entry];
        }
    }

    /// The sum of an item.
    float sum(int j) {
        return sum[j];
    }

    /// How many users an item shares.
    int users(int j) {
        return users[j];
    }

    /// Number of an item among those that are compared.
    @FunctionalInterface
    interface Measure {
        float of(int j);
    }

    /// The `count` items of the largest measure above 0 of those that share a user, best first, ties by index.
    int[] best(int count, Measure measure) {
        float[] scores = new float[size];
        int[] items = new int[size];
        int kept = 0;
        for (int k = 0; k < size; k++) {
            float score = measure.of(touched[k]);
            if (!(score > 0)) continue;
            scores[kept] = score;
            items[kept++] = touched[k];
        }
        int[] best = TopN.best(scores, 0, kept, NONE, count);
        for (int k = 0; k < best.length; k++) best[k] = items[best[k]];
        return best;
    }
}
