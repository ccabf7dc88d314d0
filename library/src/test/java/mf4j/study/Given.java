package mf4j.study;

import java.util.List;
import java.util.function.Function;

/// A sampler of a test's own: without seed, checks and names.
///
/// @param of what chooses points of a space
record Given(Function<Space, Proposer> of) implements Sampler {
    @Override
    public long seed() {
        return 0;
    }

    @Override
    public Sampler withSeed(long seed) {
        return this;
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return of.apply(space);
    }
}
