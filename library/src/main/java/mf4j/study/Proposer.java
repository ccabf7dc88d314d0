package mf4j.study;

import java.util.Optional;

/// Chooses points of one space.
@FunctionalInterface
public interface Proposer {
    /// The next point to try.
    ///
    /// @return a point of the space, NaN where a dimension is not active; empty when there is nothing left to try
    Optional<double[]> next(Evidence evidence);
}
