package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.train.Check;
import mf4j.train.History;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Provenance;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// The singular value decomposition, cut after the largest values: no matrix of this rank is nearer to X (Eckart and Young 1936).
///
/// ```
/// X ~ U diag(s) V^T,   U and V with orthonormal columns to 1e-12, s descending
/// ```
///
/// The largest number of each row of `V^T` is positive, the first among equals. Two ways, for n x d with d the shorter side:
///
/// | way | cost | accuracy |
/// |---|---|---|
/// | `jacobi` | `4 n d^2` and some `50 d^3` operations, `n d` doubles of memory | values to 1e-13 of the largest; small ones to their own digits, as far as the columns, scaled to one length, are well-conditioned; error of the product `1e-13 |X|` |
/// | `gram` | `n d^2` and `12 d^3`, memory for a few d x d | values above a tenth of the largest to 1e-13; a value s to `1e-16 s1^2 / s`, so those below 1e-7 of the largest are noise, and the error of a rank that includes such is up to `1e-8 |X|` |
///
/// `auto` takes `jacobi` where `n d^2 + 10 d^3` is below 2^32, a few seconds of a processor, else `gram`; the provenance of the result has the way that was used. With `gram` a file larger
/// than memory is read block by block where it has more rows than columns; otherwise the matrix is turned in memory.
///
/// @param rank components that are kept
/// @param way  how they are found
public record Svd(
        @Knob(value = "number of components", atLeast = 1, atMost = 65536, search = {2, 256}, logarithmic = true) int rank,
        @Knob("how the decomposition is found") Way way)
        implements Trainer<Matrix, LowRank> {
    private static final double SMALL = 0x1p32; // what a few seconds can do

    /// How it is found.
    public enum Way {
        /// By size.
        AUTO,
        /// Reflections, then rotations: accurate for small values too.
        JACOBI,
        /// The eigenvectors of the Gram matrix of the shorter side, summed in double: fast.
        GRAM
    }

    /// Checks the knobs.
    public Svd {
        Knobs.check(Svd.class, rank, way);
    }

    /// The way by size.
    public static Svd defaults() {
        return new Svd(32, Way.AUTO);
    }

    /// With another number of components.
    public Svd withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another way.
    public Svd withWay(Way way) {
        return Knobs.with(this, "way", way);
    }

    /// The watch is not asked: there are no epochs.
    @Override
    public LowRank fit(Matrix x, Watch<? super LowRank> watch) {
        learnable(this, rank, x);
        Way used = used(x);
        Triplets.Exact found = used == Way.JACOBI ? Triplets.exact(x, rank) : Triplets.ofGram(x, Triplets.Centre.NONE, rank);
        double error = used == Way.JACOBI ? found.spectrum().beyond(rank) : found.triplets().error(x, Triplets.Centre.NONE, found.spectrum().total());
        return model(found.triplets().signed(), x, error, found.spectrum().floor(rank), provenance(withWay(used), x));
    }

    private Way used(Matrix x) {
        if (way != Way.AUTO) return way;
        double d = x.shortSide();
        return d * x.size() + 10 * d * d * d < SMALL ? Way.JACOBI : Way.GRAM;
    }

    static void learnable(Trainer<?, ?> owner, int rank, Matrix x) {
        Check check = Check.of(owner.getClass());
        check.that(x.size() > 0, "x", "have rows and columns", x);
        check.that(rank <= x.shortSide(), "rank", "be at most " + x.shortSide() + " for a " + x.rows() + " x " + x.columns() + " matrix", rank);
        x.finite();
    }

    static Provenance provenance(Trainer<?, ?> owner, Matrix x) {
        return Provenance.of(owner, x.fingerprint(), Kernel.active().name(), History.EMPTY);
    }

    /// @param error the sum of squared errors
    /// @param floor the least mean squared error, or NaN
    static LowRank model(Triplets found, Matrix x, double error, double floor, Provenance provenance) {
        double mse = error / x.size();
        return new LowRank(Matrix.of(found.left(), x.rows(), found.values().length), found.values(), Matrix.of(found.right(), found.values().length, x.columns()),
                new double[x.columns()], LowRank.RowRule.PLAIN, new LowRank.Fit(mse, floor, mse, floor), provenance);
    }
}
