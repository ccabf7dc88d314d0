package mf4j.app;

import mf4j.data.Ratings;
import mf4j.evaluate.Errors;
import mf4j.evaluate.Metric;
import mf4j.evaluate.Ranking;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.recommend.ItemMean;
import mf4j.recommend.Popularity;
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
            description = "A test rating of at least V is a hit; without it, V is the mean of what was learned from.")
    Double relevantAtLeast;

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
    double threshold(Ratings train) {
        return relevantAtLeast != null ? relevantAtLeast : train.mean();
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
                ranks ? Optional.of(Ranking.at(at).of(metrics).excluding(known).relevantAtLeast(threshold).score(model, test)) : Optional.empty());
    }

    /// What stands beside every score: the item's mean rating for errors, popularity for rankings, learned from the same ratings.
    ///
    /// @param clip whether the mean is clipped; as the model is
    Scores baselines(Ratings train, Ratings test, double threshold, boolean clip, Ratings... known) {
        FactorModel means = ItemMean.defaults().withClip(clip).fit(train);
        return new Scores(Optional.of(Errors.of(means, test)), scores(Popularity.defaults().fit(train), test, threshold, known).ranking());
    }

    /// An item that is known already is never recommended, so it cannot be a hit.
    private static boolean anyRelevant(Ratings test, double threshold, Ratings... known) {
        if (!(test.maximum() >= threshold)) return false;
        BitSet relevant = new BitSet();
        for (int entry = 0; entry < test.count(); entry++) relevant.set(entry, test.byUser().values()[entry] >= threshold);
        for (Ratings ratings : known) relevant.andNot(Rows.shared(test, ratings));
        return !relevant.isEmpty();
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
