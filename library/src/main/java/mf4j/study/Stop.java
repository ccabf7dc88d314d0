package mf4j.study;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A reason to end a study.
@FunctionalInterface
public interface Stop {
    /// Why it should end before the next trial begins, in a few words; empty to go on.
    Optional<String> reason(Standing standing);

    /// How a study stands.
    ///
    /// @param goals   of the study
    /// @param trials  all of them, in the order of their numbers
    /// @param begun   when this worker began
    /// @param now     the time
    record Standing(List<Goal> goals, List<FrozenTrial> trials, Instant begun, Instant now) {
        /// How many trials are finished, those that were lost with their worker aside.
        public int finished() {
            return (int) trials.stream().filter(t -> t.state().finished() && !t.systemAttributes().containsKey(Notes.LOST)).count();
        }

        /// How many trials are finished, under way or wait for their turn, those that were lost aside.
        public int counted() {
            return (int) trials.stream().filter(t -> !t.systemAttributes().containsKey(Notes.LOST)).count();
        }

        /// How many trials are finished or under way, those that were lost aside.
        public int begunTrials() {
            return (int) trials.stream().filter(t -> t.state() != State.WAITING && !t.systemAttributes().containsKey(Notes.LOST)).count();
        }

        /// How long this worker has been at it.
        public Duration elapsed() {
            return Duration.between(begun, now);
        }

        /// How many trials are finished after the last one, by number, that brought the study forward; all where none did.
        public int finishedSinceProgress() {
            int last = Progress.of(goals, trials).last().map(FrozenTrial::number).orElse(-1);
            return (int) trials.stream().filter(t -> t.number() > last && t.state().finished() && !t.systemAttributes().containsKey(Notes.LOST)).count();
        }

        /// How long nothing has brought the study forward, at most since this worker began.
        public Duration sinceProgress() {
            Instant last = Progress.of(goals, trials).last().flatMap(FrozenTrial::ended).orElse(begun);
            return Duration.between(last.isBefore(begun) ? begun : last, now);
        }
    }
}
