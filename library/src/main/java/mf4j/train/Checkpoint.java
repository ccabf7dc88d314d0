package mf4j.train;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a run keeps its resumable state: named arrays, the step they belong to, and the history up to it.
public interface Checkpoint {
    /// Keeps nothing.
    Checkpoint NONE = new Checkpoint() {
        @Override
        public Optional<State> load(String run) {
            return Optional.empty();
        }

        @Override
        public void save(State state) { }
    };

    /// A run's state after a step.
    ///
    /// @param run     the run's fingerprint: knobs, data, kernel; a state of another run is never resumed from
    /// @param history the finished epochs
    /// @param arrays  by name; `float[]` or `double[]`
    record State(String run, History history, Map<String, Object> arrays) {
        /// Checks the arrays' types.
        public State {
            arrays.forEach((name, array) -> Check.of(Checkpoint.class).that(array instanceof float[] || array instanceof double[],
                    name, "be a float[] or a double[]", array == null ? null : array.getClass().getSimpleName()));
        }
    }

    /// The state saved last for this run, or empty.
    ///
    /// @throws UncheckedIOException when there is one but it cannot be read
    Optional<State> load(String run);

    /// Replaces the saved state.
    ///
    /// @throws UncheckedIOException when it cannot be written
    void save(State state);

    /// A file, written beside and renamed, with a checksum; a damaged one, or one of another run, counts as none. It is written and
    /// read in blocks, so a state costs no memory beside its arrays.
    static Checkpoint file(Path path) {
        return new CheckpointFile(path);
    }
}
