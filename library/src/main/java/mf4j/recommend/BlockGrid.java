package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

/// Ratings in a grid of blocks of users x items (Gemulla et al. 2011): blocks on one shifted diagonal share neither users nor
/// items, so they may run at the same time and in any order with one result.
///
/// A band of the grid is a range of neighbouring rows with about its share of the ratings, so that its factors lie together in
/// memory. Within a block the ratings go along the longer side, whose rows then pass through the cache once, while the other
/// side's band stays there; the ratings of one row lie in random order. The size of the grid depends on the data and the rank
/// alone, never on threads.
final class BlockGrid {
    private static final int FITS = 256 * 1024;  // bytes of the shorter side's factors in a band: a part of the second-level cache
    private static final int FEW = 8;            // bands at least, so that a few threads share the work evenly
    private static final int MANY = 128;

    final int size;      // bands of users, and of items
    final int[] starts;  // of block user band x size + item band, and the end
    final int[] users;
    final int[] items;
    final float[] values;

    private BlockGrid(int size, int ratings) {
        this.size = size;
        this.starts = new int[size * size + 1];
        this.users = new int[ratings];
        this.items = new int[ratings];
        this.values = new float[ratings];
    }

    static BlockGrid of(Ratings ratings, int rank, Seeds seeds) {
        BlockGrid grid = new BlockGrid(bands(ratings, rank), ratings.count());
        boolean alongUsers = ratings.users().size() >= ratings.items().size();
        if (alongUsers) grid.fill(ratings.byUser(), ratings.byItem(), grid.size, 1, grid.users, grid.items, seeds.forPurpose("order"));
        else grid.fill(ratings.byItem(), ratings.byUser(), 1, grid.size, grid.items, grid.users, seeds.forPurpose("order"));
        return grid;
    }

    /// Work on the ratings [from, to) of one block.
    @FunctionalInterface
    interface Work {
        void run(int block, int from, int to);
    }

    /// Runs `work` on every block once, one shifted diagonal after the other in the given order of shifts.
    void forEachBlock(int[] shifts, Work work) {
        for (int shift : shifts) {
            Sweep.over(size, 1, (_, band, _) -> {
                int block = band * size + (band + shift) % size;
                work.run(block, starts[block], starts[block + 1]);
            });
        }
    }

    private static int bands(Ratings ratings, int rank) {
        int shorter = Math.min(ratings.users().size(), ratings.items().size());
        int wanted = (int) Math.clamp(Math.ceilDiv(4L * (rank + 4) * shorter, FITS), FEW, MANY);
        return Math.min(wanted, shorter);
    }

    /// Cuts the rows into bands of neighbours with about equally many entries each.
    private static int[] band(SparseRows rows, int bands) {
        int[] band = new int[rows.rows()];
        for (int row = 0; row < band.length; row++) {
            band[row] = (int) Math.min(bands - 1, (long) rows.offsets()[row] * bands / Math.max(1, rows.entries()));
        }
        return band;
    }

    /// Deals the entries to their blocks, row by row of the longer side; bands of it write to places of their own.
    ///
    /// @param step      what a band of `rows` adds to the number of a block
    /// @param otherStep what a band of `others` adds
    /// @param own       gets the rows of `rows`
    /// @param other     gets the rows of `others`
    private void fill(SparseRows rows, SparseRows others, int step, int otherStep, int[] own, int[] other, Seeds seeds) {
        int[] band = band(rows, size);
        int[] otherBand = band(others, size);
        int[] counts = new int[size * size];
        int[] first = firstRows(band);
        Sweep.over(size, 1, (_, b, _) -> {
            for (int entry = rows.offsets()[first[b]]; entry < rows.offsets()[first[b + 1]]; entry++) {
                counts[b * step + otherBand[rows.columns()[entry]] * otherStep]++;
            }
        });
        for (int block = 0; block < counts.length; block++) starts[block + 1] = starts[block] + counts[block];
        int[] cursor = starts.clone();
        Sweep.over(size, 1, (_, b, _) -> {
            for (int row = first[b]; row < first[b + 1]; row++) {
                for (int entry : shuffled(rows, row, seeds)) {
                    int place = cursor[b * step + otherBand[rows.columns()[entry]] * otherStep]++;
                    own[place] = row;
                    other[place] = rows.columns()[entry];
                    values[place] = rows.values()[entry];
                }
            }
        });
    }

    private static int[] shuffled(SparseRows rows, int row, Seeds seeds) {
        return seeds.stream(row).permutation(rows.offsets()[row], rows.offsets()[row + 1]);
    }

    /// The first row of every band, and the end.
    private int[] firstRows(int[] band) {
        int[] first = new int[size + 1];
        for (int row : band) first[row + 1]++;
        for (int b = 0; b < size; b++) first[b + 1] += first[b];
        return first;
    }
}
