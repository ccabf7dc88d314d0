package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The symmetric update of the normal equations: strips of a few rows of the Gram matrix, each as long as its part of the lower
/// triangle needs, over chunks of the tile that stay in the second-level cache.
///
/// A chunk is copied into panels two vectors wide: rows whose length is a power of two would all fall into the same few lines of the
/// first-level cache, and every block would come from the second level again. A panel is both sides of a product: the right one as it
/// stands, the left one a few of its columns at a time.
final class FloatGram {

    private static final VectorSpecies<Float> S = Lanes.FLOATS;
    private static final int L = Lanes.FLOAT;
    private static final int ROWS = FloatBlock.ROWS;
    private static final int PANEL = FloatBlock.COLUMNS;
    private static final int CHUNK = 256; // rows

    private FloatGram() { }

    static void update(float[] tile, int rows, int k, float[] weights, float[] gram) {
        for (int r = 0; r < rows; r += CHUNK) {
            chunk(tile, r, Math.min(CHUNK, rows - r), k, weights, gram);
        }
    }

    private static void chunk(float[] tile, int from, int rows, int k, float[] weights, float[] gram) {
        Workspace mine = Workspace.mine();
        int size = roundUp(k, PANEL) * rows;
        float[] right = mine.floatRight(size + L);
        for (int j = 0; j < k; j += PANEL) pack(tile, from * k + j, rows, k, Math.min(PANEL, k - j), right, j * rows);
        float[] left = right;
        if (weights != null) {
            left = mine.floatLeft(size + L);
            for (int j = 0; j < k; j += PANEL) weigh(right, j * rows, rows, weights, from, left);
        }
        triangle(mine.floatSums, left, right, rows, k, 1, gram);
    }

    /// Products of all pairs of rows: an update with the transposed tile, from nothing.
    static void products(float[] tile, int rows, int k, float[] gram) {
        Workspace mine = Workspace.mine();
        float[] panels = mine.floatRight(roundUp(rows, PANEL) * k + L);
        for (int j = 0; j < rows; j += PANEL) FloatTranspose.copy(tile, j * k, k, Math.min(PANEL, rows - j), k, panels, j * k, PANEL);
        triangle(mine.floatSums, panels, panels, k, rows, 0, gram);
    }

    /// Panel by panel of the right side, which stays in the first-level cache, all blocks of the lower triangle.
    private static void triangle(float[] sums, float[] left, float[] right, int depth, int k, float beta, float[] gram) {
        for (int j = 0; j < k; j += PANEL) {
            for (int i = j; i < k; i += height(i, k)) {
                int height = height(i, k);
                int width = Math.min(PANEL, Math.min(k, roundUp(i + height, L)) - j);
                FloatBlock.block(sums, height, width, left, i / PANEL * PANEL * depth + i % PANEL, PANEL, right, j * depth, PANEL, depth, 1, beta,
                        gram, i * k + j, k);
            }
        }
    }

    /// Rows of the block that begins with row i: no block reaches from one panel into the next.
    private static int height(int i, int k) {
        return Math.min(ROWS, Math.min(PANEL - i % PANEL, k - i));
    }

    /// Columns of the tile, as they come, into a panel.
    private static void pack(float[] tile, int at, int rows, int k, int columns, float[] panel, int to) {
        if (columns < PANEL) {
            packFew(tile, at, rows, k, columns, panel, to);
            return;
        }
        for (int r = 0; r < rows; r++) {
            FloatVector one = FloatVector.fromArray(S, tile, at + r * k);
            FloatVector two = FloatVector.fromArray(S, tile, at + r * k + L);
            one.intoArray(panel, to + r * PANEL);
            two.intoArray(panel, to + r * PANEL + L);
        }
    }

    private static void packFew(float[] tile, int at, int rows, int k, int columns, float[] panel, int to) {
        VectorMask<Float> first = S.indexInRange(0, columns);
        VectorMask<Float> second = S.indexInRange(L, columns);
        for (int r = 0; r < rows; r++) {
            FloatVector one = FloatVector.fromArray(S, tile, at + r * k, first);
            FloatVector two = FloatVector.fromArray(S, tile, at + r * k + L, second);
            one.intoArray(panel, to + r * PANEL);
            two.intoArray(panel, to + r * PANEL + L);
        }
    }

    private static void weigh(float[] right, int at, int rows, float[] weights, int from, float[] left) {
        for (int r = 0; r < rows; r++) {
            FloatVector weight = FloatVector.broadcast(S, weights[from + r]);
            FloatVector one = FloatVector.fromArray(S, right, at + r * PANEL).mul(weight);
            FloatVector two = FloatVector.fromArray(S, right, at + r * PANEL + L).mul(weight);
            one.intoArray(left, at + r * PANEL);
            two.intoArray(left, at + r * PANEL + L);
        }
    }

    private static int roundUp(int n, int multiple) {
        return (n + multiple - 1) / multiple * multiple;
    }
}
