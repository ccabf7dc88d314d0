package mf4j.matrix;

import mf4j.train.Check;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// A dense matrix of floats or doubles, read by blocks of rows: in memory, or in a file that may be larger than memory.
///
/// Trainers read it by [#block] and [#copy] alone, so that they need not know where it is. It is immutable; arrays it was made of are
/// shared, not copied, and must not be changed while it is in use. Threads may share it.
public abstract sealed class Matrix permits FloatMatrix, DoubleMatrix, MappedMatrix {
    private static final Check CHECK = Check.of(Matrix.class);
    private static final int BLOCK = 1 << 16; // numbers read at a time

    private final int rows;
    private final int columns;

    Matrix(int rows, int columns) {
        this.rows = CHECK.atLeast("rows", rows, 0);
        this.columns = CHECK.atLeast("columns", columns, 0);
    }

    /// Floats, row-major from index 0: shared.
    public static Matrix of(float[] values, int rows, int columns) {
        return new FloatMatrix(values, rows, columns);
    }

    /// Doubles, row-major from index 0: shared.
    public static Matrix of(double[] values, int rows, int columns) {
        return new DoubleMatrix(values, rows, columns);
    }

    /// A copy of rows of the same length.
    public static Matrix of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] values = new double[size(rows.length, columns)];
        for (int r = 0; r < rows.length; r++) {
            CHECK.that(rows[r].length == columns, "rows", "all have " + columns + " numbers", rows[r].length + " in row " + r);
            System.arraycopy(rows[r], 0, values, r * columns, columns);
        }
        return of(values, rows.length, columns);
    }

    /// The rows of a table of factors: shared.
    public static Matrix of(Factors factors) {
        return of(factors.values(), factors.rows(), factors.rank());
    }

    /// Floats drawn from the standard normal distribution; row r depends on the seeds and r alone.
    public static Matrix normal(int rows, int columns, Seeds seeds) {
        return of(Factors.normal(rows, columns, 1, seeds));
    }

    /// The matrix in a `.npy` file, mapped rather than read, so that it may be larger than memory. Whole numbers are floats where a float
    /// holds all of their type, else doubles; bool is 0 and 1. The file must stay as it is while the matrix is in use.
    ///
    /// @throws IOException with the file's name and what is wrong: not .npy, cut off, a type that is not read, not two-dimensional
    public static Matrix map(Path path) throws IOException {
        try {
            return MappedMatrix.of(path);
        } catch (java.nio.file.FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    /// How many numbers of an array in memory a matrix takes.
    static int size(int rows, int columns) {
        long size = (long) rows * columns;
        CHECK.that(size <= Integer.MAX_VALUE - 16, "rows x columns", "be below 2^31 for a matrix in memory", size);
        return (int) size;
    }

    /// How many rows.
    public final int rows() {
        return rows;
    }

    /// How many columns.
    public final int columns() {
        return columns;
    }

    /// Rows times columns.
    public final long size() {
        return (long) rows * columns;
    }

    /// The smaller of rows and columns: the largest rank it can have.
    public final int shortSide() {
        return Math.min(rows, columns);
    }

    /// Whether its numbers are doubles, which [#block] and the copy to floats would round.
    public abstract boolean isDouble();

    /// Copies rows [from, to) to `into[at..]`, rounded to float where they are doubles.
    public abstract void copy(int from, int to, float[] into, int at);

    /// Copies rows [from, to) to `into[at..]`.
    public abstract void copy(int from, int to, double[] into, int at);

    /// Rows [from, to) as floats where they stand, or copied into `scratch`, which has room for them.
    public Block block(int from, int to, float[] scratch) {
        copy(from, to, scratch, 0);
        return new Block(scratch, 0);
    }

    /// Rows of a matrix in an array.
    ///
    /// @param values to be read only
    /// @param start  index of the first number; rows lie one after another
    public record Block(float[] values, int start) { }

    /// One number. For looking, not for loops.
    public final double at(int row, int column) {
        CHECK.that(row >= 0 && row < rows, "row", "lie in [0, " + rows + ")", row);
        CHECK.that(column >= 0 && column < columns, "column", "lie in [0, " + columns + ")", column);
        return row(row)[column];
    }

    /// A copy of one row.
    public final double[] row(int row) {
        double[] copy = new double[columns];
        copy(row, row + 1, copy, 0);
        return copy;
    }

    /// All numbers as floats, row-major; a copy unless the matrix is one of floats in memory.
    public float[] toFloats() {
        float[] all = new float[size(rows, columns)];
        Sweep.over(rows, blockRows(), (_, from, to) -> copy(from, to, all, from * columns));
        return all;
    }

    /// All numbers as doubles, row-major; a copy unless the matrix is one of doubles in memory.
    public double[] toDoubles() {
        double[] all = new double[size(rows, columns)];
        Sweep.over(rows, blockRows(), (_, from, to) -> copy(from, to, all, from * columns));
        return all;
    }

    /// A matrix in memory with rows for columns, of the same kind of numbers.
    public final Matrix transposed() {
        if (!isDouble()) return transposedFloats();
        double[] turned = new double[size(rows, columns)];
        Sweep.over(rows, blockRows(), () -> new double[blockRows() * columns], (scratch, from, to) -> {
            copy(from, to, scratch, 0);
            for (int c = 0; c < columns; c++) {
                for (int r = from; r < to; r++) turned[c * rows + r] = scratch[(r - from) * columns + c];
            }
        });
        return of(turned, columns, rows);
    }

    private Matrix transposedFloats() {
        float[] turned = new float[size(rows, columns)];
        Sweep.over(rows, blockRows(), () -> new float[blockRows() * columns], (scratch, from, to) -> {
            Block block = block(from, to, scratch);
            for (int c = 0; c < columns; c++) {
                for (int r = from; r < to; r++) turned[c * rows + r] = block.values()[block.start() + (r - from) * columns + c];
            }
        });
        return of(turned, columns, rows);
    }

    /// Rows that are read at a time by whoever has no reason of its own.
    public final int blockRows() {
        return Math.clamp(BLOCK / Math.max(1, columns), 1, Math.max(1, rows));
    }

    /// The same matrix, known to hold neither NaN nor infinities.
    ///
    /// @throws IllegalArgumentException naming the first that it holds, counted from 0 as NumPy does
    public final Matrix finite() {
        long first = firstAmiss(false);
        if (first < rows * (long) columns) throw amiss(first, "; fill it in or leave its row out - soft-impute takes NaN as missing");
        return this;
    }

    /// The same matrix, known to hold no infinities; NaN stands for what is missing.
    ///
    /// @throws IllegalArgumentException naming the first that it holds
    public final Matrix finiteWhereKnown() {
        long first = firstAmiss(true);
        if (first < rows * (long) columns) throw amiss(first, "");
        return this;
    }

    private IllegalArgumentException amiss(long place, String remedy) {
        int row = (int) (place / columns);
        int column = (int) (place % columns);
        return new IllegalArgumentException("the matrix must hold finite numbers but has " + at(row, column) + " in row " + row + ", column " + column
                + " (counted from 0)" + remedy);
    }

    private long firstAmiss(boolean missingAllowed) {
        AtomicLong first = new AtomicLong(size());
        Sweep.over(rows, blockRows(), () -> new double[blockRows() * columns], (scratch, from, to) -> {
            if ((long) from * columns > first.get()) return;
            copy(from, to, scratch, 0);
            for (int j = 0; j < (to - from) * columns; j++) {
                if (Double.isFinite(scratch[j]) || missingAllowed && Double.isNaN(scratch[j])) continue;
                first.accumulateAndGet((long) from * columns + j, Math::min);
                return;
            }
        });
        return first.get();
    }

    /// How many numbers are NaN.
    public final long missing() {
        return (long) Sweep.sum(rows, blockRows(), (from, to) -> {
            double[] scratch = new double[(to - from) * columns];
            copy(from, to, scratch, 0);
            int missing = 0;
            for (double value : scratch) missing += Double.isNaN(value) ? 1 : 0;
            return missing;
        });
    }

    /// The sum of all squares, in double.
    public final double squaredNorm() {
        return Sweep.sum(rows, blockRows(), (from, to) -> {
            double[] scratch = new double[(to - from) * columns];
            copy(from, to, scratch, 0);
            double sum = 0;
            for (double value : scratch) sum += value * value;
            return sum;
        });
    }

    /// Names shape and content: equal for equal numbers of one type, whatever keeps them.
    public final String fingerprint() {
        String[] parts = new String[Math.ceilDiv(rows, blockRows())];
        Sweep.over(rows, blockRows(), (_, from, to) -> parts[from / blockRows()] = digest(from, to));
        MessageDigest digest = sha256();
        for (String part : parts) digest.update(part.getBytes(StandardCharsets.US_ASCII));
        return rows + " x " + columns + (isDouble() ? " doubles " : " floats ") + HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private String digest(int from, int to) {
        int count = (to - from) * columns;
        ByteBuffer bytes = ByteBuffer.allocate(count * (isDouble() ? 8 : 4));
        if (isDouble()) {
            double[] scratch = new double[count];
            copy(from, to, scratch, 0);
            bytes.asDoubleBuffer().put(scratch);
        } else {
            Block block = block(from, to, new float[count]);
            bytes.asFloatBuffer().put(block.values(), block.start(), count);
        }
        return HexFormat.of().formatHex(sha256().digest(bytes.array()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public final String toString() {
        return rows + " x " + columns + (isDouble() ? " doubles" : " floats");
    }
}
