package mf4j.study;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// One study where it is kept: trials in the order in which they were begun, and notes. What a method has returned from has been kept: a
/// kill at any moment loses nothing of it and leaves nothing half done.
///
/// Safe for threads.
public interface Ledger {
    /// The study's name.
    String name();

    /// Per metric whether more is better.
    List<Boolean> maximize();

    /// Runs something while nobody else, thread or process, writes to the study or runs anything like it: to read, decide and write as one.
    /// What it reads is up to date. Calls within a call are part of it.
    <T> T exclusively(Callable<T> body) throws Exception;

    /// All trials in the order of their numbers, as kept at the moment of the call.
    List<FrozenTrial> trials() throws IOException;

    /// A trial as it is kept. Its place among all trials is its number, unless somebody deletes trials, as services let one do.
    ///
    /// @return empty where there is none of that number
    default Optional<FrozenTrial> find(int number) throws IOException {
        List<FrozenTrial> trials = trials();
        if (number >= 0 && number < trials.size() && trials.get(number).number() == number) return Optional.of(trials.get(number));
        return trials.stream().filter(trial -> trial.number() == number).findFirst();
    }

    /// Notes on the study.
    Map<String, Object> attributes(Attribute kind) throws IOException;

    /// Keeps a note on the study; one of that key is replaced.
    ///
    /// @param value text, a number, a truth value, a list or map of these
    void note(Attribute kind, String key, Object value) throws IOException;

    /// Begins a trial in any state with everything it has; its own number is passed over.
    ///
    /// @return its number
    int add(FrozenTrial trial) throws IOException;

    /// Takes a trial that waits: it runs from now on.
    ///
    /// @return false where somebody else was first or it does not wait
    boolean claim(int number, Instant now) throws IOException;

    /// Keeps a value that was chosen for a trial that runs.
    void choose(int number, Parameter parameter, Object value) throws IOException;

    /// Keeps a value of the first metric on the way.
    void report(int number, int step, double value) throws IOException;

    /// Keeps a note on a trial that is not finished; one of that key is replaced.
    void note(int number, Attribute kind, String key, Object value) throws IOException;

    /// Ends a trial.
    ///
    /// @param state   COMPLETE, PRUNED or FAIL
    /// @param metrics one per metric, or empty
    /// @return false where it was finished before, which stays as it was
    boolean finish(int number, State state, double[] metrics, Instant now) throws IOException;
}
