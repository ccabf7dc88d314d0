package mf4j.recommend;

import mf4j.matrix.SparseRows;

import java.util.Arrays;

/// Of each item the share of the users with events that had it, counted on.
final class Shares {
    private int[] owners; // of each item
    private int active;   // users with events

    /// @param byUser users x items
    Shares(SparseRows byUser) {
        owners = new int[byUser.columnCount()];
        for (int item : byUser.columns()) owners[item]++;
        for (int user = 0; user < byUser.rows(); user++) if (byUser.count(user) > 0) active++;
    }

    /// A user's row has an event more, of an item that it may have had.
    void count(SparseRows before, int item) {
        if (item >= owners.length) owners = Arrays.copyOf(owners, item + 1);
        if (before.entries() == 0) active++;
        for (int had : before.columns()) if (had == item) return;
        owners[item]++;
    }

    float[] of() {
        float[] shares = new float[owners.length];
        for (int item = 0; item < shares.length; item++) shares[item] = (float) owners[item] / Math.max(1, active);
        return shares;
    }
}
