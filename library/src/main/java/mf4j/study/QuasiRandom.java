package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Points spread evenly however many are asked for: the Halton sequence, its digits permuted by the seed, from the thousandth point on, as Vizier's.
/// Goals are not looked at, and spaces may be conditional: every dimension has its number, whether it will be active or not.
///
/// @param seed of the permutations
public record QuasiRandom(@Knob("seed of the permutations of digits") long seed) implements Sampler {
    private static final long SKIPPED = 1000; // as Vizier's
    static final long AGAIN = 7919;           // points further on where a trial is asked for again

    /// Checks the knobs.
    public QuasiRandom {
        Knobs.check(QuasiRandom.class, seed);
    }

    /// With seed 0.
    public static QuasiRandom defaults() {
        return new QuasiRandom(0);
    }

    @Override
    public QuasiRandom withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        Halton sequence = new Halton(space.size(), OptionalLong.of(seed));
        return evidence -> Optional.of(space.drawn(sequence.at(SKIPPED + evidence.number() + AGAIN * evidence.attempt())));
    }
}
