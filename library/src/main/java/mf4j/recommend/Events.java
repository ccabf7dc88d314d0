package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;

/// What every trainer of events asks of its data.
final class Events {
    private Events() { }

    /// The events themselves, when there are some and every one is above 0.
    static Ratings above0(Class<? extends Record> trainer, Ratings events) {
        return positive(trainer, FactorRun.learnable(trainer, events, 0));
    }

    /// The events themselves, when every one is above 0.
    static Ratings positive(Class<?> owner, Ratings events) {
        SparseRows rows = events.byUser();
        for (int user = 0; user < rows.rows(); user++) {
            for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
                if (!(rows.values()[entry] > 0)) throw refusal(owner, events, user, entry);
            }
        }
        return events;
    }

    private static IllegalArgumentException refusal(Class<?> owner, Ratings events, int user, int entry) {
        SparseRows rows = events.byUser();
        return new IllegalArgumentException(owner.getSimpleName() + ".events must be above 0 but was " + rows.values()[entry] + " of user '"
                + events.users().name(user) + "' and item '" + events.items().name(rows.columns()[entry]) + "'");
    }

    /// Gives items without events the least bias of those with some: that nobody touched them does not speak for them.
    static void leastForUntouched(Ratings events, float[] itemBias) {
        float least = Float.POSITIVE_INFINITY;
        for (int item = 0; item < itemBias.length; item++) {
            if (events.byItem().count(item) > 0) least = Math.min(least, itemBias[item]);
        }
        for (int item = 0; item < itemBias.length; item++) if (events.byItem().count(item) == 0) itemBias[item] = least;
    }
}
