package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

import java.util.Arrays;


/// The known entries of a matrix, and products with what they are off a low-rank one, `E = X - Z` where X is known and 0 elsewhere. A
/// filled matrix is never made: a filled one is Z + E, whose product with a side is one with Z, which is small, and one with E.
///
/// Few entries are kept by rows and by columns and cost `4 entries rank` a product; many are read where they stand, by blocks of rows,
/// and cost `4 n d rank` through the faster kernel.
sealed interface Known {
    /// How many rows.
    int rows();

    /// How many columns.
    int columns();

    /// How many entries are known.
    long entries();

    /// Names shape and content.
    String fingerprint();

    /// E V or E^T U, with the sum of the squares of E.
    ///
    /// @param scaled  rows x rank: U diag(values)
    /// @param v       columns x rank
    /// @param u       rows x rank where E^T U is asked for, else null
    Met meet(double[] scaled, double[] v, double[] u, int rank);

    /// What is known in one row.
    Line line(int row);

    /// A product with E and its squares.
    ///
    /// @param product rows x rank, or columns x rank
    /// @param squares their sum
    record Met(double[] product, double squares) { }

    /// Known entries of a row.
    ///
    /// @param columns where they stand
    /// @param values  one for each
    record Line(int[] columns, double[] values) { }

    /// Of a matrix whose NaN are missing.
    static Known of(Matrix x) {
        long known = x.size() - x.missing();
        boolean few = known * 10 < x.size() && !x.isDouble();
        Dense dense = new Dense(x, known);
        return few ? dense.sparse() : dense;
    }

    /// Entries that are listed are known, all others missing.
    static Known of(SparseRows x) {
        return new Sparse(x, x.transposed(), NmfRun.fingerprint(x));
    }

    /// Read where they stand.
    record Dense(Matrix x, long entries) implements Known {
        private static final Kernel KERNEL = Kernel.active();
        private static final int PARTS = 16;
        private static final int BLOCK = 1 << 15; // numbers

        @Override
        public int rows() {
            return x.rows();
        }

        @Override
        public int columns() {
            return x.columns();
        }

        @Override
        public String fingerprint() {
            return x.fingerprint();
        }

        @Override
        public Met meet(double[] scaled, double[] v, double[] u, int rank) {
            int columns = columns();
            int block = Math.clamp(BLOCK / columns, 1, 256);
            int part = Math.max(block, Math.ceilDiv(rows(), PARTS));
            double[][] sums = new double[Math.ceilDiv(rows(), part)][];
            double[] squares = new double[sums.length];
            double[] product = new double[u == null ? rows() * rank : 0];
            Sweep.over(rows(), part, () -> new double[2 * block * columns], (scratch, from, to) -> {
                double[] sum = new double[u == null ? 0 : columns * rank];
                for (int start = from; start < to; start += block) {
                    int height = Math.min(block, to - start);
                    squares[from / part] += errors(scaled, v, rank, start, height, scratch);
                    if (u == null) KERNEL.gemm(false, false, height, rank, columns, 1.0, scratch, 0, columns, v, 0, rank, 0.0, product, start * rank, rank);
                    else KERNEL.gemm(true, false, columns, rank, height, 1.0, scratch, 0, columns, u, start * rank, rank, 1.0, sum, 0, rank);
                }
                sums[from / part] = sum;
            });
            double total = 0;
            for (double square : squares) total += square;
            return new Met(u == null ? product : added(sums), total);
        }

        private static double[] added(double[][] sums) {
            double[] all = sums[0];
            for (int p = 1; p < sums.length; p++) for (int j = 0; j < all.length; j++) all[j] += sums[p][j];
            return all;
        }

        /// Rows of E, to the start of the scratch.
        private double errors(double[] scaled, double[] v, int rank, int start, int height, double[] scratch) {
            int size = height * columns();
            KERNEL.gemm(false, true, height, columns(), rank, 1.0, scaled, start * rank, rank, v, 0, rank, 0.0, scratch, 0, columns());
            x.copy(start, start + height, scratch, size);
            double squares = 0;
            for (int j = 0; j < size; j++) {
                double error = scratch[size + j] - scratch[j];
                scratch[j] = Double.isNaN(error) ? 0 : error;
                squares += scratch[j] * scratch[j];
            }
            return squares;
        }

        @Override
        public Line line(int row) {
            double[] all = x.row(row);
            int[] columns = new int[all.length];
            int count = 0;
            for (int j = 0; j < all.length; j++) if (!Double.isNaN(all[j])) columns[count++] = j;
            double[] values = new double[count];
            for (int e = 0; e < count; e++) values[e] = all[columns[e]];
            return new Line(Arrays.copyOf(columns, count), values);
        }

        Sparse sparse() {
            int[] offsets = new int[rows() + 1];
            int[] columns = new int[Math.toIntExact(entries)];
            float[] values = new float[columns.length];
            for (int r = 0; r < rows(); r++) {
                Line line = line(r);
                offsets[r + 1] = offsets[r] + line.columns.length;
                System.arraycopy(line.columns, 0, columns, offsets[r], line.columns.length);
                for (int e = 0; e < line.values.length; e++) values[offsets[r] + e] = (float) line.values[e];
            }
            SparseRows rows = new SparseRows(offsets, columns, values, null, columns());
            return new Sparse(rows, rows.transposed(), fingerprint());
        }
    }

    /// Kept by rows and by columns.
    record Sparse(SparseRows byRow, SparseRows byColumn, String fingerprint) implements Known {
        private static final Kernel KERNEL = Kernel.active();
        private static final int BLOCK = 256;

        @Override
        public int rows() {
            return byRow.rows();
        }

        @Override
        public int columns() {
            return byRow.columnCount();
        }

        @Override
        public long entries() {
            return byRow.entries();
        }

        @Override
        public Met meet(double[] scaled, double[] v, double[] u, int rank) {
            return u == null ? meet(byRow, scaled, v, v, rank) : meet(byColumn, v, scaled, u, rank);
        }

        /// For each row of `own`, the sum over its entries of their error times a row of `met`.
        private static Met meet(SparseRows own, double[] mine, double[] others, double[] met, int rank) {
            double[] product = new double[own.rows() * rank];
            double squares = Sweep.sum(own.rows(), BLOCK, (from, to) -> {
                double sum = 0;
                for (int r = from; r < to; r++) {
                    for (int e = own.offsets()[r]; e < own.offsets()[r + 1]; e++) {
                        int at = own.columns()[e] * rank;
                        double error = own.values()[e] - KERNEL.dot(mine, r * rank, others, at, rank);
                        KERNEL.axpy(error, met, at, product, r * rank, rank);
                        sum += error * error;
                    }
                }
                return sum;
            });
            return new Met(product, squares);
        }

        @Override
        public Line line(int row) {
            double[] values = new double[byRow.count(row)];
            for (int e = 0; e < values.length; e++) values[e] = byRow.values()[byRow.offsets()[row] + e];
            return new Line(byRow.columns(row), values);
        }
    }
}
