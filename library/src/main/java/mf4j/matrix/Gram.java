package mf4j.matrix;

import mf4j.kernel.Kernel;
import mf4j.train.Sweep;

import java.util.function.IntUnaryOperator;

/// The Gram matrix of a matrix's shorter side, summed in double: `X^T X`, or `X X^T` where X has fewer rows than columns. Its eigenvalues
/// are the squared singular values of X.
///
/// Rows are summed in fixed parts, which are added in their order: the same bits for any number of threads. Cost: `n d^2` operations for
/// n x d, memory d x d a part.
///
/// @param size      of the shorter side
/// @param values    size x size, row-major, both triangles
/// @param ofColumns whether it is `X^T X`
public record Gram(int size, double[] values, boolean ofColumns) {
    private static final Kernel KERNEL = Kernel.active();
    private static final int MOST_PARTS = 16;
    private static final long ROOM = 1L << 27; // numbers of all parts: 1 GB
    private static final int TILE = 1 << 16;   // numbers of a tile of rows

    /// Of a matrix of finite numbers; others make it infinite or NaN.
    public static Gram of(Matrix x) {
        return of(x, new double[x.columns()]);
    }

    /// Of a matrix each of whose rows a mean is taken from first.
    ///
    /// @param mean one number per column
    public static Gram of(Matrix x, double[] mean) {
        boolean ofColumns = x.columns() <= x.rows();
        Matrix tall = ofColumns ? x : x.transposed();
        return new Gram(tall.columns(), sum(tall, row -> row, tall.rows(), mean, ofColumns), ofColumns);
    }

    /// `X^T X` of some rows of X, whichever side is shorter.
    ///
    /// @param rows which; summed in this order
    public static Gram ofRows(Matrix x, int[] rows) {
        return new Gram(x.columns(), sum(x, row -> rows[row], rows.length, new double[x.columns()], true), true);
    }

    private static double[] sum(Matrix tall, IntUnaryOperator place, int rows, double[] mean, boolean ofColumns) {
        int k = tall.columns();
        int stride = (Math.ceilDiv(k, 8) | 1) * 8; // an odd number of cache lines
        int least = Math.clamp(TILE / stride, 16, 1024);
        int parts = (int) Math.clamp(ROOM / Math.max(1, (long) k * k), 1, MOST_PARTS);
        int part = Math.max(least, Math.ceilDiv(rows, parts));
        double[][] sums = new double[Math.max(1, Math.ceilDiv(rows, part))][];
        sums[0] = new double[k * k];
        Sweep.over(rows, part, () -> new double[least * stride + 16], (tile, from, to) -> {
            double[] sum = from == 0 ? sums[0] : new double[k * k];
            for (int start = from; start < to; start += least) {
                int count = Math.min(least, to - start);
                for (int r = 0; r < count; r++) {
                    int row = place.applyAsInt(start + r);
                    tall.copy(row, row + 1, tile, r * stride);
                    centre(tile, r * stride, k, mean, ofColumns, row);
                }
                KERNEL.symmetricUpdate(tile, stride, count, k, sum);
            }
            sums[from / part] = sum;
        });
        return added(sums, k);
    }

    private static void centre(double[] tile, int at, int k, double[] mean, boolean ofColumns, int row) {
        for (int j = 0; j < k; j++) tile[at + j] -= mean[ofColumns ? j : row];
    }

    private static double[] added(double[][] sums, int k) {
        double[] all = sums[0];
        Sweep.over(k, 16, (_, from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = sums[0][i * k + j];
                    for (int p = 1; p < sums.length; p++) sum += sums[p][i * k + j];
                    all[i * k + j] = sum;
                }
            }
        });
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < i; j++) all[j * k + i] = all[i * k + j];
        }
        return all;
    }

    /// The sum of the diagonal: the sum of all squares.
    public double trace() {
        double trace = 0;
        for (int j = 0; j < size; j++) trace += values[j * size + j];
        return trace;
    }
}
