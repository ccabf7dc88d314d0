package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Gram;
import mf4j.matrix.Matrix;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Sweep;

/// The space in which plain descent on `X ~ L Q` happens: with `X = U diag(s) V^T` a step moves L's part within U, and Q turned by V,
/// as if X were diagonal; what L has outside of U only shrinks. X must be at least as high as wide.
///
/// s and V come from the double-summed Gram matrix; singular values below 1e-6 of the largest count as 0.
final class Compression {
    private static final Kernel KERNEL = Kernel.active();
    private static final double LEAST = 1e-12; // of the largest squared singular value

    final Matrix x;
    final int columns;
    final int span;          // singular values that count
    final double[] s;        // span, descending
    final double[] v;        // columns x columns: column j belongs to value j
    final Spectrum spectrum;

    Compression(Matrix x) {
        this.x = x;
        this.columns = x.columns();
        Gram gram = Gram.of(x);
        if (!Double.isFinite(gram.trace())) x.finite();
        SymmetricEigen eigen = SymmetricEigen.of(gram.values(), columns);
        double[] squares = new double[columns];
        this.v = new double[columns * columns];
        for (int j = 0; j < columns; j++) {
            squares[j] = Math.max(0, eigen.values()[columns - 1 - j]);
            for (int i = 0; i < columns; i++) v[i * columns + j] = eigen.vectors()[i * columns + columns - 1 - j];
        }
        this.spectrum = new Spectrum(x.rows(), columns, squares);
        int count = 0;
        while (count < columns && squares[count] > LEAST * squares[0]) count++;
        this.span = count;
        this.s = new double[span];
        for (int j = 0; j < span; j++) s[j] = Math.sqrt(squares[j]);
    }

    /// The part of a left factor within U: `diag(1/s) V^T (X^T L)`, span x rank.
    double[] within(Factors left) {
        int rank = left.rank();
        double[] met = met(left);
        double[] part = new double[span * rank];
        KERNEL.gemm(true, false, span, rank, columns, 1.0, v, 0, columns, met, 0, rank, 0.0, part, 0, rank);
        for (int j = 0; j < span; j++) for (int k = 0; k < rank; k++) part[j * rank + k] /= s[j];
        return part;
    }

    /// X^T L, columns x rank.
    private double[] met(Factors left) {
        int rank = left.rank();
        int block = Math.max(x.blockRows(), Math.ceilDiv(x.rows(), 64));
        int chunk = Math.min(block, 256);
        double[][] parts = new double[Math.ceilDiv(x.rows(), block)][];
        Sweep.over(x.rows(), block, () -> new double[chunk * (columns + rank)], (scratch, from, to) -> {
            double[] part = new double[columns * rank];
            for (int start = from; start < to; start += chunk) {
                int rows = Math.min(chunk, to - start);
                x.copy(start, start + rows, scratch, 0);
                Matrix.of(left).copy(start, start + rows, scratch, chunk * columns);
                KERNEL.gemm(true, false, columns, rank, rows, 1.0, scratch, 0, columns, scratch, chunk * columns, rank, 1.0, part, 0, rank);
            }
            parts[from / block] = part;
        });
        double[] all = new double[columns * rank];
        for (double[] part : parts) for (int j = 0; j < all.length; j++) all[j] += part[j];
        return all;
    }

    /// `V^T Q` for a right factor given as rank x columns: columns x rank.
    double[] turned(Factors right) {
        int rank = right.rows();
        double[] turned = new double[columns * rank];
        KERNEL.gemm(true, true, columns, rank, columns, 1.0, v, 0, columns, Matrix.of(right).toDoubles(), 0, columns, 0.0, turned, 0, rank);
        return turned;
    }

    /// The right factor, rank x columns, of what [#turned] gave.
    Factors back(double[] turned, int rank) {
        double[] right = new double[rank * columns];
        KERNEL.gemm(true, true, rank, columns, columns, 1.0, turned, 0, rank, v, 0, columns, 0.0, right, 0, columns);
        return new Factors(Matrix.of(right, rank, columns).toFloats(), rank, columns);
    }

    /// `U part + rest map`: the left factor with this part within U, `rest` being a left factor of which U has nothing left.
    ///
    /// @param part span x rank
    /// @param rest rows x rank, or null for nothing
    /// @param map  rank x rank
    Factors left(double[] part, Factors rest, double[] map, int rank) {
        double[] scaled = part.clone();
        for (int j = 0; j < span; j++) for (int k = 0; k < rank; k++) scaled[j * rank + k] /= s[j];
        double[] weights = new double[columns * rank];
        KERNEL.gemm(false, false, columns, rank, span, 1.0, v, 0, columns, scaled, 0, rank, 0.0, weights, 0, rank);
        float[] left = new float[x.rows() * rank];
        int block = Math.min(x.blockRows(), 256);
        Sweep.over(x.rows(), block, () -> new double[block * (columns + 2 * rank)], (scratch, from, to) -> {
            int rows = to - from;
            int old = block * columns;
            int made = old + block * rank;
            x.copy(from, to, scratch, 0);
            KERNEL.gemm(false, false, rows, rank, columns, 1.0, scratch, 0, columns, weights, 0, rank, 0.0, scratch, made, rank);
            if (rest != null) {
                Matrix.of(rest).copy(from, to, scratch, old);
                KERNEL.gemm(false, false, rows, rank, rank, 1.0, scratch, old, rank, map, 0, rank, 1.0, scratch, made, rank);
            }
            for (int j = 0; j < rows * rank; j++) left[from * rank + j] = (float) scratch[made + j];
        });
        return new Factors(left, x.rows(), rank);
    }
}
