package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Gram;
import mf4j.matrix.Matrix;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Which rank predicts a block of the matrix best from the rest of it (Owen and Perry, Bi-cross-validation of the SVD and the
/// nonnegative matrix factorization, 2009).
///
/// Rows and columns fall into folds at random. For a fold of both, `X = [A B; C D]` with A held out, rank k predicts A by `B D_k^+ C`, where `D_k`
/// is the truncated SVD of D; its error is that of A, summed over all pairs of folds. All ranks come from Gram matrices of the folds of
/// rows and one eigendecomposition per pair: `n d^2` operations, once for all folds, and some `20 d^3` per pair. Ranks are limited to those D can have:
/// half the shorter side with two folds each, so that a best rank at the limit says no more than "at least this".
///
/// @param rowFolds    folds of rows
/// @param columnFolds folds of columns
/// @param seed        of the folds
public record BiCrossValidation(
        @Knob(value = "folds of rows", atLeast = 2, atMost = 100) int rowFolds,
        @Knob(value = "folds of columns", atLeast = 2, atMost = 100) int columnFolds,
        @Knob("seed of the folds") long seed) {
    private static final Kernel KERNEL = Kernel.active();
    private static final double NIL = 1e-12; // of the largest eigenvalue: no more is inverted

    /// Checks the knobs.
    public BiCrossValidation {
        Knobs.check(BiCrossValidation.class, rowFolds, columnFolds, seed);
    }

    /// Two folds of each, as the paper's examples have.
    public static BiCrossValidation defaults() {
        return new BiCrossValidation(2, 2, 0);
    }

    /// With other folds of rows.
    public BiCrossValidation withRowFolds(int rowFolds) {
        return Knobs.with(this, "rowFolds", rowFolds);
    }

    /// With other folds of columns.
    public BiCrossValidation withColumnFolds(int columnFolds) {
        return Knobs.with(this, "columnFolds", columnFolds);
    }

    /// With other folds.
    public BiCrossValidation withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// The errors of rank 0 and all above that the folds allow.
    ///
    /// @throws IllegalArgumentException for a matrix with fewer rows or columns than folds, or a number that is not finite
    public RankErrors errors(Matrix x) {
        Check check = Check.of(BiCrossValidation.class);
        check.that(x.rows() >= rowFolds, "rowFolds", "be at most the number of rows, " + x.rows() + ",", rowFolds);
        check.that(x.columns() >= columnFolds, "columnFolds", "be at most the number of columns, " + x.columns() + ",", columnFolds);
        x.finite();
        boolean turned = x.rows() < x.columns();
        Matrix tall = turned ? x.transposed() : x;
        int[][] rows = folds(tall.rows(), turned ? columnFolds : rowFolds, turned ? "columns" : "rows");
        int[][] columns = folds(tall.columns(), turned ? rowFolds : columnFolds, turned ? "rows" : "columns");
        int most = Math.min(tall.rows() - rows[0].length, tall.columns() - columns[0].length);
        double[] errors = sums(tall, rows, columns, most);
        for (int k = 0; k <= most; k++) errors[k] /= x.size();
        return new RankErrors("bi-cross-validation", IntStream.rangeClosed(0, most).toArray(), errors);
    }

    private static double[] sums(Matrix tall, int[][] rows, int[][] columns, int most) {
        double[] errors = new double[most + 1];
        double[][] grams = new double[rows.length][];
        for (int fold = 0; fold < rows.length; fold++) grams[fold] = Gram.ofRows(tall, rows[fold]).values();
        double[] all = new double[tall.columns() * tall.columns()];
        for (double[] gram : grams) KERNEL.axpy(1.0, gram, 0, all, 0, all.length);
        for (double[] gram : grams) {
            for (int[] out : columns) new Block(gram, all, tall.columns(), out).add(errors);
        }
        return errors;
    }

    /// Each fold ascending; the first is the largest.
    private int[][] folds(int count, int folds, String what) {
        int[] order = Seeds.of(seed).forPurpose(what).stream(0).permutation(0, count);
        int[][] made = new int[folds][];
        for (int fold = 0; fold < folds; fold++) {
            int which = fold;
            made[fold] = IntStream.range(0, count).filter(j -> j % folds == which).map(j -> order[j]).sorted().toArray();
        }
        return made;
    }

    /// One block held out: with `D^T D = V diag(l) V^T` the prediction of rank k is the sum over j < k of `B v_j` times `v_j^T D^T C / l_j`.
    private static final class Block {
        private final int d;
        private final double[] held; // Gram matrix of the rows held out
        private final double[] rest; // and of the others
        private final int[] out;     // columns held out
        private final int[] in;

        Block(double[] held, double[] all, int d, int[] out) {
            this.d = d;
            this.held = held;
            this.rest = all.clone();
            KERNEL.axpy(-1.0, held, 0, rest, 0, rest.length);
            this.out = out;
            this.in = IntStream.range(0, d).filter(j -> Arrays.binarySearch(out, j) < 0).toArray();
        }

        void add(double[] errors) {
            int p = in.length;
            int q = out.length;
            SymmetricEigen eigen = SymmetricEigen.of(chosen(rest, in, in), p);
            double[] v = new double[p * p]; // rows: the largest first
            for (int k = 0; k < p; k++) for (int j = 0; j < p; j++) v[k * p + j] = eigen.vectors()[j * p + p - 1 - k];
            double[] weights = product(v, chosen(rest, in, out), p, p, q, false);
            int rank = divide(weights, eigen.values(), q);
            double[] moments = product(v, chosen(held, in, out), p, p, q, false);
            double[] images = product(product(v, chosen(held, in, in), p, p, p, false), v, p, p, p, true);
            double[] overlaps = product(weights, weights, p, q, p, true);
            double error = 0;
            for (int j : out) error += held[j * d + j];
            for (int k = 0; k < errors.length; k++) {
                errors[k] += Math.max(0, error);
                if (k >= rank) continue;
                error += 2 * KERNEL.dot(images, k * p, overlaps, k * p, k) + images[k * p + k] * overlaps[k * p + k] - 2 * KERNEL.dot(moments, k * q, weights, k * q, q);
            }
        }

        /// Divides the rows by their eigenvalues, the largest first; returns how many could be.
        private static int divide(double[] rows, double[] ascending, int width) {
            int p = ascending.length;
            int rank = 0;
            for (; rank < p && ascending[p - 1 - rank] > NIL * ascending[p - 1]; rank++) {
                for (int j = 0; j < width; j++) rows[rank * width + j] /= ascending[p - 1 - rank];
            }
            return rank;
        }

        private double[] chosen(double[] gram, int[] rows, int[] columns) {
            double[] chosen = new double[rows.length * columns.length];
            for (int i = 0; i < rows.length; i++) for (int j = 0; j < columns.length; j++) chosen[i * columns.length + j] = gram[rows[i] * d + columns[j]];
            return chosen;
        }

        private static double[] product(double[] a, double[] b, int m, int depth, int n, boolean turned) {
            double[] product = new double[m * n];
            KERNEL.gemm(false, turned, m, n, depth, 1.0, a, 0, depth, b, 0, turned ? depth : n, 0.0, product, 0, n);
            return product;
        }
    }
}
