package mf4j.bench;

import mf4j.data.Ratings;
import mf4j.recommend.Bpr;
import mf4j.recommend.Ease;
import mf4j.recommend.ImplicitAls;
import mf4j.recommend.ItemKnn;
import mf4j.recommend.LogisticMf;
import mf4j.recommend.Model;
import mf4j.recommend.Popularity;
import mf4j.recommend.Warp;
import mf4j.train.Knobs;
import mf4j.train.Trainer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A trainer of events in [ImplicitTable] with the values of its knobs that are tried, all with all.
///
/// @param trainer what is not in the grid
/// @param grid    values by knob
record Entrant(Trainer<Ratings, ? extends Model> trainer, Map<String, List<?>> grid) {
    /// Every trainer and its grid, of at most nine points each.
    static List<Entrant> all() {
        List<Double> rates = List.of(0.02, 0.05, 0.1);
        List<Double> pulls = List.of(0.003, 0.01, 0.03);
        return List.of(new Entrant(Popularity.defaults(), Map.of()),
                new Entrant(Bpr.defaults(), Map.of("learningRate", rates, "regularization", pulls)),
                new Entrant(Warp.defaults(), Map.of("learningRate", rates, "regularization", pulls)),
                new Entrant(LogisticMf.defaults(), Map.of("confidence", List.of(0.5, 1.0, 3.0), "regularization", List.of(2.0, 5.0, 15.0))),
                new Entrant(ItemKnn.defaults(), Map.of("similarity", List.of(ItemKnn.Similarity.values()), "shrinkage", List.of(0.0, 10.0, 50.0))),
                new Entrant(Ease.defaults(), Map.of("regularization", List.of(20.0, 50.0, 100.0, 200.0, 400.0, 800.0))),
                new Entrant(ImplicitAls.defaults(), Map.of("unobserved", List.of(1.0, 0.3, 0.1), "regularization", List.of(0.002, 0.005, 0.015))));
    }

    String name() {
        return trainer.getClass().getSimpleName();
    }

    /// What is tried, the seeds' places open.
    List<Map<String, Object>> points() {
        List<Map<String, Object>> points = List.of(Map.of());
        for (Map.Entry<String, List<?>> knob : grid.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            List<Map<String, Object>> longer = new ArrayList<>();
            for (Map<String, Object> point : points) for (Object value : knob.getValue()) longer.add(with(point, knob.getKey(), value));
            points = longer;
        }
        return points;
    }

    /// How many seeds make a difference: one where there is no seed.
    int seeds(int wanted) {
        return has("seed") ? wanted : 1;
    }

    Trainer<Ratings, ? extends Model> at(Map<String, Object> point, long seed) {
        return Knobs.turned(trainer, has("seed") ? with(point, "seed", seed) : point);
    }

    /// The same with another rank where there is one.
    Entrant withRank(int rank) {
        return has("rank") ? new Entrant(Knobs.with(trainer, "rank", rank), grid) : this;
    }

    private boolean has(String knob) {
        return Knobs.of(trainer).entries().stream().anyMatch(entry -> entry.name().equals(knob));
    }

    private static Map<String, Object> with(Map<String, Object> point, String knob, Object value) {
        Map<String, Object> longer = new LinkedHashMap<>(point);
        longer.put(knob, value);
        return longer;
    }
}
