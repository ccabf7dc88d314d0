package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;

/// Generations drawn from a normal distribution whose mean, length and shape follow the better ones: CMA-ES (Hansen 2016) with negative weights, on
/// the numbers of a space, between 0 and 1 on their scales. Choices are drawn on their own.
///
/// The first trial is random and teaches nothing. Any number may be asked for: a generation is complete when so many trials have ended, in the order
/// of their numbers; who was drawn how is worked out anew of the trials. What is out of bounds is drawn again, in the end clipped. Trials that were
/// stopped early count as worse than those that were not, those that broke constraints or could not be evaluated as worse still. Where all that it
/// draws is the same, it begins anew elsewhere with twice the population (Auger and Hansen 2005).
///
/// Spaces may be conditional: numbers that are not active are drawn all the same, and ranked with the rest of their point.
///
/// @param seed       of everything random
/// @param population points of a generation; 0 for 4 + 3 ln d
/// @param deviation  of the first generation, of the length of a scale
/// @param separable  whether only variances are adapted: for hundreds of dimensions
/// @param margin     whether whole and stepped numbers keep a chance to change
public record CmaEs(@Knob("seed of everything random") long seed,
                    @Knob(value = "points of a generation; 0 for 4 + 3 ln d", atLeast = 0) int population,
                    @Knob(value = "standard deviation of the first generation, of the length of a scale", atLeast = 0, above = true, atMost = 10) double deviation,
                    @Knob("whether only variances are adapted, for hundreds of dimensions") boolean separable,
                    @Knob("whether whole and stepped numbers keep a chance to change") boolean margin) implements Sampler {
    /// Checks the knobs.
    public CmaEs {
        Knobs.check(CmaEs.class, seed, population, deviation, separable, margin);
        if (population == 1) throw new IllegalArgumentException("CmaEs.population must be 0 or at least 2 but was 1");
    }

    /// As in Hansen's tutorial, with a margin, from a sixth of the scales on.
    public static CmaEs defaults() {
        return new CmaEs(0, 0, 1.0 / 6, false, true);
    }

    @Override
    public CmaEs withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With so many points of a generation; 0 for 4 + 3 ln d.
    public CmaEs withPopulation(int population) {
        return Knobs.with(this, "population", population);
    }

    /// With another standard deviation of the first generation, of the length of a scale.
    public CmaEs withDeviation(double deviation) {
        return Knobs.with(this, "deviation", deviation);
    }

    /// With variances alone or with all of the covariance.
    public CmaEs withSeparable(boolean separable) {
        return Knobs.with(this, "separable", separable);
    }

    /// With a margin or without.
    public CmaEs withMargin(boolean margin) {
        return Knobs.with(this, "margin", margin);
    }

    @Override
    public void check(Space space, List<Goal> goals) {
        Demands.oneGoal("CMA_ES", goals);
        List<Parameter> open = space.parameters().stream().filter(p -> p.count() > 1).toList();
        if (open.isEmpty() || open.stream().anyMatch(p -> !p.categorical())) return;
        throw new IllegalArgumentException("CMA_ES adapts numbers, and of " + open.stream().map(Parameter::name).toList() + " none is one; TPE, NSGA2 and EAGLE_STRATEGY choose among choices");
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return new CmaProposer(this, space);
    }
}
