package mf4j.recommend;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.function.Supplier;

/// The rule of events: every item counts, those without an event as items the row did not choose.
///
/// ```
/// sum over the row's events  c (1 - p.q)^2  +  unobserved sum over ALL others (p.q)^2  +  regularization (n + unobserved N)^nu |p|^2
/// ```
///
/// with the confidence `c = w (1 + alpha r)` of an event of value r and weight w, n events and N rows on the other side (Rendle,
/// Krichene, Zhang and Koren 2022, equation 3 and section 4.2). Where the confidence *replaces* the unobserved weight (Hu, Koren and
/// Volinsky 2008, equation 3) the second sum leaves out the row's own events: `c` then weighs `1 - 2 p.q`, and `c - unobserved` the square.
///
/// @param regularization of the factors
/// @param unobserved     weight of a pair without an event
/// @param nu             how the pull grows with a row's events: 0 not at all, 1 in proportion
/// @param alpha          how the confidence grows with an event's value
/// @param convention     what a confidence stands beside
/// @param solver         how sweeps solve rows; new ones and the users of a model are always solved exactly
/// @param steps          of conjugate gradients, or passes over blocks, where those are the solver
/// @param paired         how many rows of the other side, from its first on, make the pairs without an event, and N: those of the training where
///                       a catalogue may be many times as long; [Integer#MAX_VALUE] for all, whatever comes
public record EventRule(double regularization, double unobserved, double nu, double alpha, Convention convention, Solver solver, int steps, int paired)
        implements RowRule {
    /// Pairs with all rows of the other side.
    public EventRule(double regularization, double unobserved, double nu, double alpha, Convention convention, Solver solver, int steps) {
        this(regularization, unobserved, nu, alpha, convention, solver, steps, Integer.MAX_VALUE);
    }

    /// The same, pairs being with the first so many rows of the other side alone.
    EventRule withPaired(int paired) {
        return new EventRule(regularization, unobserved, nu, alpha, convention, solver, steps, paired);
    }

    /// Of these rows those that make pairs.
    Factors paired(Factors others) {
        return others.rows() <= paired ? others : new Factors(others.values(), paired, others.rank());
    }

    /// What the confidence of an event stands beside.
    public enum Convention {
        /// It adds to the unobserved weight, which the event's pair has too.
        ADDED,
        /// It takes the place of the unobserved weight.
        REPLACED
    }

    /// How training solves a row. New rows of a trained model are always solved to the minimum.
    public enum Solver {
        /// The minimum itself, row by row by the cheaper way: Woodbury's identity for rows much shorter than the rank, else Cholesky.
        AUTO,
        /// Normal equations and Cholesky: the minimum itself.
        CHOLESKY,
        /// Some passes over blocks of factors, each block to its minimum with the others held: never up, and cheap at large ranks.
        SUBSPACE,
        /// Some preconditioned steps of conjugate gradients from the row's present factors: cheaper, close to the minimum.
        CG
    }

    /// Checks the numbers.
    public EventRule {
        Check check = Check.of(EventRule.class);
        check.atLeast("regularization", regularization, 0);
        check.atLeast("unobserved", unobserved, 0);
        check.atLeast("nu", nu, 0);
        check.atLeast("alpha", alpha, 0);
        check.atLeast("steps", steps, 1);
        check.atLeast("paired", paired, 0);
    }

    @Override
    public Supplier<RowSolver> against(Factors others, float[] othersBias, double mean) {
        return new EventRows(this, EventSide.of(this, others));
    }

    @Override
    public Ground ground(Factors others, float[] othersBias, double mean) {
        return new EventGround(this, others);
    }

    @Override
    public double[] contributions(FactorModel model, SparseRows rated, int item) {
        EventSide side = model.userRows() instanceof EventRows rows && rows.rule().equals(this) ? rows.side() : EventSide.of(this, model.item().factors());
        return new EventCauses(this, side, rated).contributions(item);
    }

    /// The confidence c of an event.
    ///
    /// @throws IllegalArgumentException for an event that says that nothing happened
    double confidence(float value, float weight) {
        Check.of(EventRule.class).that(value > 0, "events", "be above 0", value);
        return weight * (1 + alpha * value);
    }

    /// What weighs the square of an event's score, beside the shared part.
    double quadratic(double confidence) {
        return convention == Convention.ADDED ? confidence : confidence - unobserved;
    }

    /// The pull on a row with so many events, against so many others; by [StrictMath], whose bits are the same on every machine.
    double penalty(int events, int others) {
        return regularization * StrictMath.pow(events + unobserved * Math.min(others, paired), nu);
    }
}
