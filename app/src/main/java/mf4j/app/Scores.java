package mf4j.app;

import mf4j.evaluate.Bootstrap;
import mf4j.evaluate.Errors;
import mf4j.evaluate.Interval;
import mf4j.evaluate.RankingScores;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a model scores on one test, by name.
///
/// @param errors  empty for a model that predicts no ratings
/// @param ranking empty where nothing in the test is relevant
record Scores(Optional<Errors> errors, Optional<RankingScores> ranking) {
    /// All of them: `rmse`, `mae`, `ndcg@10` and so on.
    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        errors.ifPresent(found -> {
            values.put("rmse", found.rmse());
            values.put("mae", found.mae());
        });
        ranking.ifPresent(found -> values.putAll(found.values()));
        return values;
    }

    /// The interval of everything that is an average over users, as `[low, high]`.
    Map<String, List<Double>> intervals(Bootstrap bootstrap) {
        Map<String, List<Double>> intervals = new LinkedHashMap<>();
        errors.ifPresent(found -> {
            intervals.put("rmse", ends(found.interval("rmse", bootstrap)));
            intervals.put("mae", ends(found.interval("mae", bootstrap)));
        });
        ranking.ifPresent(found -> found.values().keySet().stream().filter(found.averages()::contains)
                .forEach(name -> intervals.put(name, ends(found.interval(name, bootstrap)))));
        return intervals;
    }

    private static List<Double> ends(Interval interval) {
        return List.of(interval.low(), interval.high());
    }
}
