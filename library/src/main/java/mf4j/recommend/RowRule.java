package mf4j.recommend;

import mf4j.train.Check;

/// What one row of factors minimises when the other side is fixed; with it a model folds in new rows as its trainer would.
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
/// @param solver             how
/// @param steps              of conjugate gradients, where those are the solver
public record RowRule(boolean biased, double regularization, double biasRegularization, boolean countWeighted,
                      boolean nonNegative, Solver solver, int steps) {
    /// How a row is solved.
    public enum Solver {
        /// Normal equations and Cholesky: the minimum itself.
        CHOLESKY,
        /// Some steps of conjugate gradients from the row's present factors: cheaper for large ranks, close to the minimum.
        CG
    }

    /// Checks the numbers.
    public RowRule {
        Check check = Check.of(RowRule.class);
        check.atLeast("regularization", regularization, 0);
        check.atLeast("biasRegularization", biasRegularization, 0);
        check.atLeast("steps", steps, 1);
        check.that(!nonNegative || solver == Solver.CHOLESKY, "solver", "be cholesky for non-negative factors", solver);
    }

    /// The exact rule of a trainer that has none of its own.
    public static RowRule ridge(boolean biased, double regularization, double biasRegularization, boolean countWeighted) {
        return new RowRule(biased, regularization, biasRegularization, countWeighted, false, Solver.CHOLESKY, 1);
    }

    double factorPenalty(int entries) {
        return countWeighted ? regularization * entries : regularization;
    }

    double biasPenalty(int entries) {
        return countWeighted ? biasRegularization * entries : biasRegularization;
    }
}
