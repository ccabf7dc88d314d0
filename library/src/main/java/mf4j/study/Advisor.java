package mf4j.study;

import java.io.IOException;
import java.util.Optional;

/// A ledger whose keeper chooses the trials itself and says which to stop: a service. The study's own sampler and pruner are not asked.
public interface Advisor extends Ledger {
    /// A trial that runs from now on for this worker: one that it has and never finished, one that waits, or a new one.
    ///
    /// @param worker name of the worker, one of a kind among those that run
    /// @return empty when there is nothing left to try
    Optional<FrozenTrial> advise(String worker) throws IOException;

    /// Whether a trial is not worth going on.
    boolean shouldStop(int number) throws IOException;
}
