package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Sweep;

import java.util.Arrays;

/// An inner product in a few dimensions that no score exceeds. With V the directions of a [LeadingSpace], and t(x) at least the length
/// of what V leaves of x,
///
/// ```
/// bias + p.q <= (V^T p, t(p), s |p|, 1) . (V^T q, t(q), |q|, bias)
/// ```
///
/// in exact arithmetic with s = 0, by Cauchy and Schwarz for the rest. The term s |p||q| pays for rounding: the score of rank k is
/// off by at most gamma_k |p||q| (Higham 2002, 3.5, with gamma_n = n u / (1 - n u), u = 2^-24), the bound of size + 3 terms by
/// gamma_(size + 3) times the sum of their sizes, which is at most (1 + s) |p||q| + |bias|, its entries by one u each, and the
/// directions by their skew. What is relative to bias and base is in [Bounds#allowance].
final class LeadingBounds implements Bounds {
    private static final Kernel KERNEL = Kernel.active();
    static final int MORE = 3; // the rest, the rounding, the bias

    private final LeadingSpace space;
    private final float[][] tiles; // by tile: depth() x WIDTH, what lies behind the last item is 0
    private final double slack;

    LeadingBounds(Side side, ItemTiles items, SymmetricEigen axes, int size) {
        this.space = LeadingSpace.of(axes, size);
        this.slack = 1.01 * (space.rank() + size + 32) * 0x1p-24 + 4 * space.skew();
        this.tiles = new float[items.tiles()][];
        Sweep.over(tiles.length, 1, (_, from, to) -> {
            for (int tile = from; tile < to; tile++) tiles[tile] = tile(side, items, tile);
        });
    }

    @Override
    public Strategy strategy() {
        return Strategy.LOW_DIMENSION;
    }

    @Override
    public int dimensions() {
        return depth();
    }

    private int depth() {
        return space.size() + MORE;
    }

    private float[] tile(Side side, ItemTiles items, int tile) {
        int width = items.width(tile);
        int first = tile * ItemTiles.WIDTH;
        Factors factors = side.factors();
        float[] rows = new float[width * space.rank()];
        KERNEL.gather(factors.values(), space.rank(), items.item, first, first + width, rows);
        double[] turned = space.turned(rows, 0, width);
        float[] made = new float[depth() * ItemTiles.WIDTH];
        for (int j = 0; j < width; j++) {
            double length = items.length(items.item[first + j]);
            for (int d = 0; d < space.size(); d++) made[d * ItemTiles.WIDTH + j] = (float) turned[j * space.size() + d];
            made[space.size() * ItemTiles.WIDTH + j] = Bounds.above(space.rest(length, turned, j * space.size()));
            made[(space.size() + 1) * ItemTiles.WIDTH + j] = Bounds.above(length);
            made[(space.size() + 2) * ItemTiles.WIDTH + j] = side.bias()[items.item[first + j]];
        }
        return made;
    }

    @Override
    public Reach reach(float[] rows, double[] length, int n) {
        float[] queries = queries(rows, length, n);
        float[] chosen = new float[queries.length];
        return (tile, active, actives, into) -> of(tile, chosen(queries, active, actives, chosen), actives, into);
    }

    /// The users' side of the product: n x depth(), row-major.
    private float[] queries(float[] rows, double[] length, int n) {
        double[] turned = space.turned(rows, 0, n);
        float[] queries = new float[n * depth()];
        for (int r = 0; r < n; r++) {
            int at = r * depth();
            for (int d = 0; d < space.size(); d++) queries[at + d] = (float) turned[r * space.size() + d];
            queries[at + space.size()] = Bounds.above(space.rest(length[r], turned, r * space.size()));
            queries[at + space.size() + 1] = Bounds.above(slack * length[r]);
            queries[at + space.size() + 2] = 1;
        }
        return queries;
    }

    /// The queries of the active users one after another; `queries` itself where all are.
    private float[] chosen(float[] queries, int[] active, int actives, float[] chosen) {
        if (queries.length == actives * depth()) return queries;
        for (int a = 0; a < actives; a++) System.arraycopy(queries, active[a] * depth(), chosen, a * depth(), depth());
        return chosen;
    }

    private void of(int tile, float[] queries, int n, float[] into) {
        int width = ItemTiles.WIDTH;
        if (n == 1) {
            Arrays.fill(into, 0, width, 0);
            KERNEL.transposedMultiplyAdd(tiles[tile], depth(), width, queries, 0, into);
        } else {
            KERNEL.gemm(false, false, n, width, depth(), 1f, queries, 0, depth(), tiles[tile], 0, width, 0f, into, 0, width);
        }
    }

    @Override
    public long bytesOfTile() {
        return 4L * depth() * ItemTiles.WIDTH;
    }
}
