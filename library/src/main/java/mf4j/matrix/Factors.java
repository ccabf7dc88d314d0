package mf4j.matrix;

import mf4j.train.Check;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;

/// A table of factors: one row of `rank` floats per user, item or whatever has factors; the rows lie one after another.
///
/// @param values rows x rank, row-major; shared, not copied. What lies behind is room for rows to come, and nobody's
/// @param rows   how many
/// @param rank   length of a row; 0 is a table of empty rows
public record Factors(float[] values, int rows, int rank) {
    private static final Check CHECK = Check.of(Factors.class);

    /// Checks that the array holds the shape.
    public Factors {
        int size = size(rows, rank);
        CHECK.that(values.length >= size, "values", "hold rows x rank = " + rows + " x " + rank + " numbers", values.length);
    }

    /// All zero.
    public static Factors zeros(int rows, int rank) {
        return new Factors(new float[size(rows, rank)], rows, rank);
    }

    /// Normal with mean 0 and this standard deviation; row r depends on the seeds and r alone.
    public static Factors normal(int rows, int rank, double deviation, Seeds seeds) {
        CHECK.atLeast("deviation", deviation, 0);
        Factors factors = zeros(rows, rank);
        Sweep.over(rows, 1024, (_, from, to) -> {
            for (int row = from; row < to; row++) factors.draw(row, deviation, seeds);
        });
        return factors;
    }

    private void draw(int row, double deviation, Seeds seeds) {
        Seeds.Stream stream = seeds.stream(row);
        for (int j = start(row); j < start(row) + rank; j++) values[j] = (float) (deviation * stream.nextGaussian());
    }

    /// Index of the first number of a row.
    public int start(int row) {
        return row * rank;
    }

    /// A copy of one row.
    public float[] row(int row) {
        return Arrays.copyOfRange(values, start(row), start(row) + rank);
    }

    /// A copy of everything.
    public Factors copy() {
        return new Factors(Arrays.copyOf(values, size(rows, rank)), rows, rank);
    }

    /// The first `wanted` rows, zero rows added where there are fewer.
    public Factors resized(int wanted) {
        Factors resized = zeros(wanted, rank);
        System.arraycopy(values, 0, resized.values, 0, size(Math.min(rows, wanted), rank));
        return resized;
    }

    private static int size(int rows, int rank) {
        long size = (long) CHECK.atLeast("rows", rows, 0) * CHECK.atLeast("rank", rank, 0);
        CHECK.that(size <= Integer.MAX_VALUE - 16, "rows x rank", "be below 2^31", size);
        return (int) size;
    }
}
