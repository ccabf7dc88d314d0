package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.function.Supplier;

/// The rule of logistic regression: an event is a success, and everything, event or not, a trial that may have failed (Johnson 2014,
/// equation 3, for one row and the others fixed).
///
/// ```
/// sum over the row's events i  c_i (-ln sigma(s_i))  +  unobserved sum over all i  -ln(1 - sigma(s_i))  +  n (regularization/2 |x|^2 + biasRegularization/2 b^2)
/// s_i = x.q_i + b_i + b,   c_i = confidence w_i r_i, or confidence w_i unless `valued`
/// ```
///
/// with weight w_i and value r_i of an event. n is 1, or, when `perTrial`, the sum of c_i and of `unobserved` over all i. Of the items
/// without an event up to `sample` per event, and at least 64, stand for all, each with its share of their weight; they are the same
/// for the same events. The problem is strictly convex; it is solved until its gradient is at most 1e-4 of that at 0.
///
/// Cost for n events: some 30 passes over `n (1 + sample) rank` numbers.
///
/// @param valued             whether an event counts as often as its value says
/// @param confidence         what an event counts for
/// @param unobserved         what a trial counts for that has not succeeded
/// @param regularization     pull of the factors towards 0; above 0
/// @param biasRegularization pull of the bias towards 0; above 0
/// @param perTrial           whether both pulls grow with what the row's events and trials count for
/// @param sample             how many items without an event stand for all, per event
public record LogisticRule(boolean valued, double confidence, double unobserved, double regularization, double biasRegularization,
                           boolean perTrial, int sample) implements RowRule {
    /// Checks the numbers.
    public LogisticRule {
        positive("confidence", confidence);
        positive("unobserved", unobserved);
        positive("regularization", regularization);
        positive("biasRegularization", biasRegularization);
        Check.of(LogisticRule.class).atLeast("sample", sample, 1);
    }

    private static void positive(String name, double value) {
        Check.of(LogisticRule.class).that(value > 0 && value < Double.POSITIVE_INFINITY, name, "be a finite number above 0", value);
    }

    @Override
    public Ratings checked(Ratings events) {
        return Events.positive(LogisticRule.class, events);
    }

    @Override
    public Supplier<RowSolver> against(Factors others, float[] othersBias, double mean) {
        int[] pool = RowSample.pool(others);
        return () -> new LogisticSolver(this, others, othersBias, RowSample.of(pool));
    }

    /// By the representer theorem: at the solution `n regularization x = sum_i a_i q_i - sum_j u_j q_j`, a_i = c_i sigma(-s_i) what an event
    /// pulls and u_j = unobserved sigma(s_j) what each trial takes away. What the trials take away is shared out among the events as they
    /// pull, so event i adds `a_i q.(q_i - sum_j u_j q_j / sum a) / (n regularization)` to the score of an item of factors q: how much more it is
    /// like this event than like all that the user might have taken. The parts add up to `x.q`.
    @Override
    public double[] contributions(FactorModel model, SparseRows rated, int item) {
        return new LogisticSolver(this, model.item().factors(), model.item().bias(), RowSample.of(RowSample.pool(model.item().factors())))
                .contributions(rated, item);
    }

    @Override
    public double userBias(FactorModel model, int user) {
        return model.user().bias()[user];
    }

    @Override
    public boolean linear() {
        return false;
    }
}
