package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import mf4j.train.Watch;

import java.util.Arrays;

/// Principal components: the directions in which rows vary most about their mean, `X ~ mean + Z R` with orthonormal rows of R.
///
/// Each row of R is a component, the largest variance first, its largest number positive; a row of Z says where a row of X lies along them.
/// Whitened, every column of Z has variance 1, and `values` are the standard deviations that were taken out. New rows are transformed by
/// [LowRank#transform] as the first ones were. The mean is taken from a block of rows while it is read: no centred matrix is written.
/// [Explained] has the variances. The methods are those of [TruncatedSvd], with its oversampling and powers.
///
/// @param rank   components that are kept
/// @param whiten whether every column of Z has variance 1
/// @param method how they are found
/// @param seed   of methods that need one
public record Pca(
        @Knob(value = "number of components", atLeast = 1, atMost = 65536, search = {2, 256}, logarithmic = true) int rank,
        @Knob("divide each component by its standard deviation") boolean whiten,
        @Knob("how the components are found") TruncatedSvd.Method method,
        @Knob("seed of the first block") long seed)
        implements Trainer<Matrix, LowRank> {

    /// Checks the knobs.
    public Pca {
        Knobs.check(Pca.class, rank, whiten, method, seed);
    }

    /// Not whitened, the method by shape.
    public static Pca defaults() {
        return new Pca(32, false, TruncatedSvd.Method.AUTO, 0);
    }

    /// With another number of components.
    public Pca withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// Whitened or not.
    public Pca withWhiten(boolean whiten) {
        return Knobs.with(this, "whiten", whiten);
    }

    /// With another method.
    public Pca withMethod(TruncatedSvd.Method method) {
        return Knobs.with(this, "method", method);
    }

    /// With another seed.
    public Pca withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// The watch is not asked: there are no epochs.
    @Override
    public LowRank fit(Matrix x, Watch<? super LowRank> watch) {
        Svd.learnable(this, rank, x);
        TruncatedSvd trainer = TruncatedSvd.defaults().withRank(rank).withMethod(method).withSeed(seed);
        TruncatedSvd.Method used = trainer.used(x);
        double[] mean = mean(x);
        TruncatedSvd.Found found = trainer.found(x, new Triplets.Centre(mean, false), used);
        double mse = found.error() / x.size();
        Triplets triplets = found.triplets().signed();
        double[] deviations = Arrays.stream(triplets.values()).map(s -> s / Math.sqrt(Math.max(1, x.rows() - 1))).toArray();
        double[] left = triplets.left();
        for (int j = 0; j < left.length; j++) left[j] *= whiten ? Math.sqrt(Math.max(1, x.rows() - 1)) : triplets.values()[j % rank];
        double[] ones = new double[rank];
        Arrays.fill(ones, 1);
        return new LowRank(Matrix.of(left, x.rows(), rank), whiten ? deviations : ones, Matrix.of(triplets.right(), rank, x.columns()), mean, LowRank.RowRule.PLAIN,
                new LowRank.Fit(mse, found.floor(), mse, found.floor()), Svd.provenance(withMethod(used), x));
    }

    /// The mean of every column, in double.
    static double[] mean(Matrix x) {
        int block = x.blockRows();
        double[][] parts = new double[Math.ceilDiv(x.rows(), block)][x.columns()];
        Sweep.over(x.rows(), block, () -> new double[block * x.columns()], (scratch, from, to) -> {
            x.copy(from, to, scratch, 0);
            double[] sums = parts[from / block];
            for (int j = 0; j < (to - from) * x.columns(); j++) sums[j % x.columns()] += scratch[j];
        });
        double[] mean = new double[x.columns()];
        for (double[] part : parts) for (int j = 0; j < mean.length; j++) mean[j] += part[j];
        for (int j = 0; j < mean.length; j++) mean[j] /= x.rows();
        return mean;
    }

    /// What components explain of the variance: squared distances from the mean, divided by the number of rows less one.
    ///
    /// @param variance of each component
    /// @param ratio    the same as shares of the whole; zeros where nothing varies
    /// @param noise    variance of each direction that was left out, on average; 0 where none was
    /// @param singular the singular values of the matrix less its mean, whose squares are the variances times the number of rows less one
    public record Explained(double[] variance, double[] ratio, double noise, double[] singular) {
        /// Whether a factorization has components to be asked about.
        public static boolean isOf(LowRank model) {
            return model.provenance().trainer().equals(Pca.class.getSimpleName());
        }

        /// Of what [Pca] made.
        public static Explained of(LowRank model) {
            Check.of(Explained.class).that(isOf(model), "model", "be made by Pca", model.provenance().trainer());
            double[] squares = new double[model.rank()];
            double[] left = model.left().toDoubles();
            for (int j = 0; j < left.length; j++) squares[j % model.rank()] += left[j] * left[j];
            for (int k = 0; k < squares.length; k++) squares[k] *= model.values()[k] * model.values()[k];
            double degrees = Math.max(1, model.rows() - 1);
            double[] variance = Arrays.stream(squares).map(square -> square / degrees).toArray();
            double rest = model.fit().mse() * model.rows() * model.columns() / degrees;
            double total = Arrays.stream(variance).sum() + rest;
            int others = Math.min(model.rows(), model.columns()) - model.rank();
            return new Explained(variance, Arrays.stream(variance).map(v -> total > 0 ? v / total : 0).toArray(), others > 0 ? rest / others : 0,
                    Arrays.stream(squares).map(Math::sqrt).toArray());
        }
    }
}
