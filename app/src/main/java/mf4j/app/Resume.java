package mf4j.app;

import mf4j.train.Checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The state of a training, kept in a file beside the model's own until the model is saved.
///
/// @param model where the model will be
/// @param judge what stopped and chose: a state of another judge is not resumed
record Resume(Path model, String judge) implements Checkpoint {
    /// Where the state is.
    Path file() {
        return file(model);
    }

    private static Path file(Path model) {
        return model.resolveSibling(model.getFileName() + ".resume");
    }

    @Override
    public Optional<State> load(String run) {
        return Checkpoint.file(file()).load(named(run));
    }

    @Override
    public void save(State state) {
        Checkpoint.file(file()).save(new State(named(state.run()), state.history(), state.arrays()));
    }

    private String named(String run) {
        return run + " " + judge;
    }

    /// The model is safe: its state is no longer needed.
    static void delete(Path model) throws IOException {
        Files.deleteIfExists(file(model));
    }
}
