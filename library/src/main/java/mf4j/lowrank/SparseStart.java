package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.matrix.SparseRows;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;

/// First factors of non-negative factorization of a sparse matrix; its singular vectors come from subspace iteration (Halko, Martinsson
/// and Tropp 2011, algorithm 4.4), close enough to start from.
final class SparseStart {
    private static final Kernel KERNEL = Kernel.active();
    private static final int ROUNDS = 8;
    private static final int MORE = 8;         // vectors beside those that are wanted
    private static final double LEAST = 1e-12; // of the largest squared singular value

    private SparseStart() { }

    static GradientFactorization.Start of(Nmf knobs, SparseRows x) {
        double sum = 0;
        for (float value : x.values()) sum += value;
        double mean = sum / x.rows() / x.columnCount();
        if (knobs.start() == Nmf.Start.RANDOM) return NmfStart.random(x.rows(), x.columnCount(), knobs.rank(), mean, knobs.seed());
        return nndsvd(x, knobs.rank(), knobs.start() == Nmf.Start.NNDSVDA ? mean : 0);
    }

    private static GradientFactorization.Start nndsvd(SparseRows x, int rank, double fill) {
        SparseRows turned = x.transposed();
        int width = Math.min(rank + MORE, Math.min(x.rows(), x.columnCount()));
        double[] v = Matrix.of(Factors.normal(x.columnCount(), width, 1, Seeds.of(0).forPurpose("sketch"))).toDoubles();
        double[] u = v;
        for (int round = 0; round < ROUNDS; round++) {
            u = product(x, v, width);
            u = times(u, orthogonal(u, width, new double[width]), width);
            v = product(turned, u, width);
        }
        double[] values = new double[width];
        double[] turn = orthogonal(v, width, values);
        v = times(v, turn, width);
        for (int k = 0; k < width; k++) for (int j = 0; j < width; j++) turn[j * width + k] *= values[k];
        return NmfStart.nndsvd(first(times(u, turn, width), width, rank), first(v, width, rank), Arrays.copyOf(values, rank), fill);
    }

    /// `T = Q diag(1/s)` with `A^T A = Q diag(s^2) Q^T`, largest first, so that `A T` is orthonormal.
    private static double[] orthogonal(double[] a, int width, double[] values) {
        double[] gram = new double[width * width];
        KERNEL.gemm(true, false, width, width, a.length / width, 1.0, a, 0, width, a, 0, width, 0.0, gram, 0, width);
        SymmetricEigen eigen = SymmetricEigen.of(gram, width);
        double[] turn = new double[width * width];
        for (int k = 0; k < width; k++) {
            double square = eigen.values()[width - 1 - k];
            if (!(square > LEAST * eigen.values()[width - 1])) continue;
            values[k] = Math.sqrt(square);
            for (int j = 0; j < width; j++) turn[j * width + k] = eigen.vectors()[j * width + width - 1 - k] / values[k];
        }
        return turn;
    }

    private static double[] product(SparseRows x, double[] v, int width) {
        double[] product = new double[x.rows() * width];
        Sweep.over(x.rows(), 256, (_, from, to) -> {
            for (int r = from; r < to; r++) {
                for (int e = x.offsets()[r]; e < x.offsets()[r + 1]; e++) KERNEL.axpy(x.values()[e], v, x.columns()[e] * width, product, r * width, width);
            }
        });
        return product;
    }

    private static double[] times(double[] a, double[] turn, int width) {
        double[] product = new double[a.length];
        KERNEL.gemm(false, false, a.length / width, width, width, 1.0, a, 0, width, turn, 0, width, 0.0, product, 0, width);
        return product;
    }

    private static float[] first(double[] wide, int width, int rank) {
        float[] first = new float[wide.length / width * rank];
        for (int j = 0; j < first.length; j++) first[j] = (float) wide[j / rank * width + j % rank];
        return first;
    }
}
