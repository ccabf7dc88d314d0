package mf4j.study;

import mf4j.train.Check;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// The stopping rules of a study at Vertex AI's Vizier, one after the other in this order; the first that applies decides. Two of them keep a study
/// going: before its least time and its least number of trials no rule after them is asked.
///
/// @param asap             end now
/// @param minimumTime      goes on until then
/// @param maximumTime      ends then
/// @param minimumTrials    goes on with fewer that are finished
/// @param maximumTrials    ends with so many, those under way among them
/// @param noProgressTrials ends when so many finished trials have not brought it forward
/// @param noProgressTime   ends when nothing has brought it forward for so long
public record StopRules(boolean asap, Optional<Duration> minimumTime, Optional<Duration> maximumTime, OptionalInt minimumTrials, OptionalInt maximumTrials,
                        OptionalInt noProgressTrials, Optional<Duration> noProgressTime) implements Stop {
    /// Checks the numbers.
    public StopRules {
        Check check = Check.of(StopRules.class);
        minimumTime.ifPresent(t -> check.that(!t.isNegative(), "minimumTime", "be 0 or longer", t));
        minimumTrials.ifPresent(n -> check.atLeast("minimumTrials", n, 0));
        maximumTime.ifPresent(Stops::time);
        maximumTrials.ifPresent(Stops::trials);
        noProgressTrials.ifPresent(Stops::noProgress);
        noProgressTime.ifPresent(Stops::noProgress);
    }

    /// No rules.
    public static StopRules defaults() {
        return new StopRules(false, Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    /// Ending now, or not.
    public StopRules withAsap(boolean asap) {
        return new StopRules(asap, minimumTime, maximumTime, minimumTrials, maximumTrials, noProgressTrials, noProgressTime);
    }

    /// Going on for so long.
    public StopRules withMinimumTime(Duration time) {
        return new StopRules(asap, Optional.of(time), maximumTime, minimumTrials, maximumTrials, noProgressTrials, noProgressTime);
    }

    /// Ending after so long.
    public StopRules withMaximumTime(Duration time) {
        return new StopRules(asap, minimumTime, Optional.of(time), minimumTrials, maximumTrials, noProgressTrials, noProgressTime);
    }

    /// Going on with fewer finished trials.
    public StopRules withMinimumTrials(int trials) {
        return new StopRules(asap, minimumTime, maximumTime, OptionalInt.of(trials), maximumTrials, noProgressTrials, noProgressTime);
    }

    /// Ending with so many trials.
    public StopRules withMaximumTrials(int trials) {
        return new StopRules(asap, minimumTime, maximumTime, minimumTrials, OptionalInt.of(trials), noProgressTrials, noProgressTime);
    }

    /// Ending after so many trials without progress.
    public StopRules withNoProgressTrials(int trials) {
        return new StopRules(asap, minimumTime, maximumTime, minimumTrials, maximumTrials, OptionalInt.of(trials), noProgressTime);
    }

    /// Ending after so long without progress.
    public StopRules withNoProgressTime(Duration time) {
        return new StopRules(asap, minimumTime, maximumTime, minimumTrials, maximumTrials, noProgressTrials, Optional.of(time));
    }

    @Override
    public Optional<String> reason(Standing standing) {
        if (asap) return Optional.of("it was told to end");
        if (minimumTime.isPresent() && standing.elapsed().compareTo(minimumTime.get()) < 0) return Optional.empty();
        Optional<String> late = maximumTime.map(Stops::time).flatMap(stop -> stop.reason(standing));
        if (late.isPresent()) return late;
        if (minimumTrials.isPresent() && standing.finished() < minimumTrials.getAsInt()) return Optional.empty();
        if (maximumTrials.isPresent()) {
            Optional<String> full = Stops.trials(maximumTrials.getAsInt()).reason(standing);
            if (full.isPresent()) return full;
        }
        if (noProgressTrials.isPresent()) {
            Optional<String> idle = Stops.noProgress(noProgressTrials.getAsInt()).reason(standing);
            if (idle.isPresent()) return idle;
        }
        return noProgressTime.map(Stops::noProgress).flatMap(stop -> stop.reason(standing));
    }
}
