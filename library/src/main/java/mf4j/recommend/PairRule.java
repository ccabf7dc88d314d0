package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.function.Supplier;

/// The rule of pairs: what the row has events with comes before what it has none with (Rendle et al. 2009, equation 5, for one row
/// and the others fixed).
///
/// ```
/// sum over the row's events i  w_i / |S| sum over j in S  -ln sigma(x.(q_i - q_j) + b_i - b_j)   +   n regularization/2 |x|^2
/// ```
///
/// with n the sum of the weights w and S up to `sample` items without an event, the same for the same events; where there are no
/// more than that it is all of them, and the sum exact. The problem is strictly convex; it is solved until its gradient is at most
/// 1e-4 of that at 0. The row's bias is `-(x.q + b)` with the means q and b of all items: it makes 0 the score of an average item
/// and orders nothing. Values of events are not looked at.
///
/// Cost for n events: some 50 passes over `(n + |S|) rank` numbers and `n |S|` divisions.
///
/// @param regularization pull of the factors towards 0, per event; above 0
/// @param sample         how many items without an event all events are compared with at most
public record PairRule(double regularization, int sample) implements RowRule {
    /// Checks the numbers.
    public PairRule {
        Check check = Check.of(PairRule.class);
        check.that(regularization > 0 && regularization < Double.POSITIVE_INFINITY, "regularization", "be a finite number above 0", regularization);
        check.atLeast("sample", sample, 1);
    }

    @Override
    public Ratings checked(Ratings events) {
        return Events.positive(PairRule.class, events);
    }

    @Override
    public Supplier<RowSolver> against(Factors others, float[] othersBias, double mean) {
        Center center = Center.of(others, othersBias);
        int[] pool = RowSample.pool(others);
        return () -> new PairSolver(this, others, othersBias, center, RowSample.of(pool));
    }

    /// By the representer theorem: at the solution `n regularization x = sum_i g_i` with
    /// `g_i = w_i / |S| sum_j sigma(-s_ij) (q_i - q_j)`, so event i adds `(q - mean q).g_i / (n regularization)` to the score of an item
    /// of factors q.
    @Override
    public double[] contributions(FactorModel model, SparseRows rated, int item) {
        PairSolver solver = new PairSolver(this, model.item().factors(), model.item().bias(),
                Center.of(model.item().factors(), model.item().bias()), RowSample.of(RowSample.pool(model.item().factors())));
        return solver.contributions(rated, item);
    }

    /// The mean bias of the items, which the row's bias takes away.
    @Override
    public double userBias(FactorModel model, int user) {
        Factors p = model.user().factors();
        Center center = Center.of(model.item().factors(), model.item().bias());
        return model.user().bias()[user] + Kernel.active().dot(p.values(), p.start(user), center.factors(), 0, p.rank());
    }

    @Override
    public boolean linear() {
        return false;
    }
}
