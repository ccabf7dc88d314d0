package mf4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The symmetric update of the normal equations: strips of eight rows of the Gram matrix, each as long as its part of the lower
/// triangle needs, over chunks of the tile that stay in the second-level cache.
final class FloatGram {

    private static final int L = Lanes.FLOAT;
    private static final int PAD = Math.max(L, FloatBlock.ROWS);
    private static final int CHUNK = 1 << 15;

    private FloatGram() { }

    static void update(float[] tile, int rows, int k, float[] weights, float[] gram) {
        int chunk = Math.max(64, CHUNK / Math.max(1, k));
        for (int r = 0; r < rows; r += chunk) {
            chunk(tile, r, Math.min(chunk, rows - r), k, weights, gram);
        }
    }

    private static void chunk(float[] tile, int from, int rows, int k, float[] weights, float[] gram) {
        boolean whole = k % L == 0;
        int padded = whole ? k : (k + PAD - 1) / PAD * PAD;
        float[] b = tile;
        int bo = from * k;
        if (!whole) {
            b = Workspace.mine().floatRight(rows * padded);
            bo = 0;
            widen(tile, from * k, rows, k, b, padded);
        }
        float[] a = b;
        int ao = bo;
        if (weights != null) {
            a = Workspace.mine().floatLeft(rows * padded);
            ao = 0;
            weigh(b, bo, rows, padded, weights, from, a);
        }
        triangle(a, ao, b, bo, rows, k, padded, 1, gram);
    }

    /// Products of all pairs of rows: an update with the transposed tile, from nothing.
    static void products(float[] tile, int rows, int k, float[] gram) {
        int padded = (rows + PAD - 1) / PAD * PAD;
        float[] transposed = Workspace.mine().floatRight(padded * k);
        FloatTranspose.copy(tile, 0, k, rows, k, transposed, 0, padded);
        triangle(transposed, 0, transposed, 0, k, rows, padded, 0, gram);
    }

    private static void triangle(float[] a, int ao, float[] b, int bo, int rows, int k, int stride, float beta, float[] gram) {
        for (int i = 0; i < k; i += FloatBlock.ROWS) {
            int height = Math.min(FloatBlock.ROWS, k - i);
            int width = Math.min(k, (i + height + L - 1) / L * L);
            FloatBlock.strip(height, width, a, ao + i, stride, b, bo, stride, rows, 1, beta, gram, i * k, k);
        }
    }

    /// Copies rows of `k` to rows of `padded`, with zeros after the last element up to a whole vector; nobody looks further.
    private static void widen(float[] tile, int at, int rows, int k, float[] wide, int padded) {
        int whole = k / L * L;
        VectorMask<Float> rest = Lanes.FLOATS.indexInRange(whole, k);
        for (int r = 0; r < rows; r++) {
            int from = at + r * k;
            int to = r * padded;
            for (int j = 0; j < whole; j += L) {
                FloatVector.fromArray(Lanes.FLOATS, tile, from + j).intoArray(wide, to + j);
            }
            FloatVector.fromArray(Lanes.FLOATS, tile, from + whole, rest).intoArray(wide, to + whole);
        }
    }

    private static void weigh(float[] b, int bo, int rows, int k, float[] weights, int from, float[] a) {
        for (int r = 0; r < rows; r++) {
            FloatVector weight = FloatVector.broadcast(Lanes.FLOATS, weights[from + r]);
            for (int j = 0; j < k; j += L) {
                FloatVector.fromArray(Lanes.FLOATS, b, bo + r * k + j).mul(weight).intoArray(a, r * k + j);
            }
        }
    }
}
