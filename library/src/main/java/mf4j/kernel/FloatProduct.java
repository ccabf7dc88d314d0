package mf4j.kernel;

import jdk.incubator.vector.FloatVector;

/// The general product: panels of A and B are copied into the order in which [FloatBlock] reads them, in pieces that fit the
/// caches (Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008).
///
/// Each element is one chain of fused multiply-adds in the order of the depth, whatever block it falls into; it begins with the element
/// of C where alpha is 1 and beta 1, and else is one chain per layer of the depth.
final class FloatProduct {

    private static final int L = Lanes.FLOAT;
    private static final int ROWS = FloatBlock.ROWS;
    private static final int COLUMNS = FloatBlock.COLUMNS;

    /// Sizes of a piece: depth x columns of B for the second-level cache, rows x depth of A for half of it.
    static final int DEPTH = 256;
    private static final int MOST_ROWS = (128 + ROWS - 1) / ROWS * ROWS;
    private static final int MOST_COLUMNS = 512;

    /// Below this many multiplications copying costs more than it saves.
    private static final int SMALL = 512;

    private FloatProduct() { }

    static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha,
                         float[] a, int ai, int lda, float[] b, int bi, int ldb, float beta, float[] c, int ci, int ldc) {
        if (k == 0 || k <= DEPTH && (long) m * n * k <= SMALL) {
            small(transposeA, transposeB, m, n, k, alpha, a, ai, lda, b, bi, ldb, beta, c, ci, ldc);
            return;
        }
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            int pieceA = ai + (transposeA ? p * lda : p);
            int pieceB = bi + (transposeB ? p : p * ldb);
            layer(transposeA, transposeB, m, n, depth, alpha, a, pieceA, lda, b, pieceB, ldb, p == 0 ? beta : 1, c, ci, ldc);
        }
    }

    /// Without copies, in the same order of summation.
    private static void small(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha,
                              float[] a, int ai, int lda, float[] b, int bi, int ldb, float beta, float[] c, int ci, int ldc) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = ci + i * ldc + j;
                boolean onto = alpha == 1 && beta == 1;
                float sum = onto ? c[at] : 0;
                for (int p = 0; p < k; p++) {
                    sum = Math.fma(a[ai + (transposeA ? p * lda + i : i * lda + p)], b[bi + (transposeB ? j * ldb + p : p * ldb + j)], sum);
                }
                c[at] = onto ? sum : beta == 0 ? alpha * sum : Math.fma(beta, c[at], alpha * sum);
            }
        }
    }

    /// All of C, from one layer of the depth.
    private static void layer(boolean transposeA, boolean transposeB, int m, int n, int depth, float alpha,
                              float[] a, int ai, int lda, float[] b, int bi, int ldb, float beta, float[] c, int ci, int ldc) {
        Workspace mine = Workspace.mine();
        float[] left = mine.floatLeft(roundUp(Math.min(m, MOST_ROWS), ROWS) * depth);
        float[] right = mine.floatRight(roundUp(Math.min(n, MOST_COLUMNS), COLUMNS) * depth);
        for (int j = 0; j < n; j += MOST_COLUMNS) {
            int columns = Math.min(MOST_COLUMNS, n - j);
            pack(transposeB, b, bi + (transposeB ? j * ldb : j), ldb, columns, depth, COLUMNS, right);
            for (int i = 0; i < m; i += MOST_ROWS) {
                int rows = Math.min(MOST_ROWS, m - i);
                pack(!transposeA, a, ai + (transposeA ? i : i * lda), lda, rows, depth, ROWS, left);
                piece(rows, columns, depth, alpha, left, right, beta, c, ci + i * ldc + j, ldc);
            }
        }
    }

    private static void piece(int rows, int columns, int depth, float alpha, float[] left, float[] right,
                              float beta, float[] c, int ci, int ldc) {
        for (int j = 0; j < columns; j += COLUMNS) {
            int width = Math.min(COLUMNS, columns - j);
            for (int i = 0; i < rows; i += ROWS) {
                FloatBlock.strip(Math.min(ROWS, rows - i), width, left, i * depth, ROWS, right, j * depth, COLUMNS, depth,
                        alpha, beta, c, ci + i * ldc + j, ldc);
            }
        }
    }

    /// Copies `count` vectors of length `depth` into panels of `width`: element p of vector v goes to
    /// `target[(v / width * depth + p) * width + v % width]`. In the source a vector is a column, or a row if `fromRows`.
    private static void pack(boolean fromRows, float[] source, int at, int stride, int count, int depth, int width, float[] target) {
        for (int v = 0; v < count; v += width) {
            int filled = Math.min(width, count - v);
            if (fromRows) {
                FloatTranspose.copy(source, at + v * stride, stride, filled, depth, target, v * depth, width);
            } else {
                packColumns(source, at + v, stride, filled, depth, width, target, v * depth);
            }
        }
    }

    private static void packColumns(float[] source, int at, int stride, int filled, int depth, int width, float[] target, int to) {
        if (filled == COLUMNS && width == COLUMNS) {
            packTwo(source, at, stride, depth, target, to);
            return;
        }
        for (int p = 0; p < depth; p++) {
            int from = at + p * stride;
            int into = to + p * width;
            int j = 0;
            for (; j <= filled - L; j += L) {
                FloatVector.fromArray(Lanes.FLOATS, source, from + j).intoArray(target, into + j);
            }
            for (; j < filled; j++) {
                target[into + j] = source[from + j];
            }
        }
    }

    private static void packTwo(float[] source, int at, int stride, int depth, float[] target, int to) {
        for (int p = 0; p < depth; p++) {
            FloatVector one = FloatVector.fromArray(Lanes.FLOATS, source, at + p * stride);
            FloatVector two = FloatVector.fromArray(Lanes.FLOATS, source, at + p * stride + L);
            one.intoArray(target, to + p * COLUMNS);
            two.intoArray(target, to + p * COLUMNS + L);
        }
    }

    private static int roundUp(int n, int multiple) {
        return (n + multiple - 1) / multiple * multiple;
    }
}
