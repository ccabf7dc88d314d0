package mf4j.study;

/// What a sampler sees of a trial, numbers only.
///
/// @param number    of the trial, from 0
/// @param kind      what became of it
/// @param point     inside values in the order of the space's dimensions, NaN where not active; not to be written to
/// @param losses    per goal, less is better; NaN where there is none: of trials that are pending or infeasible
/// @param violation by how much it breaks its constraints and promises in all; 0 or below is feasible, NaN unknown
/// @param lastStep  of its reports, -1 without any
/// @param lastLoss  of the last report, less is better
public record Observation(int number, Kind kind, double[] point, double[] losses, double violation, int lastStep, double lastLoss) {
    /// What became of a trial.
    public enum Kind {
        /// It has its losses.
        COMPLETE,
        /// It was stopped early; its losses are those of its last report where it has any.
        PRUNED,
        /// It cannot be evaluated there: a lesson without a number.
        INFEASIBLE,
        /// It is being evaluated, or finished too late to be seen.
        PENDING
    }

    /// Whether it broke no constraint.
    public boolean feasible() {
        return !(violation > 0);
    }

    /// The loss where there is one goal.
    public double loss() {
        return losses[0];
    }

    /// Whether it counts as having been tried to the end or until it was stopped.
    public boolean finished() {
        return kind != Kind.PENDING;
    }
}
