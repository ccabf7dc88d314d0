package mf4j.app;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;

import java.util.BitSet;
import java.util.List;

/// Users of whom nothing was learned.
final class Strangers {
    private Strangers() { }

    /// The entries of `ratings` by users without an entry in any of the others.
    static BitSet in(Ratings ratings, List<Ratings> others) {
        SparseRows rows = ratings.byUser();
        BitSet entries = new BitSet(rows.entries());
        for (int row = 0; row < rows.rows(); row++) {
            String name = ratings.users().name(row);
            if (others.stream().noneMatch(other -> has(other, name))) entries.set(rows.offsets()[row], rows.offsets()[row + 1]);
        }
        return entries;
    }

    private static boolean has(Ratings ratings, String user) {
        int row = ratings.users().indexOf(user);
        return row >= 0 && ratings.byUser().count(row) > 0;
    }
}
