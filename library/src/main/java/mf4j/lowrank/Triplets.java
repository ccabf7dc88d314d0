package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Gram;
import mf4j.matrix.Matrix;
import mf4j.matrix.Qr;
import mf4j.matrix.SingularTriplets;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Sweep;

import java.util.Arrays;

/// Some singular values and vectors of a matrix, in double, with the signs that make the largest number of each right vector positive, the
/// first among equals.
///
/// @param rows    of the matrix
/// @param columns of the matrix
/// @param left    rows x rank, row-major
/// @param values  descending
/// @param right   rank x columns, row-major
record Triplets(int rows, int columns, double[] left, double[] values, double[] right) {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 1 << 16;    // numbers read at a time
    private static final double NARROW = 0.1;    // smallest of the largest value: then products with X are orthogonal to 1e-13

    /// As many as the rank, and the spectrum, each value right to its own digits.
    static Exact exact(Matrix x, int rank) {
        if (x.rows() < x.columns()) return exact(x.transposed(), rank).turned();
        int d = x.columns();
        Qr qr = Qr.of(x);
        SingularTriplets all = SingularTriplets.of(qr.triangle(), d);
        double[] lefts = turned(Arrays.copyOf(all.left(), rank * d), rank, d);
        double[] squares = Arrays.stream(all.values()).map(s -> s * s).toArray();
        Triplets triplets = new Triplets(x.rows(), d, qr.times(lefts, rank), Arrays.copyOf(all.values(), rank), Arrays.copyOf(all.right(), rank * d));
        return new Exact(triplets, new Spectrum(x.rows(), d, squares));
    }

    /// The same from the Gram matrix.
    static Exact ofGram(Matrix x, Centre centre, int rank) {
        Gram gram = centre.mean == null ? Gram.of(x) : Gram.of(x, centre.mean);
        int d = gram.size();
        SymmetricEigen eigen = SymmetricEigen.of(gram.values(), d);
        double[] squares = new double[d];
        double[] basis = new double[rank * d];
        for (int k = 0; k < d; k++) {
            squares[k] = Math.max(0, eigen.values()[d - 1 - k]);
            for (int j = 0; j < d && k < rank; j++) basis[k * d + j] = eigen.vectors()[j * d + d - 1 - k];
        }
        Triplets triplets = gram.ofColumns() ? within(x, centre, basis, rank, rank) : within(x.transposed(), centre.turned(), basis, rank, rank).turned();
        return new Exact(triplets, new Spectrum(x.rows(), x.columns(), squares));
    }

    /// What [#exact] and [#ofGram] find.
    record Exact(Triplets triplets, Spectrum spectrum) {
        Exact turned() {
            return new Exact(triplets.turned(), new Spectrum(spectrum.columns(), spectrum.rows(), spectrum.squares()));
        }
    }

    /// What is taken from a matrix before anything else: a number per column, or per row, or nothing.
    record Centre(double[] mean, boolean ofRows) {
        static final Centre NONE = new Centre(null, false);

        /// Rows [from, to) less the mean.
        void copy(Matrix x, int from, int to, double[] into, int at) {
            x.copy(from, to, into, at);
            for (int r = 0; r < to - from && mean != null; r++) {
                for (int j = 0; j < x.columns(); j++) into[at + r * x.columns() + j] -= mean[ofRows ? from + r : j];
            }
        }

        /// The same in single precision.
        void copy(Matrix x, int from, int to, float[] into, int at) {
            x.copy(from, to, into, at);
            for (int r = 0; r < to - from && mean != null; r++) {
                for (int j = 0; j < x.columns(); j++) into[at + r * x.columns() + j] -= (float) mean[ofRows ? from + r : j];
            }
        }

        /// The sum of squares of what is left.
        double squaredNorm(Matrix x) {
            int block = x.blockRows();
            return Sweep.sum(x.rows(), block, (from, to) -> {
                double[] scratch = new double[(to - from) * x.columns()];
                copy(x, from, to, scratch, 0);
                return KERNEL.dot(scratch, 0, scratch, 0, scratch.length);
            });
        }

        Centre turned() {
            return new Centre(mean, !ofRows);
        }
    }

    /// The best of this rank whose right vectors lie in a space given by orthonormal rows (Rayleigh and Ritz).
    ///
    /// @param basis size x columns
    static Triplets within(Matrix x, Centre centre, double[] basis, int size, int rank) {
        double[] image = image(x, centre, basis, size);
        double[] lengths = new double[size];
        for (int i = 0; i < x.rows(); i++) {
            for (int k = 0; k < size; k++) lengths[k] += image[i * size + k] * image[i * size + k];
        }
        double least = Arrays.stream(lengths).min().orElse(0);
        double most = Arrays.stream(lengths).max().orElse(0);
        boolean orthogonal = size == rank && least > NARROW * NARROW * most && descending(lengths);
        return orthogonal ? scaled(x, image, lengths, basis) : rotated(x, image, basis, size, rank);
    }

    private static boolean descending(double[] lengths) {
        for (int k = 1; k < lengths.length; k++) if (lengths[k] > lengths[k - 1]) return false;
        return true;
    }

    private static Triplets scaled(Matrix x, double[] image, double[] lengths, double[] basis) {
        double[] values = Arrays.stream(lengths).map(Math::sqrt).toArray();
        for (int j = 0; j < image.length; j++) image[j] /= values[j % values.length];
        return new Triplets(x.rows(), x.columns(), image, values, basis);
    }

    private static Triplets rotated(Matrix x, double[] image, double[] basis, int size, int rank) {
        Exact inner = exact(Matrix.of(image, x.rows(), size), rank);
        double[] right = new double[rank * x.columns()];
        KERNEL.gemm(false, false, rank, x.columns(), size, 1.0, inner.triplets.right, 0, size, basis, 0, x.columns(), 0.0, right, 0, x.columns());
        return new Triplets(x.rows(), x.columns(), inner.triplets.left, inner.triplets.values, right);
    }

    /// Every row times every row of the basis: rows x size.
    static double[] image(Matrix x, Centre centre, double[] basis, int size) {
        int d = x.columns();
        int block = Math.clamp(BLOCK / Math.max(1, d), 1, 512);
        double[] image = new double[Math.multiplyExact(x.rows(), size)];
        Sweep.over(x.rows(), block, () -> new double[block * d], (scratch, from, to) -> {
            centre.copy(x, from, to, scratch, 0);
            KERNEL.gemm(false, true, to - from, size, d, 1.0, scratch, 0, d, basis, 0, d, 0.0, image, from * size, size);
        });
        return image;
    }

    /// Of the transposed matrix.
    Triplets turned() {
        int rank = values.length;
        return new Triplets(columns, rows, turned(right, rank, columns), values, turned(left, rows, rank));
    }

    private static double[] turned(double[] a, int rows, int columns) {
        return Matrix.of(a, rows, columns).transposed().toDoubles();
    }

    /// The same with the signs that the class promises.
    Triplets signed() {
        for (int k = 0; k < values.length; k++) {
            double largest = 0;
            for (int j = 0; j < columns; j++) if (Math.abs(right[k * columns + j]) > Math.abs(largest)) largest = right[k * columns + j];
            if (!(largest < 0)) continue;
            for (int j = 0; j < columns; j++) right[k * columns + j] = -right[k * columns + j];
            for (int i = 0; i < rows; i++) left[i * values.length + k] = -left[i * values.length + k];
        }
        return this;
    }

    /// The sum of squared errors of their product, of a matrix with this sum of squares.
    double error(Matrix x, Centre centre, double total) {
        double rest = total;
        for (double value : values) rest -= value * value;
        return rest > 1e-3 * total ? rest : measured(x, centre);
    }

    /// The same, row by row: what is left of so little would be rounding.
    private double measured(Matrix x, Centre centre) {
        int rank = values.length;
        double[] scaled = right.clone();
        for (int j = 0; j < scaled.length; j++) scaled[j] *= -values[j / columns];
        int block = Math.clamp(BLOCK / Math.max(1, columns), 1, 512);
        return Sweep.sum(rows, block, (from, to) -> {
            double[] scratch = new double[(to - from) * columns];
            centre.copy(x, from, to, scratch, 0);
            KERNEL.gemm(false, false, to - from, columns, rank, 1.0, left, from * rank, rank, scaled, 0, columns, 1.0, scratch, 0, columns);
            return KERNEL.dot(scratch, 0, scratch, 0, scratch.length);
        });
    }
}
