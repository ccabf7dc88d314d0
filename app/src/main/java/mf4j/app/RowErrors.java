package mf4j.app;

import mf4j.matrix.Matrix;
import mf4j.matrix.RowSource;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Rows on their way, and how far each is from a matrix: its mean squared error over what is known.
final class RowErrors implements RowSource {
    private final RowSource rows;
    private final Matrix against;
    private final RowRange range;
    private final double[] squares; // per row
    private final int[] known;      // per row

    /// @param rows    of which `range` passes by, counted from the range's start
    /// @param against what they are measured by
    RowErrors(RowSource rows, Matrix against, RowRange range) {
        this.rows = rows;
        this.against = against;
        this.range = range;
        this.squares = new double[range.count()];
        this.known = new int[range.count()];
    }

    @Override
    public void copy(int from, int to, double[] into, int at) {
        rows.copy(from, to, into, at);
        int columns = against.columns();
        double[] own = new double[(to - from) * columns];
        against.copy(range.from() + from, range.from() + to, own, 0);
        for (int r = 0; r < to - from; r++) {
            double sum = 0;
            int count = 0;
            for (int c = 0; c < columns; c++) {
                double error = own[r * columns + c] - into[at + r * columns + c];
                if (Double.isNaN(error)) continue;
                sum += error * error;
                count++;
            }
            squares[from + r] = sum;
            known[from + r] = count;
        }
    }

    /// Over all entries that are known.
    double mse() {
        return Arrays.stream(squares).sum() / Arrays.stream(known).asLongStream().sum();
    }

    /// One per row.
    double[] perRow() {
        double[] errors = new double[squares.length];
        for (int r = 0; r < errors.length; r++) errors[r] = squares[r] / known[r];
        return errors;
    }

    /// The rows with the largest errors, counted from 0 in the whole matrix, the worst first.
    int[] worst(int count) {
        double[] errors = perRow();
        return IntStream.range(0, errors.length).boxed().filter(r -> known[r] > 0).sorted((a, b) -> Double.compare(errors[b], errors[a])).limit(count)
                .mapToInt(r -> range.from() + r).toArray();
    }
}
