package mf4j.app;

import mf4j.data.Ratings;
import mf4j.evaluate.Candidates;
import mf4j.evaluate.Errors;
import mf4j.evaluate.Metric;
import mf4j.evaluate.Ranking;
import mf4j.evaluate.RankingScores;
import mf4j.recommend.Model;
import mf4j.recommend.ItemMean;
import mf4j.recommend.Popularity;
import mf4j.recommend.Scale;
import picocli.CommandLine.Option;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The flags that say what a model is judged by, and the judging.
final class Judgement {
    private static final List<String> USUAL = List.of("ndcg", "recall", "precision", "map", "mrr", "hit-rate", "coverage", "novelty", "diversity", "gini");

    @Option(names = "--at", paramLabel = "K", description = "Length of the lists that rankings are judged by (10).")
    int at = 10;

    @Option(names = "--metrics", paramLabel = "NAME", split = ",",
            description = "Rankings are judged by these; 'all' adds auc, percentile-rank and popularity, 'none' leaves rankings out.")
    List<String> metrics = USUAL;

    @Option(names = "--relevant-at-least", paramLabel = "V",
            description = "A test rating of at least V is a hit; without it, V is the mean of what was learned from, and of events every one is a hit.")
    Double relevantAtLeast;

    /// What is ranked, instead of all items, where a protocol says so.
    Optional<Candidates> among = Optional.empty();

    /// Refuses what cannot be, before anything is read.
    void check() {
        if (at < 1) throw new IllegalArgumentException("--at must be at least 1 but was " + at);
        chosen();
    }

    private Metric[] chosen() {
        if (metrics.contains("none")) return new Metric[0];
        return metrics.contains("all") ? Metric.values() : metrics.stream().map(Judgement::metric).toArray(Metric[]::new);
    }

    private static Metric metric(String name) {
        return Arrays.stream(Metric.values()).filter(metric -> metric.label().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("--metrics must be among " + String.join(", ", Arrays.stream(Metric.values()).map(Metric::label).toList())
                        + " but was " + name));
    }

    /// From which rating on an item is relevant.
    ///
    /// @param rated whether the model's scores are ratings; to others every event is relevant
    double threshold(Ratings train, boolean rated) {
        return relevantAtLeast != null ? relevantAtLeast : rated ? train.mean() : 0;
    }

    /// Judges a model on a test.
    ///
    /// @param threshold from which rating on an item is relevant
    /// @param known     what the users had rated before: never recommended; the first is what was learned from
    Scores scores(Model model, Ratings test, double threshold, Ratings... known) {
        boolean predicts = model.scale().rated();
        // novelty and popularity are measured by who rated what was learned from
        Metric[] metrics = Arrays.stream(chosen()).filter(metric -> known.length > 0 || !metric.asksTraining()).toArray(Metric[]::new);
        boolean ranks = metrics.length > 0 && anyRelevant(test, threshold, known);
        return new Scores(predicts ? Optional.of(Errors.of(model, test)) : Optional.empty(),
                ranks ? Optional.of(ranking(metrics, threshold, known).score(model, test)) : Optional.empty());
    }

    private Ranking ranking(Metric[] metrics, double threshold, Ratings... known) {
        Ranking ranking = Ranking.at(at).of(metrics).excluding(known).relevantAtLeast(threshold);
        return among.map(ranking::among).orElse(ranking);
    }

    /// What stands beside every score: the item's mean rating for errors, popularity for rankings, learned from the same ratings. Where
    /// scores are no ratings there are no errors.
    ///
    /// @param scale of the model that the baselines stand beside
    Scores baselines(Ratings train, Ratings test, double threshold, Scale scale, Ratings... known) {
        Optional<RankingScores> ranking = scores(Popularity.defaults().fit(train), test, threshold, known).ranking();
        if (!scale.rated()) return new Scores(Optional.empty(), ranking);
        return new Scores(Optional.of(Errors.of(ItemMean.defaults().withClip(scale.clip()).fit(train), test)), ranking);
    }

    /// Puts what the baselines are called where JSON has it: `name` is the one of the errors, or of the rankings where there are no errors.
    static void nameBaselines(Tree numbers, boolean rated) {
        numbers.put("metrics.baseline.name", (rated ? Catalog.ITEM_MEAN : Catalog.POPULARITY).title());
        numbers.put("metrics.baseline.ranking", Catalog.POPULARITY.title());
    }

    /// The same in words.
    static String baselineWords(boolean rated) {
        return rated ? "Baselines: " + Catalog.ITEM_MEAN.title() + " for errors, " + Catalog.POPULARITY.title() + " for rankings."
                : "Baseline: " + Catalog.POPULARITY.title() + ".";
    }

    /// What counts as a hit, and what the errors are of, in words.
    static String words(Scale scale, double threshold) {
        String hits = hits(threshold);
        if (!scale.rated()) return "Scores order items and are no ratings, so there are no errors; " + hits + ".";
        return "Errors are of predictions " + (scale.clip() ? "clipped to the scale of the ratings" : "that are not clipped") + "; " + hits + ".";
    }

    /// From where on something counts as a hit.
    static String hits(double threshold) {
        return threshold == 0 ? "every event counts as a hit" : String.format(Locale.ROOT, "a rating of at least %.2f counts as a hit", threshold);
    }

    /// An item that is known already is never recommended, so it cannot be a hit.
    private static boolean anyRelevant(Ratings test, double threshold, Ratings... known) {
        if (!(test.maximum() >= threshold)) return false;
        BitSet relevant = new BitSet();
        for (int entry = 0; entry < test.count(); entry++) relevant.set(entry, test.byUser().values()[entry] >= threshold);
        for (Ratings ratings : known) relevant.andNot(Rows.shared(test, ratings));
        return !relevant.isEmpty();
    }

    /// Why there is no score at all: where scores are no ratings, only rankings judge.
    ///
    /// @param scores of a test that was judged
    Optional<String> unjudged(Map<String, Double> scores, double threshold) {
        if (!scores.isEmpty()) return Optional.empty();
        if (chosen().length == 0) return Optional.of("--metrics none leaves rankings out, and where scores are no ratings there is nothing else to judge by");
        return Optional.of(String.format(Locale.ROOT, "no event to judge by has a value of at least %.2f, so nothing is a hit; events of --implicit have the value 1", threshold));
    }

    /// Why rankings are wanted and missing.
    ///
    /// @param scores of a test that was judged
    Optional<String> missing(Map<String, Double> scores, double threshold) {
        boolean ranked = scores.keySet().stream().anyMatch(name -> !name.equals("rmse") && !name.equals("mae"));
        return ranked || chosen().length == 0 ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "no rating to judge by is at least %.2f, so nothing is a hit and rankings are left out", threshold));
    }
}
