package mf4j.study;

/// Where a trial stands. The order is that of the numbers in Optuna's journal.
public enum State {
    /// Somebody works on it.
    RUNNING,
    /// It has its values.
    COMPLETE,
    /// It was stopped because it did not look good; what it reported is kept.
    PRUNED,
    /// It has no values: it was infeasible, broke, or was lost with its worker.
    FAIL,
    /// Somebody wants it tried.
    WAITING;

    /// Whether nothing about it changes any more.
    public boolean finished() {
        return this == COMPLETE || this == PRUNED || this == FAIL;
    }

    static State of(int code) {
        return values()[code];
    }
}
