package mf4j.app;

import mf4j.recommend.Model;
import mf4j.train.Checkpoint;
import mf4j.train.Watch;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Shows each epoch that a watch has judged: one live line on a terminal, one line per step elsewhere.
final class Progress implements Watch<Model> {
    private static final boolean LIVE = Boolean.getBoolean("mf4j.live");

    private final Watch<? super Model> judge;
    private final PrintWriter err;
    private final String what;
    private final Optional<Resume> resume;
    private boolean asked;

    Progress(Watch<? super Model> judge, PrintWriter err, String what) {
        this.judge = judge;
        this.err = err;
        this.what = what;
        this.resume = Optional.empty();
    }

    /// Of a training that is kept in a file: it may go on from there.
    Progress(Watch<? super Model> judge, PrintWriter err, String what, Resume resume) {
        this.judge = judge;
        this.err = err;
        this.what = what;
        this.resume = Optional.of(resume);
    }

    @Override
    public Verdict after(Progress<? extends Model> progress) {
        int number = progress.epoch().number();
        int before = resume.map(Resume::kept).orElse(0);
        if (!asked && before > 0) err.println(what + ": going on after epoch " + before);
        asked = true;
        Verdict verdict = judge.after(progress);
        // a resumed training asks about its last epoch again, which was shown when it ended
        if (number > before) show(line(progress, verdict), number == progress.epochs() || verdict.stop());
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
