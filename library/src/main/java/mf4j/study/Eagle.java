package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;

/// Vizier's Eagle strategy: fireflies that fly towards better ones, the nearer the stronger, and a little away from worse ones, and try the
/// neighbourhood in ever smaller steps where nothing gets better (Yang 2009, Firefly algorithms for multimodal optimization; Vizier's description of
/// its own).
///
/// There are `10 + (d^1.2 + d) / 2` places for flies, at most 1000, and trial n is of the fly in place n modulo that, so that whose move a trial was
/// need not be kept anywhere. A place without a fly gets a point of the quasi-random sequence. Unlike in Vizier's code, choices that differ, not
/// those that agree, are what is far, and a choice is drawn anew as often as a random step is long, not 25 times as often.
///
/// Trials that were stopped early count as worse than those that were not, those that broke constraints as worse still; those that could not be
/// evaluated fail. Spaces may be conditional: what is not active is drawn when a fly moves to where it is.
///
/// @param seed         of everything random
/// @param gravity      pull of a better fly at the same place
/// @param repulsion    push of a worse one
/// @param perturbation length of a random step to begin with, of the length of a scale
public record Eagle(@Knob("seed of everything random") long seed,
                    @Knob(value = "pull of a better fly at the same place", atLeast = 0, atMost = 1) double gravity,
                    @Knob(value = "push of a worse fly", atLeast = 0, atMost = 1) double repulsion,
                    @Knob(value = "length of a random step to begin with, of the length of a scale", atLeast = 0.001, atMost = 0.5) double perturbation) implements Sampler {
    /// Checks the knobs.
    public Eagle {
        Knobs.check(Eagle.class, seed, gravity, repulsion, perturbation);
    }

    /// As Vizier's.
    public static Eagle defaults() {
        return new Eagle(0, 1, 0.02, 0.1);
    }

    @Override
    public Eagle withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With another pull of a better fly.
    public Eagle withGravity(double gravity) {
        return Knobs.with(this, "gravity", gravity);
    }

    /// With another push of a worse fly.
    public Eagle withRepulsion(double repulsion) {
        return Knobs.with(this, "repulsion", repulsion);
    }

    /// With other random steps to begin with.
    public Eagle withPerturbation(double perturbation) {
        return Knobs.with(this, "perturbation", perturbation);
    }

    @Override
    public void check(Space space, List<Goal> goals) {
        Demands.oneGoal("EAGLE_STRATEGY", goals);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return new EagleProposer(this, space);
    }
}
