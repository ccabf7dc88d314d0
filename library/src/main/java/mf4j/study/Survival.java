package mf4j.study;

import java.util.List;

/// Which of a population and its children live on.
@FunctionalInterface
interface Survival {
    /// One that lives.
    ///
    /// @param trial    what it is
    /// @param front    from 0, the better first
    /// @param crowding within the front the greater the better
    record Member(Observation trial, int front, double crowding) { }

    /// Those that live.
    ///
    /// @param all        evaluated trials, in the order of their numbers
    /// @param size       how many live, at most
    /// @param generation from 0
    List<Member> of(List<Observation> all, int size, int generation);

    static double[][] losses(List<Observation> all) {
        return all.stream().map(Observation::losses).toArray(double[][]::new);
    }

    static int[] fronts(List<Observation> all) {
        return NonDomination.ranks(losses(all), all.stream().mapToDouble(Observation::violation).toArray());
    }
}
