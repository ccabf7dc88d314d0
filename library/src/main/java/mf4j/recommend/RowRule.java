package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;

import java.util.function.Supplier;

/// What one row of factors minimises when the other side is fixed; with it a model folds in new rows as its trainer would. A value:
/// it is saved with the model, one for the users and one for the items.
public sealed interface RowRule permits RatingRule, EventRule, PairRule, LogisticRule, CountRule {
    /// Fixes the other side: what all rows share is computed here, once; every worker then takes a solver of its own.
    ///
    /// @param others     the factors of the fixed side
    /// @param othersBias one per row of them
    /// @param mean       what every score starts from
    Supplier<RowSolver> against(Factors others, float[] othersBias, double mean);

    /// The same for a side that goes on changing, one row at a time.
    default Ground ground(Factors others, float[] othersBias, double mean) {
        return new RenewedGround(this, true, others, othersBias, mean);
    }

    /// What each entry of a row adds to its score of one item: see [Explanation].
    ///
    /// @param rated the row alone
    /// @param item  index of the scored item
    /// @return one number per entry of the row
    double[] contributions(FactorModel model, SparseRows rated, int item);

    /// What a user's row adds to every item alike and none of the [#contributions] has a part in: see [Explanation].
    default double userBias(FactorModel model, int user) {
        return 0;
    }

    /// Whether a row is linear in its entries, so that [#contributions] are exact.
    default boolean linear() {
        return true;
    }

    /// The ratings of rows that are to be folded in, refused where no row of this rule can have such. A rule whose solve refuses them
    /// by itself need not.
    default Ratings checked(Ratings ratings) {
        return ratings;
    }

    /// The rows that are solved, users x items: what a past was learned from. A rule by which events age weighs them by their age.
    default SparseRows rows(Past past) {
        return past.learnedRows();
    }

    /// Whether events age, so that a model has to remember their times and all its rows move with the latest of them.
    default boolean ages() {
        return false;
    }

    /// Whether a row of this rank has anything that the rule could solve; where it has not, its row stays what training made of it.
    default boolean learns(int rank) {
        return rank > 0;
    }
}
