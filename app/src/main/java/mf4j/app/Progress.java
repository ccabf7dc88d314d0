package mf4j.app;

import mf4j.train.Checkpoint;
import mf4j.train.Watch;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Shows each epoch that a watch has judged: one live line on a terminal, one line per step elsewhere.
///
/// @param <M> the model
final class Progress<M> implements Watch<M> {
    private static final boolean LIVE = Boolean.getBoolean("mf4j.live");

    private final Watch<? super M> judge;
    private final PrintWriter err;
    private final String what;
    private final Optional<Resume> resume;
    private final int lines; // at most, of epochs that are alike
    private boolean asked;

    Progress(Watch<? super M> judge, PrintWriter err, String what) {
        this(judge, err, what, Optional.empty(), Integer.MAX_VALUE);
    }

    /// Of a training that is kept in a file: it may go on from there.
    Progress(Watch<? super M> judge, PrintWriter err, String what, Resume resume) {
        this(judge, err, what, Optional.of(resume), Integer.MAX_VALUE);
    }

    /// With so many lines, evenly spaced.
    Progress(Watch<? super M> judge, PrintWriter err, String what, Optional<Resume> resume, int lines) {
        this.judge = judge;
        this.err = err;
        this.what = what;
        this.resume = resume;
        this.lines = lines;
    }

    @Override
    public Verdict after(Progress<? extends M> progress) {
        int number = progress.epoch().number();
        int before = resume.map(Resume::kept).orElse(0);
        if (!asked && before > 0) err.println(what + ": going on after epoch " + before);
        asked = true;
        Verdict verdict = judge.after(progress);
        // a resumed training asks about its last epoch again, which was shown when it ended
        boolean last = number == progress.epochs() || verdict.stop();
        if (number > before && (last || number % Math.ceilDiv(progress.epochs(), lines) == 0)) show(line(progress, verdict), last);
        return verdict;
    }

    private String line(Progress<?> progress, Verdict verdict) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s: epoch %d of %d", what, progress.epoch().number(), progress.epochs()));
        if (Double.isFinite(progress.epoch().objective())) line.append(String.format(Locale.ROOT, "  objective %.6g", progress.epoch().objective()));
        verdict.measures().entrySet().stream().sorted(Map.Entry.<String, Double>comparingByKey().reversed())
                .forEach(measure -> line.append(String.format(Locale.ROOT, "  %s %.4f", measure.getKey(), measure.getValue())));
        return line.append(String.format(Locale.ROOT, "  %.2f s", progress.epoch().seconds())).append(verdict.best() ? "  best" : "").toString();
    }

    private void show(String line, boolean last) {
        if (!LIVE) err.println(line);
        else err.print("\r" + line + "\u001b[K" + (last ? System.lineSeparator() : ""));
        err.flush();
    }

    @Override
    public Checkpoint checkpoint() {
        return resume.<Checkpoint>map(kept -> kept).orElseGet(judge::checkpoint);
    }
}
