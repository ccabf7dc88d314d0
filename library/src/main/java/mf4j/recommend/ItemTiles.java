package mf4j.recommend;

import mf4j.matrix.Factors;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The items of a model in an order, cut into tiles, and for each tile how far a score in it can reach.
final class ItemTiles {
    /// Items of a tile: the scores of a block of users for one tile stay in the second-level cache.
    static final int WIDTH = 512;

    /// Beyond this size bounds are not trusted: sums of floats might overflow on the way.
    private static final double HUGE = 0x1p60;

    final int[] item;            // the item at each place
    final boolean sorted;        // by reach
    private final Factors factors;
    private final float[] bias;
    private final double[] length; // of the factors, by item
    private final double[] longest; // by tile
    private final double[] most;   // the greatest bias, by tile
    private final double mostBias; // the greatest size of any bias

    private ItemTiles(Side side, double[] length, int[] item, boolean sorted) {
        this.factors = side.factors();
        this.bias = side.bias();
        this.length = length;
        this.item = item;
        this.sorted = sorted;
        this.longest = new double[tiles()];
        this.most = new double[tiles()];
        this.mostBias = IntStream.range(0, bias.length).mapToDouble(i -> Math.abs(bias[i])).max().orElse(0);
        if (sorted) for (int tile = 0; tile < tiles(); tile++) measure(tile);
    }

    /// In the order of their indexes, without reach.
    static ItemTiles asTheyCome(Side side) {
        return new ItemTiles(side, new double[0], IntStream.range(0, side.ids().size()).toArray(), false);
    }

    /// Those first that can score highest with a user whose factors have the length `typical`.
    static ItemTiles byReach(Side side, double typical) {
        double[] length = lengths(side.factors());
        double[] reach = IntStream.range(0, length.length).mapToDouble(i -> typical * length[i] + side.bias()[i]).toArray();
        int[] item = IntStream.range(0, reach.length).boxed().sorted(Comparator.<Integer>comparingDouble(i -> -reach[i]).thenComparingInt(i -> i))
                .mapToInt(i -> i).toArray();
        return new ItemTiles(side, length, item, true);
    }

    static double[] lengths(Factors factors) {
        return IntStream.range(0, factors.rows()).mapToDouble(row -> Similarity.norm(factors, row)).toArray();
    }

    private void measure(int tile) {
        double top = Double.NEGATIVE_INFINITY;
        for (int place = tile * WIDTH; place < end(tile); place++) {
            longest[tile] = Math.max(longest[tile], length[item[place]]);
            top = Math.max(top, bias[item[place]]);
        }
        most[tile] = top;
    }

    int tiles() {
        return Math.ceilDiv(item.length, WIDTH);
    }

    /// The place behind the last of a tile.
    int end(int tile) {
        return Math.min(item.length, (tile + 1) * WIDTH);
    }

    /// Places of a tile.
    int width(int tile) {
        return end(tile) - tile * WIDTH;
    }

    /// The length of an item's factors.
    double length(int item) {
        return length[item];
    }

    /// The greatest length of any item's factors; not a number where one is.
    double longest() {
        return Arrays.stream(length).max().orElse(0);
    }

    /// The greatest size of any bias.
    double mostBias() {
        return mostBias;
    }

    /// Whether all numbers are so small that a bound holds whatever the order of summation.
    boolean boundable() {
        return longest() <= HUGE && mostBias() <= HUGE;
    }

    /// Whether the same holds for a user.
    static boolean boundable(double length, double base) {
        return length <= HUGE && Math.abs(base) <= HUGE;
    }

    /// What no `bias + p.q` of a tile exceeds, in exact arithmetic, for factors p of this length.
    double reach(int tile, double length) {
        return most[tile] + length * longest[tile];
    }
}
