package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.matrix.Qr;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Trainer;
import mf4j.train.Watch;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The largest singular values and vectors of a matrix that is large both ways, from few passes over it.
///
/// A random block of `l = rank + oversampling` rows is multiplied by `X^T X` again and again; the best approximation whose right vectors
/// lie in what that spans is taken. Each pass reads X once for both products.
///
/// | method | space | source |
/// |---|---|---|
/// | `randomized` | the last block: `(X^T X)^powers` times a normal one | Halko, Martinsson and Tropp, Finding structure with randomness (2011), algorithms 4.4 and 5.1 |
/// | `krylov` | all blocks, `powers + 1` of them | Musco and Musco, Randomized block Krylov methods (2015), algorithm 2 |
/// | `gram` | everything: exact, as [Svd] by the way of that name | |
///
/// `auto` takes `gram` where that costs no more, as it does for a short side of a few l, else `krylov`. Cost: `(4 powers + 2) n d l`
/// operations, and for `krylov` one more pass; in single precision for a matrix of floats, and once more in double where the last value comes out below 1e-3 of the
/// largest. Values below 1e-7 of the largest are not found. How far the product is from X at most [SpectralError] estimates.
///
/// The floor of the fit is known with `gram` alone, else NaN.
///
/// @param rank         components
/// @param method       how they are found
/// @param oversampling rows of the block beyond the rank
/// @param powers       products with `X^T X`
/// @param seed         of the first block
public record TruncatedSvd(
        @Knob(value = "number of components", atLeast = 1, atMost = 65536, search = {2, 256}, logarithmic = true) int rank,
        @Knob("how the components are found") Method method,
        @Knob(value = "size of the random block beyond the rank", atLeast = 0, atMost = 65536) int oversampling,
        @Knob(value = "passes over the matrix that sharpen the block", atLeast = 1, atMost = 1000) int powers,
        @Knob("seed of the first block") long seed)
        implements Trainer<Matrix, LowRank> {
    private static final double STEEP = 1e-3; // of the largest value: what single precision still sees well

    /// How the components are found.
    public enum Method {
        /// By shape.
        AUTO,
        /// The Gram matrix of the shorter side: exact.
        GRAM,
        /// All blocks of the iteration.
        KRYLOV,
        /// The last block of the iteration.
        RANDOMIZED
    }

    /// Checks the knobs.
    public TruncatedSvd {
        Knobs.check(TruncatedSvd.class, rank, method, oversampling, powers, seed);
    }

    /// The method by shape.
    public static TruncatedSvd defaults() {
        return new TruncatedSvd(32, Method.AUTO, 10, 3, 0);
    }

    /// With another number of components.
    public TruncatedSvd withRank(int rank) {
        return Knobs.with(this, "rank", rank);
    }

    /// With another method.
    public TruncatedSvd withMethod(Method method) {
        return Knobs.with(this, "method", method);
    }

    /// With another size of the block.
    public TruncatedSvd withOversampling(int oversampling) {
        return Knobs.with(this, "oversampling", oversampling);
    }

    /// With another number of passes.
    public TruncatedSvd withPowers(int powers) {
        return Knobs.with(this, "powers", powers);
    }

    /// With another seed.
    public TruncatedSvd withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// The watch is not asked: there are no epochs.
    @Override
    public LowRank fit(Matrix x, Watch<? super LowRank> watch) {
        Svd.learnable(this, rank, x);
        Method used = used(x);
        Found found = found(x, Triplets.Centre.NONE, used);
        return Svd.model(found.triplets.signed(), x, found.error, found.floor, Svd.provenance(withMethod(used), x));
    }

    Method used(Matrix x) {
        if (method != Method.AUTO) return method;
        double d = x.shortSide();
        double size = Math.min(d, rank + oversampling);
        double space = Math.min(d, (powers + 1) * size);
        double gram = 2 * d * x.size() + 24 * d * d * d; // in double, which takes twice the time
        double krylov = (4.0 * powers + 6) * size * x.size() + 24 * space * space * space;
        return gram <= krylov ? Method.GRAM : Method.KRYLOV;
    }

    /// @param error sum of squared errors
    /// @param floor least mean squared error, or NaN
    record Found(Triplets triplets, double error, double floor) { }

    /// Of the centred matrix, by a method that is not `auto`.
    Found found(Matrix x, Triplets.Centre centre, Method used) {
        if (used == Method.GRAM) return byGram(x, centre);
        Triplets triplets = iterated(x, centre, used, x.isDouble());
        double[] values = triplets.values();
        if (!x.isDouble() && values[rank - 1] < STEEP * values[0]) triplets = iterated(x, centre, used, true);
        return new Found(triplets, triplets.error(x, centre, centre.squaredNorm(x)), Double.NaN);
    }

    private Found byGram(Matrix x, Triplets.Centre centre) {
        Triplets.Exact exact = Triplets.ofGram(x, centre, rank);
        return new Found(exact.triplets(), exact.triplets().error(x, centre, exact.spectrum().total()), exact.spectrum().floor(rank));
    }

    private Triplets iterated(Matrix x, Triplets.Centre centre, Method used, boolean wide) {
        int size = Math.min(x.shortSide(), rank + oversampling);
        NormalProduct product = new NormalProduct(x, centre, wide);
        double[] block = start(size, x.columns());
        double[] basis = used == Method.KRYLOV ? krylov(product, block, size, x) : powered(product, block, size, x.columns());
        return Triplets.within(x, centre, basis, size, rank);
    }

    private double[] start(int size, int columns) {
        double[] block = new double[size * columns];
        for (int k = 0; k < size; k++) {
            RandomGenerator stream = Seeds.of(seed).forPurpose("block").stream(k);
            for (int j = 0; j < columns; j++) block[k * columns + j] = stream.nextGaussian();
        }
        return orthonormal(block, size, columns);
    }

    private double[] powered(NormalProduct product, double[] block, int size, int columns) {
        for (int power = 0; power < powers; power++) block = orthonormal(product.of(block, size), size, columns);
        return block;
    }

    /// Blocks orthogonal to all before them; of their span the Ritz vectors with the largest values.
    private double[] krylov(NormalProduct product, double[] block, int size, Matrix x) {
        int columns = x.columns();
        int most = Math.min(columns, (powers + 1) * size);
        double[] basis = Arrays.copyOf(block, most * columns);
        double[] images = new double[most * columns];
        for (int count = size, from = 0; ; ) {
            double[] image = product.of(Arrays.copyOfRange(basis, from * columns, count * columns), count - from);
            System.arraycopy(image, 0, images, from * columns, image.length);
            int next = Math.min(count + size, most);
            if (next == count || from / size == powers) return ritz(basis, images, count, size, columns);
            System.arraycopy(image, 0, basis, count * columns, (next - count) * columns);
            clear(basis, count, next, columns);
            from = count;
            count = next;
        }
    }

    /// Makes rows [count, next) orthonormal and orthogonal to those before, whatever they hold.
    private static void clear(double[] basis, int count, int next, int columns) {
        int fresh = next - count;
        double[] last = new double[next * fresh];
        for (int k = 0; k < fresh; k++) last[(count + k) * fresh + k] = 1;
        double[] made = Qr.of(Matrix.of(basis, next, columns).transposed()).times(last, fresh);
        System.arraycopy(Matrix.of(made, columns, fresh).transposed().toDoubles(), 0, basis, count * columns, fresh * columns);
    }

    private static double[] ritz(double[] basis, double[] images, int count, int size, int columns) {
        double[] small = new double[count * count];
        Kernel.active().gemm(false, true, count, count, columns, 1.0, basis, 0, columns, images, 0, columns, 0.0, small, 0, count);
        SymmetricEigen eigen = SymmetricEigen.of(small, count);
        double[] vectors = new double[size * count];
        for (int k = 0; k < size; k++) {
            for (int j = 0; j < count; j++) vectors[k * count + j] = eigen.vectors()[j * count + count - 1 - k];
        }
        double[] best = new double[size * columns];
        Kernel.active().gemm(false, false, size, columns, count, 1.0, vectors, 0, count, basis, 0, columns, 0.0, best, 0, columns);
        return best;
    }

    /// Orthonormal rows of the same span, or of one that holds it.
    private static double[] orthonormal(double[] rows, int size, int columns) {
        clear(rows, 0, size, columns);
        return rows;
    }
}
