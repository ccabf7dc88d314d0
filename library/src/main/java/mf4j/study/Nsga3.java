package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;

/// NSGA-III (Deb and Jain 2014): as [Nsga2], for three goals and more, where nearly everything is in the first front: those live on that are near
/// reference points which have few near them.
///
/// @param seed          of everything random
/// @param population    points of a generation
/// @param crossover     how numbers of two points are mixed
/// @param crossoverRate chance that two points are mixed
/// @param spread        index of a simulated binary crossover; 0 for 2 with one goal and 20 with several
/// @param mutation      index of a mutation, of which there is one per child on the average
/// @param divisions     parts that a loss is cut into by reference points; 0 for as many as give no more points than the population has
public record Nsga3(@Knob("seed of everything random") long seed,
                    @Knob(value = "points of a generation", atLeast = 2) int population,
                    @Knob("how the numbers of two points are mixed") Crossover crossover,
                    @Knob(value = "chance that two points are mixed", atLeast = 0, atMost = 1) double crossoverRate,
                    @Knob(value = "index of a simulated binary crossover, higher is nearer to the parents; 0 for 2 with one goal and 20 with several", atLeast = 0) double spread,
                    @Knob(value = "index of a mutation, higher is nearer to the number", atLeast = 0) double mutation,
                    @Knob(value = "parts that a loss is cut into by reference points; 0 for as many as give no more points than the population has", atLeast = 0, atMost = 100) int divisions) implements Sampler {
    /// Checks the knobs.
    public Nsga3 {
        Knobs.check(Nsga3.class, seed, population, crossover, crossoverRate, spread, mutation, divisions);
    }

    /// A population of 50, simulated binary crossover, about as many reference points.
    public static Nsga3 defaults() {
        return new Nsga3(0, 50, Crossover.SIMULATED_BINARY, 0.9, 0, 20, 0);
    }

    @Override
    public Nsga3 withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With so many points of a generation.
    public Nsga3 withPopulation(int population) {
        return Knobs.with(this, "population", population);
    }

    /// With another crossover.
    public Nsga3 withCrossover(Crossover crossover) {
        return Knobs.with(this, "crossover", crossover);
    }

    /// With another chance that two points are mixed.
    public Nsga3 withCrossoverRate(double crossoverRate) {
        return Knobs.with(this, "crossoverRate", crossoverRate);
    }

    /// With another index of a simulated binary crossover.
    public Nsga3 withSpread(double spread) {
        return Knobs.with(this, "spread", spread);
    }

    /// With another index of a mutation.
    public Nsga3 withMutation(double mutation) {
        return Knobs.with(this, "mutation", mutation);
    }

    /// With other reference points.
    public Nsga3 withDivisions(int divisions) {
        return Knobs.with(this, "divisions", divisions);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        double index = spread > 0 ? spread : goals.size() > 1 ? Nsga2.SEVERAL_GOALS : Nsga2.ONE_GOAL;
        int parts = divisions > 0 ? divisions : ReferencePoints.divisions(goals.size(), population);
        return new Evolution(space, seed, new Breeding(space, crossover, crossoverRate, index, mutation), population, new Niching(ReferencePoints.of(goals.size(), parts), seed));
    }
}
