package mf4j.study;

import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.zip.CRC32;

/// Hyperband (Li et al. 2018, algorithm 1, with asynchronous brackets as in Optuna): several [SuccessiveHalving] side by side, from bracket 0, which
/// stops most trials early, to the last, which stops none before the end. Which bracket a trial is in depends on the study's name and its number
/// alone; trials are compared, and samplers learn, within a bracket.
///
/// There are `B = floor(log_reduction(maxResource / minResource)) + 1` brackets, counted without rounding; bracket b begins at rung b and has
/// `ceil(B * reduction^s / (s + 1))` of all brackets' shares of trials, `s = B - 1 - b`. A trial's place among all shares is the CRC-32 of
/// `NAME_NUMBER` modulo their sum.
///
/// @param minResource step of the first rung
/// @param maxResource steps of a trial that is not stopped; 0 for those of the first trial that is complete, before which none is stopped
/// @param reduction   one in so many goes on
/// @param bootstrap   trials are stopped at a rung until more than so many have reached it
/// @param metric      which is judged, from 0; -1 for all goals together
public record Hyperband(@Knob(value = "step of the first rung", atLeast = 1) int minResource,
                        @Knob(value = "steps of a whole trial; 0 for those of the first complete trial", atLeast = 0) int maxResource,
                        @Knob(value = "one trial in so many goes on", atLeast = 2) int reduction,
                        @Knob(value = "trials are stopped at a rung until more than so many have reached it", atLeast = 0) int bootstrap,
                        @Knob(value = "metric that is judged, from 0; -1 for all goals together", atLeast = -1) int metric) implements Pruner {
    /// Checks the knobs.
    public Hyperband {
        Knobs.check(Hyperband.class, minResource, maxResource, reduction, bootstrap, metric);
        Check check = Check.of(Hyperband.class);
        check.that(maxResource == 0 || maxResource >= minResource, "maxResource", "be 0 or at least minResource " + minResource, maxResource);
        check.that(bootstrap == 0 || maxResource > 0, "bootstrap", "be 0 where maxResource is 0", bootstrap);
    }

    /// One in three goes on.
    public static Hyperband defaults() {
        return new Hyperband(1, 0, 3, 0, Judged.ALL);
    }

    /// With another first rung.
    public Hyperband withMinResource(int minResource) {
        return Knobs.with(this, "minResource", minResource);
    }

    /// For trials of so many steps.
    public Hyperband withMaxResource(int maxResource) {
        return Knobs.with(this, "maxResource", maxResource);
    }

    /// One in so many goes on.
    public Hyperband withReduction(int reduction) {
        return Knobs.with(this, "reduction", reduction);
    }

    /// Stopping trials until more than so many have reached a rung.
    public Hyperband withBootstrap(int bootstrap) {
        return Knobs.with(this, "bootstrap", bootstrap);
    }

    /// Judging another metric.
    public Hyperband withMetric(int metric) {
        return Knobs.with(this, "metric", metric);
    }

    @Override
    public void check(List<Goal> goals) {
        Judged.check(Hyperband.class, metric, goals);
    }

    /// The steps of a whole trial, where they are known: the first complete trial reports from step 0.
    private OptionalInt resource(List<FrozenTrial> trials) {
        return maxResource > 0 ? OptionalInt.of(maxResource) : SuccessiveHalving.lastOfFirst(trials).stream().map(last -> Math.max(last + 1, minResource)).findFirst();
    }

    @Override
    public boolean prune(Contest contest) {
        OptionalInt resource = resource(contest.others());
        if (resource.isEmpty()) return false;
        long[] shares = shares(resource.getAsInt());
        int bracket = bracket(contest.study(), contest.trial().number(), shares);
        List<FrozenTrial> rivals = contest.others().stream().filter(t -> bracket(contest.study(), t.number(), shares) == bracket).toList();
        return new SuccessiveHalving(minResource, reduction, bracket, bootstrap, metric).prune(new Contest(contest.study(), contest.goals(), contest.trial(), rivals));
    }

    @Override
    public IntPredicate comparable(String study, List<FrozenTrial> seen, int number) {
        OptionalInt resource = resource(seen);
        if (resource.isEmpty()) return _ -> true;
        long[] shares = shares(resource.getAsInt());
        int bracket = bracket(study, number, shares);
        return other -> bracket(study, other, shares) == bracket;
    }

    /// The shares of trials of the brackets for whole trials of so many steps.
    long[] shares(int resource) {
        int count = 1;
        for (long rung = (long) minResource * reduction; rung <= resource; rung *= reduction) count++;
        long[] shares = new long[count];
        long power = 1;
        for (int s = 0; s < count; s++, power *= reduction) shares[count - 1 - s] = (count * power + s) / (s + 1);
        return shares;
    }

    /// The bracket of a trial.
    static int bracket(String study, int number, long[] shares) {
        long sum = 0;
        for (long share : shares) sum += share;
        CRC32 crc = new CRC32();
        crc.update((study + "_" + number).getBytes(StandardCharsets.UTF_8));
        long place = crc.getValue() % sum;
        int bracket = 0;
        while ((place -= shares[bracket]) >= 0) bracket++;
        return bracket;
    }
}
