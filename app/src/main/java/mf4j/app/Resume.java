package mf4j.app;

import mf4j.train.Checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The state of a training, kept in a file beside the model's own until the model is saved.
///
/// It knows how many epochs the file holds.
final class Resume implements Checkpoint {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final Path model;
    private final String judge;
    private final long spacing; // nanoseconds between two states
    private long last = System.nanoTime();
    private int kept;
    private boolean wanted;
    private boolean sealed;

    /// @param model where the model will be
    /// @param judge what stopped and chose: a state of another judge is not resumed
    Resume(Path model, String judge) {
        this(model, judge, Duration.ZERO);
    }

    /// A state that is kept now and then, for epochs that take less time than to keep them.
    Resume(Path model, String judge, Duration spacing) {
        this.model = model;
        this.judge = judge;
        this.spacing = spacing.toNanos();
    }

    /// The epochs in the file; 0 where there is none of this training.
    synchronized int kept() {
        return kept;
    }

    /// Keeps the file as it is from here on, whatever the training, which may have some moments left, still reaches; where states are
    /// kept now and then, the one after the epoch under way is waited for.
    ///
    /// @return the epochs in it; 0 where there is none of this training
    synchronized int seal() {
        wanted = spacing > 0;
        long end = System.nanoTime() + PATIENCE;
        try {
            for (long left; wanted && !sealed && (left = end - System.nanoTime()) > 0; ) TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sealed = true;
        return kept;
    }

    /// What to say to somebody who stops the training, whose state is then left as it is.
    String stopped() {
        int epochs = seal();
        return epochs == 0 ? "mf4j: stopped before the first epoch was kept; the same command begins anew"
                : "mf4j: stopped after epoch " + epochs + "; the same command goes on from there (state in " + file() + ")";
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
        if (sealed || !wanted && System.nanoTime() - last < spacing) return;
        Checkpoint.file(file()).save(new State(named(state.run()), state.history(), state.arrays()));
        kept = state.history().epochs().size();
        last = System.nanoTime();
        sealed = wanted;
        notifyAll();
    }

    private String named(String run) {
        return run + " " + judge;
    }

    /// The model is safe: its state is no longer needed.
    static void delete(Path model) throws IOException {
        Files.deleteIfExists(file(model));
    }
}
