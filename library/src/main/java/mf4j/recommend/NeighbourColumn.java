package mf4j.recommend;

/// What adds to the score of one item.
///
/// @param from   items
/// @param values what an event of each adds
/// @param rest   of the sum that the weights minimise, what they leave; 0 where they minimise none
public record NeighbourColumn(int[] from, float[] values, double rest) {
    /// Nothing does.
    static final NeighbourColumn NONE = new NeighbourColumn(new int[0], new float[0], 0);
}
