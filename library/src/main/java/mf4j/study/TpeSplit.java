package mf4j.study;

import java.util.ArrayList;
import java.util.List;

/// Divides trials into those below, the best, and those above, the rest, as TPE does: trials that keep their constraints come first, in the order of
/// their loss; then those that were stopped early, the longest first; then those that break constraints, by how much. With several losses the first are
/// taken by whole fronts, of the front that is too large those that dominate the most together.
final class TpeSplit {
    private static final double SHARE = 0.1; // of the trials is below
    private static final int MOST = 25;      // of one loss; with several there must be enough for a front

    private final List<Observation> trials;
    private final boolean[] below;

    private TpeSplit(List<Observation> trials) {
        this.trials = trials;
        this.below = new boolean[trials.size()];
    }

    /// Which trials are below.
    static boolean[] of(List<Observation> trials) {
        int known = 0;
        int losses = 1;
        for (Observation trial : trials) {
            if (!known(trial)) continue;
            known++;
            losses = trial.losses().length;
        }
        int share = (int) Math.ceil(SHARE * known);
        return new TpeSplit(trials).divided(losses == 1 ? Math.min(share, MOST) : share, losses);
    }

    /// Whether a trial has come to something: its losses, or its reports until it was stopped.
    static boolean known(Observation trial) {
        return trial.kind() == Observation.Kind.COMPLETE || trial.kind() == Observation.Kind.PRUNED;
    }

    private boolean[] divided(int count, int losses) {
        int taken = losses == 1 ? 0 : fronts(count);
        int[] best = new int[count - taken];
        int size = 0;
        for (int i = 0; i < trials.size(); i++) {
            if (below[i] || !known(trials.get(i)) || (losses > 1 && group(trials.get(i)) == 0)) continue;
            if (size == best.length && (size == 0 || !better(i, best[size - 1]))) continue;
            int at = size < best.length ? size++ : size - 1;
            for (; at > 0 && better(i, best[at - 1]); at--) best[at] = best[at - 1];
            best[at] = i;
        }
        for (int k = 0; k < size; k++) below[best[k]] = true;
        return below;
    }

    private static int group(Observation trial) {
        return !trial.feasible() ? 2 : trial.kind() == Observation.Kind.COMPLETE ? 0 : 1;
    }

    /// Of equal trials the earlier is first.
    private boolean better(int i, int other) {
        Observation a = trials.get(i);
        Observation b = trials.get(other);
        int group = group(a);
        if (group != group(b)) return group < group(b);
        int order = switch (group) {
            case 0 -> Double.compare(a.loss(), b.loss());
            case 1 -> a.lastStep() != b.lastStep() ? b.lastStep() - a.lastStep() : Double.compare(last(a), last(b));
            default -> Double.compare(a.violation(), b.violation());
        };
        return order != 0 ? order < 0 : i < other;
    }

    private static double last(Observation trial) {
        return Double.isNaN(trial.lastLoss()) ? Double.POSITIVE_INFINITY : trial.lastLoss();
    }

    private int fronts(int count) {
        List<Integer> first = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) if (known(trials.get(i)) && group(trials.get(i)) == 0) first.add(i);
        int[] ranks = NonDomination.ranks(first.stream().map(i -> trials.get(i).losses()).toArray(double[][]::new));
        int taken = 0;
        for (int rank = 0; taken < Math.min(count, first.size()); rank++) {
            List<Integer> front = new ArrayList<>();
            for (int k = 0; k < ranks.length; k++) if (ranks[k] == rank) front.add(first.get(k));
            double[][] losses = front.stream().map(i -> trials.get(i).losses()).toArray(double[][]::new);
            int[] chosen = Hypervolume.subset(losses, count - taken, Hypervolume.beyond(losses));
            for (int k : chosen) below[front.get(k)] = true;
            taken += chosen.length;
        }
        return taken;
    }
}
