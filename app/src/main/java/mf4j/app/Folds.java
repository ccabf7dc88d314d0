package mf4j.app;

import mf4j.data.Ratings;
import mf4j.data.Split;
import mf4j.recommend.Model;
import mf4j.train.Trainer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A trainer judged on every fold in turn, with no part to choose epochs by: it runs as many as it is told to.
record Folds(int count, Judgement judgement, long seed, Consumer<String> teller) {
    Answer answer(Catalog name, Trainer<Ratings, ? extends Model> trainer, Map<String, Object> knobs, Ratings ratings) {
        List<Map<String, Double>> scores = new ArrayList<>();
        List<Map<String, Double>> baselines = new ArrayList<>();
        for (Split split : Split.kFold(count, seed).of(ratings)) {
            Model model = trainer.fit(split.train());
            double threshold = judgement.threshold(split.train(), model.scale().rated());
            scores.add(judgement.scores(model, split.test(), threshold, split.train()).values());
            baselines.add(judgement.baselines(split.train(), split.test(), threshold, model.scale(), split.train()).values());
            teller.accept("fold " + scores.size() + " of " + count + scores.getLast().entrySet().stream().limit(2)
                    .map(score -> "  " + score.getKey() + " " + Table.score(score.getValue())).reduce("", String::concat));
        }
        return answer(name, knobs, scores, baselines);
    }

    private Answer answer(Catalog name, Map<String, Object> knobs, List<Map<String, Double>> scores, List<Map<String, Double>> baselines) {
        Map<String, Double> mean = mean(scores);
        Map<String, Double> baseline = mean(baselines);
        Tree numbers = new Tree().put("trainer", name.title()).putAll("knobs", knobs).put("kFold", count).put("seed", seed).put("folds", scores);
        numbers.putAll("metrics.test", mean);
        Judgement.nameBaselines(numbers, name.rates());
        numbers.putAll("metrics.baseline", baseline).putAll("deviations.test", deviation(scores, mean));
        ScoreTable table = new ScoreTable(mean);
        for (int fold = 0; fold < count; fold++) table.row("fold " + (fold + 1), scores.get(fold));
        table.row("mean", mean).row("  deviation", deviation(scores, mean)).row("baseline", baseline);
        return new Answer(numbers, table.toString());
    }

    private static Map<String, Double> mean(List<Map<String, Double>> scores) {
        Map<String, Double> mean = new LinkedHashMap<>();
        for (String name : scores.getFirst().keySet()) {
            mean.put(name, scores.stream().mapToDouble(fold -> fold.getOrDefault(name, Double.NaN)).average().orElseThrow());
        }
        return mean;
    }

    /// Between folds: the sample standard deviation.
    private static Map<String, Double> deviation(List<Map<String, Double>> scores, Map<String, Double> mean) {
        Map<String, Double> deviation = new LinkedHashMap<>();
        mean.forEach((name, centre) -> deviation.put(name, Math.sqrt(scores.stream().mapToDouble(fold -> fold.getOrDefault(name, Double.NaN) - centre)
                .map(apart -> apart * apart).sum() / (scores.size() - 1))));
        return deviation;
    }
}
