package mf4j.train;

import java.util.random.RandomGenerator;

/// Counter-based streams of random numbers: the n-th number of stream (seed, purpose, row) is a pure function of these four, so
/// rows can be drawn in any order, by any thread, and give the same bits.
///
/// The function is SplitMix64's output mix (Steele, Lea and Flood 2014) over a key made by mixing seed, purpose and row; a stream
/// walks the counter.
public final class Seeds {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long key;

    private Seeds(long key) {
        this.key = key;
    }

    /// All streams of one seed.
    public static Seeds of(long seed) {
        return new Seeds(mix(seed + GOLDEN));
    }

    /// Streams for one purpose, independent of those for any other: `seeds.forPurpose("negatives")`.
    public Seeds forPurpose(String purpose) {
        long hash = key;
        for (int j = 0; j < purpose.length(); j++) hash = mix(hash ^ purpose.charAt(j)) + GOLDEN;
        return new Seeds(mix(hash));
    }

    /// Streams below one number, for nested counters: `seeds.at(epoch).stream(row)`.
    public Seeds at(long index) {
        return new Seeds(mix(key ^ mix(index * GOLDEN + 1)));
    }

    /// The stream of one row, trial or block.
    public Stream stream(long row) {
        return new Stream(mix(key ^ mix(row * GOLDEN + 0x632be59bd9b4e019L)));
    }

    /// The 64 random bits of one row: the first number of its stream.
    public long bits(long row) {
        return stream(row).nextLong();
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// One stream: a [RandomGenerator] whose whole state is a key and a counter. Not for sharing between threads.
    public static final class Stream implements RandomGenerator {
        private final long key;
        private long counter;

        private Stream(long key) {
            this.key = key;
        }

        @Override
        public long nextLong() {
            return mix(key + GOLDEN * ++counter);
        }

        /// Puts the numbers [from, to) into a random order (Fisher and Yates).
        public int[] permutation(int from, int to) {
            int[] order = new int[to - from];
            for (int j = 0; j < order.length; j++) order[j] = from + j;
            shuffle(order, 0, order.length);
            return order;
        }

        /// Puts `values[from..to)` into a random order (Fisher and Yates).
        public void shuffle(int[] values, int from, int to) {
            for (int j = to - from - 1; j > 0; j--) {
                int k = from + nextInt(j + 1);
                int swap = values[from + j];
                values[from + j] = values[k];
                values[k] = swap;
            }
        }
    }
}
