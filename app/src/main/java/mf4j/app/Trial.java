package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.evaluate.Bootstrap;
import mf4j.evaluate.Unseen;
import mf4j.recommend.Model;
import mf4j.recommend.Scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A model before the parts of a split: its scores on validation and test, and the baselines on the test.
///
/// @param threshold  from which rating on an item is relevant
/// @param validation by name; empty without a validation part
/// @param test       by name; empty without a test part
/// @param baseline   by name, on the test part
/// @param intervals  of the test's scores, `[low, high]`
/// @param unseen     what of the test training had no rating of
/// @param scale      of the model
record Trial(double threshold, Map<String, Double> validation, Map<String, Double> test, Map<String, Double> baseline,
             Map<String, List<Double>> intervals, Unseen unseen, Scale scale) {
    /// Nothing to judge with.
    static final Trial NONE = new Trial(Double.NaN, Map.of(), Map.of(), Map.of(), Map.of(), new Unseen(0, 0), Scale.EVENTS);

    /// Judges a model that learned from the train part; users that it never saw are folded in.
    static Trial of(Model learned, Split split, Judgement judgement, long seed) {
        Scale scale = learned.scale();
        Model model = FoldedIn.model(learned, split.foldIn());
        double threshold = judgement.threshold(split.train(), scale.rated());
        Map<String, Double> validation = split.validation().count() == 0 ? Map.of()
                : judgement.scores(model, split.validation(), threshold, split.train(), split.foldIn()).values();
        if (split.test().count() == 0) return new Trial(threshold, validation, Map.of(), Map.of(), Map.of(), new Unseen(0, 0), scale);
        Ratings[] known = {split.train(), split.validation(), split.foldIn()};
        Scores scores = judgement.scores(model, split.test(), threshold, known);
        Scores baseline = judgement.baselines(split.train(), split.test(), threshold, scale, known);
        return new Trial(threshold, validation, scores.values(), baseline.values(), scores.intervals(Bootstrap.defaults().withSeed(seed)),
                Unseen.of(split.train(), split.test()), scale);
    }

    /// Puts everything where JSON has it.
    void into(Tree numbers) {
        numbers.putAll("metrics.validation", validation).putAll("metrics.test", test);
        Judgement.nameBaselines(numbers, scale.rated());
        numbers.putAll("metrics.baseline", baseline).putAll("intervals.test", intervals);
        numbers.put("relevantAtLeast", threshold).put("unseen.users", unseen.users()).put("unseen.items", unseen.items());
    }

    /// What is short enough to keep in a model's file.
    Map<String, Object> about() {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("validation", validation);
        about.put("test", test);
        about.put("baseline", baseline);
        return about;
    }
}
