package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;

/// The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl 2011) as in Optuna 5.0: a density of the best trials and one of all others;
/// of some points drawn from the first the one where their quotient is greatest. Trials under way count among the others (the constant liar), so that
/// workers keep apart; so do those that cannot be evaluated.
///
/// A trial costs the logarithms of `candidates` times so many kernels as there are trials; with several goals also the fronts of all trials, and of the
/// front that is too large a tenth of all trials one by one, their number not being capped: with two or three goals and 10 000 trials a tenth of a second
/// where losses are random, half a second where all trials are on one front.
///
/// @param seed          of everything random
/// @param startupTrials finished trials before the densities are used
/// @param startup       how trials are chosen before
/// @param candidates    points drawn
/// @param together      which parameters a density knows together
/// @param bandwidth     of numbers
/// @param constantLiar  whether trials under way count
public record Tpe(@Knob("seed of everything random") long seed,
                  @Knob(value = "finished trials before the densities are used", atLeast = 1) int startupTrials,
                  @Knob("how trials are chosen before that") Startup startup,
                  @Knob(value = "points drawn, of which the best is taken", atLeast = 1) int candidates,
                  @Knob("which parameters a density knows together") Together together,
                  @Knob("how wide the bumps on numbers are") Bandwidth bandwidth,
                  @Knob("whether trials under way count among those that are not the best") boolean constantLiar) implements Sampler {
    /// How the first trials are chosen.
    public enum Startup {
        /// Uniformly.
        RANDOM,
        /// As a Latin hypercube (McKay, Beckman and Conover 1979): in as many slices of equal chance as there are such trials, one trial in each.
        SPREAD
    }

    /// Which parameters a density knows together.
    public enum Together {
        /// [#GROUPS] with one goal, [#NONE] with several, as in Optuna 5.0.
        AUTO,
        /// Those that are active under the same condition: first those without a condition, then those that depend on them.
        GROUPS,
        /// Those without a condition; each other on its own.
        ROOTS,
        /// Each on its own.
        NONE
    }

    /// How wide the bumps on numbers are.
    public enum Bandwidth {
        /// As the way to the farther neighbour: Optuna 5.0, and its single parameters of before.
        NEIGHBOURS,
        /// A fifth of the line times `n^(-1/(d + 4))` for n trials and d parameters: several parameters of Optuna 4.
        SPARSE
    }

    /// Checks the knobs.
    public Tpe {
        Knobs.check(Tpe.class, seed, startupTrials, startup, candidates, together, bandwidth, constantLiar);
    }

    /// As Optuna 5.0, but for the start, which is at random there, and the points drawn, which are 24 there: both are better on turned and moved
    /// copies of the usual test functions.
    public static Tpe defaults() {
        return new Tpe(0, 10, Startup.SPREAD, 48, Together.AUTO, Bandwidth.NEIGHBOURS, true);
    }

    @Override
    public Tpe withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With so many finished trials before the densities are used.
    public Tpe withStartupTrials(int startupTrials) {
        return Knobs.with(this, "startupTrials", startupTrials);
    }

    /// With another way of choosing the first trials.
    public Tpe withStartup(Startup startup) {
        return Knobs.with(this, "startup", startup);
    }

    /// With so many points drawn.
    public Tpe withCandidates(int candidates) {
        return Knobs.with(this, "candidates", candidates);
    }

    /// With densities that know these parameters together.
    public Tpe withTogether(Together together) {
        return Knobs.with(this, "together", together);
    }

    /// With another rule for the width of bumps.
    public Tpe withBandwidth(Bandwidth bandwidth) {
        return Knobs.with(this, "bandwidth", bandwidth);
    }

    /// With trials under way among those that are not the best, or not looked at.
    public Tpe withConstantLiar(boolean constantLiar) {
        return Knobs.with(this, "constantLiar", constantLiar);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return new TpeProposer(this, space, goals.size());
    }

    /// A parameter that was not known when the trial began is chosen by the same rules on its own.
    @Override
    public Sampler single() {
        return this;
    }
}
