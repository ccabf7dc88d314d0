package mf4j.matrix;

import mf4j.kernel.Kernel;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// All singular values and vectors of a square matrix in memory, `A = U diag(values) V^T`, by one-sided Jacobi rotations.
///
/// A pivoted QR factorization comes first, then pairs of rows of its triangle are rotated until all are orthogonal: their lengths are the
/// singular values (Drmac and Veselic, New fast and accurate Jacobi SVD algorithm I and II, 2008). Small values are right in their
/// own digits, not only against the largest, as far as the columns of A, scaled to one length, are well-conditioned. Rows rotate in blocks, and pairs
/// of blocks that have no row in common on all threads, in an order that depends on the size alone. Cost: some 5 passes of `10 n^3` operations.
///
/// @param size   n
/// @param values descending; below 1e-125 of the largest they are 0
/// @param left   n x n, row-major: row j is u_j
/// @param right  n x n, row-major: row j is v_j
public record SingularTriplets(int size, double[] values, double[] left, double[] right) {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 16;      // rows that stay in the cache while they meet
    private static final int PATIENCE = 60;   // passes: six are common
    private static final double NIL = 1e-250; // squared length, of the largest number's square

    /// Of a matrix of finite numbers.
    ///
    /// @param a n x n, row-major
    /// @throws ArithmeticException when a number is not finite
    public static SingularTriplets of(double[] a, int size) {
        Check.of(SingularTriplets.class).that(a.length >= size * size, "a", "hold size x size numbers", a.length);
        double unit = 0;
        for (int j = 0; j < size * size; j++) {
            if (!Double.isFinite(a[j])) throw new ArithmeticException("the matrix holds a number that is not finite in row " + j / size);
            unit = Math.max(unit, Math.abs(a[j]));
        }
        PivotedQr start = new PivotedQr(a, size, unit > 0 ? unit : 1);
        Rotating rotating = new Rotating(size, start);
        rotating.run();
        return rotating.sorted(unit > 0 ? unit : 1, start.order);
    }

    /// `A P = Q R`, with the column that has most left in turn.
    private static final class PivotedQr {
        final int[] order;      // column order[j] of A is the j-th
        final double[] columns; // n x n, row j: column j of R up to the diagonal, then v_j
        final double[] diagonal;
        private final int size;
        private final double[] left; // squared lengths of what is left of the columns

        PivotedQr(double[] a, int size, double unit) {
            this.size = size;
            this.order = IntStream.range(0, size).toArray();
            this.columns = new double[size * size];
            this.diagonal = new double[size];
            this.left = new double[size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) columns[j * size + i] = a[i * size + j] / unit;
            }
            for (int j = 0; j < size; j++) step(j);
        }

        private void step(int j) {
            int most = j;
            for (int c = j; c < size; c++) {
                left[c] = KERNEL.dot(columns, c * size + j, columns, c * size + j, size - j);
                if (left[c] > left[most]) most = c;
            }
            double norm = Math.sqrt(left[most]);
            swap(j, most);
            int at = j * size + j;
            diagonal[j] = left[j] < NIL ? 0 : -Math.copySign(norm, columns[at]);
            if (left[j] < NIL) {
                Arrays.fill(columns, at, (j + 1) * size, 0);
                return;
            }
            double scale = 1 / Math.sqrt(norm * (norm + Math.abs(columns[at])));
            columns[at] -= diagonal[j];
            for (int i = at; i < (j + 1) * size; i++) columns[i] *= scale;
            for (int c = j + 1; c < size; c++) {
                KERNEL.axpy(-KERNEL.dot(columns, at, columns, c * size + j, size - j), columns, at, columns, c * size + j, size - j);
            }
        }

        private void swap(int j, int other) {
            if (j == other) return;
            int column = order[j];
            order[j] = order[other];
            order[other] = column;
            for (int i = 0; i < size; i++) {
                double value = columns[j * size + i];
                columns[j * size + i] = columns[other * size + i];
                columns[other * size + i] = value;
            }
        }

        /// Rows of Q^T: reflections of the unit vectors, the last first.
        void intoRows(double[] rows, int stride, int at) {
            for (int j = 0; j < size; j++) rows[j * stride + at + j] = 1;
            Sweep.over(size, 32, (_, from, to) -> {
                for (int row = from; row < to; row++) {
                    for (int j = Math.min(row, size - 1); j >= 0; j--) {
                        int v = j * size + j;
                        int x = row * stride + at + j;
                        KERNEL.axpy(-KERNEL.dot(columns, v, rows, x, size - j), columns, v, rows, x, size - j);
                    }
                }
            });
        }
    }

    /// Rows [sigma v^T | u^T] on their way there.
    private static final class Rotating {
        private final int size;
        private final int stride;
        private final double[] rows; // n x 2 n
        private final double least;  // cosine of two rows that counts as none

        Rotating(int size, PivotedQr start) {
            this.size = size;
            this.stride = 2 * size;
            this.rows = new double[Matrix.size(size, stride)];
            this.least = Math.ulp(1.0) * Math.max(8, 2 * Math.sqrt(size));
            for (int i = 0; i < size; i++) {
                rows[i * stride + i] = start.diagonal[i];
                for (int j = i + 1; j < size; j++) rows[i * stride + j] = start.columns[j * size + i];
            }
            start.intoRows(rows, stride, size);
        }

        void run() {
            for (int pass = 0; pass < PATIENCE; pass++) {
                if (pass() == 0) return;
            }
            throw new ArithmeticException("the singular values did not converge");
        }

        /// Every row meets every other: blocks at home first, then as in a tournament. Returns how many pairs were rotated.
        private double pass() {
            int blocks = Math.ceilDiv(size, BLOCK);
            int seats = blocks + blocks % 2;
            double turned = Sweep.sum(blocks, 1, (block, _) -> meet(block, block));
            for (int round = 0; round < seats - 1; round++) {
                int now = round;
                turned += Sweep.sum(seats / 2, 1, (table, _) -> {
                    int one = table == 0 ? seats - 1 : (now + table) % (seats - 1);
                    int other = (now + seats - 1 - table) % (seats - 1);
                    return Math.max(one, other) >= blocks ? 0 : meet(Math.min(one, other), Math.max(one, other));
                });
            }
            return turned;
        }

        private int meet(int block, int other) {
            int from = block * BLOCK;
            int to = Math.min(size, from + BLOCK);
            int start = other * BLOCK;
            int end = Math.min(size, start + BLOCK);
            double[] squares = new double[2 * BLOCK];
            for (int i = from; i < to; i++) squares[i - from] = square(i);
            for (int j = start; j < end; j++) squares[BLOCK + j - start] = block == other ? squares[j - start] : square(j);
            int turned = 0;
            for (int i = from; i < to; i++) {
                for (int j = Math.max(start, i + 1); j < end; j++) {
                    turned += rotate(i, j, squares, i - from, block == other ? j - start : BLOCK + j - start);
                }
            }
            return turned;
        }

        private double square(int i) {
            return KERNEL.dot(rows, i * stride, rows, i * stride, size);
        }

        /// Makes two rows orthogonal and the upper one the longer; the angle is that of Rutishauser.
        private int rotate(int i, int j, double[] squares, int a, int b) {
            double dot = KERNEL.dot(rows, i * stride, rows, j * stride, size);
            double product = Math.sqrt(squares[a]) * Math.sqrt(squares[b]);
            if (!(Math.abs(dot) > least * product) || squares[b] < NIL || squares[a] < NIL) return 0;
            double half = (squares[b] - squares[a]) / (2 * dot);
            double tangent = Math.copySign(1, half) / (Math.abs(half) + Math.hypot(1, half));
            double cosine = 1 / Math.sqrt(1 + tangent * tangent);
            KERNEL.rotate(rows, i * stride, rows, j * stride, stride, cosine, cosine * tangent);
            squares[a] = renewed(squares[a], -tangent * dot, i);
            squares[b] = renewed(squares[b], tangent * dot, j);
            return 1;
        }

        /// A squared length after a change; measured where much of it went.
        private double renewed(double square, double change, int row) {
            double sum = square + change;
            return sum > 0.5 * square ? sum : square(row);
        }

        SingularTriplets sorted(double unit, int[] places) {
            double[] squares = new double[size];
            for (int i = 0; i < size; i++) squares[i] = square(i) < NIL ? 0 : square(i);
            int[] order = IntStream.range(0, size).boxed().sorted(Comparator.comparingDouble(i -> -squares[i])).mapToInt(i -> i).toArray();
            double[] values = new double[size];
            double[] left = new double[size * size];
            double[] right = new double[size * size];
            int rank = 0;
            for (int k = 0; k < size; k++) {
                int row = order[k] * stride;
                double value = Math.sqrt(squares[order[k]]);
                values[k] = unit * value;
                System.arraycopy(rows, row + size, left, k * size, size);
                for (int j = 0; j < size && value > 0; j++) right[k * size + places[j]] = rows[row + j] / value;
                if (value > 0) rank++;
            }
            Orthonormal.complete(right, size, rank, size);
            return new SingularTriplets(size, values, left, right);
        }
    }
}
