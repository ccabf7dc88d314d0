package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.recommend.Recommender;
import mf4j.recommend.TopN;

import java.util.Arrays;
import java.util.BitSet;

/// Given [Candidates] in the test's users and the model's items.
///
/// @param byIndex whether ties are broken by index of the item
record Pool(SparseRows byUser, Translation rowOf, Translation itemOf, boolean byIndex) {
    static Pool of(Candidates candidates, Ratings test, Recommender model) {
        Ratings given = candidates.given();
        return new Pool(given.byUser(), Translation.of(test.users(), given.users()), Translation.of(given.items(), model.items()), candidates.byIndex());
    }

    boolean has(int testUser) {
        int row = rowOf.at(testUser);
        return row >= 0 && byUser.count(row) > 0;
    }

    /// Excludes all that is neither given nor relevant.
    void excludeOthers(int testUser, int items, BitSet relevant, BitSet excluded) {
        excluded.set(0, items);
        excluded.andNot(relevant);
        for (int column : byUser.columns(rowOf.at(testUser))) if (itemOf.at(column) >= 0) excluded.clear(itemOf.at(column));
    }

    /// The given items in their order, then the relevant ones; those that the model knows.
    private int[] lineup(int testUser, BitSet relevant) {
        return java.util.stream.IntStream.concat(
                Arrays.stream(byUser.columns(rowOf.at(testUser))).map(itemOf::at).filter(item -> item >= 0 && !relevant.get(item)).distinct(),
                relevant.stream()).toArray();
    }

    /// Ranks by places in the lineup, which is what makes relevant items lose ties.
    Standing standing(int testUser, float[] scores, int start, BitSet relevant, int unknown, int longest, boolean whole, Taste taste) {
        int[] lineup = lineup(testUser, relevant);
        float[] picked = new float[lineup.length];
        for (int j = 0; j < picked.length; j++) picked[j] = scores[start + lineup[j]];
        BitSet last = new BitSet(), none = new BitSet();
        last.set(lineup.length - relevant.cardinality(), lineup.length);
        int[] best = TopN.best(picked, 0, picked.length, none, longest);
        Pairs pairs = whole ? new Pairs(picked, 0, picked.length, none, last, unknown) : null;
        return Standing.of(best, last, unknown, pairs, taste).among(lineup);
    }
}
