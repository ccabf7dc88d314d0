package mf4j.recommend;

/// How the best items of a factor model are found. All ways give the same lists to the bit; they differ in what they read.
public enum Strategy {
    /// Every item is scored, in blocks of users by tiles of items; a tile's scores are tested against each user's current last place
    /// while they are in the cache.
    BLOCKED,
    /// The same, items with long factors and large biases first; a tile is left out for a user when by the inequality of Cauchy and
    /// Schwarz no item of it can reach the user's current last place.
    NORM_SORTED,
    /// The same order; after the first tiles an upper bound of every score is computed in a few dimensions, the leading eigenvectors
    /// of the items' Gramian and the length of the rest, and only items whose bound reaches the last place are scored.
    LOW_DIMENSION,
    /// The same with an upper bound from factors in six bits, a quarter of the bytes: for one user at a time, who waits for memory, and for
    /// factors that are long in all directions.
    QUANTIZED
}
