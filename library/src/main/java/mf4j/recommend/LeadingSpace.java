package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SymmetricEigen;

/// A few orthonormal directions in which rows of factors are long: the leading eigenvectors of their Gramian. Any orthonormal
/// directions give valid bounds; these make them tight.
///
/// @param rank    length of a row of factors
/// @param size    how many directions
/// @param columns rank x size, row-major: one direction per column
/// @param skew    the Frobenius norm of `V^T V - I`: how far from orthonormal they are
record LeadingSpace(int rank, int size, double[] columns, double skew) {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 1024;
    private static final int SAMPLE = 8 * BLOCK; // rows whose Gramian stands for that of all: the directions need not be exact

    /// The eigenvectors of the Gramian of rows evenly spread.
    static SymmetricEigen axes(Factors factors) {
        int k = factors.rank();
        int step = Math.max(1, factors.rows() / SAMPLE);
        double[] tile = new double[BLOCK * k];
        double[] gram = new double[k * k];
        int filled = 0;
        for (int row = 0; row < factors.rows(); row += step) {
            for (int j = 0; j < k; j++) tile[filled * k + j] = factors.values()[factors.start(row) + j];
            filled++;
            if (filled < BLOCK && row + step < factors.rows()) continue;
            KERNEL.gemm(true, false, k, k, filled, 1.0, tile, 0, k, tile, 0, k, 1.0, gram, 0, k);
            filled = 0;
        }
        return SymmetricEigen.of(gram, k);
    }

    /// The `size` directions of the largest eigenvalues.
    static LeadingSpace of(SymmetricEigen axes, int size) {
        int k = axes.size();
        double[] v = new double[k * size];
        for (int row = 0; row < k; row++) System.arraycopy(axes.vectors(), row * k + k - size, v, row * size, size);
        return new LeadingSpace(k, size, v, skew(v, k, size));
    }

    private static double skew(double[] v, int k, int size) {
        double[] product = new double[size * size];
        KERNEL.gemm(true, false, size, size, k, 1.0, v, 0, size, v, 0, size, 0.0, product, 0, size);
        double squares = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) squares += Math.pow(product[i * size + j] - (i == j ? 1 : 0), 2);
        }
        return Math.sqrt(squares);
    }

    /// Rows `[from, from + n)` in these directions: n x size, row-major.
    double[] turned(float[] rows, int start, int n) {
        double[] wide = new double[n * rank];
        for (int j = 0; j < wide.length; j++) wide[j] = rows[start + j];
        double[] turned = new double[n * size];
        KERNEL.gemm(false, false, n, size, rank, 1.0, wide, 0, rank, columns, 0, size, 0.0, turned, 0, size);
        return turned;
    }

    /// A number that the length of what lies outside of these directions does not exceed.
    double rest(double length, double[] turned, int at) {
        double inside = 0;
        for (int j = at; j < at + size; j++) inside += turned[j] * turned[j];
        double whole = length * length;
        double rounding = (4 * rank * (1 + Math.sqrt(size)) + 64) * 0x1p-53 + 2 * skew;
        return Math.sqrt(Math.max(0, whole - inside) + rounding * whole);
    }
}
