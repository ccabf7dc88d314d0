package mf4j.bench;

import mf4j.data.Ids;
import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Npy;
import mf4j.recommend.FactorModel;
import mf4j.recommend.ImplicitAls;
import mf4j.recommend.Newcomer;
import mf4j.recommend.Recommendation;
import mf4j.recommend.Side;
import mf4j.recommend.TopN;
import mf4j.recommend.Trial;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Races exact top-N against faiss's IndexFlatIP and implicit's recommend on the same factors: random ones, in which pruning finds
/// little; skewed ones, whose lengths and spectrum decay; and those that implicit ALS learned from planted events. Each list is compared with
/// brute force of ours, and with faiss's by the scores of what differs.
@Command(name = "topn-race", mixinStandardHelpOptions = true, description = "Races exact top-N against faiss and implicit.")
public final class TopNRace implements Callable<Integer> {
    @Option(names = "--users", description = "users (${DEFAULT-VALUE})")
    int users = 10_000;
    @Option(names = "--items", description = "items (${DEFAULT-VALUE})")
    int items = 100_000;
    @Option(names = "--rank", description = "length of the factors (${DEFAULT-VALUE})")
    int rank = 128;
    @Option(names = "--count", description = "length of the lists (${DEFAULT-VALUE})")
    int count = 10;
    @Option(names = "--runs", description = "how often (${DEFAULT-VALUE})")
    int runs = 5;
    @Option(names = "--factors", split = ",", description = "random, skewed, trained (${DEFAULT-VALUE})")
    List<String> factors = List.of("random", "skewed", "trained");
    @Option(names = "--events", description = "planted events of the trained factors (${DEFAULT-VALUE})")
    int events = 2_000_000;
    @Option(names = "--one-user", description = "one user's fold-in and list on one thread instead")
    boolean oneUser;
    @Option(names = "--python", description = "a Python that has faiss and implicit")
    Path python;

    private Path folder;

    /// Runs the race.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TopNRace()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Locale.setDefault(Locale.ROOT);
        System.out.printf("top %d of %,d items x %d for %,d users, kernel %s, %d threads%n%n", count, items, rank, users, Kernel.active().name(), Sweep.threads());
        folder = Files.createTempDirectory("topn-race");
        try {
            for (String kind : factors) {
                FactorModel model = model(kind);
                if (oneUser) Sweep.runWithThreads(1, () -> alone(kind, model));
                else race(kind, model);
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) Files.delete(file);
            }
            Files.delete(folder);
        }
        return 0;
    }

    private FactorModel model(String kind) {
        if (kind.equals("trained")) return trained();
        FactorModel any = ImplicitAls.defaults().withRank(1).withEpochs(1).fit(Ratings.builder().add("u", "i", 1).build());
        boolean skewed = kind.equals("skewed");
        return new FactorModel(side(any.user(), users, skewed, 1), side(any.item(), items, skewed, 2), any.scale(), Optional.empty(), any.provenance());
    }

    private FactorModel trained() {
        Ratings ratings = Planted.defaults().withShape(users, items, events).ratings();
        Ratings.Builder clicks = Ratings.builder();
        for (int u = 0; u < ratings.users().size(); u++) {
            for (int item : ratings.byUser().columns(u)) clicks.add(ratings.users().name(u), ratings.items().name(item), 1);
        }
        return ImplicitAls.defaults().withRank(rank).withEpochs(4).fit(clicks.build());
    }

    /// Normal numbers; skewed ones fall by direction to 5 % and by row from 3 to some hundredths, as popularity would have it.
    private Side side(Side like, int n, boolean skewed, int purpose) {
        Factors drawn = Factors.normal(n, rank, 1, Seeds.of(7).at(purpose));
        for (int row = 0; skewed && row < n; row++) {
            double length = purpose == 2 ? 3 * Math.pow(1 + row % 9973, -0.4) : 1;
            for (int j = 0; j < rank; j++) drawn.values()[row * rank + j] *= (float) (length * Math.exp(-3.0 * j / rank));
        }
        Ids ids = Ids.ofLongs(IntStream.range(0, n).asLongStream().toArray());
        return new Side(ids, drawn, new float[n], like.rule());
    }

    private void race(String kind, FactorModel model) throws IOException {
        for (Trial trial : model.trials(users)) System.out.println(kind + ": " + said(trial));
        double ours = Peer.median(IntStream.range(0, runs).mapToDouble(_ -> timed(() -> lists(model)) / model.users().size()).toArray());
        int[] found = lists(model);
        System.out.printf("%s: MF4J %.1f us per user, %.6f of the lists are those of brute force%n", kind, ours, sameAsBruteForce(model, found));
        if (python == null) return;
        write(folder.resolve("users.npy"), model.user().factors());
        write(folder.resolve("items.npy"), model.item().factors());
        for (String system : List.of("faiss", "implicit")) peer(kind, system, model, ours, found);
    }

    private static String said(Trial trial) {
        return String.format("%s %d dimensions, %d at a time: %.1f us, %.0f scored, %.0f kB per user on one thread", trial.strategy(),
                trial.dimensions(), trial.together(), trial.seconds() * 1e6, trial.scored(), trial.bytes() / 1e3);
    }

    private static double timed(Supplier<?> work) {
        long start = System.nanoTime();
        work.get();
        return (System.nanoTime() - start) * 1e-3;
    }

    private int[] lists(FactorModel model) {
        int[] found = new int[model.users().size() * count];
        Arrays.fill(found, -1);
        TopN.best(count).forEach(model, (user, list) -> {
            int at = model.users().indexOf(user) * count;
            for (Recommendation one : list) found[at++] = model.items().indexOf(one.name());
        });
        return found;
    }

    private double sameAsBruteForce(FactorModel model, int[] found) {
        float[] scores = new float[model.items().size()];
        int same = 0;
        int tried = 0;
        for (int u = 0; u < model.users().size(); u += 50, tried++) {
            model.scores(u, 1, scores);
            int[] best = TopN.best(scores, 0, scores.length, new BitSet(), count);
            if (Arrays.equals(best, 0, best.length, found, u * count, u * count + best.length)) same++;
        }
        return (double) same / tried;
    }

    private void peer(String kind, String system, FactorModel model, double ours, int[] found) throws IOException {
        Path script = folder.resolve("topn_race.py");
        try (InputStream source = TopNRace.class.getResourceAsStream("topn_race.py")) {
            Files.write(script, source.readAllBytes());
        }
        Path ids = folder.resolve("ids.npy");
        Peer peer = Peer.run(List.of(python.toString(), script.toString(), system, "" + folder.resolve("users.npy"), "" + folder.resolve("items.npy"),
                "" + count, "" + runs, ids.toString()));
        double theirs = Peer.median(peer.lines().stream().filter(line -> line.startsWith("us_per_user=")).mapToDouble(line -> Double.parseDouble(line.substring(12))).toArray());
        int[] others = Npy.read(ids).toInts();
        System.out.printf("%s: %s %.1f us per user, %.2f times MF4J; scores differ by at most %.2g of the best where ids do%n", kind, system, theirs, theirs / ours,
                gap(model, found, others));
    }

    /// Ties and rounding aside two exact lists have the same scores.
    private double gap(FactorModel model, int[] found, int[] others) {
        double gap = 0;
        for (int j = 0; j < found.length; j++) {
            if (found[j] == others[j]) continue;
            int user = j / count;
            double best = Math.abs(model.score(user, found[user * count]));
            gap = Math.max(gap, Math.abs(model.score(user, found[j]) - model.score(user, others[j])) / best);
        }
        return gap;
    }

    /// The median of many different users, after enough of them that the choice is made and the code compiled.
    private void alone(String kind, FactorModel model) {
        Seeds.Stream random = Seeds.of(5).stream(0);
        for (Trial trial : model.trials(1)) System.out.println(kind + ": " + said(trial));
        double[] fold = new double[200];
        double[] list = new double[200];
        for (int j = 0; j < 200; j++) {
            Map<String, Double> past = new HashMap<>();
            while (past.size() < 20) past.put(model.items().name((int) (random.nextDouble() * model.items().size())), 1.0);
            Newcomer[] newcomer = new Newcomer[1];
            fold[j] = timed(() -> newcomer[0] = model.foldIn(past));
            list[j] = timed(() -> newcomer[0].recommend(count));
        }
        System.out.printf("%s: fold-in %.2f ms + list %.2f ms, one thread%n", kind, Peer.median(Arrays.copyOfRange(fold, 100, 200)) / 1e3,
                Peer.median(Arrays.copyOfRange(list, 100, 200)) / 1e3);
    }

    private static void write(Path path, Factors factors) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
            Npy.write(out, factors.values(), factors.rows(), factors.rank());
        }
    }
}
