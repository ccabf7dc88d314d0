package mf4j.matrix;

import mf4j.kernel.Kernel;

import java.util.Arrays;

/// Orthonormal rows.
final class Orthonormal {
    private static final Kernel KERNEL = Kernel.active();

    private Orthonormal() { }

    /// Fills rows [from, to) of length `size`, so that they are orthonormal to each other and to the orthonormal rows before them: unit vectors
    /// less what the rows before have of them, each time the one of which most is left.
    static void complete(double[] rows, int size, int from, int to) {
        if (from == to) return;
        double[] left = new double[size]; // squared length of what is left of each unit vector
        Arrays.fill(left, 1);
        for (int row = 0; row < from; row++) take(rows, row * size, left);
        for (int row = from; row < to; row++) {
            int most = 0;
            for (int j = 1; j < size; j++) if (left[j] > left[most]) most = j;
            int at = row * size;
            Arrays.fill(rows, at, at + size, 0);
            rows[at + most] = 1;
            for (int again = 0; again < 2; again++) clear(rows, size, row);
            take(rows, at, left);
        }
    }

    private static void clear(double[] rows, int size, int row) {
        int at = row * size;
        for (int other = 0; other < row; other++) KERNEL.axpy(-KERNEL.dot(rows, other * size, rows, at, size), rows, other * size, rows, at, size);
        double scale = 1 / Math.sqrt(KERNEL.dot(rows, at, rows, at, size));
        for (int j = 0; j < size; j++) rows[at + j] *= scale;
    }

    private static void take(double[] rows, int at, double[] left) {
        for (int j = 0; j < left.length; j++) left[j] -= rows[at + j] * rows[at + j];
    }
}
