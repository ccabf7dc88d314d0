package mf4j.lowrank;

import mf4j.train.Check;

/// How well each rank predicts entries that it was not shown.
///
/// @param name   of the way they were hidden
/// @param ranks  ascending
/// @param errors mean squared error over the hidden entries, one per rank
public record RankErrors(String name, int[] ranks, double[] errors) {
    /// Checks that there is an error for every rank.
    public RankErrors {
        Check.of(RankErrors.class).that(ranks.length > 0 && ranks.length == errors.length, "errors", "be one per rank, " + ranks.length + ",", errors.length);
    }

    /// The rank with the least error, the lowest among equals.
    public int best() {
        int best = 0;
        for (int j = 1; j < ranks.length; j++) if (errors[j] < errors[best]) best = j;
        return ranks[best];
    }

    /// Whether a higher rank than the best was tried: otherwise the best may lie beyond.
    public boolean turns() {
        return best() < ranks[ranks.length - 1];
    }
}
