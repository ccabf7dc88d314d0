package mf4j.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// What is worked out of trials one after the other, kept for as long as they are the same ones and more: what comes out depends on the trials alone,
/// how long it takes does not.
///
/// @param <S> what is worked out: changed in place
final class Fold<S> {
    private final Supplier<S> begin;
    private final BiConsumer<S, Observation> take;
    private final List<Observation> taken = new ArrayList<>();
    private S state;

    /// @param begin what there is without a trial
    /// @param take  adds one trial
    Fold(Supplier<S> begin, BiConsumer<S, Observation> take) {
        this.begin = begin;
        this.take = take;
        this.state = begin.get();
    }

    /// What comes out of these trials, in this order.
    S of(List<Observation> trials) {
        if (!begun(trials)) {
            taken.clear();
            state = begin.get();
        }
        for (Observation one : trials.subList(taken.size(), trials.size())) {
            take.accept(state, one);
            taken.add(one);
        }
        return state;
    }

    private boolean begun(List<Observation> trials) {
        if (taken.size() > trials.size()) return false;
        for (int j = 0; j < taken.size(); j++) if (!same(taken.get(j), trials.get(j))) return false;
        return true;
    }

    private static boolean same(Observation one, Observation other) {
        return one == other || (one.number() == other.number() && one.kind() == other.kind() && Arrays.equals(one.point(), other.point()) && Arrays.equals(one.losses(), other.losses())
                && Double.compare(one.violation(), other.violation()) == 0 && one.lastStep() == other.lastStep() && Double.compare(one.lastLoss(), other.lastLoss()) == 0);
    }
}
