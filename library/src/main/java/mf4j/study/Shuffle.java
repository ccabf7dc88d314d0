package mf4j.study;

import mf4j.train.Seeds;

/// A permutation of the numbers below a count that needs no memory: four rounds of a Feistel network over the next even number of bits (Luby and
/// Rackoff 1988), walked until the result is below the count (Black and Rogaway 2002).
final class Shuffle {
    private static final int ROUNDS = 4;

    private final long count;
    private final int half; // bits of half a number
    private final long mask;
    private final Seeds seeds;

    Shuffle(long count, long seed) {
        this.count = count;
        this.half = Math.max(1, (64 - Long.numberOfLeadingZeros(Math.max(1, count - 1)) + 1) / 2);
        this.mask = (1L << half) - 1;
        this.seeds = Seeds.of(seed).forPurpose("shuffle");
    }

    /// Where an index goes.
    long at(long index) {
        long place = index;
        do place = permuted(place);
        while (place < 0 || place >= count);
        return place;
    }

    private long permuted(long number) {
        long left = number >>> half;
        long right = number & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (seeds.at(round).bits(right) & mask);
            left = right;
            right = next;
        }
        return left << half | right;
    }
}
