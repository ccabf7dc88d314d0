package mf4j.kernel;

/// The symmetric update in double: strips of a few rows of the Gram matrix, each as long as its part of the lower triangle needs, over
/// chunks of the tile that stay in the second-level cache. The tile is both sides of the product, as [FloatGram] has it.
final class DoubleGram {

    private static final int L = Lanes.DOUBLE;
    private static final int ROWS = DoubleBlock.ROWS;
    private static final int PANEL = DoubleBlock.COLUMNS;
    private static final int CHUNK = 40 * 1024; // numbers of a chunk

    private DoubleGram() { }

    /// See [Kernel#symmetricUpdate(double[], int, int, int, double[])].
    static void update(double[] tile, int stride, int rows, int k, double[] gram) {
        int most = Math.clamp(CHUNK / Math.max(1, stride), 32, 256);
        int chunks = (rows + most - 1) / most;
        int chunk = chunks == 0 ? 1 : (rows + chunks - 1) / chunks; // about as long each: a short one costs nearly as much
        double[] sums = Workspace.mine().doubleSums;
        for (int start = 0; start < rows; start += chunk) {
            triangle(sums, tile, start * stride, stride, Math.min(chunk, rows - start), k, gram);
        }
    }

    private static void triangle(double[] sums, double[] tile, int at, int stride, int depth, int k, double[] gram) {
        for (int j = 0; j < k; j += PANEL) {
            for (int i = j / ROWS * ROWS; i < k; i += ROWS) {
                int rows = Math.min(ROWS, k - i);
                int width = i + rows > j + L ? PANEL : L;
                DoubleBlock.block(sums, rows, Math.min(width, k - j), false, tile, at + i, stride, tile, at + j, stride, depth, 1, 1, gram, i * k + j, k);
            }
        }
    }
}
