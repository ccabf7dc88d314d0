package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.train.Check;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// How far a matrix is from a low-rank one in the spectral norm, measured after the fact by random probes: `low <= |X - M|_2 <= high`.
///
/// For `E = X - M`, `F = (E^T E)^3` and standard normal probes w, `high^6 = 2 sqrt(2 / pi) max |F w|`: since `|F w| >= |E|^6 |g|` with g standard
/// normal, which is below `sqrt(pi / 2) / 2` in one of two cases at most, it fails with probability `2^-probes` at most (Halko, Martinsson and
/// Tropp 2011, section 4.3, for F in place of E: about `1.1 d^(1/12)` too high at worst instead of `1.6 d^(1/2)`). `low` is the greatest
/// `|E^T E w| / |E w|` met, a bound without chance. Cost: three passes over X, `80 n (d + rank)` operations each.
///
/// @param low         the norm is at least this
/// @param high        and at most this
/// @param probability with which `high` holds at least
public record SpectralError(double low, double high, double probability) {
    private static final Kernel KERNEL = Kernel.active();
    private static final int PROBES = 20; // one failure in a million
    private static final int PASSES = 3;
    private static final int MOST_PARTS = 16;

    /// Of a model of X, by 20 probes.
    ///
    /// @param seed of the probes; not the one the model was made with, which would make them no longer random to it
    public static SpectralError of(Matrix x, LowRank model, long seed) {
        Check.of(SpectralError.class).that(x.rows() == model.rows() && x.columns() == model.columns(), "x", "be " + model.rows() + " x " + model.columns(),
                x.rows() + " x " + x.columns());
        double[] probes = normal(x.columns(), seed);
        double[] right = model.right().toDoubles().clone();
        for (int j = 0; j < right.length; j++) right[j] *= model.values()[j / x.columns()];
        double[] growth = new double[PROBES]; // logarithm of |F w|
        double low = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            double[] sums = summed(parts(x, model, right, probes));
            for (int k = 0; k < PROBES; k++) {
                double once = Math.sqrt(sums[PROBES * x.columns() + k]); // |E w|
                double twice = length(sums, k, x.columns());
                if (once > 0) low = Math.max(low, twice / once);
                growth[k] += Math.log(twice);
                for (int j = k * x.columns(); j < (k + 1) * x.columns(); j++) probes[j] = twice > 0 ? sums[j] / twice : 0;
            }
        }
        double most = Arrays.stream(growth).max().orElseThrow();
        return new SpectralError(low, Math.exp((Math.log(2 * Math.sqrt(2 / Math.PI)) + most) / (2 * PASSES)), 1 - Math.pow(2, -PROBES));
    }

    private static double[] normal(int d, long seed) {
        double[] probes = new double[PROBES * d];
        for (int k = 0; k < PROBES; k++) {
            RandomGenerator stream = Seeds.of(seed).forPurpose("spectral error").stream(k);
            for (int j = 0; j < d; j++) probes[k * d + j] = stream.nextGaussian();
        }
        return probes;
    }

    private static double length(double[] rows, int row, int d) {
        return Math.sqrt(KERNEL.dot(rows, row * d, rows, row * d, d));
    }

    private static double[] summed(double[][] parts) {
        for (int p = 1; p < parts.length; p++) KERNEL.axpy(1.0, parts[p], 0, parts[0], 0, parts[0].length);
        return parts[0];
    }

    /// Of each part of the rows `E^T E w` for every probe, and then `|E w|^2`. The matrix E is nowhere written:
    /// `E w = X w - mean.w - L (R w)`.
    private static double[][] parts(Matrix x, LowRank model, double[] right, double[] probes) {
        int d = x.columns();
        int rank = model.rank();
        double[] turned = new double[rank * PROBES];
        KERNEL.gemm(false, true, rank, PROBES, d, 1.0, right, 0, d, probes, 0, d, 0.0, turned, 0, PROBES);
        double[] shift = new double[PROBES];
        for (int k = 0; k < PROBES; k++) shift[k] = KERNEL.dot(probes, k * d, model.mean(), 0, d);
        int block = x.blockRows();
        int part = Math.max(block, Math.ceilDiv(x.rows(), MOST_PARTS));
        double[][] parts = new double[Math.ceilDiv(x.rows(), part)][];
        Sweep.over(x.rows(), part, () -> new double[block * (d + rank + PROBES)], (scratch, from, to) -> {
            double[] sums = new double[PROBES * d + PROBES];
            double[] met = new double[PROBES * rank];
            for (int start = from; start < to; start += block) {
                add(x, model, probes, turned, shift, start, Math.min(to, start + block), scratch, block, sums, met);
            }
            KERNEL.gemm(false, false, PROBES, d, rank, -1.0, met, 0, rank, right, 0, d, 1.0, sums, 0, d);
            parts[from / part] = sums;
        });
        return parts;
    }

    private static void add(Matrix x, LowRank model, double[] probes, double[] turned, double[] shift, int from, int to, double[] scratch, int block,
                            double[] sums, double[] met) {
        int d = x.columns();
        int rank = model.rank();
        int rows = to - from;
        int lefts = block * d;
        int images = lefts + block * rank;
        x.copy(from, to, scratch, 0);
        model.left().copy(from, to, scratch, lefts);
        KERNEL.gemm(false, true, rows, PROBES, d, 1.0, scratch, 0, d, probes, 0, d, 0.0, scratch, images, PROBES);
        KERNEL.gemm(false, false, rows, PROBES, rank, -1.0, scratch, lefts, rank, turned, 0, PROBES, 1.0, scratch, images, PROBES);
        double[] all = new double[PROBES];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < PROBES; k++) {
                double image = scratch[images + r * PROBES + k] -= shift[k];
                sums[PROBES * d + k] += image * image;
                all[k] += image;
            }
        }
        KERNEL.gemm(true, false, PROBES, d, rows, 1.0, scratch, images, PROBES, scratch, 0, d, 1.0, sums, 0, d);
        KERNEL.gemm(true, false, PROBES, rank, rows, 1.0, scratch, images, PROBES, scratch, lefts, rank, 1.0, met, 0, rank);
        for (int k = 0; k < PROBES; k++) KERNEL.axpy(-all[k], model.mean(), 0, sums, k * d, d);
    }
}
