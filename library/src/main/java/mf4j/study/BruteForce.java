package mf4j.study;

import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;

import java.util.List;
import java.util.Optional;

/// Everything once, in an order drawn from the seed, where there are finitely many points. Of a study that declares its space these are its points. Where
/// the objective asks for its parameters as it runs they are found by and by: what it asked for after which values is a tree, and the study ends when no
/// branch of it is left untried.
///
/// A branch is taken with half the chance by how many untried ends are known behind it, half by there being any, so that a branch that hides much behind
/// one known end is not left for last; as in Optuna. Trials under way are not looked at: with several workers the last ends may be tried twice.
///
/// @param seed of the order
public record BruteForce(@Knob("seed of the order") long seed) implements Sampler {
    private static final Check CHECK = Check.of(BruteForce.class);

    /// Checks the knobs.
    public BruteForce {
        Knobs.check(BruteForce.class, seed);
    }

    /// With seed 0.
    public static BruteForce defaults() {
        return new BruteForce(0);
    }

    @Override
    public BruteForce withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// Every parameter must have values that can be counted.
    @Override
    public void check(Space space, List<Goal> goals) {
        space.parameters().forEach(BruteForce::countable);
    }

    private static void countable(Parameter parameter) {
        CHECK.that(!parameter.continuous(), parameter.name(), "have values that can be counted, whole or in steps,", parameter);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        check(space, goals);
        return GridSearch.defaults().withShuffled(true).withSeed(seed).proposer(space, goals);
    }

    @Override
    public Optional<Stepwise> stepwise() {
        return Optional.of(new Stepwise() {
            @Override
            public boolean exhausted(List<FrozenTrial> before) {
                return Branch.of(before).untried() == 0;
            }

            @Override
            public double next(FrozenTrial trial, Parameter parameter, List<FrozenTrial> before) {
                countable(parameter);
                Seeds.Stream random = Seeds.of(seed).forPurpose("brute").at(trial.number()).stream(trial.values().size());
                return Branch.of(before).at(trial).flatMap(branch -> branch.next(parameter, random)).orElseGet(() -> parameter.drawn(random.nextDouble()));
            }
        });
    }
}
