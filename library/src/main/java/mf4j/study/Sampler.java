package mf4j.study;

import java.util.List;
import java.util.Optional;

/// How a study chooses what to try: a record of its knobs, the seed among them.
public interface Sampler {
    /// Seed of everything random.
    long seed();

    /// The same sampler with another seed.
    Sampler withSeed(long seed);

    /// Refuses a study that it cannot serve, before the first trial.
    ///
    /// @throws IllegalArgumentException that says precisely why not
    default void check(Space space, List<Goal> goals) { }

    /// Begins to choose points of a space. The proposer may keep what it has worked out of the evidence so far, to be faster, but its
    /// proposals depend on the evidence alone.
    ///
    /// @param space  not empty
    /// @param goals  that are no promises: those with a loss
    Proposer proposer(Space space, List<Goal> goals);

    /// What chooses one parameter that was not known when the trial began; its space has that parameter alone.
    default Sampler single() {
        return new RandomSearch(seed());
    }

    /// What chooses all parameters of a study that declares no space one by one, knowing the trial so far; empty where points are chosen of what trials
    /// had in common, and each other parameter by [#single].
    default Optional<Stepwise> stepwise() {
        return Optional.empty();
    }
}
