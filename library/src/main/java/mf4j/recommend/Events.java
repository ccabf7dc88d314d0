package mf4j.recommend;

import mf4j.data.Ratings;

/// What every trainer of events asks of its data.
final class Events {
    private Events() { }

    /// The events themselves, when there are some and every one is above 0.
    static Ratings above0(Class<? extends Record> trainer, Ratings events) {
        return positive(trainer, FactorRun.learnable(trainer, events, 0));
    }

    /// The events themselves, when every one is above 0.
    static Ratings positive(Class<?> owner, Ratings events) {
        return events.above0(owner);
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
