package mf4j.kernel;

import java.util.Arrays;
import java.util.Random;

/// Prints one digest of the bits of every operation's results, having checked that round after round gives the same ones.
final class KernelBits {

    private static final int K = 37;
    private static final int ROWS = 21;

    private KernelBits() { }

    /// The property `rounds` says how many.
    public static void main(String[] args) {
        int rounds = Integer.getInteger("rounds");
        int first = digest();
        for (int round = 1; round < rounds; round++) {
            int again = digest();
            if (again != first) {
                throw new AssertionError("round " + round + " gave other bits: " + again + " instead of " + first);
            }
        }
        IO.println(Kernel.active().name() + " " + first);
    }

    private static int digest() {
        return 31 * (31 * (31 * levelOne() + products()) + triangles()) + descent();
    }

    private static int levelOne() {
        Kernel kernel = Kernel.active();
        Random random = new Random(1);
        float[] x = floats(2 * K, random);
        float[] y = floats(2 * K, random);
        float dot = kernel.dot(x, 1, y, 2, K);
        double wide = kernel.dot(KernelContract.doubles(x), 1, KernelContract.doubles(y), 2, K);
        kernel.axpy(0.1f, x, 0, y, 0, K);
        kernel.multiplyAdd(x, 0, x, 3, y, 0, K);
        double[] turned = KernelContract.doubles(x);
        kernel.rotate(turned, 0, KernelContract.doubles(y), 1, K, 0.6, 0.8);
        double[] square = KernelContract.doubles(floats(K * K, random));
        double[] product = new double[K];
        kernel.symmetricStep(square, K, 2, turned, 1, turned, turned, 3, product);
        return 31 * (31 * Float.floatToIntBits(dot) + Double.hashCode(wide)) + Arrays.hashCode(y) + Arrays.hashCode(turned)
                + 31 * Arrays.hashCode(square) + Arrays.hashCode(product);
    }

    private static int products() {
        Kernel kernel = Kernel.active();
        Random random = new Random(2);
        float[] tile = floats(ROWS * K, random);
        float[] gram = floats(K * K, random);
        kernel.symmetricUpdate(tile, ROWS, K, floats(ROWS, random), gram);
        float[] regression = floats(K * (K + 2), random);
        kernel.regress(tile, K, new int[] {5, 0, 7}, 0, 3, null, tile, true, regression);
        float[] sums = new float[K];
        kernel.transposedMultiplyAdd(tile, ROWS, K, tile, 3, sums);
        float[] dots = new float[ROWS];
        kernel.multiply(tile, ROWS, K, sums, 0, dots);
        float[] pairs = new float[ROWS * ROWS];
        kernel.rowProducts(tile, ROWS, K, pairs);
        float[] product = new float[ROWS * ROWS];
        kernel.gemm(false, true, ROWS, ROWS, K, 0.3f, tile, 0, K, tile, 0, K, 0, product, 0, ROWS);
        kernel.addProducts(tile, 1, K, tile, new int[] {3, 1, 20}, 3, product);
        byte[] codes = new byte[3 * Kernel.STRIP];
        for (int j = 0; j < codes.length; j++) codes[j] = (byte) (j % 63 - 31);
        kernel.addCodeProducts(new short[] {31, -7, 3}, 0, 3, codes, Kernel.STRIP, 0.1f, tile, product);
        int[] found = new int[ROWS * ROWS];
        int count = kernel.atLeast(product, 0, found.length, 0.5f, found);
        dots[0] += count + Arrays.hashCode(found);
        return 31 * (31 * (31 * lowerHash(gram, K) + Arrays.hashCode(sums)) + Arrays.hashCode(product)) + Arrays.hashCode(dots) + lowerHash(pairs, ROWS)
                + lowerHash(regression, K) + Arrays.hashCode(Arrays.copyOfRange(regression, K * K, K * (K + 2)));
    }

    private static int triangles() {
        Kernel kernel = Kernel.active();
        Random random = new Random(3);
        float[] matrix = floats(K * K, random);
        for (int i = 0; i < K; i++) {
            matrix[i * K + i] += K;
        }
        double[] wide = KernelContract.doubles(matrix);
        float[] x = floats(K, random);
        double[] wideX = KernelContract.doubles(x);
        float[] solved = new float[K];
        kernel.solvePositive(matrix, K, K, 0.5f, x, 0, solved, 0);
        int failed = kernel.cholesky(matrix, K, K) + kernel.cholesky(wide, K, K);
        kernel.solveLower(matrix, K, K, x, 0);
        kernel.solveLowerTransposed(matrix, K, K, x, 0);
        kernel.solveLower(wide, K, K, wideX, 0);
        kernel.solveLowerTransposed(wide, K, K, wideX, 0);
        return 31 * (31 * lowerHash(matrix, K) + Arrays.hashCode(x)) + Arrays.hashCode(wideX) + failed + Arrays.hashCode(solved);
    }

    private static int descent() {
        int hash = 0;
        for (int rank : new int[] {16, 32, K}) {
            hash = 31 * hash + new Descent(rank, true, true, new Random(4)).bits(Kernel.active());
        }
        return 31 * hash + pairStep();
    }

    private static int pairStep() {
        Random random = new Random(5);
        float[] p = floats(K, random);
        float[] q = floats(3 * K, random);
        Kernel.active().pairStep(p, 0, q, 1, 2 * K, K, 0.3f, 0.9f);
        Kernel.active().adam(AdamStep.of(3, 0.5, 0.9, 0.999, 0.01, 1e-8), q, 0, q, K, new float[K], 0, p, 0, K);
        return 31 * Arrays.hashCode(p) + Arrays.hashCode(q);
    }

    private static float[] floats(int n, Random random) {
        float[] values = new float[n];
        for (int j = 0; j < n; j++) {
            values[j] = random.nextFloat(-1, 1);
        }
        return values;
    }

    private static int lowerHash(float[] matrix, int k) {
        int hash = 0;
        for (int i = 0; i < k; i++) {
            hash = 31 * hash + Arrays.hashCode(Arrays.copyOfRange(matrix, i * k, i * k + i + 1));
        }
        return hash;
    }
}
