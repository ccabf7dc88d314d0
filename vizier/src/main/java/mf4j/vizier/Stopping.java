package mf4j.vizier;

/// How the service decides which trials to stop early.
public enum Stopping {
    /// It stops none.
    NONE,
    /// Those whose best value is worse than the median of the running averages of the others at the same step.
    MEDIAN,
    /// Those whose curve, as a regression on past curves continues it, will hardly reach the best.
    DECAY_CURVE
}
