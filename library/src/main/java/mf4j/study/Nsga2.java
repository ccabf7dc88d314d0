package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;

/// NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002): generations of children of the better ones, for one goal or several, with constraints and
/// promises. Parents are the better of two by front and room; what breaks constraints is behind what does not, by how much. It is the algorithm of
/// the paper, not Vizier's of the same name, which mutates without crossing.
///
/// A generation is as many evaluated trials as the population has, in the order of their numbers; trials that were stopped early or could not be
/// evaluated are passed over. Spaces may be conditional: a child has what is active of what its parents have, and draws what neither has.
///
/// @param seed          of everything random
/// @param population    points of a generation
/// @param crossover     how numbers of two points are mixed
/// @param crossoverRate chance that two points are mixed
/// @param spread        index of a simulated binary crossover; 0 for 2 with one goal and 20 with several
/// @param mutation      index of a mutation, of which there is one per child on the average
public record Nsga2(@Knob("seed of everything random") long seed,
                    @Knob(value = "points of a generation", atLeast = 2) int population,
                    @Knob("how the numbers of two points are mixed") Crossover crossover,
                    @Knob(value = "chance that two points are mixed", atLeast = 0, atMost = 1) double crossoverRate,
                    @Knob(value = "index of a simulated binary crossover, higher is nearer to the parents; 0 for 2 with one goal and 20 with several", atLeast = 0) double spread,
                    @Knob(value = "index of a mutation, higher is nearer to the number", atLeast = 0) double mutation) implements Sampler {
    static final double ONE_GOAL = 2;
    static final double SEVERAL_GOALS = 20;

    /// Checks the knobs.
    public Nsga2 {
        Knobs.check(Nsga2.class, seed, population, crossover, crossoverRate, spread, mutation);
    }

    /// A population of 50, simulated binary crossover.
    public static Nsga2 defaults() {
        return new Nsga2(0, 50, Crossover.SIMULATED_BINARY, 0.9, 0, 20);
    }

    @Override
    public Nsga2 withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With so many points of a generation.
    public Nsga2 withPopulation(int population) {
        return Knobs.with(this, "population", population);
    }

    /// With another crossover.
    public Nsga2 withCrossover(Crossover crossover) {
        return Knobs.with(this, "crossover", crossover);
    }

    /// With another chance that two points are mixed.
    public Nsga2 withCrossoverRate(double crossoverRate) {
        return Knobs.with(this, "crossoverRate", crossoverRate);
    }

    /// With another index of a simulated binary crossover.
    public Nsga2 withSpread(double spread) {
        return Knobs.with(this, "spread", spread);
    }

    /// With another index of a mutation.
    public Nsga2 withMutation(double mutation) {
        return Knobs.with(this, "mutation", mutation);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        double index = spread > 0 ? spread : goals.size() > 1 ? SEVERAL_GOALS : ONE_GOAL;
        return new Evolution(space, seed, new Breeding(space, crossover, crossoverRate, index, mutation), population, new Crowding());
    }
}
