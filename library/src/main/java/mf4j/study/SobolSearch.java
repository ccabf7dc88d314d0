package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Points spread evenly: the Sobol sequence, which spreads 2^k points better than Halton's, its bits flipped by the seed. Spaces of more dimensions
/// than there are direction numbers for (64) get Halton's sequence. Goals are not looked at; spaces may be conditional.
///
/// @param seed      of the flipped bits
/// @param scrambled whether bits are flipped; else the plain sequence, which begins with a corner and the middle of the space and knows no seed
public record SobolSearch(@Knob("seed of the flipped bits") long seed,
                          @Knob("whether bits are flipped by the seed; the plain sequence begins with a corner of the space") boolean scrambled) implements Sampler {
    /// Checks the knobs.
    public SobolSearch {
        Knobs.check(SobolSearch.class, seed, scrambled);
    }

    /// Scrambled, with seed 0.
    public static SobolSearch defaults() {
        return new SobolSearch(0, true);
    }

    @Override
    public SobolSearch withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With bits flipped or not.
    public SobolSearch withScrambled(boolean scrambled) {
        return Knobs.with(this, "scrambled", scrambled);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        OptionalLong scramble = scrambled ? OptionalLong.of(seed) : OptionalLong.empty();
        if (space.size() > Sobol.DIMENSIONS) {
            Halton halton = new Halton(space.size(), scramble);
            return evidence -> Optional.of(space.drawn(halton.at(index(evidence))));
        }
        Sobol sobol = new Sobol(space.size(), scramble);
        return evidence -> Optional.of(space.drawn(sobol.at(index(evidence))));
    }

    private static long index(Evidence evidence) {
        return evidence.number() + QuasiRandom.AGAIN * evidence.attempt();
    }
}
