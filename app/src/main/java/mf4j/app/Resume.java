package mf4j.app;

import mf4j.train.Checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The state of a training, kept in a file beside the model's own until the model is saved.
///
/// It knows how many epochs the file holds.
final class Resume implements Checkpoint {
    private final Path model;
    private final String judge;
    private int kept;
    private boolean sealed;

    /// @param model where the model will be
    /// @param judge what stopped and chose: a state of another judge is not resumed
    Resume(Path model, String judge) {
        this.model = model;
        this.judge = judge;
    }

    /// The epochs in the file; 0 where there is none of this training.
    synchronized int kept() {
        return kept;
    }

    /// Keeps the file as it is from here on, whatever the training, which may have some moments left, still reaches.
    ///
    /// @return the epochs in it; 0 where there is none of this training
    synchronized int seal() {
        sealed = true;
        return kept;
    }

    /// Where the state is.
    Path file() {
        return file(model);
    }

    private static Path file(Path model) {
        return model.resolveSibling(model.getFileName() + ".resume");
    }

    @Override
    public synchronized Optional<State> load(String run) {
        Optional<State> state = Checkpoint.file(file()).load(named(run));
        kept = state.map(found -> found.history().epochs().size()).orElse(0);
        return state;
    }

    @Override
    public synchronized void save(State state) {
        if (sealed) return;
        Checkpoint.file(file()).save(new State(named(state.run()), state.history(), state.arrays()));
        kept = state.history().epochs().size();
    }

    private String named(String run) {
        return run + " " + judge;
    }

    /// The model is safe: its state is no longer needed.
    static void delete(Path model) throws IOException {
        Files.deleteIfExists(file(model));
    }
}
