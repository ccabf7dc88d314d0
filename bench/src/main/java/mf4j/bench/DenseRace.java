package mf4j.bench;

import mf4j.kernel.Kernel;
import mf4j.lowrank.GradientFactorization;
import mf4j.lowrank.LowRank;
import mf4j.lowrank.Optimizer;
import mf4j.lowrank.Spectrum;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.train.Epoch;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.stream.StreamSupport;

/// Races dense factorization against PyTorch, NumPy and scikit-learn on one matrix: epochs of Adam from the same start, compressed
/// descent against descent over all rows, and the curve of all ranks. Answers stand beside the times.
@Command(name = "dense-race", mixinStandardHelpOptions = true, description = "Races dense factorization against PyTorch and NumPy.")
public final class DenseRace implements Callable<Integer> {
    @Option(names = "--matrix", description = "a .npy file; standard normal numbers otherwise")
    Path matrix;
    @Option(names = "--rows", description = "of the standard normal matrix (${DEFAULT-VALUE})")
    int rows = 50_000;
    @Option(names = "--columns", description = "of the standard normal matrix (${DEFAULT-VALUE})")
    int columns = 384;
    @Option(names = "--rank", description = "components (${DEFAULT-VALUE})")
    int rank = 64;
    @Option(names = "--epochs", description = "whose losses are compared (${DEFAULT-VALUE})")
    int epochs = 100;
    @Option(names = "--runs", description = "repetitions of what is no epoch (${DEFAULT-VALUE})")
    int runs = 5;
    @Option(names = "--race", split = ",", description = "adam, compressed, curve (${DEFAULT-VALUE})")
    List<String> races = List.of("adam", "compressed", "curve");
    @Option(names = "--python", description = "a Python that has PyTorch, NumPy and scikit-learn")
    Path python;
    @Option(names = "--script", description = "the peers' script")
    Path script;

    private Matrix x;
    private Path file;

    /// Runs the race.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DenseRace()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Locale.setDefault(Locale.ROOT);
        Path folder = Files.createTempDirectory("dense-race");
        x = matrix == null ? Matrix.normal(rows, columns, Seeds.of(0)) : Matrix.of(Npy.read(matrix).toFloats(), Matrix.map(matrix).rows(), Matrix.map(matrix).columns());
        file = matrix == null ? folder.resolve("x.npy") : matrix;
        if (matrix == null) Npy.write(file, x.toFloats(), rows, columns);
        System.out.printf("%s, rank %d, kernel %s, %d threads%n%n", x, rank, Kernel.active().name(), Sweep.threads());
        if (races.contains("adam")) adam(folder);
        if (races.contains("compressed")) compressed();
        if (races.contains("curve")) curve();
        return 0;
    }

    private void adam(Path folder) throws IOException {
        GradientFactorization trainer = GradientFactorization.defaults().withRank(rank).withEpochs(epochs);
        GradientFactorization.Start start = GradientFactorization.Start.normal(x, rank, 1, 0);
        Npy.write(folder.resolve("left.npy"), start.left().values(), x.rows(), rank);
        Npy.write(folder.resolve("right.npy"), start.right().values(), rank, x.columns());
        for (boolean best : new boolean[] {false, true}) {
            List<Epoch> history = trainer.withKeepBest(best).fit(x, start, Watch.none()).provenance().history().epochs();
            System.out.printf("Adam, MF4J%s: %.4f s an epoch, loss %.6f after %d%n", best ? ", best factors kept" : "", median(history), history.getLast().objective(), epochs);
            if (best) continue;
            JsonNode peer = peer("adam", "--rank", "" + rank, "--epochs", "" + epochs, "--left", folder.resolve("left.npy").toString(), "--right", folder.resolve("right.npy").toString());
            if (peer == null) continue;
            double worst = 0;
            for (int j = 0; j < epochs; j++) worst = Math.max(worst, Math.abs(peer.get("loss_item").get(j).asDouble() / history.get(j).objective() - 1));
            System.out.printf("Adam, PyTorch: %.4f s an epoch; MF4J is %.3f of it; losses differ by %.1e at most%n", seconds(peer), median(history) / seconds(peer), worst);
            JsonNode products = peer("products", "--rank", "" + rank);
            System.out.printf("the three products of an epoch alone, PyTorch: %.4f s%n", seconds(products));
        }
    }

    private static double median(List<Epoch> history) {
        return Peer.median(history.stream().skip(history.size() / 4).mapToDouble(Epoch::seconds).toArray());
    }

    private void compressed() {
        GradientFactorization trainer = GradientFactorization.defaults().withRank(rank).withOptimizer(Optimizer.MOMENTUM).withLearningRate(0.2 * x.size() / (x.rows() + x.columns()))
                .withEpochs(epochs);
        LowRank small = trainer.fit(x);
        LowRank full = trainer.withCompressed(false).fit(x);
        double fast = median(small.provenance().history().epochs());
        double slow = median(full.provenance().history().epochs());
        System.out.printf("momentum: %.5f s an epoch compressed, %.4f s over all rows: %.0f times; mse %.8f and %.8f; factors differ by %.1e and %.1e of their size%n",
                fast, slow, slow / fast, small.fit().mse(), full.fit().mse(), difference(small.left(), full.left()), difference(small.right(), full.right()));
    }

    private static double difference(Matrix a, Matrix b) {
        double[] one = a.toDoubles();
        double[] other = b.toDoubles();
        double apart = 0;
        for (int j = 0; j < one.length; j++) apart += (one[j] - other[j]) * (one[j] - other[j]);
        return Math.sqrt(apart / b.squaredNorm());
    }

    private void curve() throws IOException {
        Spectrum[] spectrum = new Spectrum[1];
        double ours = time(() -> {
            spectrum[0] = Spectrum.of(x);
            return spectrum[0].total();
        });
        System.out.printf("floors of all ranks, MF4J: %.4f s%n", ours);
        JsonNode peer = peer("curve", "--check");
        if (peer == null) return;
        double worst = 0;
        JsonNode exact = peer.get("floors_svd");
        for (int k = 1; exact != null && k < x.shortSide(); k++) {
            double svd = exact.get(k - 1).asDouble();
            double apart = Math.abs(spectrum[0].floor(k) - svd);
            worst = Math.max(worst, Math.min(apart / svd, apart / (1e-7 * spectrum[0].floor(0)) * 1e-6));
        }
        System.out.printf("floors of all ranks, NumPy: %.4f s; MF4J is %.2f of it; floors differ from the SVD's by %.1e%n", seconds(peer), ours / seconds(peer), worst);
    }

    private double time(DoubleSupplier work) {
        for (int j = 0; j < 3; j++) work.getAsDouble();
        double[] times = new double[runs];
        for (int j = 0; j < runs; j++) {
            long start = System.nanoTime();
            work.getAsDouble();
            times[j] = (System.nanoTime() - start) * 1e-9;
        }
        return Peer.median(times);
    }

    private JsonNode peer(String... arguments) throws IOException {
        if (python == null || script == null) return null;
        List<String> command = new ArrayList<>(List.of(python.toString(), script.toString(), arguments[0], "--matrix", file.toString(), "--threads", "" + Sweep.threads()));
        command.addAll(Arrays.asList(arguments).subList(1, arguments.length));
        return JsonMapper.shared().readTree(Peer.run(command).lines().getLast());
    }

    private static double seconds(JsonNode peer) {
        return Peer.median(StreamSupport.stream(peer.get("seconds").spliterator(), false).mapToDouble(JsonNode::asDouble).toArray());
    }
}
