package mf4j.lowrank;

import mf4j.matrix.Gram;
import mf4j.matrix.Matrix;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Check;

/// What every rank of a matrix can reach at best: by Eckart and Young the least squared error of rank k is the sum of the squared
/// singular values beyond the k-th, so one spectrum answers for all ranks at once.
///
/// It comes from the eigenvalues of the double-summed [Gram] matrix of the shorter side: floors are right to about 1e-13 of the sum of
/// all squares, singular values below 1e-7 of the largest are noise ([Svd] has them right).
///
/// @param rows    of the matrix
/// @param columns of the matrix
/// @param squares the squared singular values, descending; one per row or column, whichever are fewer
public record Spectrum(int rows, int columns, double[] squares) {
    /// Of a matrix of finite numbers.
    ///
    /// @throws IllegalArgumentException when a number is not finite
    public static Spectrum of(Matrix x) {
        return of(x, Gram.of(x));
    }

    /// Of a matrix whose Gram matrix is there already.
    ///
    /// @throws IllegalArgumentException when a number is not finite
    public static Spectrum of(Matrix x, Gram gram) {
        if (!Double.isFinite(gram.trace())) x.finite();
        double[] ascending = SymmetricEigen.values(gram.values(), gram.size());
        double[] squares = new double[gram.size()];
        for (int j = 0; j < squares.length; j++) squares[j] = Math.max(0, ascending[squares.length - 1 - j]);
        return new Spectrum(x.rows(), x.columns(), squares);
    }

    /// The largest rank it can have: the shorter side.
    public int most() {
        return squares.length;
    }

    /// The sum of all squares of the matrix.
    public double total() {
        return beyond(0);
    }

    /// The least sum of squared errors of this rank: what lies beyond it, added from the smallest on.
    ///
    /// @param rank in [0, most]
    public double beyond(int rank) {
        check(rank);
        double sum = 0;
        for (int j = squares.length - 1; j >= rank; j--) sum += squares[j];
        return sum;
    }

    /// The least mean squared error of this rank over all entries: the floor.
    public double floor(int rank) {
        return beyond(rank) / ((double) rows * columns);
    }

    /// The least value of `|X - L R|^2 + ridge (|L|^2 + |R|^2)` over all L and R of this rank: each singular value that is kept is shrunk
    /// by the ridge, `max(s - ridge, 0)`, and then costs `2 ridge s - ridge^2`.
    ///
    /// @param ridge at least 0
    public double ridged(int rank, double ridge) {
        Check.of(Spectrum.class).atLeast("ridge", ridge, 0);
        double sum = beyond(rank);
        for (int j = 0; j < rank; j++) {
            double value = Math.sqrt(squares[j]);
            sum += value > ridge ? ridge * (2 * value - ridge) : squares[j];
        }
        return sum;
    }

    /// A singular value, from 0 for the largest.
    public double value(int index) {
        return Math.sqrt(squares[index]);
    }

    private void check(int rank) {
        Check.of(Spectrum.class).that(rank >= 0 && rank <= most(), "rank", "lie between 0 and " + most() + " for a " + rows + " x " + columns + " matrix", rank);
    }
}
