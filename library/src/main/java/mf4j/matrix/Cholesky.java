package mf4j.matrix;

import mf4j.kernel.Kernel;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;

/// The inverse of a large symmetric positive definite matrix, in place, over cores.
///
/// By blocks of rows and columns: `A = L L^T`, then `W = L^-1`, then `A^-1 = W^T W`; together `n^3` multiplications and additions, nearly
/// all of them in matrix products. Every number depends on the matrix and the block alone, not on the threads.
public final class Cholesky {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 192;
    private static final int WIDE = 768; // columns handed out at a time in products that read whole columns

    private final float[] a; // n x n, row-major
    private final int n;
    private final int block;

    Cholesky(float[] a, int n, int block) {
        this.a = a;
        this.n = n;
        this.block = block;
    }

    /// Replaces a matrix by its inverse; only the lower triangle is read, both are written.
    ///
    /// The relative error is about n times the matrix's condition number times 2^-24.
    ///
    /// @param a n x n, row-major
    /// @return -1, or the row whose pivot was not positive; the content is then undefined
    public static int invert(float[] a, int n) {
        Check.of(Cholesky.class).that((long) n * n <= a.length, "a", "hold n x n = " + n + " x " + n + " numbers", a.length);
        return new Cholesky(a, n, BLOCK).invert();
    }

    int invert() {
        int failed = factor();
        if (failed >= 0) return failed;
        invertFactor();
        multiply();
        mirror();
        return -1;
    }

    private int size(int k) {
        return Math.min(block, n - k);
    }

    private int at(int row, int column) {
        return row * n + column;
    }

    /// L in the lower triangle.
    private int factor() {
        for (int k = 0; k < n; k += block) {
            int size = size(k);
            float[] inverse = square(k, size);
            int failed = KERNEL.cholesky(inverse, size, size);
            if (failed >= 0) return k + failed;
            store(inverse, k, size);
            invertTriangle(inverse, size);
            panel(k, size, inverse);
            update(k, size);
        }
        return -1;
    }

    /// A copy of a block on the diagonal.
    private float[] square(int k, int size) {
        float[] copy = new float[size * size];
        for (int r = 0; r < size; r++) System.arraycopy(a, at(k + r, k), copy, r * size, size);
        return copy;
    }

    /// Puts a lower triangle on the diagonal, zeros above it.
    private void store(float[] triangle, int k, int size) {
        for (int r = 0; r < size; r++) {
            Arrays.fill(triangle, r * size + r + 1, (r + 1) * size, 0);
            System.arraycopy(triangle, r * size, a, at(k + r, k), size);
        }
    }

    /// A lower triangle with zeros above becomes its inverse, which has them too.
    private static void invertTriangle(float[] l, int size) {
        float[] factor = l.clone();
        float[] column = new float[size];
        for (int c = 0; c < size; c++) {
            Arrays.fill(column, 0);
            column[c] = 1;
            KERNEL.solveLower(factor, size, size, column, 0);
            for (int r = 0; r < size; r++) l[r * size + c] = r < c ? 0 : column[r];
        }
    }

    /// The rows below a diagonal block: `L_ik = A_ik L_kk^-T`.
    private void panel(int k, int size, float[] inverse) {
        int first = k + size;
        Sweep.over(n - first, block, () -> new float[block * size], (copy, from, to) -> {
            int rows = to - from;
            for (int r = 0; r < rows; r++) System.arraycopy(a, at(first + from + r, k), copy, r * size, size);
            KERNEL.gemm(false, true, rows, size, size, 1f, copy, 0, size, inverse, 0, size, 0f, a, at(first + from, k), n);
        });
    }

    /// What is right of the panel: `A -= L_k L_k^T`, its lower triangle by blocks of rows.
    private void update(int k, int size) {
        int first = k + size;
        Sweep.over(n - first, block, (_, from, to) -> KERNEL.gemm(false, true, to - from, to, size, -1f, a, at(first + from, k), n,
                a, at(first, k), n, 1f, a, at(first + from, first), n));
    }

    /// `W = L^-1` in the place of L, from the last block of columns to the first: `W_:k = -W_(below) L_:k L_kk^-1`.
    private void invertFactor() {
        for (int k = (n - 1) / block * block; k >= 0; k -= block) {
            int size = size(k);
            float[] inverse = square(k, size);
            invertTriangle(inverse, size);
            below(k, size, inverse);
            store(inverse, k, size);
        }
    }

    private void below(int k, int size, float[] inverse) {
        int first = k + size;
        float[] panel = new float[(n - first) * size]; // -L_:k L_kk^-1
        Sweep.over(n - first, block, (_, from, to) -> KERNEL.gemm(false, false, to - from, size, size, -1f, a, at(first + from, k), n,
                inverse, 0, size, 0f, panel, from * size, size));
        Sweep.over(n - first, block, (_, from, to) -> KERNEL.gemm(false, false, to - from, size, to, 1f, a, at(first + from, first), n,
                panel, 0, size, 0f, a, at(first + from, k), n));
    }

    /// `W^T W` in the lower triangle, from the first block of rows to the last: a row of blocks needs only rows from its own on.
    private void multiply() {
        for (int k = 0; k < n; k += block) {
            int size = size(k);
            int first = k;
            int below = n - k - size;
            float[] own = new float[size * (k + size)];
            for (int r = 0; r < size; r++) System.arraycopy(a, at(k + r, 0), own, r * (k + size), k + size);
            Sweep.over(k + size, WIDE, (_, from, to) -> {
                KERNEL.gemm(true, false, size, to - from, size, 1f, own, first, first + size, own, from, first + size, 0f, a, at(first, from), n);
                if (below > 0) {
                    KERNEL.gemm(true, false, size, to - from, below, 1f, a, at(first + size, first), n, a, at(first + size, from), n,
                            1f, a, at(first, from), n);
                }
            });
        }
    }

    private void mirror() {
        Sweep.over(n, 64, (_, from, to) -> {
            for (int r = from; r < to; r++) {
                for (int c = r + 1; c < n; c++) a[at(r, c)] = a[at(c, r)];
            }
        });
    }
}
