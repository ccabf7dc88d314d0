package mf4j.recommend;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/// Rows of the other side that a row has no event with: all of them where they are few, else a sample without replacement, drawn
/// by counters from what the row's events are with. So the same events meet the same sample, in whatever row and order they
/// stand. Rows that learned nothing are not among them.
///
/// Scratch of one worker: not for sharing between threads.
final class RowSample {
    private static final Seeds SEEDS = Seeds.of(0).forPurpose("row sample");

    private final int[] pool; // rows that learned something; shared, not written
    private final BitSet own = new BitSet();

    private RowSample(int[] pool) {
        this.pool = pool;
    }

    /// The rows of this side that learned something.
    static int[] pool(Factors others) {
        return IntStream.range(0, others.rows()).filter(row -> Center.learned(others, row)).toArray();
    }

    static RowSample of(int[] pool) {
        return new RowSample(pool);
    }

    /// How many rows learned something.
    int size() {
        return pool.length;
    }

    /// The row's entries, by column.
    static int[] entries(SparseRows rows, int row) {
        int from = rows.offsets()[row];
        long[] keys = new long[rows.count(row)];
        for (int j = 0; j < keys.length; j++) keys[j] = (long) rows.columns()[from + j] << 32 | from + j;
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /// Up to `wanted` rows without events in ascending order.
    int[] without(int[] columns, int wanted) {
        own.clear();
        long key = columns.length;
        for (int column : columns) {
            own.set(column);
            key += SEEDS.bits(column);
        }
        if (pool.length - columns.length > 2L * wanted) return drawn(SEEDS.at(1).stream(key), wanted);
        int[] rest = Arrays.stream(pool).filter(row -> !own.get(row)).toArray();
        return rest.length <= wanted ? rest : shuffled(rest, SEEDS.at(1).stream(key), wanted);
    }

    /// Few of many: what was drawn before, or is the row's own, is drawn again.
    private int[] drawn(Seeds.Stream stream, int wanted) {
        int[] drawn = new int[wanted];
        for (int j = 0; j < wanted; j++) {
            do drawn[j] = pool[stream.nextInt(pool.length)]; while (own.get(drawn[j]));
            own.set(drawn[j]);
        }
        Arrays.sort(drawn);
        return drawn;
    }

    private static int[] shuffled(int[] rest, Seeds.Stream stream, int wanted) {
        for (int j = 0; j < wanted; j++) {
            int k = j + stream.nextInt(rest.length - j);
            int swap = rest[j];
            rest[j] = rest[k];
            rest[k] = swap;
        }
        Arrays.sort(rest, 0, wanted);
        return Arrays.copyOf(rest, wanted);
    }
}
