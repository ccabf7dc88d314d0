package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

/// Ratings in a grid of blocks of users x items (Gemulla et al. 2011): blocks on one shifted diagonal share neither users nor
/// items, so they may run at the same time and in any order with one result.
///
/// Users and items are dealt to the bands of the grid at random, about equally many ratings to each; the size of the grid depends
/// on the data and the rank alone, never on threads. Within a block the ratings lie in random order.
final class BlockGrid {
    private static final int FITS = 384 * 1024;  // bytes of factors that one block's users and items may take: within the second-level cache
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
        int[] userBand = deal(ratings.byUser(), grid.size, seeds.forPurpose("user bands").stream(0));
        int[] itemBand = deal(ratings.byItem(), grid.size, seeds.forPurpose("item bands").stream(0));
        grid.fill(ratings.byUser(), userBand, itemBand);
        grid.shuffle(seeds.forPurpose("order"));
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
        long bytes = 4L * (rank + 2) * (ratings.users().size() + ratings.items().size());
        int wanted = (int) Math.clamp(Math.ceilDiv(bytes, FITS), FEW, MANY);
        return Math.min(wanted, Math.min(ratings.users().size(), ratings.items().size()));
    }

    /// Deals rows to bands in random order, a band until it has its share of the entries.
    private static int[] deal(SparseRows rows, int bands, Seeds.Stream random) {
        int[] band = new int[rows.rows()];
        long dealt = 0;
        for (int row : random.permutation(0, rows.rows())) {
            band[row] = (int) Math.min(bands - 1, dealt * bands / Math.max(1, rows.entries()));
            dealt += rows.count(row);
        }
        return band;
    }

    /// A counting sort by block; the bands of users are independent of each other.
    private void fill(SparseRows rows, int[] userBand, int[] itemBand) {
        for (int user = 0; user < rows.rows(); user++) {
            for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
                starts[userBand[user] * size + itemBand[rows.columns()[entry]] + 1]++;
            }
        }
        for (int block = 0; block < size * size; block++) starts[block + 1] += starts[block];
        int[] cursor = starts.clone();
        for (int user = 0; user < rows.rows(); user++) {
            for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
                int item = rows.columns()[entry];
                int place = cursor[userBand[user] * size + itemBand[item]]++;
                users[place] = user;
                items[place] = item;
                values[place] = rows.values()[entry];
            }
        }
    }

    private void shuffle(Seeds seeds) {
        Sweep.over(size * size, 4, (_, from, to) -> {
            for (int block = from; block < to; block++) shuffle(starts[block], starts[block + 1], seeds.stream(block));
        });
    }

    private void shuffle(int from, int to, Seeds.Stream random) {
        for (int j = to - 1; j > from; j--) {
            int k = from + random.nextInt(j - from + 1);
            swap(users, j, k);
            swap(items, j, k);
            float value = values[j];
            values[j] = values[k];
            values[k] = value;
        }
    }

    private static void swap(int[] array, int j, int k) {
        int kept = array[j];
        array[j] = array[k];
        array[k] = kept;
    }
}
