package mf4j.study;

import mf4j.train.Seeds;

import java.util.OptionalLong;

/// The Sobol sequence in the order of Gray's code, with the direction numbers of Joe and Kuo (2008, new-joe-kuo-6): any 2^k points in a row from a
/// multiple of 2^k on are spread evenly. Bits may be flipped by the bits before them (Owen 1995), which keeps the spread and makes every point
/// uniform.
final class Sobol {
    /// How many dimensions there are numbers for.
    static final int DIMENSIONS = 64;
    private static final int BITS = 32;

    /// From the second dimension on: the coefficients of a primitive polynomial as the bits of a number, and the first direction numbers.
    private static final String DIRECTIONS = """
            3 1
            7 1 3
            11 1 3 1
            13 1 1 1
            19 1 1 3 3
            25 1 3 5 13
            37 1 1 5 5 17
            41 1 1 5 5 5
            47 1 1 7 11 19
            55 1 1 5 1 1
            59 1 1 1 3 11
            61 1 3 5 5 31
            67 1 3 3 9 7 49
            91 1 1 1 15 21 21
            97 1 3 1 13 27 49
            103 1 1 1 15 7 5
            109 1 3 1 15 13 25
            115 1 1 5 5 19 61
            131 1 3 7 11 23 15 103
            137 1 3 7 13 13 15 69
            143 1 1 3 13 7 35 63
            145 1 3 5 9 1 25 53
            157 1 3 1 13 9 35 107
            167 1 3 1 5 27 61 31
            171 1 1 5 11 19 41 61
            185 1 3 5 3 3 13 69
            191 1 1 7 13 1 19 1
            193 1 3 7 5 13 19 59
            203 1 1 3 9 25 29 41
            211 1 3 5 13 23 1 55
            213 1 3 7 3 13 59 17
            229 1 3 1 3 5 53 69
            239 1 1 5 5 23 33 13
            241 1 1 7 7 1 61 123
            247 1 1 7 9 13 61 49
            253 1 3 3 5 3 55 33
            285 1 3 1 15 31 13 49 245
            299 1 3 5 15 31 59 63 97
            301 1 3 1 11 11 11 77 249
            333 1 3 1 11 27 43 71 9
            351 1 1 7 15 21 11 81 45
            355 1 3 7 3 25 31 65 79
            357 1 3 1 1 19 11 3 205
            361 1 1 5 9 19 21 29 157
            369 1 3 7 11 1 33 89 185
            391 1 3 3 3 15 9 79 71
            397 1 3 7 11 15 39 119 27
            425 1 1 3 1 11 31 97 225
            451 1 1 1 3 23 43 57 177
            463 1 3 7 7 17 17 37 71
            487 1 3 1 5 27 63 123 213
            501 1 1 3 5 11 43 53 133
            529 1 3 5 5 29 17 47 173 479
            539 1 3 3 11 3 1 109 9 69
            545 1 1 1 5 17 39 23 5 343
            557 1 3 1 5 25 15 31 103 499
            563 1 1 1 11 11 17 63 105 183
            601 1 1 5 11 9 29 97 231 363
            607 1 1 5 15 19 45 41 7 383
            617 1 3 7 7 31 19 83 137 221
            623 1 1 1 3 23 15 111 223 83
            631 1 1 5 13 31 15 55 25 161
            637 1 1 3 13 25 47 39 87 257
            """;
    private static final int[][] TABLE = DIRECTIONS.lines().map(line -> {
        String[] words = line.split(" ");
        int[] row = new int[words.length];
        for (int j = 0; j < row.length; j++) row[j] = Integer.parseInt(words[j]);
        return row;
    }).toArray(int[][]::new);

    private final int[][] directions; // per dimension and bit of the index, the point of 2^32 as a fixed one
    private final OptionalLong seed;

    /// @param dimensions at most {@value #DIMENSIONS}
    /// @param seed       of the flipped bits; none for the plain sequence
    Sobol(int dimensions, OptionalLong seed) {
        this.directions = new int[dimensions][];
        for (int j = 0; j < dimensions; j++) directions[j] = j == 0 ? first() : directions(TABLE[j - 1]);
        this.seed = seed;
    }

    private static int[] first() {
        int[] v = new int[BITS];
        for (int k = 0; k < BITS; k++) v[k] = 1 << (BITS - 1 - k);
        return v;
    }

    /// The recurrence of Bratley and Fox (1988): the polynomial's inner coefficients choose which of the earlier numbers take part.
    private static int[] directions(int[] row) {
        int degree = row.length - 1;
        int[] v = new int[BITS];
        for (int k = 0; k < BITS; k++) {
            if (k < degree) {
                v[k] = row[1 + k] << (BITS - 1 - k);
                continue;
            }
            v[k] = v[k - degree] ^ (v[k - degree] >>> degree);
            for (int i = 1; i < degree; i++) if ((row[0] >>> (degree - i) & 1) != 0) v[k] ^= v[k - i];
        }
        return v;
    }

    /// A point of the sequence, in [0, 1).
    ///
    /// @param index from 0, below 2^32
    double[] at(long index) {
        long gray = index ^ (index >>> 1);
        double[] point = new double[directions.length];
        for (int j = 0; j < point.length; j++) {
            int bits = 0;
            for (int k = 0; k < BITS; k++) if ((gray >>> k & 1) != 0) bits ^= directions[j][k];
            long fixed = Integer.toUnsignedLong(bits);
            point[j] = seed.isEmpty() ? fixed * 0x1p-32 : flipped(fixed, j);
        }
        return point;
    }

    /// Every bit flipped or not, as a random function of those before it says; below the last one come random bits.
    private double flipped(long bits, int dimension) {
        Seeds seeds = Seeds.of(seed.getAsLong()).forPurpose("sobol").at(dimension);
        long flipped = 0;
        for (int k = BITS - 1; k >= 0; k--) flipped = flipped << 1 | (bits >>> k & 1) ^ (seeds.at(k).bits(bits >>> k >>> 1) & 1);
        return (flipped << 21 | seeds.at(BITS).bits(bits) >>> 43) * 0x1p-53;
    }
}
