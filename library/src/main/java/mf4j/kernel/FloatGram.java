package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The sums of the normal equations: strips of a few rows of the Gram matrix, each as long as its part of the lower triangle needs, over
/// chunks of regressors that stay in the caches.
///
/// A chunk's rows are copied, wherever they lie, into a tile that is both sides of the product: each row times the root of its weight, or,
/// where a weight has none, the right side beside a weighted left one. The tile's rows are an odd number of cache lines apart: were it a power of two, as ranks like to be, they would all fall into the
/// same few lines of the first-level cache. Sums of the rows with other weights are products as well: these weights stand in the left
/// side as further columns, where the last strip mostly has room for them.
final class FloatGram {

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;
    private static final int ROWS = FloatBlock.ROWS;
    private static final int PANEL = FloatBlock.COLUMNS;
    private static final int LINE = 16;    // floats of a cache line
    static final int MOST = 80;    // rows of a chunk

    private FloatGram() { }

    /// Updates the lower triangle of `gram` and, below it, a row per further weights: see [Kernel#regress] and [Kernel#symmetricUpdate].
    ///
    /// @param moments null for no further row
    static void update(float[] factors, int k, int[] which, int from, int to, float[] weights, float[] moments, boolean totals, float[] gram) {
        int further = moments == null ? 0 : totals ? 2 : 1;
        int stride = apart(k + further);
        Workspace mine = Workspace.mine();
        int chunk = even(to - from);
        int room = chunk * stride + LINE;
        boolean rooted = weights == null || positive(weights, to - from);
        float[] right = mine.floatRight(room);
        float[] left = rooted ? right : mine.floatLeft(room);
        float[] scales = mine.scales;
        for (int start = from; start < to; start += chunk) {
            int rows = Math.min(chunk, to - start);
            int first = start - from;
            for (int r = 0; r < rows; r++) scales[r] = weights == null || !rooted ? 1 : (float) Math.sqrt(weights[first + r]);
            gather(factors, k, which, start, rows, scales, right, stride);
            if (!rooted) weigh(right, rows, k, stride, weights, first, left);
            for (int r = 0; r < rows && further > 0; r++) {
                left[r * stride + k] = moments[first + r] / scales[r];
                if (totals) left[r * stride + k + 1] = rooted ? scales[r] : weights[first + r];
            }
            triangle(mine.floatSums, left, right, stride, rows, k, k + further, 1, gram);
        }
    }

    private static boolean positive(float[] weights, int count) {
        for (int r = 0; r < count; r++) if (!(weights[r] > 0)) return false;
        return true;
    }

    /// Products of all pairs of rows: an update with the transposed tile, from nothing.
    static void products(float[] tile, int rows, int k, float[] gram) {
        Workspace mine = Workspace.mine();
        int stride = apart(rows);
        float[] columns = mine.floatRight(k * stride + LINE);
        FloatTranspose.copy(tile, 0, k, rows, k, columns, 0, stride);
        triangle(mine.floatSums, columns, columns, stride, k, rows, rows, 0, gram);
    }

    /// Rows of a chunk so that all are about as long: a short one would cost nearly as much.
    private static int even(int rows) {
        int chunks = (rows + MOST - 1) / MOST;
        return chunks == 0 ? 0 : (rows + chunks - 1) / chunks;
    }

    /// An odd number of cache lines that holds so many floats.
    private static int apart(int floats) {
        return ((floats + LINE - 1) / LINE | 1) * LINE;
    }

    /// Panel by panel of the right side all strips that reach below the diagonal.
    private static void triangle(float[] sums, float[] left, float[] right, int stride, int depth, int k, int height, float beta, float[] gram) {
        for (int j = 0; j < k; j += PANEL) {
            for (int i = j / ROWS * ROWS; i < height; i += ROWS) {
                int rows = Math.min(ROWS, height - i);
                boolean wide = i + rows > j + L && j + L < k;
                int width = wide ? PANEL : L;
                if (beta == 1 && j + width <= k && (i + ROWS) * k <= gram.length) {
                    FloatSums.add(rows, wide, left, i, stride, right, j, stride, depth, gram, i * k + j, k);
                } else {
                    FloatBlock.block(sums, rows, Math.min(width, k - j), false, left, i, stride, right, j, stride, depth, 1, beta, gram, i * k + j, k);
                }
            }
        }
    }

    /// Four rows at a time: their loads miss the cache together instead of one after the other.
    private static void gather(float[] factors, int k, int[] which, int from, int rows, float[] scales, float[] tile, int stride) {
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            four(factors, k, place(which, from + r) * k, place(which, from + r + 1) * k, place(which, from + r + 2) * k,
                    place(which, from + r + 3) * k, scales, r, tile, r * stride, stride);
        }
        for (; r < rows; r++) {
            int row = place(which, from + r) * k;
            for (int j = 0; j < k; j++) tile[r * stride + j] = scales[r] * factors[row + j];
        }
    }

    private static int place(int[] which, int r) {
        return which == null ? r : which[r];
    }

    private static void four(float[] factors, int k, int one, int two, int three, int four, float[] scales, int r, float[] tile, int to, int stride) {
        float first = scales[r];
        float second = scales[r + 1];
        float third = scales[r + 2];
        float fourth = scales[r + 3];
        int j = 0;
        for (; j <= k - L; j += L) {
            FloatVector a = FloatVector.fromArray(S, factors, one + j).mul(first);
            FloatVector b = FloatVector.fromArray(S, factors, two + j).mul(second);
            FloatVector c = FloatVector.fromArray(S, factors, three + j).mul(third);
            FloatVector d = FloatVector.fromArray(S, factors, four + j).mul(fourth);
            a.intoArray(tile, to + j);
            b.intoArray(tile, to + j + stride);
            c.intoArray(tile, to + j + 2 * stride);
            d.intoArray(tile, to + j + 3 * stride);
        }
        for (; j < k; j++) {
            tile[to + j] = first * factors[one + j];
            tile[to + j + stride] = second * factors[two + j];
            tile[to + j + 2 * stride] = third * factors[three + j];
            tile[to + j + 3 * stride] = fourth * factors[four + j];
        }
    }

    /// Whole vectors: what lies behind a row's end may be anything.
    private static void weigh(float[] right, int rows, int k, int stride, float[] weights, int from, float[] left) {
        for (int r = 0; r < rows; r++) {
            FloatVector weight = FloatVector.broadcast(S, weights[from + r]);
            for (int j = r * stride; j < r * stride + k; j += L) FloatVector.fromArray(S, right, j).mul(weight).intoArray(left, j);
        }
    }
}
