package mf4j.bench.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import mf4j.kernel.Kernel;
import mf4j.kernel.SgdBlock;

/// One call of one kernel operation at one size, on its own data.
///
/// @param name       operation and sizes
/// @param operations floating-point operations of one call
/// @param body       the call
public record KernelWork(String name, double operations, Body body) {

    /// The call, for any kernel.
    public interface Body {

        /// Runs once.
        void run(Kernel kernel);
    }

    /// Every operation at the sizes that training and serving use.
    public static List<KernelWork> all() {
        List<KernelWork> works = new ArrayList<>();
        for (int k : new int[] {10, 16, 32, 33, 50, 64, 128}) {
            works.add(gram(256, k, false));
        }
        works.add(gram(32, 32, false));
        works.add(gram(256, 32, true));
        for (int k : new int[] {10, 32, 50, 64, 128}) {
            works.add(regression(200, k));
        }
        for (int n : new int[] {10, 32, 50, 64, 128}) {
            works.add(cholesky(n));
            works.add(solve(n));
            works.add(solvePositive(n));
        }
        for (int k : new int[] {8, 16, 32, 50, 64, 128}) {
            works.add(descent(k, false));
            works.add(descent(k, true));
        }
        for (int k : new int[] {8, 32, 64, 128}) {
            works.add(scores(256, 1024, k));
        }
        works.add(scores(1, 1024, 64));
        works.add(codes(512, 64));
        works.add(product(512));
        works.add(moments(256, 32));
        works.add(gather(256, 32));
        works.add(dot(64));
        works.add(symmetricStep(384));
        return works;
    }

    private static KernelWork gram(int rows, int k, boolean weighted) {
        float[] tile = floats(rows * k);
        float[] weights = weighted ? floats(rows) : null;
        float[] gram = new float[k * k];
        return new KernelWork("symmetricUpdate k=" + k + " rows=" + rows + (weighted ? " weighted" : ""), (double) rows * k * (k + 1),
                kernel -> kernel.symmetricUpdate(tile, rows, k, weights, gram));
    }

    private static KernelWork regression(int rows, int k) {
        float[] factors = floats(2000 * k);
        int[] which = new Random(5).ints(rows, 0, 2000).toArray();
        float[] moments = floats(rows);
        float[] sums = new float[(k + 8) * k];
        return new KernelWork("regress k=" + k + " rows=" + rows, (double) rows * k * (k + 1),
                kernel -> kernel.regress(factors, k, which, 0, rows, null, moments, false, sums));
    }

    private static KernelWork cholesky(int n) {
        float[] matrix = positiveDefinite(n);
        float[] copy = new float[n * n];
        return new KernelWork("cholesky n=" + n, n * (double) n * n / 3, kernel -> {
            System.arraycopy(matrix, 0, copy, 0, n * n);
            kernel.cholesky(copy, n, n);
        });
    }

    private static KernelWork solvePositive(int n) {
        float[] matrix = positiveDefinite(n);
        float[] right = floats(n);
        float[] x = new float[n];
        return new KernelWork("solvePositive n=" + n, n * (double) n * n / 3 + 2.0 * n * n,
                kernel -> kernel.solvePositive(matrix, n, n, 1, right, 0, x, 0));
    }

    private static KernelWork solve(int n) {
        float[] lower = positiveDefinite(n);
        float[] right = floats(n);
        float[] x = new float[n];
        return new KernelWork("solveLower + transposed n=" + n, 2.0 * n * n, kernel -> {
            System.arraycopy(right, 0, x, 0, n);
            kernel.solveLower(lower, n, n, x, 0);
            kernel.solveLowerTransposed(lower, n, n, x, 0);
        });
    }

    /// A block of 4,096 ratings of 1,000 users and 1,000 items.
    private static KernelWork descent(int rank, boolean full) {
        int ratings = 4096;
        int rows = 1000;
        Random random = new Random(3);
        int[] users = random.ints(ratings, 0, rows).toArray();
        int[] items = random.ints(ratings, 0, rows).toArray();
        float[] values = floats(ratings);
        SgdBlock block = new SgdBlock(rank, floats(rows * rank), floats(rows * rank), full ? floats(rows) : null, full ? floats(rows) : null,
                full ? ones(rows) : null, full ? ones(rows) : null, full ? ones(rows) : null, full ? ones(rows) : null,
                0, 0.001f, 0.001f, 0.01f, 0.01f);
        return new KernelWork("descend rank=" + rank + (full ? " biased AdaGrad" : "") + " x " + ratings, 12.0 * rank * ratings,
                kernel -> kernel.descend(block, users, items, values, 0, ratings));
    }

    private static KernelWork scores(int users, int items, int k) {
        float[] p = floats(users * k);
        float[] q = floats(items * k);
        float[] scores = new float[users * items];
        return new KernelWork("gemm A B^T " + users + " x " + items + " k=" + k, 2.0 * users * items * k,
                kernel -> kernel.gemm(false, true, users, items, k, 1f, p, 0, k, q, 0, k, 0f, scores, 0, items));
    }

    private static KernelWork codes(int n, int depth) {
        short[] x = new short[depth];
        byte[] codes = new byte[n * depth];
        for (int d = 0; d < depth; d++) x[d] = (short) (d % 63 - 31);
        for (int j = 0; j < codes.length; j++) codes[j] = (byte) (j % 63 - 31);
        float[] scale = ones(n);
        float[] into = new float[n];
        return new KernelWork("addCodeProducts k=" + depth + " columns=" + n, 2.0 * n * depth,
                kernel -> kernel.addCodeProducts(x, 0, depth, codes, n, 0.5f, scale, into));
    }

    private static KernelWork product(int n) {
        float[] a = floats(n * n);
        float[] b = floats(n * n);
        float[] c = new float[n * n];
        return new KernelWork("gemm A B n=" + n, 2.0 * n * n * n, kernel -> kernel.gemm(false, false, n, n, n, 1f, a, 0, n, b, 0, n, 0f, c, 0, n));
    }

    private static KernelWork moments(int rows, int k) {
        float[] tile = floats(rows * k);
        float[] x = floats(rows);
        float[] y = new float[k];
        return new KernelWork("transposedMultiplyAdd k=" + k + " rows=" + rows, 2.0 * rows * k,
                kernel -> kernel.transposedMultiplyAdd(tile, rows, k, x, 0, y));
    }

    private static KernelWork gather(int rows, int k) {
        float[] factors = floats(2000 * k);
        int[] columns = new Random(5).ints(rows, 0, 2000).toArray();
        float[] tile = new float[rows * k];
        return new KernelWork("gather k=" + k + " rows=" + rows, 0, kernel -> kernel.gather(factors, k, columns, 0, rows, tile));
    }

    private static KernelWork dot(int n) {
        float[] a = floats(n);
        float[] b = floats(n);
        float[] result = new float[1];
        return new KernelWork("dot n=" + n, 2.0 * n, kernel -> result[0] = kernel.dot(a, 0, b, 0, n));
    }

    private static KernelWork symmetricStep(int n) {
        double[] matrix = new double[n * n];
        double[] v = new double[n];
        double[] w = new double[n];
        double[] product = new double[n];
        Arrays.fill(v, 0.5);
        return new KernelWork("symmetricStep n=" + n, 4.0 * n * n, kernel -> kernel.symmetricStep(matrix, n, 0, v, 0, w, v, 0, product));
    }

    private static float[] positiveDefinite(int n) {
        float[] matrix = floats(n * n);
        for (int i = 0; i < n; i++) {
            matrix[i * n + i] = n;
        }
        return matrix;
    }

    private static float[] ones(int n) {
        float[] values = new float[n];
        Arrays.fill(values, 1);
        return values;
    }

    private static float[] floats(int n) {
        Random random = new Random(n);
        float[] values = new float[n];
        for (int j = 0; j < n; j++) {
            values[j] = random.nextFloat(-0.5f, 0.5f);
        }
        return values;
    }
}
