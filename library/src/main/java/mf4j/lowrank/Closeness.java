package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.train.Provenance;
import mf4j.train.Sweep;

import java.util.Arrays;

/// How close a product of factors is to a matrix, entry by entry, in double: every loss at once.
final class Closeness {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 1 << 15; // numbers

    private final Matrix x;
    private final Factors left;
    private final Factors right;
    private final double[] sums; // squares of errors; sizes; huber; <X, R>; |R|^2; |X|^2; rows' directions; rows' magnitudes

    private Closeness(Matrix x, Factors left, Factors right) {
        this.x = x;
        this.left = left;
        this.right = right;
        int columns = x.columns();
        int block = Math.clamp(BLOCK / Math.max(1, columns), 1, 512);
        double[][] parts = new double[Math.ceilDiv(x.rows(), block)][];
        double[] wide = Matrix.of(right).toDoubles();
        Sweep.over(x.rows(), block, () -> new double[2 * block * columns], (scratch, from, to) -> parts[from / block] = part(wide, scratch, from, to));
        this.sums = new double[8];
        for (double[] part : parts) for (int j = 0; j < sums.length; j++) sums[j] += part[j];
    }

    static Closeness of(Matrix x, Factors left, Factors right) {
        return new Closeness(x, left, right);
    }

    private double[] part(double[] wide, double[] scratch, int from, int to) {
        int columns = x.columns();
        int rank = left.rank();
        int size = (to - from) * columns;
        double[] lefts = new double[(to - from) * rank];
        Matrix.of(left).copy(from, to, lefts, 0);
        KERNEL.gemm(false, false, to - from, columns, rank, 1.0, lefts, 0, rank, wide, 0, columns, 0.0, scratch, 0, columns);
        x.copy(from, to, scratch, size);
        double[] part = new double[8];
        for (int r = 0; r < to - from; r++) row(scratch, r * columns, scratch, size + r * columns, columns, part);
        return part;
    }

    private void row(double[] product, int at, double[] own, int ot, int columns, double[] part) {
        double met = 0;
        double norm = 0;
        double squares = 0;
        for (int j = 0; j < columns; j++) {
            double r = product[at + j];
            double v = own[ot + j];
            double size = Math.abs(v - r);
            part[0] += size * size;
            part[1] += size;
            part[2] += size <= 1 ? size * size / 2 : size - 0.5;
            met += v * r;
            norm += r * r;
            squares += v * v;
        }
        part[3] += met;
        part[4] += norm;
        part[5] += squares;
        part[6] += met / Math.max(Math.sqrt(norm * squares), 1e-8);
        part[7] += (Math.sqrt(norm) - Math.sqrt(squares)) * (Math.sqrt(norm) - Math.sqrt(squares));
    }

    double mse() {
        return sums[0] / x.size();
    }

    double value(Loss loss) {
        return switch (loss) {
            case MSE -> mse();
            case MAE -> sums[1] / x.size();
            case HUBER -> sums[2] / x.size();
            case COSINE -> sums[4] > 0 && sums[5] > 0 ? 1 - sums[3] / Math.sqrt(sums[4] * sums[5]) : 1;
            case FROBENIUS -> Math.sqrt(sums[0]);
            case DIRECTION_MAGNITUDE -> 1 - sums[6] / x.rows() + sums[7] / x.rows();
        };
    }

    LowRank result(Loss loss, Spectrum spectrum, Provenance provenance) {
        double floor = spectrum.floor(left.rank());
        double optimum = switch (loss) {
            case MSE -> floor;
            case FROBENIUS -> Math.sqrt(spectrum.beyond(left.rank()));
            case COSINE -> spectrum.total() > 0 ? 1 - Math.sqrt(1 - spectrum.beyond(left.rank()) / spectrum.total()) : 1;
            case MAE, HUBER, DIRECTION_MAGNITUDE -> Double.NaN;
        };
        double[] ones = new double[left.rank()];
        Arrays.fill(ones, 1);
        return new LowRank(Matrix.of(left), ones, Matrix.of(right), new double[x.columns()], LowRank.RowRule.PLAIN,
                new LowRank.Fit(value(loss), optimum, mse(), floor), provenance);
    }
}
