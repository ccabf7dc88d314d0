package mf4j.recommend;

import mf4j.matrix.SparseRows;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How the weights of a live copy follow its events. Guarded by its owner's monitor; the weights themselves are immutable.
///
/// Where all columns come from one inverse P, an event by which an item moves brings P to all events so far: by the rows that have
/// changed since it last did, and by training after as many of them as there are items, so that rounding does not add up.
final class LiveWeights {
    private final NeighbourRule rule;
    private final PartialFit.Chosen items;
    private final SparseRows start;                                 // what was learned from when the copy was made
    private final Map<Integer, SparseRows> stale = new TreeMap<>(); // by user, the row that P knows, where another is in force
    private NeighbourWeights weights;
    private boolean followed;                                       // whether P is that of the rows, but for the stale ones
    private int changes;                                            // since P was made

    LiveWeights(NeighbourModel model, PartialFit.Chosen items, SparseRows start) {
        this.rule = model.rule();
        this.weights = model.weights();
        this.items = items;
        this.start = start;
    }

    /// An event.
    ///
    /// @param unseen whether nothing had been learned of the item
    record Event(int user, int item, String name, boolean unseen) { }

    /// The rows of users, not as strengths.
    interface Rows {
        /// A user's row before the event.
        SparseRows before(int user);

        /// A user's row after it.
        SparseRows after(int user);

        /// All rows after it.
        SparseRows all();
    }

    /// The weights after an event; where this fails they are as before.
    NeighbourWeights after(Event event, Rows rows) {
        if (rule instanceof RidgeRule ridge && weights instanceof DenseWeights dense) {
            boolean asked = items.takes(event.name, false);
            if (asked || items.touched() || !items.names().isEmpty()) stale.putIfAbsent(event.user, rows.before(event.user));
            if (asked) weights = following(ridge, dense, Math.max(dense.items(), event.item + 1), rows);
            else if (event.unseen && dense.stranger(event.item)) weights = beside(event.item, rows);
        } else if (items.takes(event.name, event.unseen)) {
            weights = beside(event.item, rows);
        }
        return weights;
    }

    private NeighbourWeights beside(int item, Rows rows) {
        return NeighbourUpdate.beside(rule, weights, new int[] {item}, rule.strengths(rows.all()));
    }

    private NeighbourWeights following(RidgeRule ridge, DenseWeights dense, int items, Rows rows) {
        boolean cheap = followed && changes + stale.size() <= items && RidgeUpdate.few(stale.size(), items);
        Optional<DenseWeights> moved = cheap ? moved(dense, items, rows) : Optional.empty();
        NeighbourWeights now = moved.isPresent() ? moved.get() : learned(ridge, dense, rows);
        changes = moved.isPresent() ? changes + stale.size() : 0;
        followed = true;
        stale.clear();
        return now;
    }

    private Optional<DenseWeights> moved(DenseWeights dense, int items, Rows rows) {
        RidgeUpdate update = new RidgeUpdate(new RidgeInverse(dense, items, ((RidgeRule) rule).regularization()));
        stale.forEach((user, before) -> update.take(rule.strengths(before), 0, rule.strengths(rows.after(user)), 0));
        return update.weights();
    }

    private NeighbourWeights learned(RidgeRule ridge, DenseWeights dense, Rows rows) {
        SparseRows x = rule.strengths(rows.all());
        return followed ? rule.learn(x).weights() : RidgeUpdate.following(ridge, dense, rule.strengths(start), x);
    }
}
