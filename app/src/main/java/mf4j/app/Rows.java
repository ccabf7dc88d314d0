package mf4j.app;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;

import java.util.BitSet;
import java.util.stream.IntStream;

/// Which of some ratings are of the same user and item as others, by name.
final class Rows {
    private Rows() { }

    /// The entries of `ratings` that `others` has too, whatever their values: who has learned one rating of an item by a user knows
    /// the other.
    static BitSet shared(Ratings ratings, Ratings others) {
        int[] user = places(ratings.users(), others.users()), item = places(ratings.items(), others.items());
        SparseRows rows = ratings.byUser();
        BitSet shared = new BitSet(rows.entries());
        BitSet has = new BitSet(others.items().size());
        for (int row = 0; row < rows.rows(); row++) {
            if (user[row] < 0) continue;
            has.clear();
            for (int column : others.byUser().columns(user[row])) has.set(column);
            for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
                int column = item[rows.columns()[entry]];
                if (column >= 0 && has.get(column)) shared.set(entry);
            }
        }
        return shared;
    }

    private static int[] places(Ids of, Ids in) {
        return IntStream.range(0, of.size()).map(index -> of == in ? index : in.indexOf(of.name(index))).toArray();
    }
}
