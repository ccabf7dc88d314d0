package mf4j.bench;

import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.kernel.Peak;
import mf4j.matrix.SparseRows;
import mf4j.recommend.EventRule;
import mf4j.recommend.ImplicitAls;
import mf4j.train.Epoch;
import mf4j.train.Sweep;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// Races ImplicitAls against irspack and implicit on planted events, side by side in one run, on the one objective that all three
/// have: Hu, Koren and Volinsky's, confidence 1 + alpha, unobserved weight 1, one pull for all rows.
///
/// Seconds per sweep are the median over all sweeps of all runs but each run's first. Beside them stands what the answer was worth: the
/// objective after the last sweep, and sweeps and seconds until it was within a thousandth of the least that anyone reached. A peer
/// that is not there is named and left out. The peers' programs print `sweep N seconds S objective T` and read i32 users, i32 items,
/// i64 n, then n times i32 user, i32 item, f32 value, little endian.
@Command(name = "implicit-race", mixinStandardHelpOptions = true, description = "Races ImplicitAls against irspack and implicit.")
public final class ImplicitRace implements Callable<Integer> {
    @Option(names = "--users", description = "planted users (${DEFAULT-VALUE})")
    int users = 100_000;
    @Option(names = "--items", description = "planted items (${DEFAULT-VALUE})")
    int items = 20_000;
    @Option(names = "--events", description = "planted events, about (${DEFAULT-VALUE})")
    int events = 10_000_000;
    @Option(names = "--ranks", split = ",", description = "ranks (${DEFAULT-VALUE})")
    List<Integer> ranks = List.of(64, 128);
    @Option(names = "--large-ranks", split = ",", description = "ranks of the table of MF4J alone, time against operations (none)")
    List<Integer> largeRanks = List.of();
    @Option(names = "--alpha", description = "confidence of an event beyond 1 (${DEFAULT-VALUE})")
    double alpha = 10;
    @Option(names = "--regularization", description = "pull on the factors (${DEFAULT-VALUE})")
    double regularization = 1;
    @Option(names = "--sweeps", description = "sweeps of a run (${DEFAULT-VALUE})")
    int sweeps = 40;
    @Option(names = "--exact-sweeps", description = "sweeps of a run of the peers' exact solvers (${DEFAULT-VALUE})")
    int exactSweeps = 5;
    @Option(names = "--runs", description = "how often each is run, in turn (${DEFAULT-VALUE})")
    int runs = 5;
    @Option(names = "--irspack", description = "a program around irspack's trainer: FILE RANK cholesky|cg SWEEPS --threads N --hk --alpha A --reg R")
    Path irspack;
    @Option(names = "--python", description = "a Python that has implicit")
    Path python;
    @Option(names = "--implicit", description = "a script around implicit: FILE RANK cg|chol SWEEPS THREADS REG ALPHA --conf 1+ar --objective")
    Path implicit;

    private Ratings data;
    private Path file;

    /// Runs the race.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ImplicitRace()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Locale.setDefault(Locale.ROOT);
        data = Planted.defaults().withShape(users, items, (int) Math.min((long) users * items, events * 5L / 2)).ratings().atLeast(4).events();
        System.out.printf("%,d events of %,d items by %,d users, kernel %s, %d threads%n%n", data.count(), data.items().size(),
                data.users().size(), Kernel.active().name(), Sweep.threads());
        file = Files.createTempFile("implicit-race", ".bin");
        try {
            write(data.byUser());
            System.out.println("| rank | system | seconds per sweep | objective | sweeps to 0.1 % | seconds to 0.1 % | times MF4J, exact | to 0.1 % |");
            System.out.println("|---|---|---|---|---|---|---|---|");
            for (int rank : ranks) race(rank);
        } finally {
            Files.delete(file);
        }
        if (!largeRanks.isEmpty()) large();
        return 0;
    }

    /// One run: what every sweep took and reached.
    private record Run(double[] seconds, double[] objectives) {
        int sweepsTo(double objective) {
            for (int j = 0; j < objectives.length; j++) if (objectives[j] <= objective) return j + 1;
            return 0;
        }

        double secondsTo(double objective) {
            int needed = sweepsTo(objective);
            return needed == 0 ? Double.NaN : Arrays.stream(seconds, 0, needed).sum();
        }
    }

    private record Entrant(String name, Callable<Run> run) { }

    private void race(int rank) {
        List<Entrant> entrants = new ArrayList<>();
        entrants.add(new Entrant("MF4J exact", () -> ours(rank, EventRule.Solver.AUTO, sweeps)));
        entrants.add(new Entrant("MF4J CG", () -> ours(rank, EventRule.Solver.CG, sweeps)));
        for (String solver : List.of("cholesky", "cg")) irspack(rank, solver, entrants);
        for (String solver : List.of("chol", "cg")) implicit(rank, solver, entrants);
        List<List<Run>> results = new ArrayList<>();
        for (Entrant _ : entrants) results.add(new ArrayList<>());
        for (int run = 0; run < runs; run++) {
            for (int j = 0; j < entrants.size(); j++) results.get(j).add(result(entrants.get(j)));
        }
        print(rank, entrants, results);
    }

    private void print(int rank, List<Entrant> entrants, List<List<Run>> results) {
        double least = Double.MAX_VALUE;
        for (List<Run> of : results) for (Run run : of) least = Math.min(least, Arrays.stream(run.objectives()).min().orElse(least));
        double wanted = 1.001 * least;
        double sweep = perSweep(results.getFirst());
        double fastest = Math.min(secondsTo(wanted, results.get(0)), secondsTo(wanted, results.get(1)));
        for (int j = 0; j < entrants.size(); j++) {
            List<Run> of = results.get(j);
            double[] reached = of.getLast().objectives();
            System.out.printf("| %d | %s | %.4f | %.6g | %s | %.3f | %.2f | %.2f |%n", rank, entrants.get(j).name(), perSweep(of), reached[reached.length - 1],
                    of.getLast().sweepsTo(wanted) == 0 ? "-" : of.getLast().sweepsTo(wanted), secondsTo(wanted, of), perSweep(of) / sweep,
                    secondsTo(wanted, of) / fastest);
        }
    }

    private static double perSweep(List<Run> runs) {
        return Peer.median(runs.stream().flatMapToDouble(run -> Arrays.stream(run.seconds()).skip(1)).toArray());
    }

    private static double secondsTo(double wanted, List<Run> runs) {
        return Peer.median(runs.stream().mapToDouble(run -> run.secondsTo(wanted)).toArray());
    }

    private static Run result(Entrant entrant) {
        try {
            return entrant.run().call();
        } catch (Exception e) {
            throw new IllegalStateException(entrant.name(), e);
        }
    }

    private ImplicitAls trainer(int rank, EventRule.Solver solver, int epochs) {
        return ImplicitAls.defaults().withRank(rank).withConvention(EventRule.Convention.REPLACED).withUnobserved(1).withNu(0).withAlpha(alpha)
                .withRegularization(regularization).withSolver(solver).withEpochs(epochs);
    }

    private Run ours(int rank, EventRule.Solver solver, int epochs) {
        List<Epoch> history = trainer(rank, solver, epochs).fit(data).provenance().history().epochs();
        return new Run(history.stream().mapToDouble(Epoch::seconds).toArray(), history.stream().mapToDouble(Epoch::objective).toArray());
    }

    private void irspack(int rank, String solver, List<Entrant> entrants) {
        if (absent("irspack", "--irspack", irspack)) return;
        entrants.add(new Entrant("irspack " + solver, () -> peer(List.of(irspack.toString(), file.toString(), "" + rank, solver, "" + peerSweeps(solver),
                "--threads", "" + Sweep.threads(), "--hk", "--alpha", "" + alpha, "--reg", "" + regularization))));
    }

    private void implicit(int rank, String solver, List<Entrant> entrants) {
        if (absent("implicit", "--python and --implicit", implicit) || absent("implicit", "--python and --implicit", python)) return;
        entrants.add(new Entrant("implicit " + solver, () -> peer(List.of(python.toString(), implicit.toString(), file.toString(), "" + rank, solver,
                "" + peerSweeps(solver), "" + Sweep.threads(), "" + regularization, "" + alpha, "--conf", "1+ar", "--objective"))));
    }

    private int peerSweeps(String solver) {
        return solver.equals("cg") ? sweeps : exactSweeps;
    }

    /// Sweep 0 is a peer's state before the first.
    private static Run peer(List<String> command) throws IOException {
        List<String[]> words = Peer.run(command).lines().stream().filter(line -> line.matches("sweep [1-9].* objective .*")).map(line -> line.split("\\s+")).toList();
        return new Run(words.stream().mapToDouble(w -> number(w, "seconds")).toArray(), words.stream().mapToDouble(w -> number(w, "objective")).toArray());
    }

    private static double number(String[] words, String key) {
        return Double.parseDouble(words[Arrays.asList(words).indexOf(key) + 1]);
    }

    private static boolean absent(String name, String option, Path path) {
        if (path != null && Files.exists(path)) return false;
        System.err.println(name + " is not raced: give " + option);
        return true;
    }

    private void write(SparseRows rows) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            out.write(head.putInt(rows.rows()).putInt(rows.columnCount()).putLong(rows.entries()).array());
            for (int row = 0; row < rows.rows(); row++) {
                ByteBuffer buffer = ByteBuffer.allocate(12 * rows.count(row)).order(ByteOrder.LITTLE_ENDIAN);
                for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
                    buffer.putInt(row).putInt(rows.columns()[entry]).putFloat(1);
                }
                out.write(buffer.array());
            }
        }
    }

    /// Exact sweeps of large ranks: the floating-point operations of the normal equations alone, and what part of the peak they would be.
    private void large() {
        double peak = Sweep.threads() * peak();
        System.out.printf("%nPeak of %d cores: %.0f GFLOP/s%n%n| rank | plan | seconds per sweep | GFLOP of 2 n k^2 | GFLOP/s | of peak |%n|---|---|---|---|---|---|%n",
                Sweep.threads(), peak);
        for (int rank : largeRanks) {
            double seconds = perSweep(List.of(ours(rank, EventRule.Solver.AUTO, 3)));
            double work = 2e-9 * data.count() * rank * rank;
            System.out.printf("| %d | %s | %.2f | %.0f | %.0f | %.0f %% |%n", rank, trainer(rank, EventRule.Solver.AUTO, 1).plan(data), seconds, work,
                    work / seconds, 100 * work / seconds / peak);
        }
    }

    private static double peak() {
        double best = 0;
        float sink = 0;
        for (int run = 0; run < 50; run++) {
            long start = System.nanoTime();
            sink += Peak.run(100_000);
            best = Math.max(best, 100_000.0 * Peak.operations() / (System.nanoTime() - start));
        }
        return sink == 42 ? 0 : best;
    }
}
