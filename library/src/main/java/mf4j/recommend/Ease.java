package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Ridge regression of every item on the others, in closed form: a linear autoencoder that may not look at the item itself.
///
/// Objective (Steck 2019, equations 2 and 3): `|X - X B|^2 + regularization |B|^2` with zeros on the diagonal of B, for the strengths X of
/// the events. With `neighbours` 0 the minimum is equation 8, `B = I - P diag(1 / diag P)` for `P = (X^T X + regularization I)^-1`:
/// `sum_u n_u^2` additions, `items^3` multiplications and additions together, and `4 items^2` bytes. With `neighbours` K every item is
/// regressed, exactly, on the K items nearest to it by the cosine of their columns of X, ties by index: `K^3 / 3` per item and the pairs of
/// events among them, and `8 K items` bytes; take it when items^2 numbers are too many. (By users in common alone, popular items push
/// out those that tell most.) The objective is reported exactly.
///
/// @param regularization pull of the weights towards 0
/// @param neighbours     on how many items each is regressed; 0 is on all
/// @param valued         whether values count
public record Ease(
        @Knob(value = "pull of the weights towards 0", atLeast = 0, above = true, search = {10, 10000}, logarithmic = true) double regularization,
        @Knob(value = "on how many items each is regressed; 0 is on all of them", atLeast = 0, atMost = RidgeRule.MOST) int neighbours,
        @Knob("let an event's value count, not only that it happened") boolean valued)
        implements Trainer<Ratings, NeighbourModel> {
    /// Checks the knobs.
    public Ease {
        Knobs.check(Ease.class, regularization, neighbours, valued);
    }

    /// What serves clicks and plays of some thousands of items well.
    public static Ease defaults() {
        return new Ease(200, 0, false);
    }

    /// With another pull on the weights.
    public Ease withRegularization(double regularization) {
        return Knobs.with(this, "regularization", regularization);
    }

    /// With another number of items that each is regressed on.
    public Ease withNeighbours(int neighbours) {
        return Knobs.with(this, "neighbours", neighbours);
    }

    /// Counting values or not.
    public Ease withValued(boolean valued) {
        return Knobs.with(this, "valued", valued);
    }

    @Override
    public NeighbourModel fit(Ratings events, Watch<? super NeighbourModel> watch) {
        return Epochs.run(1, new NeighbourRun(this, Events.above0(Ease.class, events), new RidgeRule(regularization, neighbours, valued)), watch);
    }
}
