package mf4j.study;

import java.io.IOException;
import java.util.Optional;

/// A ledger whose keeper chooses the trials itself and says which to stop: a service. The study's own sampler and pruner are not asked.
public interface Advisor extends Ledger {
    /// A trial that runs from now on: one that a worker of this process had and never finished, before the process began, one that waits, or a new one.
    /// Never one that was given out and is not finished.
    ///
    /// @return empty when there is nothing left to try
    Optional<FrozenTrial> advise() throws IOException;

    /// Whether a trial is not worth going on.
    boolean shouldStop(int number) throws IOException;
}
