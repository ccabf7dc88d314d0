package mf4j.study;

import java.util.Comparator;

/// Which of two trials of one goal went better, as far as a trial says it: first those that were evaluated and break no constraint, by their loss;
/// then those that were stopped early, the longest first, by their last report; then those that break constraints, by how much; last those that could
/// not be evaluated.
final class Standing {
    /// The better one first. Trials that say the same are equal.
    static final Comparator<Observation> ORDER = Comparator.comparingInt(Standing::group).thenComparing(Standing::within);

    private Standing() { }

    /// Whether a trial says anything but that it could not be evaluated.
    static boolean tells(Observation one) {
        return group(one) < 3;
    }

    private static int group(Observation one) {
        boolean evaluated = one.kind() == Observation.Kind.PRUNED || (one.kind() == Observation.Kind.COMPLETE && !Double.isNaN(one.loss()));
        if (!evaluated) return 3;
        if (!one.feasible()) return 2;
        return one.kind() == Observation.Kind.COMPLETE ? 0 : 1;
    }

    private static int within(Observation one, Observation other) {
        return switch (group(one)) {
            case 0 -> Double.compare(one.loss() + 0.0, other.loss() + 0.0); // -0 is 0
            case 1 -> one.lastStep() != other.lastStep() ? Integer.compare(other.lastStep(), one.lastStep()) : Double.compare(one.lastLoss(), other.lastLoss());
            case 2 -> Double.compare(one.violation(), other.violation());
            default -> 0;
        };
    }
}
