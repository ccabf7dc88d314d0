package mf4j.app;

import mf4j.recommend.FactorModel;
import mf4j.train.Checkpoint;
import mf4j.train.Watch;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/// Shows each epoch that a watch has judged: one live line on a terminal, one line per step elsewhere.
final class Progress implements Watch<FactorModel> {
    private static final boolean LIVE = Boolean.getBoolean("mf4j.live");

    private final Watch<? super FactorModel> judge;
    private final PrintWriter err;
    private final String what;
    private volatile int finished;
    private boolean resumed;

    Progress(Watch<? super FactorModel> judge, PrintWriter err, String what) {
        this.judge = judge;
        this.err = err;
        this.what = what;
    }

    @Override
    public Verdict after(Progress<? extends FactorModel> progress) {
        if (finished == 0 && progress.epoch().number() > 1 && !resumed) sayResumed(progress.epoch().number() - 1);
        Verdict verdict = judge.after(progress);
        finished = progress.epoch().number();
        show(line(progress, verdict), finished == progress.epochs() || verdict.stop());
        return verdict;
    }

    private void sayResumed(int epoch) {
        resumed = true;
        err.println(what + ": going on after epoch " + epoch);
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

    /// How many epochs have ended.
    int finished() {
        return finished;
    }

    @Override
    public Checkpoint checkpoint() {
        return judge.checkpoint();
    }
}
