package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.matrix.RowSource;
import mf4j.train.Check;
import mf4j.train.Provenance;
import mf4j.train.Sweep;

import java.util.Arrays;

/// A matrix of low rank that stands for another: `X ~ mean + L diag(values) R`.
///
/// @param left       rows x rank
/// @param values     one per column of `left`: singular values where the trainer has them, else ones
/// @param right      rank x columns
/// @param mean       one per column, taken from every row first; zeros where nothing is centred
/// @param rule       how a new row finds its part of `left`
/// @param fit        how close it is, beside how close it can be
/// @param provenance how it was made
public record LowRank(Matrix left, double[] values, Matrix right, double[] mean, RowRule rule, Fit fit, Provenance provenance) {
    private static final Kernel KERNEL = Kernel.active();

    /// Checks that the parts belong together.
    public LowRank {
        Check check = Check.of(LowRank.class);
        check.that(left.columns() == right.rows(), "right", "have as many rows as left has columns, " + left.columns() + ",", right.rows());
        check.that(values.length == right.rows(), "values", "be one per component, " + right.rows() + ",", values.length);
        check.that(mean.length == right.columns(), "mean", "be one per column, " + right.columns() + ",", mean.length);
    }

    /// How a row x finds its part z of the left side, in the family the trainer had: with B = diag(values) R
    ///
    /// ```
    /// minimise over z   2 D(x, z B) + ridge |z|^2 + lasso sum z      (shared: ridge sum values z^2)
    /// ```
    ///
    /// which for squared errors is least squares, `2 D = |x - z B|^2`.
    ///
    /// @param ridge       weight of `|z|^2`
    /// @param nonNegative whether z must not be negative
    /// @param missing     whether NaN in x is what is not known, and left out of the sum; otherwise it is refused
    /// @param lasso       weight of the sum of z, where it must not be negative
    /// @param divergence  D; all but squared errors are for z that must not be negative
    /// @param shared      whether the ridge weighs each component by its value: as if both sides had a root of the values
    public record RowRule(double ridge, boolean nonNegative, boolean missing, double lasso, Divergence divergence, boolean shared) {
        /// Plain least squares; among several solutions the shortest.
        public static final RowRule PLAIN = new RowRule(0, false, false);

        /// Checks that it can be kept.
        public RowRule {
            Check check = Check.of(RowRule.class);
            check.atLeast("ridge", ridge, 0);
            check.atLeast("lasso", lasso, 0);
            check.that(nonNegative || lasso == 0, "lasso", "be 0 where z may be negative", lasso);
            check.that(nonNegative || divergence == Divergence.FROBENIUS, "divergence", "be FROBENIUS where z may be negative", divergence);
        }

        /// Least squares with a ridge.
        public RowRule(double ridge, boolean nonNegative, boolean missing) {
            this(ridge, nonNegative, missing, 0, Divergence.FROBENIUS, false);
        }
    }

    /// How close a result is, and how close it can be.
    ///
    /// @param objective what the trainer minimised, at its result
    /// @param optimum   the least value of that over all results of this rank, where mathematics gives it; NaN where it does not
    /// @param mse       mean squared error over all entries that are known
    /// @param floor     the least mean squared error of this rank (Eckart and Young); NaN where entries are missing or the spectrum was not computed
    public record Fit(double objective, double optimum, double mse, double floor) {
        /// How far the mean squared error is above the floor, of the floor; infinite above a floor of 0, NaN where there is none.
        public double gap() {
            return mse <= floor ? 0 : (mse - floor) / floor;
        }

        /// How far the objective is above its optimum, of the optimum; NaN where that is not known.
        public double optimumGap() {
            return objective <= optimum ? 0 : (objective - optimum) / Math.abs(optimum);
        }
    }

    /// How many components.
    public int rank() {
        return values.length;
    }

    /// Rows of the matrix it stands for.
    public int rows() {
        return left.rows();
    }

    /// Columns of the matrix it stands for.
    public int columns() {
        return right.columns();
    }

    /// Numbers that both sides keep.
    public long parameters() {
        return left.size() + right.size();
    }

    /// How many times fewer numbers both sides keep than the matrix has.
    public double compression() {
        return (double) rows() * columns() / parameters();
    }

    /// Rows [from, to) of the matrix that it is, into `into[at..]`, row-major.
    public void reconstruct(int from, int to, double[] into, int at) {
        product(from, to, scaledRight(), into, at);
    }

    /// The matrix that it is, as rows that are made when they are asked for.
    public RowSource product() {
        double[] right = scaledRight();
        return (from, to, into, at) -> product(from, to, right, into, at);
    }

    /// The matrix that it is, in memory: floats where both sides are floats.
    public Matrix reconstruct() {
        double[] right = scaledRight();
        int columns = columns();
        boolean wide = left.isDouble() || this.right.isDouble();
        double[] doubles = wide ? new double[Math.toIntExact((long) rows() * columns)] : null;
        float[] floats = wide ? null : new float[Math.toIntExact((long) rows() * columns)];
        int block = block();
        Sweep.over(rows(), block, () -> new double[wide ? 0 : block * columns], (scratch, from, to) -> {
            product(from, to, right, wide ? doubles : scratch, wide ? from * columns : 0);
            for (int j = 0; !wide && j < (to - from) * columns; j++) floats[from * columns + j] = (float) scratch[j];
        });
        return wide ? Matrix.of(doubles, rows(), columns) : Matrix.of(floats, rows(), columns);
    }

    /// The squared errors of the rows of a matrix it stands for; entries that are NaN are left out.
    public double[] rowErrors(Matrix x) {
        Check.of(LowRank.class).that(x.rows() == rows() && x.columns() == columns(), "x", "be " + rows() + " x " + columns(), x.rows() + " x " + x.columns());
        double[] errors = new double[rows()];
        double[] right = scaledRight();
        int block = block();
        Sweep.over(rows(), block, () -> new double[2 * block * columns()], (scratch, from, to) -> {
            int size = (to - from) * columns();
            product(from, to, right, scratch, 0);
            x.copy(from, to, scratch, size);
            for (int j = 0; j < size; j++) {
                double error = scratch[size + j] - scratch[j];
                if (!Double.isNaN(error)) errors[from + j / columns()] += error * error;
            }
        });
        return errors;
    }

    /// The part of the left side that the rows of a new matrix have: new rows x rank.
    ///
    /// @throws IllegalArgumentException for a matrix of another number of columns, or with NaN where the rule does not know missing entries
    public Matrix transform(Matrix x) {
        return RowFit.of(this).transform(x);
    }

    private int block() {
        return Math.clamp((1 << 15) / Math.max(1, columns()), 1, Math.max(1, rows()));
    }

    private double[] scaledRight() {
        double[] scaled = right.toDoubles().clone();
        int columns = columns();
        for (int k = 0; k < rank(); k++) {
            for (int j = 0; j < columns; j++) scaled[k * columns + j] *= values[k];
        }
        return scaled;
    }

    private void product(int from, int to, double[] right, double[] into, int at) {
        int columns = columns();
        double[] lefts = new double[(to - from) * rank()];
        left.copy(from, to, lefts, 0);
        for (int r = 0; r < to - from; r++) System.arraycopy(mean, 0, into, at + r * columns, columns);
        KERNEL.gemm(false, false, to - from, columns, rank(), 1, lefts, 0, rank(), right, 0, columns, 1, into, at, columns);
    }

    /// Whether a new row is centred first.
    boolean centred() {
        return Arrays.stream(mean).anyMatch(m -> m != 0);
    }
}
