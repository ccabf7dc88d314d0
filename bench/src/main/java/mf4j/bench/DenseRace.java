package mf4j.bench;

import mf4j.kernel.Kernel;
import mf4j.lowrank.GradientFactorization;
import mf4j.lowrank.LowRank;
import mf4j.lowrank.Nmf;
import mf4j.lowrank.Optimizer;
import mf4j.lowrank.Spectrum;
import mf4j.lowrank.TruncatedSvd;
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

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/// Races dense factorization against PyTorch, NumPy and scikit-learn on one matrix: epochs of Adam from the same start, compressed
/// descent against descent over all rows, the curve of all ranks, the leading singular vectors, and factors without negative numbers
/// from the same start to the same error. Answers stand beside the times.
@Command(name = "dense-race", mixinStandardHelpOptions = true, description = "Races dense factorization against PyTorch, NumPy and scikit-learn.")
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
    @Option(names = "--race", split = ",", description = "adam, compressed, curve, svd, nmf (${DEFAULT-VALUE})")
    List<String> races = List.of("adam", "compressed", "curve", "svd");
    @Option(names = "--images", description = "images in an idx3 file, packed by gzip, for nmf: its matrix is their pixels")
    Path images;
    @Option(names = "--sweeps", description = "of scikit-learn's nmf, whose error then is the goal (${DEFAULT-VALUE})")
    int sweeps = 200;
    @Option(names = "--python", description = "a Python that has PyTorch, NumPy and scikit-learn")
    Path python;

    private Matrix x;
    private Path file;
    private Path folder;

    /// Runs the race.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DenseRace()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Locale.setDefault(Locale.ROOT);
        folder = Files.createTempDirectory("dense-race");
        x = matrix == null ? Matrix.normal(rows, columns, Seeds.of(0)) : Matrix.of(Npy.read(matrix).toFloats(), Matrix.map(matrix).rows(), Matrix.map(matrix).columns());
        file = matrix == null ? folder.resolve("x.npy") : matrix;
        if (matrix == null) Npy.write(file, x.toFloats(), rows, columns);
        System.out.printf("%s, rank %d, kernel %s, %d threads%n%n", x, rank, Kernel.active().name(), Sweep.threads());
        if (races.contains("adam")) adam();
        if (races.contains("compressed")) compressed();
        if (races.contains("curve")) curve();
        if (races.contains("svd")) svd();
        if (races.contains("nmf")) nmf();
        return 0;
    }

    private void adam() throws IOException {
        GradientFactorization trainer = GradientFactorization.defaults().withRank(rank).withEpochs(epochs);
        GradientFactorization.Start start = GradientFactorization.Start.normal(x, rank, 1, 0);
        String[] factors = written(start);
        trainer.withEpochs(Math.min(epochs, 20)).fit(x, start, Watch.none());
        List<Epoch> history = trainer.fit(x, start, Watch.none()).provenance().history().epochs();
        System.out.printf("Adam, MF4J, the best factors kept: %.4f s an epoch, loss %.6f after %d%n", median(history), history.getLast().objective(), epochs);
        JsonNode peer = peer("adam", factors[0], factors[1], "" + epochs);
        if (peer == null) return;
        double worst = 0;
        for (int j = 0; j < epochs; j++) worst = Math.max(worst, Math.abs(peer.get("losses").get(j).asDouble() / history.get(j).objective() - 1));
        System.out.printf("Adam, PyTorch %s: %.4f s an epoch; MF4J is %.3f of it; losses differ by %.1e at most%n", peer.get("version").asString(), seconds(peer), median(history) / seconds(peer), worst);
        System.out.printf("the three products of an epoch alone, PyTorch: %.4f s%n", seconds(peer("products", factors)));
    }

    private String[] written(GradientFactorization.Start start) throws IOException {
        Path left = folder.resolve("left.npy"), right = folder.resolve("right.npy");
        Npy.write(left, start.left().values(), start.left().rows(), start.left().rank());
        Npy.write(right, start.right().values(), start.right().rows(), start.right().rank());
        return new String[] {left.toString(), right.toString()};
    }

    private static double median(List<Epoch> history) {
        return Peer.median(history.stream().skip(history.size() / 4).mapToDouble(Epoch::seconds).toArray());
    }

    private void compressed() {
        GradientFactorization trainer = GradientFactorization.defaults().withRank(rank).withOptimizer(Optimizer.MOMENTUM).withLearningRate(0.2)
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
        JsonNode peer = peer("curve");
        if (peer == null) return;
        double worst = 0;
        JsonNode exact = peer.get("svd");
        for (int k = 1; k < x.shortSide(); k++) {
            double svd = exact.get(k - 1).asDouble();
            double apart = Math.abs(spectrum[0].floor(k) - svd);
            worst = Math.max(worst, Math.min(apart / svd, apart / (1e-7 * spectrum[0].floor(0)) * 1e-6));
        }
        System.out.printf("floors of all ranks, NumPy: %.4f s; MF4J is %.2f of it; floors differ from the SVD's by %.1e%n", seconds(peer), ours / seconds(peer), worst);
    }

    private void svd() throws IOException {
        LowRank[] made = new LowRank[1];
        TruncatedSvd trainer = TruncatedSvd.defaults().withRank(rank);
        double ours = time(() -> {
            made[0] = trainer.fit(x);
            return made[0].fit().mse();
        });
        double all = x.squaredNorm() / x.size();
        System.out.printf("rank %d, MF4J TruncatedSvd: %.4f s, error %.6f of all squares, least possible %.6f%n", rank, ours, made[0].fit().mse() / all, made[0].fit().floor() / all);
        JsonNode peer = peer("svd", "" + rank);
        if (peer == null) return;
        for (String steps : new String[] {"two", "auto"}) {
            JsonNode one = peer.get(steps);
            System.out.printf("rank %d, randomized_svd, %s power iterations: %.4f s, error %.6f; MF4J is %.2f of it%n", rank, steps, seconds(one), one.get("share").asDouble(), ours / seconds(one));
        }
    }

    /// From one random start: scikit-learn's sweeps, and ours until the error is no larger.
    private void nmf() throws IOException {
        Matrix pixels = pixels();
        file = folder.resolve("pixels.npy");
        Npy.write(file, pixels.toFloats(), pixels.rows(), pixels.columns());
        double mean = Arrays.stream(pixels.toDoubles()).average().orElse(0);
        GradientFactorization.Start start = sizes(GradientFactorization.Start.normal(pixels, rank, Math.sqrt(mean / rank), 0));
        JsonNode peer = peer("nmf", Stream.concat(Arrays.stream(written(start)), Stream.of("" + sweeps)).toArray(String[]::new));
        if (peer == null) return;
        double all = pixels.squaredNorm();
        double goal = peer.get("share").asDouble() * all;
        Nmf trainer = Nmf.defaults().withRank(rank).withEpochs(10 * sweeps).withTolerance(0);
        LowRank once = trainer.withEpochs(1).fit(pixels, start, Watch.none());
        double unit = once.fit().objective() / (once.fit().mse() * pixels.size());
        Watch<LowRank> until = progress -> progress.epoch().objective() <= unit * goal ? Watch.Verdict.STOP : Watch.Verdict.GO_ON;
        LowRank[] made = new LowRank[1];
        double ours = time(() -> {
            made[0] = trainer.fit(pixels, start, until);
            return made[0].fit().mse();
        });
        System.out.printf("nmf of %s, rank %d, MF4J: %.3f s, %d epochs, error %.6f of all squares%n", pixels, rank, ours, made[0].provenance().history().epochs().size(), made[0].fit().mse() * pixels.size() / all);
        System.out.printf("nmf, scikit-learn, %d sweeps of coordinate descent: %.3f s, error %.6f; MF4J is %.2f of it%n", sweeps, seconds(peer), peer.get("share").asDouble(), ours / seconds(peer));
    }

    private static GradientFactorization.Start sizes(GradientFactorization.Start start) {
        for (float[] values : new float[][] {start.left().values(), start.right().values()}) {
            for (int j = 0; j < values.length; j++) values[j] = Math.abs(values[j]);
        }
        return start;
    }

    private Matrix pixels() throws IOException {
        if (images == null) throw new IllegalArgumentException("nmf wants --images FILE");
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(images))))) {
            in.readInt();
            int count = in.readInt();
            int size = in.readInt() * in.readInt();
            float[] values = new float[count * size];
            for (int j = 0; j < values.length; j++) values[j] = in.readUnsignedByte();
            return Matrix.of(values, count, size);
        }
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

    private JsonNode peer(String work, String... rest) throws IOException {
        if (python == null) return null;
        Path script = folder.resolve("dense_race.py");
        try (InputStream source = DenseRace.class.getResourceAsStream("dense_race.py")) {
            Files.write(script, source.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(python.toString(), script.toString(), work, file.toString(), "" + Sweep.threads(), "" + runs));
        command.addAll(Arrays.asList(rest));
        return JsonMapper.shared().readTree(Peer.run(command).lines().getLast());
    }

    private static double seconds(JsonNode peer) {
        return Peer.median(StreamSupport.stream(peer.get("seconds").spliterator(), false).mapToDouble(JsonNode::asDouble).toArray());
    }
}
