package mf4j.recommend;

import java.util.SortedMap;

/// What an event of one item adds to the score of another: `B[from][to]`, with nothing on the diagonal.
///
/// Dense or sparse; both give the same scores for the same numbers, entry by entry in the order of a user's events.
public sealed interface NeighbourWeights permits DenseWeights, SparseWeights {
    /// How many items.
    int items();

    /// `scores[at + i] += strength * B[from][i]`, fused, for all items i.
    void add(int from, float strength, float[] scores, int at);

    /// `B[from][to]`.
    float weight(int from, int to);

    /// What adds to the score of an item: the entries of column `to`.
    NeighbourColumn column(int to);

    /// The same for `items` items, with these columns in the place of those that were there. New items add nothing to others.
    NeighbourWeights with(int items, SortedMap<Integer, NeighbourColumn> columns);
}
