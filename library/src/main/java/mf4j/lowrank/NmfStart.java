package mf4j.lowrank;

import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;

/// First factors of non-negative factorization.
///
/// NNDSVD (Boutsidis and Gallopoulos 2008): the singular vectors of each component, split into their positive and negative parts, of
/// which the pair with the larger product stays.
final class NmfStart {
    private static final double LEAST = 1e-6; // what NNDSVD leaves below it is 0

    private NmfStart() { }

    /// Sizes of normal numbers, scaled so that the product has the mean of the matrix; a number depends on seed and place alone.
    static GradientFactorization.Start random(int rows, int columns, int rank, double mean, long seed) {
        double deviation = Math.sqrt(mean / rank);
        Seeds seeds = Seeds.of(seed);
        Factors left = Factors.normal(rows, rank, deviation, seeds.forPurpose("left"));
        Factors right = Factors.normal(rank, columns, deviation, seeds.forPurpose("right"));
        for (Factors side : new Factors[] {left, right}) {
            for (int j = 0; j < side.values().length; j++) side.values()[j] = Math.abs(side.values()[j]);
        }
        return new GradientFactorization.Start(left, right);
    }

    /// From the singular vectors of the largest values.
    ///
    /// @param space of the matrix, or of the turned one where it is wider than high
    /// @param fill  what takes the place of zeros
    static GradientFactorization.Start nndsvd(Compression space, boolean turned, int rank, double fill) {
        int wide = space.columns;
        int span = Math.min(rank, space.span);
        double[] part = new double[space.span * rank];
        for (int k = 0; k < span; k++) part[k * rank + k] = 1;
        float[] u = space.left(part, null, null, rank).values();
        float[] v = new float[wide * rank];
        for (int j = 0; j < wide; j++) for (int k = 0; k < span; k++) v[j * rank + k] = (float) space.v[j * wide + k];
        double[] values = Arrays.copyOf(Arrays.copyOf(space.s, span), rank);
        return turned ? nndsvd(v, u, values, fill) : nndsvd(u, v, values, fill);
    }

    /// From singular vectors, side by side in rows of one per value; they are overwritten.
    static GradientFactorization.Start nndsvd(float[] u, float[] v, double[] values, double fill) {
        int rank = values.length;
        for (int k = 0; k < rank; k++) if (values[k] > 0) split(u, v, k, rank, values[k]);
        for (float[] side : new float[][] {u, v}) {
            for (int j = 0; j < side.length; j++) if (side[j] < LEAST) side[j] = (float) fill;
        }
        return new GradientFactorization.Start(new Factors(u, u.length / rank, rank), Pq.transposed(new Factors(v, v.length / rank, rank)));
    }

    /// Component k of both sides, made non-negative.
    private static void split(float[] u, float[] v, int k, int rank, double value) {
        double[] parts = new double[4]; // squares of the positive and negative parts of u, then of v
        for (int j = k; j < u.length; j += rank) parts[u[j] > 0 ? 0 : 1] += (double) u[j] * u[j];
        for (int j = k; j < v.length; j += rank) parts[v[j] > 0 ? 2 : 3] += (double) v[j] * v[j];
        double positive = Math.sqrt(parts[0] * parts[2]);
        double negative = Math.sqrt(parts[1] * parts[3]);
        boolean up = positive > negative;
        double size = Math.sqrt(value * Math.max(positive, negative));
        keep(u, k, rank, up, size / Math.sqrt(parts[up ? 0 : 1]));
        keep(v, k, rank, up, size / Math.sqrt(parts[up ? 2 : 3]));
    }

    private static void keep(float[] side, int k, int rank, boolean up, double scale) {
        for (int j = k; j < side.length; j += rank) {
            double kept = Math.max(0, up ? side[j] : -side[j]);
            side[j] = kept > 0 ? (float) (scale * kept) : 0;
        }
    }

    /// The mean of all numbers.
    static double mean(Matrix x) {
        return Sweep.sum(x.rows(), x.blockRows(), (from, to) -> {
            double[] scratch = new double[(to - from) * x.columns()];
            x.copy(from, to, scratch, 0);
            double sum = 0;
            for (double value : scratch) sum += value;
            return sum;
        }) / x.size();
    }
}
