package mf4j.bench;

import mf4j.data.Attributes;
import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.evaluate.Metric;
import mf4j.evaluate.Ranking;
import mf4j.evaluate.RankingScores;
import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.recommend.Bpr;
import mf4j.recommend.Continuing;
import mf4j.recommend.Ease;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Hybrid;
import mf4j.recommend.ImplicitAls;
import mf4j.recommend.ItemKnn;
import mf4j.recommend.LiveModel;
import mf4j.recommend.LogisticMf;
import mf4j.recommend.Model;
import mf4j.recommend.PartialFit;
import mf4j.recommend.Popularity;
import mf4j.recommend.Recommender;
import mf4j.recommend.Warp;
import mf4j.sql.Tables;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// `bench/run LiveTable ratings.csv`: how far a model that took new events without training is from one that was trained again.
///
/// A model learns the earlier part of the events; the later part comes one event after the other, in the order of time; then all
/// are judged on the last part, with everything before it excluded.
@Command(name = "live-table", mixinStandardHelpOptions = true, description = "Compares live models with a full refit.")
public final class LiveTable implements Callable<Integer> {
    @Parameters(paramLabel = "RATINGS", description = "ratings with times, ml-latest-small's ratings.csv for example")
    Path file;
    @Option(names = "--at-least", description = "ratings from here on are events (${DEFAULT-VALUE})")
    double atLeast = 4;
    @Option(names = "--rank", description = "of the factor models (${DEFAULT-VALUE})")
    int rank = 64;
    @Option(names = "--item-attributes", description = "what items are by themselves, ml-latest-small's movies.csv for example: Hybrid's; it is left out without")
    Path itemAttributes;
    @Option(names = "--attribute-columns", split = ",", description = "of that table, these columns (${DEFAULT-VALUE})")
    List<String> attributeColumns = List.of("genres");
    @Option(names = "--trainers", split = ",", description = "these alone, by the names in the table; all without")
    List<String> trainers = List.of();

    private record Event(String user, String item, long time) { }

    /// Runs it.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LiveTable()).execute(arguments));
    }

    @Override
    public Integer call() {
        Ratings all = Tables.ratings(file);
        Ratings events = all.subset(entry -> all.byUser().values()[entry] >= atLeast).mapValues(_ -> 1).compacted();
        if (itemAttributes != null) events = events.described(Attributes.none(), Tables.itemAttributes(itemAttributes, attributeColumns));
        System.out.printf("%s, kernel %s%n", events, Kernel.active().name());
        Map<String, Split.Rule> rules = new LinkedHashMap<>();
        rules.put("per user 80 / 10 / 10: known users go on", Split.chronological(0.8, 0.1, 0.1));
        rules.put("by the clock 80 / 10 / 10: most users are new", Split.globalTime(0.8, 0.1, 0.1));
        for (Map.Entry<String, Split.Rule> rule : rules.entrySet()) table(rule.getKey(), rule.getValue().of(events));
        return 0;
    }

    private void table(String name, Split split) {
        System.out.printf("%n%s (%,d / %,d / %,d)%n%n", name, split.train().count(), split.validation().count(), split.test().count());
        System.out.println("| trainer | model | NDCG@10 | distance of scores | median us | 99 % us | seconds in all |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Trainer<Ratings, ? extends Model> trainer : trainers()) rows(trainer, split);
    }

    private List<Trainer<Ratings, ? extends Model>> trainers() {
        List<Trainer<Ratings, ? extends Model>> all = new ArrayList<>(List.of(ImplicitAls.defaults().withRank(rank)));
        if (itemAttributes != null) all.add(Hybrid.defaults().withRank(rank));
        all.addAll(List.of(Bpr.defaults().withRank(rank), Warp.defaults().withRank(rank), LogisticMf.defaults().withRank(rank), Ease.defaults(),
                ItemKnn.defaults(), Popularity.defaults()));
        return all.stream().filter(one -> trainers.isEmpty() || trainers.contains(one.getClass().getSimpleName())).toList();
    }

    private void rows(Trainer<Ratings, ? extends Model> trainer, Split split) {
        String title = trainer.getClass().getSimpleName();
        Ratings both = split.trainAndValidation();
        Model before = trainer.fit(split.train());
        long start = System.nanoTime();
        Model again = trainer.fit(both);
        double training = (System.nanoTime() - start) * 1e-9;
        List<Event> events = inOrder(split.validation());
        row(title, "not updated", before, again, split, "-");
        row(title, "users folded in again", before.foldIn(both), again, split, "-");
        live(title, "live, users move", LiveModel.of(before, PartialFit.touchedUsers()), events, again, split);
        live(title, "live, items move too", LiveModel.of(before, PartialFit.touched()), events, again, split);
        start = System.nanoTime();
        Model at = before.partialFit(split.validation());
        row(title, "partialFit, all at once", at, again, split, "- | - | %.3f".formatted((System.nanoTime() - start) * 1e-9));
        warm(title, trainer, at, both, again, split);
        row(title, "trained again", again, again, split, "- | - | %.3f".formatted(training));
        if (has(trainer, "seed")) row(title, "trained again, another seed", Knobs.with(trainer, "seed", 1).fit(both), again, split, "-");
    }

    private static boolean has(Trainer<Ratings, ? extends Model> trainer, String knob) {
        return Knobs.valuesOf(trainer).containsKey(knob);
    }

    private void warm(String title, Trainer<Ratings, ? extends Model> trainer, Model at, Ratings both, Model again, Split split) {
        if (!(trainer instanceof Continuing) || !(at instanceof FactorModel from)) return;
        long start = System.nanoTime();
        Model warm = ((Continuing) Knobs.turned(trainer, Map.of("epochs", 2))).fit(both, from, Watch.none());
        row(title, "and two epochs more", warm, again, split, "- | - | %.3f".formatted((System.nanoTime() - start) * 1e-9));
    }

    private static List<Event> inOrder(Ratings part) {
        int[] user = part.byUser().rowOfEntry();
        return IntStream.range(0, part.count()).mapToObj(entry -> new Event(part.users().name(user[entry]),
                part.items().name(part.byUser().columns()[entry]), part.time(entry))).sorted(Comparator.comparingLong(Event::time)).toList();
    }

    private void live(String title, String name, LiveModel live, List<Event> events, Model again, Split split) {
        double[] micros = new double[events.size()];
        for (int j = 0; j < micros.length; j++) {
            long start = System.nanoTime();
            live.observe(events.get(j).user(), events.get(j).item(), 1);
            micros[j] = (System.nanoTime() - start) * 1e-3;
        }
        double all = Arrays.stream(micros).sum() * 1e-6;
        Arrays.sort(micros);
        row(title, name, live, again, split, "%.0f | %.0f | %.3f".formatted(micros[micros.length / 2], micros[micros.length * 99 / 100], all));
    }

    private void row(String title, String name, Recommender model, Model again, Split split, String cost) {
        RankingScores scores = Ranking.at(10).of(Metric.NDCG).excluding(split.train(), split.validation()).score(model, split.test());
        System.out.printf("| %s | %s | %.4f | %.3f | %s |%n", title, name, scores.value("ndcg@10"), distance(model, again, split.test().byUser()),
                cost.equals("-") ? "- | - | -" : cost);
    }

    /// The norm of the differences of all scores of the test's users, relative to the norm of the scores of the model trained again.
    private static double distance(Recommender model, Model again, SparseRows test) {
        float[] these = new float[model.items().size()];
        float[] those = new float[these.length];
        double apart = 0, size = 0;
        for (int user = 0; user < test.rows(); user++) {
            if (test.count(user) == 0) continue;
            model.scores(user, 1, these);
            again.scores(user, 1, those);
            for (int i = 0; i < those.length; i++) {
                apart += Math.pow(these[i] - those[i], 2);
                size += Math.pow(those[i], 2);
            }
        }
        return Math.sqrt(apart / size);
    }
}
