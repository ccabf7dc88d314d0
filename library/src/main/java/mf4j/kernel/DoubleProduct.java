package mf4j.kernel;

import jdk.incubator.vector.DoubleVector;

/// The general product, in pieces that fit the caches (Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008).
/// Panels of A and B that [DoubleBlock] can read where they stand stay there - copying took a tenth of the time and more - the others are
/// copied into its order.
///
/// Each element is one chain of fused multiply-adds in the order of the depth, whatever block it falls into; it begins with the element
/// of C where alpha is 1 and beta 1, and else is one chain per layer of the depth.
final class DoubleProduct {

    private static final int L = Lanes.DOUBLE;
    private static final int ROWS = DoubleBlock.ROWS;
    private static final int COLUMNS = DoubleBlock.COLUMNS;

    /// Sizes of a piece: depth x columns of B for the second-level cache, rows x depth of A for half of it.
    private static final int DEPTH = 256;
    private static final int MOST_ROWS = (128 + ROWS - 1) / ROWS * ROWS;
    private static final int MOST_COLUMNS = 512;

    /// What is read this often at most is not worth a copy. Rows of A that are read more often are; columns of A and rows of B only where they
    /// are so far apart that they crowd into few lines of a cache, and B where A is of several pieces.
    private static final int MOST_READS = 4;
    private static final int CROWDED = 256;

    /// Whether strips of 8 columns never straddle two lines of the cache as those of 6 do: then reading them where they stand costs nothing.
    private static final boolean WHOLE = Lanes.MANY_REGISTERS;

    /// Below this many multiplications copying costs more than it saves.
    private static final int SMALL = 512;

    private DoubleProduct() { }

    static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha,
                         double[] a, int ai, int lda, double[] b, int bi, int ldb, double beta, double[] c, int ci, int ldc) {
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
    private static void small(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha,
                              double[] a, int ai, int lda, double[] b, int bi, int ldb, double beta, double[] c, int ci, int ldc) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = ci + i * ldc + j;
                boolean onto = alpha == 1 && beta == 1;
                double sum = onto ? c[at] : 0;
                for (int p = 0; p < k; p++) {
                    sum = Math.fma(a[ai + (transposeA ? p * lda + i : i * lda + p)], b[bi + (transposeB ? j * ldb + p : p * ldb + j)], sum);
                }
                c[at] = onto ? sum : beta == 0 ? alpha * sum : Math.fma(beta, c[at], alpha * sum);
            }
        }
    }

    /// All of C, from one layer of the depth.
    private static void layer(boolean transposeA, boolean transposeB, int m, int n, int depth, double alpha,
                              double[] a, int ai, int lda, double[] b, int bi, int ldb, double beta, double[] c, int ci, int ldc) {
        Workspace mine = Workspace.mine();
        double[] left = mine.doubleLeft(roundUp(Math.min(m, MOST_ROWS), ROWS) * depth);
        double[] right = mine.doubleRight(roundUp(Math.min(n, MOST_COLUMNS), COLUMNS) * depth);
        boolean leftStands = transposeA ? WHOLE && spread(lda) : n <= MOST_READS * COLUMNS;
        boolean rightStands = !transposeB && (m <= MOST_READS * ROWS || WHOLE && m <= MOST_ROWS && spread(ldb));
        for (int j = 0; j < n; j += MOST_COLUMNS) {
            int columns = Math.min(MOST_COLUMNS, n - j);
            int standing = rightStands ? columns / L * L : 0;
            int pieceB = bi + (transposeB ? j * ldb : j);
            int packed = standing / COLUMNS * COLUMNS; // the first panel that is not, or not wholly
            if (standing < columns) pack(transposeB, b, pieceB + (transposeB ? packed * ldb : packed), ldb, columns - packed, depth, COLUMNS, right, packed * depth);
            for (int i = 0; i < m; i += MOST_ROWS) {
                int rows = Math.min(MOST_ROWS, m - i);
                int whole = leftStands ? rows / ROWS * ROWS : 0;
                int pieceA = ai + (transposeA ? i : i * lda);
                if (whole < rows) pack(!transposeA, a, pieceA + (transposeA ? whole : whole * lda), lda, rows - whole, depth, ROWS, left, whole * depth);
                for (int q = 0; q < columns; q += COLUMNS) {
                    int width = Math.min(COLUMNS, columns - q);
                    boolean stands = q + width <= standing;
                    panel(transposeA, rows, whole, width, depth, alpha, a, pieceA, lda, left, stands ? b : right, stands ? pieceB + q : q * depth,
                            stands ? ldb : COLUMNS, mine.doubleSums, beta, c, ci + i * ldc + j + q, ldc);
                }
            }
        }
    }

    /// A piece of A meets one panel of B.
    ///
    /// @param whole so many rows are read where they stand, the others from `left`
    private static void panel(boolean transposeA, int rows, int whole, int width, int depth, double alpha, double[] a, int ai, int lda, double[] left,
                              double[] b, int bi, int sb, double[] sums, double beta, double[] c, int ci, int ldc) {
        for (int i = 0; i < whole; i += ROWS) {
            DoubleBlock.block(sums, ROWS, width, !transposeA, a, ai + (transposeA ? i : i * lda), lda, b, bi, sb, depth, alpha, beta, c, ci + i * ldc, ldc);
        }
        for (int i = whole; i < rows; i += ROWS) {
            DoubleBlock.block(sums, Math.min(ROWS, rows - i), width, false, left, i * depth, ROWS, b, bi, sb, depth, alpha, beta, c, ci + i * ldc, ldc);
        }
    }

    /// Whether rows so far apart fall into many lines of the cache.
    private static boolean spread(int distance) {
        return distance % CROWDED != 0;
    }

    /// Copies `count` vectors of length `depth` into panels of `width`: element p of vector v goes to
    /// `target[to + (v / width * depth + p) * width + v % width]`. In the source a vector is a column, or a row if `fromRows`.
    private static void pack(boolean fromRows, double[] source, int at, int stride, int count, int depth, int width, double[] target, int to) {
        for (int v = 0; v < count; v += width) {
            int filled = Math.min(width, count - v);
            if (fromRows) {
                DoubleTranspose.copy(source, at + v * stride, stride, filled, depth, target, to + v * depth, width);
            } else {
                packColumns(source, at + v, stride, filled, depth, width, target, to + v * depth);
            }
        }
    }

    private static void packColumns(double[] source, int at, int stride, int filled, int depth, int width, double[] target, int to) {
        if (filled == COLUMNS && width == COLUMNS) {
            packTwo(source, at, stride, depth, target, to);
            return;
        }
        for (int p = 0; p < depth; p++) {
            int from = at + p * stride;
            int into = to + p * width;
            int j = 0;
            for (; j <= filled - L; j += L) {
                DoubleVector.fromArray(Lanes.DOUBLES, source, from + j).intoArray(target, into + j);
            }
            for (; j < filled; j++) {
                target[into + j] = source[from + j];
            }
        }
    }

    private static void packTwo(double[] source, int at, int stride, int depth, double[] target, int to) {
        for (int p = 0; p < depth; p++) {
            DoubleVector one = DoubleVector.fromArray(Lanes.DOUBLES, source, at + p * stride);
            DoubleVector two = DoubleVector.fromArray(Lanes.DOUBLES, source, at + p * stride + L);
            one.intoArray(target, to + p * COLUMNS);
            two.intoArray(target, to + p * COLUMNS + L);
        }
    }

    private static int roundUp(int n, int multiple) {
        return (n + multiple - 1) / multiple * multiple;
    }
}
