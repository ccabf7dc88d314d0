package mf4j.matrix;

import mf4j.kernel.Kernel;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The eigenvalues and eigenvectors of a symmetric matrix: `A = V diag(values) V^T`, in double.
///
/// Householder reflections make the matrix tridiagonal, shifted QL rotations make that diagonal (Golub and Van Loan, Matrix
/// Computations, 4th edition, sections 8.3.1 and 8.3.3). The rotations are found without the vectors and then run over blocks of the
/// rows of V, which do not know of each other: in cache, on all threads, with the same bits whatever their number. About `2 n^3`
/// operations for the first part and `9 n^3` for the vectors.
///
/// @param size    n
/// @param values  ascending
/// @param vectors n x n, row-major: column j belongs to value j, and has length 1
public record SymmetricEigen(int size, double[] values, double[] vectors) {
    private static final Kernel KERNEL = Kernel.active();
    private static final int SLICE = 64;     // rows of V that rotate together
    private static final int PATIENCE = 60;  // rotations' passes for one value: two or three are common

    /// Of a matrix whose lower triangle is read.
    ///
    /// @param matrix n x n, row-major
    /// @throws ArithmeticException when a number is not finite
    public static SymmetricEigen of(double[] matrix, int size) {
        double[] full = mirrored(matrix, size);
        double unit = scaled(full);
        Tridiagonal tridiagonal = new Tridiagonal(full, size);
        Rotations rotations = new Rotations();
        double[] values = tridiagonal.diagonal.clone();
        diagonalize(values, tridiagonal.below.clone(), rotations);
        int[] order = IntStream.range(0, size).boxed().sorted(Comparator.comparingDouble(j -> values[j])).mapToInt(j -> j).toArray();
        double[] vectors = new double[size * size];
        Sweep.over(size, SLICE, (_, from, to) -> slice(tridiagonal, rotations, order, vectors, from, to));
        return new SymmetricEigen(size, Arrays.stream(order).mapToDouble(j -> unit * values[j]).toArray(), vectors);
    }

    /// The eigenvalues alone, ascending, of a matrix whose lower triangle is read: a third of the work or less.
    ///
    /// @param matrix n x n, row-major
    /// @throws ArithmeticException when a number is not finite
    public static double[] values(double[] matrix, int size) {
        double[] full = mirrored(matrix, size);
        double unit = scaled(full);
        Tridiagonal tridiagonal = new Tridiagonal(full, size);
        double[] values = tridiagonal.diagonal;
        diagonalize(values, tridiagonal.below, Rotations.FORGOTTEN);
        for (int j = 0; j < size; j++) values[j] *= unit;
        Arrays.sort(values);
        return values;
    }

    /// Divides by the largest number, which it returns, so that squares neither overflow nor vanish.
    private static double scaled(double[] full) {
        double largest = 0;
        for (double value : full) largest = Math.max(largest, Math.abs(value));
        double unit = largest > 0 ? largest : 1;
        for (int j = 0; j < full.length; j++) full[j] /= unit;
        return unit;
    }

    private static double[] mirrored(double[] matrix, int size) {
        Check.of(SymmetricEigen.class).that(matrix.length >= size * size, "matrix", "hold size x size numbers", matrix.length);
        double[] full = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double value = matrix[i * size + j];
                if (!Double.isFinite(value)) throw new ArithmeticException("the matrix holds a number that is not finite in row " + i);
                full[i * size + j] = full[j * size + i] = value;
            }
        }
        return full;
    }

    /// Rows [from, to) of V, transposed while they are made: a rotation then mixes two runs of neighbouring numbers.
    private static void slice(Tridiagonal tridiagonal, Rotations rotations, int[] order, double[] vectors, int from, int to) {
        int size = tridiagonal.size;
        int width = to - from;
        double[] columns = new double[size * width];
        for (int row = from; row < to; row++) columns[row * width + row - from] = 1;
        tridiagonal.reflect(columns, width);
        rotations.apply(columns, width);
        for (int j = 0; j < size; j++) {
            for (int row = from; row < to; row++) vectors[row * size + j] = columns[order[j] * width + row - from];
        }
    }

    /// QL with implicit shifts: `diagonal` becomes the eigenvalues, unsorted.
    private static void diagonalize(double[] diagonal, double[] below, Rotations rotations) {
        for (int first = 0; first < diagonal.length; first++) {
            int passes = 0;
            for (int last; (last = blockEnd(diagonal, below, first)) > first; ) {
                if (++passes > PATIENCE) throw new ArithmeticException("the eigenvalues did not converge");
                chase(diagonal, below, first, last, rotations);
            }
        }
    }

    /// The last row of the unreduced block that starts here; what is as small as the rounding of the largest number counts as 0.
    private static int blockEnd(double[] diagonal, double[] below, int first) {
        int last = first;
        while (last < diagonal.length - 1
                && Math.abs(below[last]) > Math.ulp(1.0) * Math.max(1, Math.abs(diagonal[last]) + Math.abs(diagonal[last + 1]))) last++;
        return last;
    }

    /// One pass: a rotation at the lower end, by the shift that the upper two rows give, and the bulge chased to the upper end.
    private static void chase(double[] diagonal, double[] below, int first, int last, Rotations rotations) {
        double half = (diagonal[first + 1] - diagonal[first]) / (2 * below[first]);
        double g = diagonal[last] - diagonal[first] + below[first] / (half + Math.copySign(Math.hypot(half, 1), half));
        double sine = 1;
        double cosine = 1;
        double shift = 0;
        for (int i = last - 1; i >= first; i--) {
            double f = sine * below[i];
            double b = cosine * below[i];
            double r = Math.sqrt(f * f + g * g);
            below[i + 1] = r;
            if (r == 0) { // the block falls apart here
                diagonal[i + 1] -= shift;
                below[last] = 0;
                return;
            }
            sine = f / r;
            cosine = g / r;
            g = diagonal[i + 1] - shift;
            r = (diagonal[i] - g) * sine + 2 * cosine * b;
            shift = sine * r;
            diagonal[i + 1] = g + shift;
            g = cosine * r - b;
            rotations.add(i, cosine, sine);
        }
        diagonal[first] -= shift;
        below[first] = g;
        below[last] = 0;
    }

    /// `A = Q T Q^T` with Q the product of reflections `I - v v^T` and T tridiagonal.
    private static final class Tridiagonal {
        final int size;
        final double[] diagonal;
        final double[] below;      // below[j] stands under diagonal[j]; the last is 0
        final double[] reflectors; // row j: v_j, from index j + 1 on, of squared length 2, or zeros

        /// @param a its upper triangle is overwritten
        Tridiagonal(double[] a, int size) {
            this.size = size;
            this.diagonal = new double[size];
            this.below = new double[size];
            this.reflectors = new double[size * size];
            double[] last = new double[size]; // w of the column before, not yet taken from A
            double[] w = new double[size];
            for (int j = 0; j < size; j++) {
                finish(a, j, last);
                diagonal[j] = a[j * size + j];
                if (j < size - 1) below[j] = reflector(a, j);
                if (j < size - 2) update(a, j, last, w);
            }
        }

        /// Fills v_j, which maps what stands under the diagonal of column j to its first element; returns that.
        private double reflector(double[] a, int j) {
            int at = j * size + j + 1; // in A's row and in v_j's
            int length = size - j - 1;
            double norm = Math.sqrt(KERNEL.dot(a, at, a, at, length));
            if (norm == 0 || length == 1) return a[at];
            double first = a[at] + Math.copySign(norm, a[at]);
            double scale = 1 / Math.sqrt(norm * Math.abs(first)); // |v|^2 = 2 norm |first|
            reflectors[at] = scale * first;
            for (int i = 1; i < length; i++) reflectors[at + i] = scale * a[at + i];
            return -Math.copySign(norm, a[at]);
        }

        /// Row j of A, from the diagonal on, as it is after the columns before.
        private void finish(double[] a, int j, double[] w) {
            int v = Math.clamp(j - 1, 0, Math.max(0, size - 3)) * size; // the last two columns need no reflection
            KERNEL.axpy(-reflectors[v + j], w, j, a, j * size + j, size - j);
            KERNEL.axpy(-w[j], reflectors, v + j, a, j * size + j, size - j);
        }

        /// `A - v w^T - w v^T` with the v and w of the column before, then this column's `w = A v - v (v.A v) / 2`, all in one pass over what
        /// lies right of and below the column.
        private void update(double[] a, int j, double[] last, double[] w) {
            int from = j + 1;
            int length = size - from;
            int v = j * size;
            KERNEL.symmetricStep(a, size, from, reflectors, Math.max(0, j - 1) * size, last, reflectors, v, w);
            KERNEL.axpy(-KERNEL.dot(w, from, reflectors, v + from, length) / 2, reflectors, v + from, w, from, length);
            System.arraycopy(w, from, last, from, length);
        }

        /// Rows of numbers times Q: `columns` holds them transposed, size x width.
        void reflect(double[] columns, int width) {
            double[] sum = new double[width];
            for (int j = 0; j < size - 2; j++) {
                Arrays.fill(sum, 0);
                for (int i = j + 1; i < size; i++) KERNEL.axpy(reflectors[j * size + i], columns, i * width, sum, 0, width);
                for (int i = j + 1; i < size; i++) KERNEL.axpy(-reflectors[j * size + i], sum, 0, columns, i * width, width);
            }
        }
    }

    /// Rotations of neighbouring columns i and i + 1, in order.
    private static class Rotations {
        static final Rotations FORGOTTEN = new Rotations() {
            @Override
            void add(int place, double cosine, double sine) { }
        };

        private int[] places = new int[1024];
        private double[] angles = new double[2048]; // cosine, sine
        private int count;

        void add(int place, double cosine, double sine) {
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
                angles = Arrays.copyOf(angles, 4 * count);
            }
            places[count] = place;
            angles[2 * count] = cosine;
            angles[2 * count + 1] = sine;
            count++;
        }

        void apply(double[] columns, int width) {
            for (int j = 0; j < count; j++) KERNEL.rotate(columns, places[j] * width, columns, (places[j] + 1) * width, width, angles[2 * j], angles[2 * j + 1]);
        }
    }
}
