package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;

import java.util.Arrays;
import java.util.BitSet;

/// A worker's scratch for one tile: scores to the bit as [FactorModel#scores] gives them, and who is good enough.
final class TileScores {
    private static final Kernel KERNEL = Kernel.active();
    private static final int FEW = 3; // up to so many users products are made one by one: what others would share is not worth its copy

    final float[] scores;          // users x width of a tile
    long scored;                   // scores made: the tally of a trial
    long alone;                    // those of them whose item was read for one user
    private final Factors factors;
    private final float[] bias;
    private final ItemTiles tiles;
    private final int rank;
    private final float[] chosen;  // users x rank: the active ones
    private final float[] gathered; // the factors of a sorted tile
    private final int[] found = new int[ItemTiles.WIDTH];
    private final int[] items = new int[ItemTiles.WIDTH];
    private final float[] exact = new float[ItemTiles.WIDTH];

    TileScores(FactorModel model, ItemTiles tiles, int users) {
        this.factors = model.item().factors();
        this.bias = model.item().bias();
        this.tiles = tiles;
        this.rank = factors.rank();
        this.scores = new float[users * ItemTiles.WIDTH];
        this.chosen = new float[users * rank];
        this.gathered = new float[tiles.sorted ? ItemTiles.WIDTH * rank : 0];
    }

    /// The rows of the active users one after another; `rows` itself where all are.
    float[] chosen(float[] rows, int[] active, int actives) {
        if (rows.length == actives * rank) return rows;
        for (int a = 0; a < actives; a++) System.arraycopy(rows, active[a] * rank, chosen, a * rank, rank);
        return chosen;
    }

    /// The scores of the active users for a tile.
    void score(int tile, float[] rows, float[] bases, int[] active, int actives) {
        int first = tile * ItemTiles.WIDTH;
        int width = tiles.width(tile);
        scored += (long) actives * width;
        if (actives <= FEW) {
            System.arraycopy(tiles.item, first, items, 0, width);
            for (int a = 0; a < actives; a++) {
                exact(rows, a, bases[active[a]], width);
                System.arraycopy(exact, 0, scores, a * ItemTiles.WIDTH, width);
            }
            return;
        }
        for (int a = 0; a < actives; a++) {
            for (int j = 0; j < width; j++) scores[a * ItemTiles.WIDTH + j] = bases[active[a]] + bias[tiles.item[first + j]];
        }
        if (tiles.sorted) KERNEL.gather(factors.values(), rank, tiles.item, first, first + width, gathered);
        KERNEL.gemm(false, true, actives, width, rank, 1f, rows, 0, rank, tiles.sorted ? gathered : factors.values(),
                tiles.sorted ? 0 : factors.start(first), rank, 1f, scores, 0, ItemTiles.WIDTH);
    }

    /// Offers what is good enough of row `a` of the scores.
    void offer(int tile, int a, Query.Request request) {
        Shortlist list = request.list();
        int count = KERNEL.atLeast(scores, a * ItemTiles.WIDTH, tiles.width(tile), list.floor(), found);
        for (int j = 0; j < count; j++) {
            int item = tiles.item[tile * ItemTiles.WIDTH + found[j]];
            if (!list.skipped().get(item)) list.offer(item, scores[a * ItemTiles.WIDTH + found[j]]);
        }
    }

    /// Scores and offers those whose bound, in row `a` of the scores, is good enough; all where there is no floor, whatever the bounds are.
    void offerBounded(int tile, int a, Query.Request request, float floor, float[] rows, int row, float base) {
        int count = floor == Float.NEGATIVE_INFINITY ? all(tile) : KERNEL.atLeast(scores, a * ItemTiles.WIDTH, tiles.width(tile), floor, found);
        if (count == 0) return;
        int left = left(tile, count, request.list().skipped());
        exact(rows, row, base, left);
        scored += left;
        alone += left;
        for (int j = 0; j < left; j++) request.list().offer(items[j], exact[j]);
    }

    private int all(int tile) {
        Arrays.setAll(found, j -> j);
        return tiles.width(tile);
    }

    private int left(int tile, int count, BitSet skipped) {
        int left = 0;
        for (int j = 0; j < count; j++) {
            int item = tiles.item[tile * ItemTiles.WIDTH + found[j]];
            if (!skipped.get(item)) items[left++] = item;
        }
        return left;
    }

    /// Scores and offers every item that is not skipped, a tile's width at a time.
    void offerLeft(Query.Request request, float[] row, float base) {
        Shortlist list = request.list();
        int items = factors.rows();
        for (int next = list.skipped().nextClearBit(0); next < items; ) {
            int count = 0;
            for (; count < ItemTiles.WIDTH && next < items; next = list.skipped().nextClearBit(next + 1)) this.items[count++] = next;
            exact(row, 0, base, count);
            scored += count;
            alone += count;
            for (int j = 0; j < count; j++) list.offer(this.items[j], exact[j]);
        }
    }

    /// The scores of the first `count` of `items` for one row.
    private void exact(float[] rows, int row, float base, int count) {
        for (int j = 0; j < count; j++) exact[j] = base + bias[items[j]];
        KERNEL.addProducts(rows, row * rank, rank, factors.values(), items, count, exact);
    }

    /// The boosted items, a tile's width at a time.
    void offerLifted(Query.Request request, float[] rows, int row, float base) {
        int n = request.lifted().length;
        for (int start = 0; start < n; start += ItemTiles.WIDTH) {
            int count = Math.min(ItemTiles.WIDTH, n - start);
            for (int j = 0; j < count; j++) items[j] = request.liftedItem(start + j);
            exact(rows, row, base, count);
            for (int j = 0; j < count; j++) request.offerLifted(start + j, exact[j]);
        }
    }
}
