package mf4j.kernel;

import java.util.Random;

/// The kernel that a contract is about, awkward sizes, random numbers, and what counts as close.
abstract class KernelNumbers {
    static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 20, 31, 32, 33, 50, 64, 100, 257};
    static final double FLOAT = 0x1p-23;
    static final double DOUBLE = 0x1p-52;

    final Random random = new Random(7);

    abstract Kernel kernel();

    static void assertLowerClose(float[] actual, double[] expected, int n, int stride, double tolerance, String what) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                assertClose(actual[i * stride + j], expected[i * stride + j], tolerance, what, i * stride + j);
            }
        }
    }

    static void assertClose(float[] actual, double[] expected, double tolerance, String what) {
        assertClose(doubles(actual), expected, tolerance, what);
    }

    static void assertClose(double[] actual, double[] expected, double tolerance, String what) {
        for (int j = 0; j < expected.length; j++) {
            assertClose(actual[j], expected[j], tolerance, what, j);
        }
    }

    /// Without AssertJ: there are millions of these.
    static void assertClose(double actual, double expected, double tolerance, String what, int at) {
        if (!(Math.abs(actual - expected) <= tolerance) && Double.compare(actual, expected) != 0) {
            throw new AssertionError("%s: [%d] is %s, expected %s within %s".formatted(what, at, actual, expected, tolerance));
        }
    }

    float[] floats(int n) {
        float[] values = new float[n];
        for (int j = 0; j < n; j++) {
            values[j] = random.nextFloat(-1, 1);
        }
        return values;
    }

    static double[] doubles(float[] values) {
        double[] copy = new double[values.length];
        for (int j = 0; j < copy.length; j++) {
            copy[j] = values[j];
        }
        return copy;
    }

    static float[] floats(double[] values) {
        float[] copy = new float[values.length];
        for (int j = 0; j < copy.length; j++) {
            copy[j] = (float) values[j];
        }
        return copy;
    }
}
