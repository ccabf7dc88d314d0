package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.train.Sweep;

/// `X^T (X V)` in one pass over the rows of X, each block of which meets both products while it is in the cache. Blocks are summed in double in fixed
/// parts, so that the bits do not depend on the threads; within a block, products are of the matrix's own precision or in double.
final class NormalProduct {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 1 << 16; // numbers of a block of rows
    private static final int MOST_PARTS = 16;
    private static final long ROOM = 1L << 26; // numbers of all parts' sums

    private final Matrix x;
    private final Triplets.Centre centre;
    private final boolean wide;
    private final int columns;
    private final int block;

    /// @param wide whether products are in double
    NormalProduct(Matrix x, Triplets.Centre centre, boolean wide) {
        this.x = x;
        this.centre = centre;
        this.wide = wide;
        this.columns = x.columns();
        this.block = Math.clamp(BLOCK / Math.max(1, columns), 64, 512);
    }

    /// Rows of the result are those of `X^T X` times the rows of v.
    ///
    /// @param v size x columns
    double[] of(double[] v, int size) {
        int parts = (int) Math.clamp(ROOM / Math.max(1, (long) size * columns), 1, MOST_PARTS);
        int part = Math.max(block, Math.ceilDiv(x.rows(), parts));
        double[][] sums = new double[Math.ceilDiv(x.rows(), part)][];
        float[] narrow = wide ? null : Matrix.of(v, size, columns).toFloats();
        Sweep.over(x.rows(), part, (_, from, to) -> {
            double[] sum = new double[size * columns];
            if (wide) doubles(v, size, from, to, sum);
            else floats(narrow, size, from, to, sum);
            sums[from / part] = sum;
        });
        for (int p = 1; p < sums.length; p++) KERNEL.axpy(1.0, sums[p], 0, sums[0], 0, sums[0].length);
        return sums[0];
    }

    private void doubles(double[] v, int size, int from, int to, double[] sum) {
        double[] rows = new double[block * columns];
        double[] images = new double[block * size];
        for (int start = from; start < to; start += block) {
            int count = Math.min(block, to - start);
            centre.copy(x, start, start + count, rows, 0);
            KERNEL.gemm(false, true, count, size, columns, 1.0, rows, 0, columns, v, 0, columns, 0.0, images, 0, size);
            KERNEL.gemm(true, false, size, columns, count, 1.0, images, 0, size, rows, 0, columns, 1.0, sum, 0, columns);
        }
    }

    private void floats(float[] v, int size, int from, int to, double[] sum) {
        float[] rows = new float[block * columns];
        float[] images = new float[block * size];
        float[] products = new float[size * columns];
        for (int start = from; start < to; start += block) {
            int count = Math.min(block, to - start);
            float[] values = rows;
            int at = 0;
            if (centre.mean() == null) {
                Matrix.Block stored = x.block(start, start + count, rows);
                values = stored.values();
                at = stored.start();
            } else {
                centre.copy(x, start, start + count, rows, 0);
            }
            KERNEL.gemm(false, true, count, size, columns, 1f, values, at, columns, v, 0, columns, 0f, images, 0, size);
            KERNEL.gemm(true, false, size, columns, count, 1f, images, 0, size, values, at, columns, 0f, products, 0, columns);
            for (int j = 0; j < products.length; j++) sum[j] += products[j];
        }
    }
}
