package mf4j.study;

import java.util.List;

/// Chooses parameters one by one as an objective asks for them, from what it asked for before in the same trial: for studies that declare no space.
public interface Stepwise {
    /// Whether there is nothing left to try.
    ///
    /// @param before finished trials that may be seen, in the order of their numbers
    boolean exhausted(List<FrozenTrial> before);

    /// The value of a parameter.
    ///
    /// @param trial     under way: the parameters that it has, in the order in which the objective asked for them
    /// @param parameter that it asks for now
    /// @param before    finished trials that may be seen
    /// @return the inside form
    double next(FrozenTrial trial, Parameter parameter, List<FrozenTrial> before);
}
