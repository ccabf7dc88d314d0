package mf4j.app;

import mf4j.study.FrozenTrial;
import mf4j.study.Goal;
import mf4j.study.State;
import mf4j.study.Study;
import mf4j.study.Trial;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Shows how a study gets on, a line per trial, on a terminal with a bar below, and keeps the CSV up to date.
final class TuneProgress implements Study.Listener {
    private static final boolean LIVE = Boolean.getBoolean("mf4j.live");
    private static final int WIDTH = 30;
    private static final long PAUSE = 1_000_000_000L; // nanoseconds between two tables of a study whose trials are short

    private final PrintWriter err;
    private final Study study;
    private final int trials;
    private final Optional<Path> csv;
    private FrozenTrial best; // of those that were shown
    private int finished;
    private int running;
    private long written = System.nanoTime() - PAUSE;

    TuneProgress(PrintWriter err, Study study, int trials, Optional<Path> csv) throws IOException {
        this.err = err;
        this.study = study;
        this.trials = trials;
        this.csv = csv;
        this.best = study.findings().best().orElse(null);
        this.finished = (int) study.findings().trials().stream().filter(trial -> trial.state().finished()).count();
    }

    @Override
    public synchronized void begun(Trial trial) {
        running++;
        bar();
    }

    @Override
    public synchronized void finished(FrozenTrial trial) {
        running--;
        finished++;
        boolean better = trial.state() == State.COMPLETE && (best == null || loss(trial) < loss(best));
        if (better) best = trial;
        line(String.format(Locale.ROOT, "trial %d: %s%s  %s", trial.number(), outcome(trial), better ? "  best" : best == null ? "" : "  best " + RankTable.brief(best.metrics()[0]),
                trial.values().entrySet().stream().map(value -> value.getKey() + " " + TrialTable.brief(value.getValue())).collect(Collectors.joining(", "))));
        bar();
        if (System.nanoTime() - written >= PAUSE) write();
    }

    private double loss(FrozenTrial trial) {
        return study.plan().goals().getFirst().maximize() ? -trial.metrics()[0] : trial.metrics()[0];
    }

    private String outcome(FrozenTrial trial) {
        if (trial.state() == State.COMPLETE) return study.plan().goals().stream().map(Goal::metric).findFirst().orElseThrow() + " " + RankTable.brief(trial.metrics()[0]);
        return trial.infeasible().map(why -> "infeasible (" + why + ")").orElse(TrialTable.state(trial));
    }

    @Override
    public synchronized void message(String text) {
        line("mf4j: " + text);
    }

    private void line(String text) {
        if (LIVE) err.print("\r\u001b[K");
        err.println(text);
        err.flush();
    }

    private void bar() {
        if (!LIVE) return;
        int full = (int) Math.min(WIDTH, (long) WIDTH * finished / Math.max(1, trials));
        err.print(String.format(Locale.ROOT, "\r[%s%s] %d of %d trials, %d under way\u001b[K", "#".repeat(full), ".".repeat(WIDTH - full), finished, trials, running));
        err.flush();
    }

    /// Ends the bar and writes the CSV as it then is.
    synchronized void close() {
        if (LIVE) err.print("\r\u001b[K");
        write();
    }

    private void write() {
        if (csv.isEmpty()) return;
        try {
            new TrialTable(study.findings()).write(csv.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written = System.nanoTime();
    }
}
