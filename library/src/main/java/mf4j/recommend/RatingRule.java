package mf4j.recommend;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.function.Supplier;

/// The rule of ratings: squared errors of what is rated, and nothing of the rest.
///
/// ```
/// sum over the row's entries  w (r - mean - b_other - b - p.q)^2  +  n^c regularization |p - prior|^2  +  n^c biasRegularization b^2
/// ```
///
/// with n the number of entries, c = 1 when `countWeighted` and 0 otherwise, and prior 0 unless the model has implicit factors.
///
/// @param biased             whether the row has a bias b; without, b is 0
/// @param regularization     of the factors
/// @param biasRegularization of the bias
/// @param countWeighted      whether both regularizations grow with the number of entries (Zhou et al. 2008, ALS-WR)
/// @param nonNegative        whether the factors must not be negative
/// @param solver             how sweeps solve rows; new ones and the users of a model are always solved exactly
/// @param steps              of conjugate gradients, where those are the solver
public record RatingRule(boolean biased, double regularization, double biasRegularization, boolean countWeighted,
                      boolean nonNegative, Solver solver, int steps) implements RowRule {
    /// How a row is solved.
    public enum Solver {
        /// Normal equations and Cholesky: the minimum itself.
        CHOLESKY,
        /// Some steps of conjugate gradients from the row's present factors: cheaper for large ranks, close to the minimum.
        CG
    }

    /// Checks the numbers.
    public RatingRule {
        Check check = Check.of(RatingRule.class);
        check.atLeast("regularization", regularization, 0);
        check.atLeast("biasRegularization", biasRegularization, 0);
        check.atLeast("steps", steps, 1);
        check.that(!nonNegative || solver == Solver.CHOLESKY, "solver", "be cholesky for non-negative factors", solver);
    }

    /// The exact rule of a trainer that has none of its own.
    public static RatingRule ridge(boolean biased, double regularization, double biasRegularization, boolean countWeighted) {
        return new RatingRule(biased, regularization, biasRegularization, countWeighted, false, Solver.CHOLESKY, 1);
    }

    /// To the minimum, whatever solver trains.
    @Override
    public Supplier<RowSolver> against(Factors others, float[] othersBias, double mean) {
        return exact().sweeping(others, othersBias, mean);
    }

    /// By the solver that trains.
    Supplier<RowSolver> sweeping(Factors others, float[] othersBias, double mean) {
        return () -> new RatingSolver(this, others, othersBias, mean);
    }

    private RatingRule exact() {
        return new RatingRule(biased, regularization, biasRegularization, countWeighted, nonNegative, Solver.CHOLESKY, steps);
    }

    /// Rows share nothing but the tables themselves.
    @Override
    public Ground ground(Factors others, float[] othersBias, double mean) {
        return new RenewedGround(this, false, others, othersBias, mean);
    }

    @Override
    public double[] contributions(FactorModel model, SparseRows rated, int item) {
        return new RatingCauses(this, model, rated).contributions(item);
    }

    @Override
    public boolean learns(int rank) {
        return rank > 0 || biased;
    }

    double factorPenalty(int entries) {
        return countWeighted ? regularization * entries : regularization;
    }

    double biasPenalty(int entries) {
        return countWeighted ? biasRegularization * entries : biasRegularization;
    }
}
