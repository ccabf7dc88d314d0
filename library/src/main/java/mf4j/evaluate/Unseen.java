package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;

import java.util.BitSet;

/// How many ratings of a test ask for what training had no rating of: these are predicted by the fallback chain.
///
/// @param users ratings by users without a training rating
/// @param items ratings of items without a training rating
public record Unseen(int users, int items) {
    /// What of `test` is not in `train`; names are compared where the two do not share them.
    public static Unseen of(Ratings train, Ratings test) {
        Translation userOf = Translation.of(test.users(), train.users());
        Translation itemOf = Translation.of(test.items(), train.items());
        BitSet rated = new BitSet(train.items().size());
        for (int item : train.byUser().columns()) rated.set(item);
        SparseRows rows = test.byUser();
        int users = 0, items = 0;
        for (int row = 0; row < rows.rows(); row++) {
            int user = userOf.at(row);
            if (user < 0 || train.byUser().count(user) == 0) users += rows.count(row);
        }
        for (int column : rows.columns()) {
            int item = itemOf.at(column);
            if (item < 0 || !rated.get(item)) items++;
        }
        return new Unseen(users, items);
    }
}
