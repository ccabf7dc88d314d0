package mf4j.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What there is to see of a study, as numbers to plot or to write into a table. The trials that no other one beats are [Findings#front].
///
/// @param findings of the study
/// @param metric   index of the one that is looked at
public record Analysis(Findings findings, int metric) {
    /// By the first goal.
    public static Analysis of(Findings findings) {
        return new Analysis(findings, findings.aims().getFirst());
    }

    /// A trial's outcome and the best so far.
    ///
    /// @param trial number
    /// @param value of the metric
    /// @param best  of all trials up to this one that keep all constraints and promises; NaN before the first of these
    public record Step(int trial, double value, double best) { }

    /// A trial's outcome at the value of one parameter.
    ///
    /// @param trial number
    /// @param at    value of the parameter, in the outside form
    /// @param value of the metric
    public record Dot(int trial, Object at, double value) { }

    /// An axis of parallel coordinates.
    ///
    /// @param name   of the parameter or metric
    /// @param low    what is at its lower end
    /// @param high   what is at its upper end
    /// @param scale  between them
    /// @param labels of choices, from the lower end to the upper; empty for numbers
    public record Axis(String name, double low, double high, Scale scale, List<String> labels) { }

    /// A trial's line over parallel coordinates.
    ///
    /// @param trial  number
    /// @param places on the axes, in [0, 1]; NaN where the trial has not got the parameter
    /// @param value  of the metric
    public record Line(int trial, double[] places, double value) { }

    /// Parallel coordinates.
    ///
    /// @param axes  the parameters and, last, the metric
    /// @param lines of the trials
    public record Parallel(List<Axis> axes, List<Line> lines) { }

    /// A trial's reports.
    ///
    /// @param trial  number
    /// @param state  of the trial
    /// @param values by step
    public record Curve(int trial, State state, NavigableMap<Integer, Double> values) { }

    /// When a trial ran.
    ///
    /// @param trial number
    /// @param state of the trial
    /// @param from  when it began
    /// @param to    when it ended; empty where it is under way
    public record Span(int trial, State state, Instant from, Optional<Instant> to) { }

    private String name() {
        return findings.goals().get(metric).metric();
    }

    private List<FrozenTrial> complete() {
        return findings.trials().stream().filter(t -> t.state() == State.COMPLETE && t.metrics().length > metric && !Double.isNaN(t.metrics()[metric])).toList();
    }

    /// The complete trials in their order, each with the best so far.
    public List<Step> history() {
        Goal goal = findings.goals().get(metric);
        Set<Integer> feasible = findings.feasible().stream().map(FrozenTrial::number).collect(Collectors.toSet());
        List<Step> steps = new ArrayList<>();
        double best = Double.NaN;
        for (FrozenTrial trial : complete()) {
            double value = trial.metrics()[metric];
            if (feasible.contains(trial.number()) && !(goal.loss(value) >= goal.loss(best))) best = value;
            steps.add(new Step(trial.number(), value, best));
        }
        return steps;
    }

    /// The complete trials by the value of each parameter, by name in the order in which they were first met.
    public Map<String, List<Dot>> slices() {
        Map<String, List<Dot>> slices = new LinkedHashMap<>();
        for (FrozenTrial trial : complete()) {
            trial.values().forEach((name, at) -> slices.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Dot(trial.number(), at, trial.metrics()[metric])));
        }
        return slices;
    }

    /// The complete trials as lines over their parameters and the metric. Where the range of a parameter has changed, its axis reaches over all
    /// ranges, on a scale that all of them have or a linear one, and has all choices.
    public Parallel parallel() {
        List<FrozenTrial> trials = complete();
        Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
        for (FrozenTrial trial : trials) {
            trial.parameters().forEach((name, p) -> {
                List<Parameter> known = parameters.computeIfAbsent(name, _ -> new ArrayList<>());
                if (!known.contains(p)) known.add(p);
            });
        }
        List<Axis> axes = new ArrayList<>(parameters.entrySet().stream().map(e -> Axes.of(e.getKey(), e.getValue())).toList());
        axes.add(Axes.of(name(), trials.stream().mapToDouble(t -> t.metrics()[metric]).filter(Double::isFinite).toArray()));
        return new Parallel(List.copyOf(axes), trials.stream().map(t -> line(t, axes)).toList());
    }

    private Line line(FrozenTrial trial, List<Axis> axes) {
        double[] places = new double[axes.size()];
        for (int j = 0; j + 1 < places.length; j++) {
            Object value = trial.values().get(axes.get(j).name());
            places[j] = trial.values().containsKey(axes.get(j).name()) ? Axes.place(axes.get(j), value) : Double.NaN;
        }
        places[places.length - 1] = Axes.place(axes.getLast(), trial.metrics()[metric]);
        return new Line(trial.number(), places, trial.metrics()[metric]);
    }

    /// The reports of all trials that have some.
    public List<Curve> curves() {
        return findings.trials().stream().filter(t -> !t.curve(metric).isEmpty()).map(t -> new Curve(t.number(), t.state(), t.curve(metric))).toList();
    }

    /// When trials ran, in the order of their numbers; those that still wait are left out.
    public List<Span> timeline() {
        return findings.trials().stream().filter(t -> t.started().isPresent()).map(t -> new Span(t.number(), t.state(), t.started().get(), t.ended())).toList();
    }
}
