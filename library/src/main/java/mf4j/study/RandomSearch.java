package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;
import java.util.Optional;

/// Every parameter drawn on its own, uniformly on its scale (Bergstra and Bengio 2012).
///
/// @param seed of everything random
public record RandomSearch(@Knob("seed of everything random") long seed) implements Sampler {
    /// Checks the knobs.
    public RandomSearch {
        Knobs.check(RandomSearch.class, seed);
    }

    /// With seed 0.
    public static RandomSearch defaults() {
        return new RandomSearch(0);
    }

    @Override
    public RandomSearch withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return evidence -> Optional.of(space.random(evidence.random(seed, "random")));
    }
}
