package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;

/// Chooses the sampler by itself: Gaussian processes ([Gp#explorer()]) while they are quick, a Parzen estimator ([Tpe]) beyond. The first trial is the
/// point of initial values, the next nine are spread evenly. With fewer trials the processes are better on every kind of space that was
/// measured: numbers, choices alone, trees of conditions.
///
/// @param seed     of everything random
/// @param gaussian trials that are chosen by Gaussian processes, from the first on
public record Automatic(@Knob("seed of everything random") long seed,
                        @Knob(value = "trials that are chosen by Gaussian processes, from the first on", atLeast = 0) int gaussian) implements Sampler {
    /// Checks the knobs.
    public Automatic {
        Knobs.check(Automatic.class, seed, gaussian);
    }

    /// Gaussian processes for 300 trials.
    public static Automatic defaults() {
        return new Automatic(0, 300);
    }

    @Override
    public Automatic withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With so many trials by Gaussian processes.
    public Automatic withGaussian(int gaussian) {
        return Knobs.with(this, "gaussian", gaussian);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        Proposer processes = Gp.explorer().withSeed(seed).proposer(space, goals);
        Proposer densities = Tpe.defaults().withSeed(seed).proposer(space, goals);
        return evidence -> (evidence.trials().size() < gaussian ? processes : densities).next(evidence);
    }

    @Override
    public Sampler single() {
        return Tpe.defaults().withSeed(seed).single();
    }
}
