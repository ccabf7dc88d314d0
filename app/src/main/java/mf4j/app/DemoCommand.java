package mf4j.app;

import mf4j.data.Planted;
import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.evaluate.Errors;
import mf4j.recommend.Explanation;
import mf4j.recommend.Model;
import mf4j.recommend.Recommendation;
import mf4j.sql.Tables;
import mf4j.train.Knobs;
import mf4j.train.Sweep;
import picocli.CommandLine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `mf4j demo`: every trainer beside the baselines, ten recommendations, and why.
@CommandLine.Command(name = "demo", description = "Trains on films (ml-latest-small, where it is found) or planted ratings, recommends, and explains.",
        footer = {"", "Example:", "  mf4j demo"})
final class DemoCommand extends Command {
    private static final int PATIENCE = 3;

    private final Judgement judgement = new Judgement();

    /// The ratings of the demo.
    ///
    /// @param where they come from, in words
    private record Stage(String name, String where, Ratings ratings, Titles titles) { }

    /// A trainer's turn.
    private record Turn(Catalog trainer, Model model, Map<String, Double> validation, Map<String, Double> test, double seconds) {
        double error() {
            return validation.getOrDefault("rmse", Double.POSITIVE_INFINITY);
        }
    }

    @Override
    Answer answer() {
        long start = System.nanoTime();
        judgement.metrics = List.of("ndcg", "recall", "coverage");
        Stage stage = stage();
        say(stage.where() + ": " + stage.ratings());
        Splitting splitting = new Splitting();
        Split split = splitting.split(stage.ratings(), seedOr(0));
        List<Turn> turns = new ArrayList<>();
        for (Catalog trainer : Catalog.values()) if (trainer.isShown()) turns.add(turn(trainer, split, splitting));
        Turn best = turns.stream().min(Comparator.comparingDouble(Turn::error)).orElseThrow();
        return told(stage, split, splitting, turns, best, (System.nanoTime() - start) * 1e-9);
    }

    private Stage stage() {
        Optional<Path> found = DataFolders.ofThisMachine().find(DataFolders.MOVIES);
        if (found.isEmpty()) {
            Ratings planted = Planted.defaults().withSeed(seedOr(1)).ratings();
            return new Stage("planted", "Planted ratings (mf4j data get " + DataFolders.MOVIES + " fetches real ones)", planted, new Titles(Map.of()));
        }
        return new Stage(DataFolders.MOVIES, DataFolders.MOVIES + " in " + found.get().getParent(), Tables.ratings(found.get().resolve("ratings.csv")),
                new Titles(Tables.titles(found.get().resolve("movies.csv"))));
    }

    private Turn turn(Catalog trainer, Split split, Splitting splitting) {
        long start = System.nanoTime();
        Map<String, Object> knobs = new LinkedHashMap<>(Knobs.valuesOf(trainer.defaults()));
        if (seed != null && trainer.has("seed")) knobs.put("seed", seed);
        Recipe recipe = new Recipe(trainer, knobs, new Reading(), splitting, seedOr(0), trainer.metric(), PATIENCE, false, false);
        Model model = recipe.made().fit(split.train(), recipe.judge(split));
        double seconds = (System.nanoTime() - start) * 1e-9;
        double threshold = judgement.threshold(split.train(), true);
        say(String.format(Locale.ROOT, "%-10s trained in %.1f s", trainer.title(), seconds));
        Map<String, Double> validation = trainer.rates() ? Errors.of(model, split.validation()).values() : Map.of();
        return new Turn(trainer, model, validation, judgement.scores(model, split.test(), threshold, split.train(), split.validation()).values(), seconds);
    }

    private Answer told(Stage stage, Split split, Splitting splitting, List<Turn> turns, Turn best, double seconds) {
        Model model = best.model().remembering(stage.ratings());
        String user = stage.ratings().users().name(0);
        List<Recommendation> list = model.recommend(user, 10, model.excludingPast());
        Explanation explanation = model.explain(user, list.getFirst().name());
        Tree numbers = new Tree().put("data.name", stage.name()).put("data.where", stage.where()).put("data.ratings", stage.ratings().count());
        numbers.put("split.name", splitting.name).put("split.train", split.train().count()).put("split.validation", split.validation().count())
                .put("split.test", split.test().count()).put("kernel", model.provenance().kernel()).put("threads", Sweep.threads());
        for (Turn turn : turns) {
            String name = "trainers." + turn.trainer().title();
            numbers.put(name + ".seconds", turn.seconds()).putAll(name + ".test", turn.test());
        }
        numbers.put("best", best.trainer().title()).put("user", user).put("recommendations", rows(list, stage.titles()));
        numbers.put("explained", explanation.item()).put("causes", explanation.causes().stream().limit(5).map(Explanation.Cause::item).toList());
        numbers.put("seconds.total", seconds);
        return new Answer(numbers, String.join(System.lineSeparator(), scores(stage, split, splitting, turns), "", recommended(user, best, list, stage.titles()), "",
                ExplainCommand.text(explanation, stage.titles(), 5), "", String.format(Locale.ROOT, "%.1f s on %d threads, %s. Next: mf4j train --help", seconds,
                Sweep.threads(), model.provenance().kernel())));
    }

    private static List<Map<String, Object>> rows(List<Recommendation> list, Titles titles) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Recommendation one : list) {
            Map<String, Object> row = ModelCommand.item(one.name(), titles);
            row.put("score", one.score());
            rows.add(row);
        }
        return rows;
    }

    private static String scores(Stage stage, Split split, Splitting splitting, List<Turn> turns) {
        ScoreTable table = new ScoreTable(turns.getLast().test());
        for (Turn turn : turns) table.row(turn.trainer().title() + (isBaseline(turn.trainer()) ? " (baseline)" : ""), turn.test());
        return stage.where() + ": " + stage.ratings() + System.lineSeparator() + "Learned from " + Table.count(split.train().count()) + ", judged on "
                + Table.count(split.test().count()) + " of each user's latest ratings (" + splitting + ")" + System.lineSeparator() + System.lineSeparator() + table;
    }

    private static boolean isBaseline(Catalog trainer) {
        return trainer == Catalog.POPULARITY || trainer == Catalog.ITEM_MEAN;
    }

    private static String recommended(String user, Turn best, List<Recommendation> list, Titles titles) {
        return "For user " + user + ", by " + best.trainer().title() + ":" + System.lineSeparator() + RecommendCommand.table(list, titles);
    }
}
