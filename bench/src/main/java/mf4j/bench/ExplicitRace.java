package mf4j.bench;

import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.kernel.Kernel;
import mf4j.recommend.Als;
import mf4j.recommend.FactorModel;
import mf4j.recommend.RatingRule;
import mf4j.recommend.Sgd;
import mf4j.train.Epoch;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Races the trainers of ratings against LIBMF, cmfrec and Spark MLlib on planted ratings, side by side in one run.
///
/// Every figure is the median over the epochs of all runs but the first two of each; the answer - test RMSE, and for ALS the
/// training objective - stands beside it. A peer that is not there is named and left out.
@Command(name = "explicit-race", mixinStandardHelpOptions = true, description = "Races Sgd and Als against LIBMF, cmfrec and Spark MLlib.")
public final class ExplicitRace implements Callable<Integer> {
    @Option(names = "--users", description = "planted users (${DEFAULT-VALUE})")
    int users = 100_000;
    @Option(names = "--items", description = "planted items (${DEFAULT-VALUE})")
    int items = 20_000;
    @Option(names = "--ratings", description = "planted ratings, a tenth of them for the test (${DEFAULT-VALUE})")
    int ratings = 10_000_000;
    @Option(names = "--ranks", split = ",", description = "ranks (${DEFAULT-VALUE})")
    List<Integer> ranks = List.of(32, 64);
    @Option(names = "--epochs", description = "epochs of SGD (${DEFAULT-VALUE})")
    int epochs = 20;
    @Option(names = "--sweeps", description = "sweeps of ALS (${DEFAULT-VALUE})")
    int sweeps = 7;
    @Option(names = "--runs", description = "how often each is run, in turn (${DEFAULT-VALUE})")
    int runs = 3;
    @Option(names = "--sgd-regularization", description = "of SGD, both systems (${DEFAULT-VALUE})")
    double sgdRegularization = 0.05;
    @Option(names = "--libmf-learning-rate", description = "of LIBMF's SGD, which adapts it per row (${DEFAULT-VALUE})")
    double libmfLearningRate = 0.1;
    @Option(names = "--learning-rate", description = "of MF4J's SGD in its first epoch (${DEFAULT-VALUE})")
    double learningRate = 0.05;
    @Option(names = "--bias-learning-rate", description = "of the biases of MF4J's SGD in its first epoch (${DEFAULT-VALUE})")
    double biasLearningRate = 0.02;
    @Option(names = "--decay", description = "of the learning rates of MF4J's SGD (${DEFAULT-VALUE})")
    double decay = 0.9;
    @Option(names = "--deviation", description = "spread of the first factors of MF4J's SGD (${DEFAULT-VALUE})")
    double deviation = 0.5;
    @Option(names = "--als-regularization", description = "of ALS, all systems but Spark (${DEFAULT-VALUE})")
    double alsRegularization = 12;
    @Option(names = "--spark-regularization", description = "of Spark's ALS, which multiplies it by the count of a row (${DEFAULT-VALUE})")
    double sparkRegularization = 0.1;
    @Option(names = "--libmf", description = "path of LIBMF's mf-train")
    Path libmf;
    @Option(names = "--python", description = "a Python that has cmfrec")
    Path python;
    @Option(names = "--spark", description = "the folder of jars that `mvn -P spark -pl bench/spark package` made")
    Path spark;
    @Option(names = "--spark-java", description = "the java that runs Spark, where it does not run on this one")
    Path sparkJava = Path.of(System.getProperty("java.home"), "bin", "java");
    @Option(names = "--chart", description = "draw the times into this SVG file")
    Path chart;
    @Option(names = "--only", split = ",", description = "sgd, als or both (${DEFAULT-VALUE})")
    List<String> only = List.of("sgd", "als");

    private final List<BarChart.Bar> bars = new ArrayList<>();
    private Split split;
    private Path folder;

    /// Runs the race.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ExplicitRace()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Locale.setDefault(Locale.ROOT);
        Planted planted = Planted.defaults().withShape(users, items, ratings);
        split = Split.random(1, 0.9, 0, 0.1).of(planted.ratings());
        folder = Files.createTempDirectory("explicit-race");
        System.out.printf("%,d training ratings of %,d items by %,d users, kernel %s, %d threads, noise of the planted test ratings %.4f%n%n",
                split.train().count(), items, users, Kernel.active().name(), Sweep.threads(), planted.truth().noiseFloor(split.test()));
        try {
            writeFiles();
            System.out.println("| work | system | seconds per epoch | ratings/s, millions | test RMSE | objective | times MF4J |");
            System.out.println("|---|---|---|---|---|---|---|");
            for (int rank : ranks) {
                if (only.contains("sgd")) race("SGD k=" + rank, sgd(rank), libmf(rank));
                if (only.contains("als")) race("ALS k=" + rank, als(rank), cmfrec(rank, "cholesky"), cmfrec(rank, "cg"), spark(rank));
            }
            if (chart != null) BarChart.write(chart, new BarChart.Section("Seconds per epoch or sweep, %,d ratings, 2 cores".formatted(split.train().count()), "s", bars));
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) Files.delete(file);
            }
            Files.delete(folder);
        }
        return 0;
    }

    /// One system's run: seconds per epoch and the checked answer.
    private record Result(double seconds, double rmse, double objective) { }

    private record Entrant(String name, Callable<Result> run) { }

    @SafeVarargs
    private void race(String work, Optional<Entrant>... entrants) {
        List<Entrant> there = Stream.of(entrants).flatMap(Optional::stream).toList();
        List<List<Result>> results = new ArrayList<>();
        for (int j = 0; j < there.size(); j++) results.add(new ArrayList<>());
        for (int run = 0; run < runs; run++) {
            for (int j = 0; j < there.size(); j++) results.get(j).add(result(there.get(j)));
        }
        double ours = median(results.getFirst());
        for (int j = 0; j < there.size(); j++) {
            Result last = results.get(j).getLast();
            double seconds = median(results.get(j));
            System.out.printf("| %s | %s | %.4f | %.1f | %.4f | %.6g | %.2f |%n", work, there.get(j).name(), seconds,
                    split.train().count() / seconds / 1e6, last.rmse(), last.objective(), seconds / ours);
            bars.add(new BarChart.Bar(work, there.get(j).name(), seconds));
        }
    }

    private static double median(List<Result> results) {
        return Peer.median(results.stream().mapToDouble(Result::seconds).toArray());
    }

    private static Result result(Entrant entrant) {
        try {
            return entrant.run().call();
        } catch (Exception e) {
            throw new IllegalStateException(entrant.name(), e);
        }
    }

    private Optional<Entrant> sgd(int rank) {
        Sgd sgd = Sgd.defaults().withRank(rank).withEpochs(epochs).withStep(Sgd.Step.DECAYED).withDecay(decay)
                .withLearningRate(learningRate).withBiasLearningRate(biasLearningRate).withDeviation(deviation)
                .withRegularization(sgdRegularization / unit()).withBiasRegularization(sgdRegularization);
        return Optional.of(new Entrant("MF4J Sgd", () -> ours(sgd)));
    }

    private Optional<Entrant> als(int rank) {
        Als als = Als.defaults().withRank(rank).withEpochs(sweeps).withRegularization(alsRegularization / unit())
                .withBiasRegularization(alsRegularization).withSolver(RatingRule.Solver.CHOLESKY);
        return Optional.of(new Entrant("MF4J Als", () -> ours(als)));
    }

    /// MF4J states the pull on factors in units of the ratings' standard deviation, the others do not.
    private double unit() {
        float[] values = split.train().byUser().values();
        double squares = 0;
        for (float value : values) squares += Math.pow(value - split.train().mean(), 2);
        return Math.sqrt(squares / values.length);
    }

    private Result ours(Trainer<Ratings, FactorModel> trainer) {
        FactorModel model = trainer.fit(split.train());
        List<Epoch> history = model.provenance().history().epochs();
        double[] seconds = history.stream().skip(2).mapToDouble(Epoch::seconds).toArray();
        return new Result(Peer.median(seconds), rmse(model), history.getLast().objective());
    }

    private double rmse(FactorModel model) {
        var rows = split.test().byUser();
        double sum = Sweep.sum(rows.rows(), 256, (from, to) -> {
            double part = 0;
            for (int user = from; user < to; user++) {
                for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
                    double error = rows.values()[entry] - model.score(user, rows.columns()[entry]);
                    part += error * error;
                }
            }
            return part;
        });
        return Math.sqrt(sum / split.test().count());
    }

    /// LIBMF prints a line after every epoch; epoch 0 trains only a few dimensions and is left out with the first gap.
    private Optional<Entrant> libmf(int rank) {
        if (absent("LIBMF", "--libmf", libmf)) return Optional.empty();
        return Optional.of(new Entrant("LIBMF", () -> {
            Peer peer = Peer.run(List.of(libmf.toString(), "-l2", "" + sgdRegularization, "-k", "" + rank, "-t", "" + epochs, "-s", "2",
                    "-r", "" + libmfLearningRate, "" + train(".txt"), folder.resolve("libmf.model").toString()));
            Peer predicted = Peer.run(List.of(libmf.resolveSibling("mf-predict").toString(), "" + test(".txt"),
                    folder.resolve("libmf.model").toString(), folder.resolve("libmf.out").toString()));
            String[] words = predicted.lines().getLast().split("\\s+");
            return new Result(peer.secondsBetween("^\\s*\\d+\\s"), Double.parseDouble(words[words.length - 1]), Double.NaN);
        }));
    }

    private Optional<Entrant> cmfrec(int rank, String solver) throws IOException {
        if (absent("cmfrec", "--python", python)) return Optional.empty();
        Path script = folder.resolve("cmfrec_race.py");
        try (InputStream source = ExplicitRace.class.getResourceAsStream("cmfrec_race.py")) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(new Entrant("cmfrec " + solver, () -> {
            Peer peer = Peer.run(List.of(python.toString(), script.toString(), "" + train(".csv"), "" + test(".csv"), "" + rank,
                    "" + alsRegularization, "" + sweeps, solver));
            return new Result(peer.secondsBetween("Completed ALS iteration"), peer.number("rmse"), peer.number("objective"));
        }));
    }

    private Optional<Entrant> spark(int rank) {
        if (absent("Spark", "--spark", spark)) return Optional.empty();
        return Optional.of(new Entrant("Spark MLlib", () -> {
            List<String> command = new ArrayList<>(List.of(sparkJava.toString(), "-Xmx8g"));
            for (String opened : List.of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
                    "java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar")) {
                command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
            }
            command.addAll(List.of("-cp", spark + "/*", "SparkRace", "" + train(".csv"), "" + test(".csv"), "" + rank, "" + sparkRegularization,
                    "" + sweeps));
            Peer peer = Peer.run(command);
            return new Result(peer.number("seconds"), peer.number("rmse"), Double.NaN);
        }));
    }

    private static boolean absent(String name, String option, Path path) {
        if (path != null && Files.exists(path)) return false;
        System.err.println(name + " is not raced: give " + option);
        return true;
    }

    private Path train(String ending) {
        return folder.resolve("train" + ending);
    }

    private Path test(String ending) {
        return folder.resolve("test" + ending);
    }

    private void writeFiles() throws IOException {
        write(split.train(), train(".txt"), " ", false);
        write(split.test(), test(".txt"), " ", false);
        write(split.train(), train(".csv"), ",", true);
        write(split.test(), test(".csv"), ",", true);
    }

    /// Indexes, not names: LIBMF and Spark want small integers.
    private static void write(Ratings ratings, Path path, String separator, boolean header) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(path)) {
            if (header) out.write("user" + separator + "item" + separator + "rating\n");
            var rows = ratings.byUser();
            for (int user = 0; user < rows.rows(); user++) {
                for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
                    out.write(user + separator + rows.columns()[entry] + separator + rows.values()[entry] + "\n");
                }
            }
        }
    }
}
