package mf4j.study;

/// Ends a trial early: it does not look good.
public final class Pruned extends RuntimeException {
    Pruned(int trial) {
        super("trial " + trial + " was stopped early", null, false, false);
    }
}
