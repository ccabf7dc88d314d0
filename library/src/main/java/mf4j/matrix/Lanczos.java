package mf4j.matrix;

import mf4j.kernel.Kernel;
import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.Arrays;

/// An outer eigenvalue of a symmetric operator that is known by what it does to a vector (Lanczos 1950), with every new vector made orthogonal to
/// all before it twice (Parlett, The Symmetric Eigenvalue Problem, 1998), begun again from the best vectors when the basis is full (Wu and Simon 2000).
///
/// It ends where the residual `|A v - lambda v|` is at most the tolerance times the largest modulus of the spectrum seen: by Weyl's inequality
/// an eigenvalue is then that near.
public final class Lanczos {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BASIS = 60;      // vectors before it begins again
    private static final int KEPT = 20;       // of them then
    private static final int PATIENCE = 300;  // how often it does
    private static final int SMALL = 16;      // vectors up to which every one is followed by a look at what is there: it costs less than a product
    private static final int CHECKED = 8;     // between looks from there on
    private static final double LEAST_SQUARES = 1e-250; // and between these a sum of squares has lost nothing
    private static final double MOST_SQUARES = 1e250;

    private final int size;
    private final Operator operator;
    private final boolean greatest;
    private final double tolerance;
    private final double[][] basis;
    private final double[] projected; // the operator in the basis, row-major, as wide as the basis may be
    private int count;                // vectors whose column it has
    private double last;              // length of what the last product had beyond the basis
    private double largest;           // modulus seen

    /// What the matrix does.
    @FunctionalInterface
    public interface Operator {
        /// y = A x; both are arrays of the matrix's size, y's old content is not read.
        void apply(double[] x, double[] y);
    }

    /// An eigenvalue.
    ///
    /// @param value    of it
    /// @param vector   of length 1
    /// @param residual `|A v - value v|`
    /// @param products of the operator that it took
    public record Pair(double value, double[] vector, double residual, int products) { }

    private Lanczos(int size, Operator operator, boolean greatest, double tolerance) {
        this.size = size;
        this.operator = operator;
        this.greatest = greatest;
        this.tolerance = tolerance;
        int length = Math.min(BASIS, size);
        this.basis = new double[length + 1][];
        this.projected = new double[length * length];
    }

    /// The greatest eigenvalue.
    ///
    /// @param size      of the matrix
    /// @param tolerance relative, above 0
    /// @param seed      of the first vector
    /// @throws ArithmeticException where a number is not finite, or the tolerance is not reached
    public static Pair greatest(int size, Operator operator, double tolerance, long seed) {
        return greatest(size, operator, tolerance, uniform(size, seed));
    }

    /// The greatest eigenvalue, from a first vector that may be near its own.
    public static Pair greatest(int size, Operator operator, double tolerance, double[] first) {
        return new Lanczos(size, operator, true, tolerance).run(first);
    }

    /// The least eigenvalue.
    public static Pair least(int size, Operator operator, double tolerance, long seed) {
        return new Lanczos(size, operator, false, tolerance).run(uniform(size, seed));
    }

    /// Uniform numbers: normal ones would take as long as a product of a deep Hessian.
    private static double[] uniform(int size, long seed) {
        Seeds.Stream random = Seeds.of(seed).forPurpose("lanczos").stream(0);
        double[] first = new double[size];
        for (int j = 0; j < size; j++) first[j] = random.nextDouble() - 0.5;
        return first;
    }

    private Pair run(double[] first) {
        Check.of(Lanczos.class).that(first.length == size && size > 0, "first", "have the size of the matrix, " + size, first.length);
        int width = basis.length - 1;
        basis[0] = unit(first.clone());
        for (int products = 1; products <= PATIENCE * width; products++) {
            extend();
            boolean full = count == width;
            boolean closed = last <= 1e-15 * largest;
            if (!full && !closed && count > SMALL && count % CHECKED != 0) continue;
            SymmetricEigen small = SymmetricEigen.of(square(), count);
            int at = greatest ? count - 1 : 0;
            largest = Math.max(largest, Math.max(Math.abs(small.values()[0]), Math.abs(small.values()[count - 1])));
            double residual = last * Math.abs(small.vectors()[(count - 1) * count + at]);
            if (residual <= tolerance * largest || closed || count == size) return new Pair(small.values()[at], combined(small, at), residual, products);
            if (full) restart(small);
        }
        throw new ArithmeticException("no eigenvalue to " + tolerance + " within " + PATIENCE * width + " products of a matrix of size " + size);
    }

    /// Takes the next vector of the basis in, and makes the one after it.
    private void extend() {
        int width = basis.length - 1;
        if (basis[count + 1] == null) basis[count + 1] = new double[size];
        double[] next = basis[count + 1];
        operator.apply(basis[count], next);
        for (int pass = 0; pass < 2; pass++) {
            for (int k = count; k >= 0; k--) {
                double share = KERNEL.dot(basis[k], 0, next, 0, size);
                if (!Double.isFinite(share)) throw new ArithmeticException("the matrix gave a number that is not finite");
                KERNEL.axpy(-share, basis[k], 0, next, 0, size);
                projected[k * width + count] = share + (pass == 0 ? 0 : projected[k * width + count]);
            }
        }
        for (int k = 0; k < count; k++) projected[count * width + k] = projected[k * width + count];
        last = length(next);
        largest = Math.max(largest, Math.abs(projected[count * width + count]));
        count++;
        if (last > 0) unit(next);
    }

    private double[] square() {
        int width = basis.length - 1;
        double[] square = new double[count * count];
        for (int i = 0; i < count; i++) System.arraycopy(projected, i * width, square, i * count, count);
        return square;
    }

    /// Keeps the outer vectors, and the one that was to come next.
    private void restart(SymmetricEigen small) {
        int width = basis.length - 1;
        int kept = Math.min(KEPT, width / 2);
        double[][] best = new double[kept][];
        for (int k = 0; k < kept; k++) best[k] = combined(small, greatest ? count - 1 - k : k);
        double[] next = basis[count];
        basis[count] = basis[kept];
        Arrays.fill(projected, 0);
        for (int k = 0; k < kept; k++) {
            basis[k] = best[k];
            projected[k * width + k] = small.values()[greatest ? count - 1 - k : k];
        }
        basis[kept] = next;
        count = kept;
    }

    private double[] combined(SymmetricEigen small, int at) {
        double[] vector = new double[size];
        for (int j = 0; j < count; j++) KERNEL.axpy(small.vectors()[j * count + at], basis[j], 0, vector, 0, size);
        return unit(vector);
    }

    /// To length 1, in place.
    private static double[] unit(double[] vector) {
        double length = length(vector);
        if (!(length > 0) || length == Double.POSITIVE_INFINITY) throw new ArithmeticException("a vector of Lanczos' method is zero or not finite");
        for (int j = 0; j < vector.length; j++) vector[j] /= length;
        return vector;
    }

    /// With squares that neither overflow nor vanish.
    private static double length(double[] vector) {
        double squares = KERNEL.dot(vector, 0, vector, 0, vector.length);
        if (squares > LEAST_SQUARES && squares < MOST_SQUARES) return Math.sqrt(squares);
        double most = 0;
        for (double v : vector) most = Math.max(most, Math.abs(v));
        if (most == 0 || !(most < Double.POSITIVE_INFINITY)) return most;
        double sum = 0;
        for (double v : vector) sum += v / most * (v / most);
        return most * Math.sqrt(sum);
    }
}
