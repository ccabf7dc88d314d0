package mf4j.study;

import java.util.List;
import java.util.function.IntPredicate;

/// Two pruners that must agree.
record Agreed(Pruner one, Pruner other) implements Pruner {
    @Override
    public boolean prune(Contest contest) {
        return one.prune(contest) && other.prune(contest);
    }

    @Override
    public void check(List<Goal> goals) {
        one.check(goals);
        other.check(goals);
    }

    @Override
    public IntPredicate comparable(String study, List<FrozenTrial> seen, int number) {
        return one.comparable(study, seen, number).and(other.comparable(study, seen, number));
    }
}
