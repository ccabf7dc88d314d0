package mf4j.study;

import mf4j.train.Seeds;

import java.util.OptionalLong;

/// The Halton sequence: in each dimension the digits of the index, mirrored at the point, to the base of another prime (Halton 1960). Digits may be
/// permuted, each place by itself, so that the large bases of many dimensions do not run in step (Owen 2017, A randomized Halton algorithm in R).
final class Halton {
    private final Mirror[] mirrors;

    /// @param seed of the permutations of digits; none for the plain sequence
    Halton(int dimensions, OptionalLong seed) {
        mirrors = new Mirror[dimensions];
        int prime = 2;
        for (int j = 0; j < dimensions; j++, prime = after(prime)) mirrors[j] = new Mirror(prime, j, seed);
    }

    private static int after(int prime) {
        int next = prime + 1;
        while (divides(next)) next++;
        return next;
    }

    private static boolean divides(int number) {
        for (int d = 2; d * d <= number; d++) if (number % d == 0) return true;
        return false;
    }

    /// A point of the sequence, in [0, 1).
    ///
    /// @param index from 0
    double[] at(long index) {
        double[] point = new double[mirrors.length];
        for (int j = 0; j < point.length; j++) point[j] = mirrors[j].at(index);
        return point;
    }

    /// One dimension.
    private static final class Mirror {
        private final int base;
        private final int[][] digits; // per place, behind the point, what a digit becomes
        private final double[] rest;  // what the zeros from a place on add up to

        Mirror(int base, int dimension, OptionalLong seed) {
            this.base = base;
            int places = (int) Math.ceil(53 / (Math.log(base) / Math.log(2)));
            digits = new int[places][];
            for (int k = 0; k < places; k++) digits[k] = digits(base, dimension, k, seed);
            rest = new double[places + 1];
            for (int k = places - 1; k >= 0; k--) rest[k] = (digits[k][0] + rest[k + 1]) / base;
        }

        private static int[] digits(int base, int dimension, int place, OptionalLong seed) {
            if (seed.isPresent()) return Seeds.of(seed.getAsLong()).forPurpose("halton").at(dimension).stream(place).permutation(0, base);
            int[] same = new int[base];
            for (int d = 0; d < base; d++) same[d] = d;
            return same;
        }

        double at(long index) {
            double sum = 0;
            double weight = 1;
            int place = 0;
            for (; index > 0 && place < digits.length; index /= base, place++) {
                weight /= base;
                sum += weight * digits[place][(int) (index % base)];
            }
            return Math.min(sum + weight * rest[place], Math.nextDown(1.0));
        }
    }
}
