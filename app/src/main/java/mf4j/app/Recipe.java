package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.evaluate.Metric;
import mf4j.evaluate.Ranking;
import mf4j.evaluate.Validation;
import mf4j.recommend.Continuing;
import mf4j.recommend.FactorModel;
import mf4j.recommend.Model;
import mf4j.train.Trainer;
import mf4j.train.Watch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a model comes from a table of ratings: with the table, all that `replay` needs. Kept in the model's file.
///
/// @param trainer   a name of the catalog
/// @param knobs     all of them
/// @param reading   of the table
/// @param splitting of the ratings
/// @param seed      of a split by lot
/// @param metric    that chooses the epoch, on the validation part
/// @param patience  epochs without a better one before it stops; 0 for none
/// @param refit     whether the model then learned from everything, for the chosen number of epochs
/// @param warm      whether it started from another model
record Recipe(Catalog trainer, Map<String, Object> knobs, Reading reading, Splitting splitting, long seed, String metric, int patience,
              boolean refit, boolean warm) {

    /// The recipe in a model's file.
    ///
    /// @throws IllegalArgumentException when the file has none: it was not made by `mf4j train`
    static Recipe of(Map<String, Object> about) {
        if (!(about.get("recipe") instanceof Map<?, ?> recipe)) {
            throw new IllegalArgumentException("this model was not made by mf4j train: its file does not say how to make it again");
        }
        Map<String, Object> knobs = new LinkedHashMap<>();
        ((Map<?, ?>) recipe.get("knobs")).forEach((name, value) -> knobs.put((String) name, value));
        return new Recipe(Catalog.named((String) recipe.get("trainer")), knobs, Reading.of((Map<?, ?>) recipe.get("reading")),
                Splitting.of((Map<?, ?>) recipe.get("split")), ((Number) recipe.get("seed")).longValue(), (String) recipe.get("metric"),
                ((Number) recipe.get("patience")).intValue(), (Boolean) recipe.get("refit"), (Boolean) recipe.get("warm"));
    }

    /// What the trainer is told to leave out of account though the ratings have it: values that differ, of events that all count alike.
    Optional<String> unheard(Ratings ratings) {
        if (!(ratings.minimum() < ratings.maximum())) return Optional.empty();
        String flag = Double.valueOf(0).equals(knobs.get("alpha")) ? "--alpha" : Boolean.FALSE.equals(knobs.get("valued")) ? "--valued" : "";
        if (flag.isEmpty()) return Optional.empty();
        return Optional.of(trainer.title() + " takes all events alike, whatever their value (" + RecommendCommand.shown(ratings.minimum()) + " to "
                + RecommendCommand.shown(ratings.maximum()) + "); " + flag + " lets larger ones count for more, --implicit says that they do not");
    }

    Map<String, Object> describe() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("trainer", trainer.title());
        description.put("knobs", knobs);
        description.put("reading", reading.describe());
        description.put("split", splitting.describe());
        description.put("seed", seed);
        description.put("metric", metric);
        description.put("patience", patience);
        description.put("refit", refit);
        description.put("warm", warm);
        return description;
    }

    Trainer<Ratings, ? extends Model> made() {
        return trainer.with(knobs);
    }

    /// The same with other knobs.
    Recipe with(Map<String, Object> knobs) {
        return new Recipe(trainer, knobs, reading, splitting, seed, metric, patience, refit, warm);
    }

    /// What the history of a model calls the metric.
    String measure() {
        return ranks() ? Metric.named(metric).at(length()) : metric;
    }

    /// Whether more of the metric is better.
    boolean higherIsBetter() {
        return ranks() && Metric.named(metric).higherIsBetter();
    }

    private boolean ranks() {
        return !metric.matches("rmse|mae");
    }

    /// Trains, from another model where one is given.
    Model fit(Ratings ratings, Optional<Model> start, Watch<? super Model> watch) {
        return start.isPresent() ? ((Continuing) made()).fit(ratings, (FactorModel) start.get(), watch) : made().fit(ratings, watch);
    }

    /// The same for exactly as many epochs as were chosen.
    Recipe forEpochs(int epochs) {
        if (!trainer.has("epochs")) return this;
        Map<String, Object> fewer = new LinkedHashMap<>(knobs);
        fewer.put("epochs", epochs);
        return with(fewer);
    }

    /// What beside the trainer's own knobs decides which epoch is kept.
    String judgedBy(Split split) {
        return "judged by " + metric + ", patience " + patience + ", on " + split.validation().fingerprint();
    }

    /// Splits.
    ///
    /// @throws IllegalArgumentException when nothing is left to learn from
    Split split(Ratings ratings) {
        Split split = splitting.split(ratings, seed);
        if (split.train().count() > 0) return split;
        throw new IllegalArgumentException("the split " + splitting + " of " + ratings + " leaves nothing to learn from; --split none learns from all");
    }

    /// Whether a part of the ratings was never learned from.
    boolean holdsOut() {
        return !refit && !splitting.name.equals(Splitting.NONE);
    }

    /// What chooses the epoch.
    ///
    /// @throws IllegalArgumentException for a metric of rankings where the validation part has no hit
    Watch<? super Model> judge(Split split) {
        if (split.validation().count() == 0) return Watch.none();
        if (ranks() && split.validation().maximum() < relevantAtLeast(split)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "--metric %s cannot choose the epoch: no rating of the validation part is at least %.2f, "
                    + "the mean of the train part; --metric rmse can", metric, split.train().mean()));
        }
        Validation validation = validation(split);
        return FoldedIn.watch(patience > 0 ? validation.patience(patience) : validation, split.foldIn());
    }

    private Validation validation(Split split) {
        return switch (metric) {
            case "rmse" -> Validation.rmse(split.validation());
            case "mae" -> Validation.mae(split.validation());
            default -> Validation.of(ranking(split), split.validation());
        };
    }

    private Ranking ranking(Split split) {
        return Ranking.at(length()).of(Metric.named(metric)).excluding(split.train(), split.foldIn()).relevantAtLeast(relevantAtLeast(split));
    }

    /// As [Judgement#threshold] without the flag.
    private double relevantAtLeast(Split split) {
        return trainer.rates() ? split.train().mean() : 0;
    }

    private int length() {
        return metric.contains("@") ? Integer.parseInt(metric.substring(metric.indexOf('@') + 1)) : 10;
    }

    /// How long to wait for a better epoch. A descent first learns what is popular and stands there for a good while, so a ranking
    /// waits longer than an error.
    static int usualPatience(String metric, Map<String, Object> knobs) {
        int epochs = knobs.get("epochs") instanceof Integer number ? number : 0;
        return metric.matches("rmse|mae") ? 5 : Math.max(5, epochs / 2);
    }

    /// Refuses a metric of no name, or one that the trainer's scores cannot have, before anything is read.
    static void checkMetric(String metric, Catalog trainer) {
        if (metric.matches("rmse|mae") && !trainer.rates()) {
            throw new IllegalArgumentException("--metric must be of rankings, such as ndcg@10, for " + trainer.title() + ", whose scores are no ratings, but was " + metric);
        }
        if (metric.matches("rmse|mae")) return;
        boolean known = metric.matches("[a-z-]+(@[1-9][0-9]{0,5})?") && Arrays.stream(Metric.values()).anyMatch(one -> one.label().equals(metric.replaceFirst("@.*", "")));
        if (!known) throw new IllegalArgumentException("--metric must be rmse, mae or such as ndcg@10 but was " + metric);
    }
}
