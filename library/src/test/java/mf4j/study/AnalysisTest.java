package mf4j.study;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

class AnalysisTest {
    private static final Parameter RATE = Parameter.logarithmic("rate", 1e-4, 1);
    private static final Parameter KIND = Parameter.choice("kind", "a", "b");
    private static final Parameter MORE = Parameter.choice("kind", "b", "c");
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

    private final List<FrozenTrial> trials = new ArrayList<>();

    private void add(State state, Map<Parameter, Object> values, double... metrics) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((p, value) -> {
            parameters.put(p.name(), p);
            named.put(p.name(), value);
        });
        Optional<Instant> started = state == State.WAITING ? Optional.empty() : Optional.of(BEGUN.plusSeconds(trials.size()));
        trials.add(new FrozenTrial(trials.size(), state, parameters, named, metrics, new TreeMap<>(state == State.WAITING ? Map.of() : Map.of(1, 0.5)), Map.of(), Map.of(), started,
                state.finished() ? started.map(t -> t.plusSeconds(9)) : Optional.empty()));
    }

    private Analysis analysis() {
        add(State.COMPLETE, Map.of(RATE, 0.01, KIND, "b"), 3, 1);
        add(State.PRUNED, Map.of(RATE, 0.1), 9);
        add(State.COMPLETE, Map.of(RATE, 1.0, KIND, "a"), 5, -1);
        add(State.COMPLETE, Map.of(RATE, 1e-4, MORE, "c"), 4, 1);
        add(State.COMPLETE, Map.of(RATE, 0.1), 2, 1);
        add(State.RUNNING, Map.of(RATE, 0.2));
        add(State.WAITING, Map.of());
        return Analysis.of(new Findings("s", List.of(Goal.maximize("score"), Goal.maximize("safety").safeAt(0)), trials));
    }

    /// The 5 broke its promise and is not the best.
    @Test
    void historyKeepsTheBestThatKeepsItsPromises() {
        assertThat(analysis().history()).containsExactly(new Analysis.Step(0, 3, 3), new Analysis.Step(2, 5, 3), new Analysis.Step(3, 4, 4), new Analysis.Step(4, 2, 4));
    }

    @Test
    void slicesAreByParameter() {
        Map<String, List<Analysis.Dot>> slices = analysis().slices();
        assertThat(slices.get("rate")).containsExactly(new Analysis.Dot(0, 0.01, 3), new Analysis.Dot(2, 1.0, 5), new Analysis.Dot(3, 1e-4, 4), new Analysis.Dot(4, 0.1, 2));
        assertThat(slices.get("kind")).extracting(Analysis.Dot::at).containsExactly("b", "a", "c");
    }

    @Test
    void parallelCoordinatesLieOnTheScales() {
        Analysis.Parallel parallel = analysis().parallel();
        Map<String, Analysis.Axis> axes = new LinkedHashMap<>();
        parallel.axes().forEach(axis -> axes.put(axis.name(), axis));
        assertThat(axes.get("rate")).isEqualTo(new Analysis.Axis("rate", 1e-4, 1, Scale.LOG, List.of()));
        assertThat(axes.get("kind").labels()).containsExactly("a", "b", "c");
        assertThat(parallel.axes().getLast()).isEqualTo(new Analysis.Axis("score", 2, 5, Scale.LINEAR, List.of()));
        List<String> names = parallel.axes().stream().map(Analysis.Axis::name).toList();
        double[] first = parallel.lines().getFirst().places();
        assertThat(first[names.indexOf("rate")]).isEqualTo(0.5);
        assertThat(first[names.indexOf("kind")]).isEqualTo(0.5);
        assertThat(first[2]).isEqualTo(1 / 3.0);
        assertThat(parallel.lines().getLast().places()[names.indexOf("kind")]).isNaN();
        assertThat(parallel.lines()).extracting(Analysis.Line::trial).containsExactly(0, 2, 3, 4);
    }

    @Test
    void curvesAndTimesAreThoseOfAllTrialsThatBegan() {
        assertThat(analysis().curves()).hasSize(6).first().isEqualTo(new Analysis.Curve(0, State.COMPLETE, new TreeMap<>(Map.of(1, 0.5))));
        List<Analysis.Span> spans = new Analysis(new Findings("s", List.of(Goal.minimize("x")), trials), 0).timeline();
        assertThat(spans).hasSize(6);
        assertThat(spans.get(1)).isEqualTo(new Analysis.Span(1, State.PRUNED, BEGUN.plusSeconds(1), Optional.of(BEGUN.plusSeconds(10))));
        assertThat(spans.getLast().to()).isEmpty();
    }

    @Test
    void nothingHasNothingToShow() {
        Analysis empty = Analysis.of(new Findings("s", List.of(Goal.minimize("x")), List.of()));
        assertThat(empty.history()).isEmpty();
        assertThat(empty.slices()).isEmpty();
        assertThat(empty.parallel().lines()).isEmpty();
        assertThat(empty.parallel().axes()).hasSize(1);
        assertThat(empty.curves()).isEmpty();
        assertThat(empty.timeline()).isEmpty();
    }
}
