package mf4j.study;

import mf4j.train.Check;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Reasons to end a study. That everything there is was tried ends one by itself.
public final class Stops {
    private static final Check CHECK = Check.of(Stops.class);

    private Stops() { }

    /// It has so many trials, those under way among them: no more are begun.
    public static Stop trials(int trials) {
        CHECK.atLeast("trials", trials, 1);
        return standing -> because(standing.begunTrials() >= trials, "it has its " + trials + " trials");
    }

    /// This worker has been at it for so long.
    public static Stop time(Duration time) {
        positive("time", time);
        return standing -> because(standing.elapsed().compareTo(time) >= 0, "its time of " + words(time) + " is over");
    }

    /// It is so late.
    public static Stop at(Instant instant) {
        return standing -> because(!standing.now().isBefore(instant), "it is " + instant);
    }

    /// The last so many finished trials have not brought it forward: none was better than all before, or, with several goals, belongs to the front.
    public static Stop noProgress(int trials) {
        CHECK.atLeast("noProgress", trials, 1);
        return standing -> because(standing.finishedSinceProgress() >= trials, "the last " + trials + " trials were no better");
    }

    /// Nothing has brought it forward for so long, at least since this worker began.
    public static Stop noProgress(Duration time) {
        positive("noProgress", time);
        return standing -> because(standing.sinceProgress().compareTo(time) >= 0, "nothing was better for " + words(time));
    }

    /// The first goal has reached a value.
    public static Stop target(double value) {
        CHECK.that(!Double.isNaN(value), "target", "be a number", value);
        return standing -> reached(standing, new Findings("", standing.goals(), standing.trials()).aims().getFirst(), value);
    }

    /// A metric has reached a value.
    public static Stop target(String metric, double value) {
        CHECK.that(!Double.isNaN(value), "target", "be a number", value);
        return standing -> {
            int index = standing.goals().stream().map(Goal::metric).toList().indexOf(metric);
            CHECK.that(index >= 0, "target", "be that of one of " + standing.goals().stream().map(Goal::metric).toList(), metric);
            return reached(standing, index, value);
        };
    }

    private static Optional<String> reached(Stop.Standing standing, int metric, double value) {
        Goal goal = standing.goals().get(metric);
        return new Findings("", standing.goals(), standing.trials()).feasible().stream().filter(t -> goal.loss(t.metrics()[metric]) <= goal.loss(value)).findFirst()
                .map(t -> "trial " + t.number() + " has reached " + goal.metric() + " " + value);
    }

    static Optional<String> because(boolean holds, String reason) {
        return holds ? Optional.of(reason) : Optional.empty();
    }

    private static void positive(String name, Duration time) {
        CHECK.that(!time.isNegative() && !time.isZero(), name, "be longer than 0", time);
    }

    /// `1h30m` rather than `PT1H30M`.
    static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
