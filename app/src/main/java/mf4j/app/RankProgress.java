package mf4j.app;

import mf4j.lowrank.RankSearch;
import mf4j.matrix.Factors;

import java.io.PrintWriter;
import java.util.Locale;

/// Shows how the seeds of a rank get on: on a terminal a bar per seed with its loss, elsewhere a line for every tenth of the epochs.
final class RankProgress implements RankSearch.Listener {
    private static final boolean LIVE = Boolean.getBoolean("mf4j.live");
    private static final long PAUSE = 100_000_000; // nanoseconds between two pictures
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final int seeds;
    private final FactorFiles files;
    private double[] last = {};  // what a seed that was given up had last
    private int lines;           // of bars that stand there
    private Runnable end = () -> { }; // shows the last epoch, where it was not shown
    private long shown;

    /// @param files where factors go, or null for nowhere
    RankProgress(PrintWriter err, int seeds, FactorFiles files) {
        this.err = err;
        this.seeds = seeds;
        this.files = files;
    }

    @Override
    public void epoch(int rank, int epoch, int epochs, int first, double[] losses) {
        if (epoch == 1) begin(losses.length);
        for (int s = 0; s < losses.length; s++) if (!Double.isNaN(losses[s])) last[s] = losses[s];
        boolean over = epoch == epochs;
        end = over ? () -> { } : () -> show(rank, epoch, epochs, first, losses.clone());
        if (!LIVE) {
            if (over || epoch * 10L / epochs != (epoch - 1) * 10L / epochs) err.println(line(rank, epoch, epochs, first));
            return;
        }
        if (!over && System.nanoTime() - shown < PAUSE) return;
        bars(rank, epoch, epochs, first, losses);
        if (over) lines = 0;
    }

    private void show(int rank, int epoch, int epochs, int first, double[] losses) {
        if (LIVE) bars(rank, epoch, epochs, first, losses);
        else err.println(line(rank, epoch, epochs, first));
    }

    private void begin(int count) {
        last = new double[count];
        lines = 0;
        shown = 0;
    }

    private String line(int rank, int epoch, int epochs, int first) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "rank %d: epoch %d of %d, losses of seeds from %d:", rank, epoch, epochs, first));
        for (double loss : last) line.append(' ').append(RankTable.brief(loss));
        return line.toString();
    }

    private void bars(int rank, int epoch, int epochs, int first, double[] losses) {
        StringBuilder picture = new StringBuilder();
        if (lines > 0) picture.append("\u001b[").append(lines).append('A');
        for (int s = 0; s < losses.length; s++) {
            int full = (int) ((long) WIDTH * epoch / epochs);
            picture.append(String.format(Locale.ROOT, "\rrank %d seed %d of %d [%s%s] %3d %%  loss %s%s\u001b[K%n", rank, first + s, seeds, "#".repeat(full), ".".repeat(WIDTH - full),
                    100L * epoch / epochs, RankTable.brief(last[s]), Double.isNaN(losses[s]) ? "  given up" : ""));
        }
        err.print(picture);
        err.flush();
        lines = losses.length;
        shown = System.nanoTime();
    }

    @Override
    public void seed(int rank, int seed, double loss, Factors left, Factors right) {
        end.run(); // a seed that has gained enough ends before its last epoch
        end = () -> { };
        lines = 0;
        if (files != null) files.write(rank, seed, loss, left, right);
    }
}
