package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.stream.IntStream;

/// Events in a grid of blocks of users x items whose bands of items are drawn anew for every epoch.
///
/// Blocks on one shifted diagonal share neither users nor items, so they run at the same time with one result, as in [BlockGrid];
/// here a block also brings the items its events are compared with, those of its band. A band is a random part of the items, so over
/// the epochs an event meets every item equally often. Within a block the events go user by user, those of one user in random
/// order: the user's row stays in the cache, and so does the mark on the items it has. The size of the grid depends on the data and
/// the rank alone.
final class PairGrid {
    private static final int FITS = 256 * 1024; // bytes of the shorter side's factors in a band: a part of the second-level cache
    private static final int FEW = 8;           // bands at least, so that a few threads share the work evenly
    private static final int MANY = 64;
    private static final int NARROW = 16;       // rows of a band at least: an event must find something to be compared with

    final int size;               // bands of users, and of items
    final int[] order;            // entries by block, user band x size + item band
    final int[] starts;           // of blocks in `order`, and the end
    final int[] items;            // those with events, band after band
    final int[] bands;            // starts of bands in `items`, and the end
    final int[] place;            // of an item in `items`
    private final SparseRows rows;
    private final int[] firstUser; // of a user band, and the end
    private final int[] pool;      // items with events, ascending

    private PairGrid(SparseRows rows, int[] pool, int size) {
        this.size = size;
        this.rows = rows;
        this.pool = pool;
        this.order = new int[rows.entries()];
        this.starts = new int[size * size + 1];
        this.items = new int[pool.length];
        this.bands = IntStream.rangeClosed(0, size).map(b -> (int) ((long) pool.length * b / size)).toArray();
        this.place = new int[rows.columnCount()];
        this.firstUser = firstUsers(rows, size);
    }

    /// An empty grid; [#deal] fills it.
    static PairGrid of(Ratings events, int rank) {
        int[] pool = IntStream.range(0, events.items().size()).filter(item -> events.byItem().count(item) > 0).toArray();
        int shorter = Math.min(events.users().size(), pool.length);
        int wanted = (int) Math.clamp(Math.ceilDiv(4L * (rank + 1) * shorter, FITS), FEW, MANY);
        return new PairGrid(events.byUser(), pool, Math.clamp(shorter / NARROW, 1, wanted));
    }

    /// Neighbouring users with about equally many events in each band.
    private static int[] firstUsers(SparseRows rows, int size) {
        int[] first = new int[size + 1];
        int user = 0;
        for (int band = 1; band < size; band++) {
            while (user < rows.rows() && rows.offsets()[user] < (long) rows.entries() * band / size) user++;
            first[band] = user;
        }
        first[size] = rows.rows();
        return first;
    }

    /// Draws the bands and deals the events to their blocks.
    void deal(Seeds seeds) {
        System.arraycopy(pool, 0, items, 0, pool.length);
        seeds.forPurpose("bands").stream(0).shuffle(items, 0, items.length);
        int[] bandOf = new int[rows.columnCount()];
        for (int band = 0; band < size; band++) {
            for (int at = bands[band]; at < bands[band + 1]; at++) {
                bandOf[items[at]] = band;
                place[items[at]] = at;
            }
        }
        Seeds users = seeds.forPurpose("order");
        Sweep.over(size, 1, (_, band, _) -> deal(band, bandOf, users));
        starts[size * size] = order.length;
    }

    /// The events of one band of users keep to their part of `order`.
    private void deal(int band, int[] bandOf, Seeds seeds) {
        int from = rows.offsets()[firstUser[band]];
        int to = rows.offsets()[firstUser[band + 1]];
        int[] cursor = new int[size + 1];
        for (int entry = from; entry < to; entry++) cursor[bandOf[rows.columns()[entry]] + 1]++;
        cursor[0] = from;
        for (int b = 0; b < size; b++) {
            cursor[b + 1] += cursor[b];
            starts[band * size + b] = cursor[b];
        }
        for (int user = firstUser[band]; user < firstUser[band + 1]; user++) {
            for (int entry : seeds.stream(user).permutation(rows.offsets()[user], rows.offsets()[user + 1])) {
                order[cursor[bandOf[rows.columns()[entry]]]++] = entry;
            }
        }
    }
}
