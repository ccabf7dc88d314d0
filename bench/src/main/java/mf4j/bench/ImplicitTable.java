package mf4j.bench;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.evaluate.Bootstrap;
import mf4j.evaluate.Interval;
import mf4j.evaluate.Metric;
import mf4j.evaluate.PairedTest;
import mf4j.evaluate.Protocol;
import mf4j.evaluate.Ranking;
import mf4j.evaluate.RankingScores;
import mf4j.kernel.Kernel;
import mf4j.recommend.Model;
import mf4j.sql.Tables;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// The table of proof for events: every trainer of events under the protocols of published tables, `ratings.csv` of ml-latest-small
/// where ratings of 4 and more are events.
///
/// Fitted on the training part alone; validation chooses a point of the trainer's grid ([Entrant]) and the epoch, by NDCG@10 under
/// the same protocol; the test part chooses nothing. The row is the median over seeds by NDCG@10. Intervals draw users, and the tests
/// against popularity and Bpr are paired over users.
@Command(name = "implicit-table", mixinStandardHelpOptions = true, description = "Prints rankings of all trainers of events on a file of ratings.")
public final class ImplicitTable implements Callable<Integer> {
    private static final Ranking RANKING = Ranking.at(10, 20).of(Metric.NDCG, Metric.HIT_RATE, Metric.RECALL_CAPPED);
    private static final String BY = Metric.NDCG.at(10);

    @Parameters(paramLabel = "RATINGS", description = "ml-latest-small's ratings.csv, or any other ratings")
    Path file;
    @Option(names = "--at-least", description = "ratings of at least this are events (${DEFAULT-VALUE})")
    double atLeast = 4;
    @Option(names = "--seeds", description = "how many (${DEFAULT-VALUE})")
    int seeds = 3;
    @Option(names = "--rank", description = "number of factors of all trainers that have them; their defaults without it")
    Integer rank;
    @Option(names = "--negatives", description = "drawn for each user in the second protocol (${DEFAULT-VALUE})")
    int negatives = 99;
    @Option(names = "--only", split = ",", paramLabel = "TRAINER", description = "these trainers alone, beside Popularity and Bpr")
    List<String> only = List.of();

    private final Map<String, RankingScores> judged = new LinkedHashMap<>();

    /// Runs it.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ImplicitTable()).execute(arguments));
    }

    @Override
    public Integer call() {
        Ratings events = Tables.ratings(file).atLeast(atLeast).events().compacted();
        System.out.printf("%s, kernel %s, %d seeds%n", events, Kernel.active().name(), seeds);
        table("Strong generalisation, among all items", Split.strong(0.15, 0.3, 0.8, 0).of(events), Protocol.strong(RANKING));
        Split latest = Split.leaveLast(1, 1).of(events);
        table("Leave one out, among all items", latest, Protocol.full(RANKING));
        table("Leave one out, among " + negatives + " drawn negatives", latest, Protocol.sampled(RANKING, negatives, 0));
        return 0;
    }

    private void table(String title, Split split, Protocol protocol) {
        System.out.printf("%n%s: %,d / %,d / %,d, %,d folded in%n%n", title, split.train().count(), split.validation().count(), split.test().count(), split.foldIn().count());
        System.out.println("| trainer | NDCG@10 | 95 % interval | HR@10 | Recall@20 | NDCG@10 over popularity | over Bpr | spread over seeds | seconds | chosen |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        judged.clear();
        for (Entrant entrant : Entrant.all()) {
            boolean wanted = only.isEmpty() || only.contains(entrant.name()) || List.of("Popularity", "Bpr").contains(entrant.name());
            if (wanted) row(rank == null ? entrant : entrant.withRank(rank), split, protocol);
        }
    }

    private void row(Entrant entrant, Split split, Protocol protocol) {
        long start = System.nanoTime();
        Map<String, Object> chosen = entrant.points().stream().max(Comparator.comparingDouble(point ->
                protocol.validation(fit(entrant.at(point, 0), split, protocol), split).value(BY))).orElseThrow();
        double seconds = (System.nanoTime() - start) * 1e-9 / entrant.points().size();
        List<RankingScores> runs = IntStream.range(0, entrant.seeds(seeds))
                .mapToObj(seed -> protocol.test(fit(entrant.at(chosen, seed), split, protocol), split))
                .sorted(Comparator.comparingDouble(scores -> scores.value(BY))).toList();
        RankingScores median = runs.get(runs.size() / 2);
        judged.put(entrant.name(), median);
        Interval interval = median.interval(BY, Bootstrap.defaults());
        System.out.printf("| %s | %.4f | %.3f to %.3f | %.4f | %.4f | %s | %s | %.4f to %.4f | %.1f | %s |%n", entrant.name(), median.value(BY), interval.low(),
                interval.high(), median.value("hit-rate@10"), median.value("recall-capped@20"), against("Popularity", median), against("Bpr", median),
                runs.getFirst().value(BY), runs.getLast().value(BY), seconds, chosen);
    }

    private static <M extends Model> M fit(Trainer<Ratings, M> trainer, Split split, Protocol protocol) {
        int epochs = Knobs.valuesOf(trainer).getOrDefault("epochs", 0) instanceof Integer number ? number : 0;
        Watch<? super M> watch = protocol.watching(split).patience(Math.max(5, epochs / 2));
        return trainer.fit(split.train(), watch);
    }

    private String against(String other, RankingScores scores) {
        if (!judged.containsKey(other) || judged.get(other) == scores) return "";
        PairedTest test = PairedTest.of(scores, judged.get(other), BY);
        return String.format("%+.4f (%+.3f to %+.3f, p = %.3f)", test.difference(), test.interval().low(), test.interval().high(), test.pValue());
    }
}
