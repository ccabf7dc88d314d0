package mf4j.app;

import mf4j.matrix.Matrix;
import mf4j.train.Sweep;

/// The mean squared distance of a matrix's known numbers from the means of their columns: what a factorization has to explain.
final class Variance {
    private final Matrix x;
    private final int block;
    private final int chunk;

    private Variance(Matrix x) {
        this.x = x;
        this.chunk = x.blockRows();
        this.block = Math.max(chunk, Math.ceilDiv(x.rows(), 64));
    }

    static double of(Matrix x) {
        return new Variance(x).value();
    }

    private double value() {
        int columns = x.columns();
        double[] zeros = new double[columns];
        double[] first = sums(zeros);
        double[] means = new double[columns];
        for (int c = 0; c < columns; c++) means[c] = first[columns + c] == 0 ? 0 : first[c] / first[columns + c];
        double[] second = sums(means);
        double squares = 0;
        double known = 0;
        for (int c = 0; c < columns; c++) {
            squares += second[2 * columns + c];
            known += second[columns + c];
        }
        return squares / known;
    }

    /// Per column the sum, the count and the sum of squares of what is known, from a value each.
    private double[] sums(double[] from) {
        int columns = x.columns();
        double[][] parts = new double[Math.ceilDiv(x.rows(), block)][];
        Sweep.over(x.rows(), block, () -> new double[chunk * columns], (scratch, start, end) -> {
            double[] part = new double[3 * columns];
            for (int row = start; row < end; row += chunk) {
                int rows = Math.min(chunk, end - row);
                x.copy(row, row + rows, scratch, 0);
                for (int r = 0; r < rows; r++) add(scratch, r * columns, from, part);
            }
            parts[start / block] = part;
        });
        double[] all = new double[3 * columns];
        for (double[] part : parts) for (int j = 0; j < all.length; j++) all[j] += part[j];
        return all;
    }

    private static void add(double[] row, int at, double[] from, double[] part) {
        int columns = from.length;
        for (int c = 0; c < columns; c++) {
            double value = row[at + c] - from[c];
            if (Double.isNaN(value)) continue;
            part[c] += value;
            part[columns + c]++;
            part[2 * columns + c] += value * value;
        }
    }
}
