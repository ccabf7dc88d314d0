package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;
import java.util.NavigableMap;

/// Stops a trial whose learning curve makes it improbable that it will be better than the best one (Domhan, Springenberg and Hutter 2015, whose
/// rule this is; the purpose is that of Vizier's decay curve stopping, Golovin et al. 2017, section 3.2.2).
///
/// The [Forecast] goes to the last step of the longest complete trial. How far to trust it the study says itself: the same forecast, from as many
/// steps, is made for the complete trials, whose outcomes are known; the mean of its errors is added to the forecast, the mean of their squares to
/// its variance. The probability is that of a normal distribution with these moments. A trial that has already reached a better value than the
/// best outcome goes on, and so does one with values that are not finite.
///
/// With several goals a trial is stopped that will with that probability be worse by every goal than some trial of the front, goals taken as
/// independent.
///
/// @param p             the least probability of being better
/// @param startupTrials as many complete trials must have as many reports
/// @param minSteps      no trial is stopped before it has so many reports
/// @param intervalSteps trials are judged once in so many steps
/// @param metric        which is judged, from 0; -1 for all goals together
public record LearningCurve(@Knob(value = "least probability of becoming the best", atLeast = 0, atMost = 1) double p,
                            @Knob(value = "as many trials must be complete", atLeast = 1) int startupTrials,
                            @Knob(value = "no trial is stopped before it has so many reports", atLeast = Forecast.LEAST) int minSteps,
                            @Knob(value = "trials are judged once in so many steps", atLeast = 1) int intervalSteps,
                            @Knob(value = "metric that is judged, from 0; -1 for all goals together", atLeast = -1) int metric) implements Pruner {
    /// Checks the knobs.
    public LearningCurve {
        Knobs.check(LearningCurve.class, p, startupTrials, minSteps, intervalSteps, metric);
    }

    /// At 5 percent, as in the paper.
    public static LearningCurve defaults() {
        return new LearningCurve(0.05, 5, Forecast.LEAST, 1, Judged.ALL);
    }

    /// With another least probability.
    public LearningCurve withP(double p) {
        return Knobs.with(this, "p", p);
    }

    /// Beginning after so many complete trials.
    public LearningCurve withStartupTrials(int startupTrials) {
        return Knobs.with(this, "startupTrials", startupTrials);
    }

    /// Beginning after so many reports.
    public LearningCurve withMinSteps(int minSteps) {
        return Knobs.with(this, "minSteps", minSteps);
    }

    /// Judging once in so many steps.
    public LearningCurve withIntervalSteps(int intervalSteps) {
        return Knobs.with(this, "intervalSteps", intervalSteps);
    }

    /// Judging another metric.
    public LearningCurve withMetric(int metric) {
        return Knobs.with(this, "metric", metric);
    }

    @Override
    public void check(List<Goal> goals) {
        Judged.check(LearningCurve.class, metric, goals);
    }

    @Override
    public boolean prune(Contest contest) {
        List<Judged> metrics = Judged.by(metric, contest);
        if (!metrics.stream().allMatch(this::isDue)) return false;
        List<Forecast> ends = metrics.stream().map(this::end).toList();
        return !ends.contains(UNKNOWN) && Judged.leaders(metrics).anyMatch(leader -> worse(metrics, ends, leader) > 1 - p);
    }

    private static final Forecast UNKNOWN = new Forecast(Double.NaN, Double.NaN);

    private boolean isDue(Judged judged) {
        NavigableMap<Integer, Double> curve = judged.curve();
        return Judged.due(curve, 0, intervalSteps) && isLong(curve);
    }

    private boolean isLong(NavigableMap<Integer, Double> curve) {
        return curve.size() >= minSteps && curve.values().stream().allMatch(Double::isFinite);
    }

    /// The forecast of the trial's outcome, corrected by what came of the others.
    private Forecast end(Judged judged) {
        NavigableMap<Integer, Double> curve = judged.curve();
        int step = curve.lastKey();
        int horizon = judged.complete().filter(t -> !judged.values(t).isEmpty()).mapToInt(t -> judged.values(t).lastKey()).reduce(step, Math::max);
        double[] errors = judged.complete().filter(t -> Double.isFinite(judged.outcome(t)) && isLong(judged.curve(t).headMap(step, true)))
                .mapToDouble(t -> judged.outcome(t) - Forecast.of(judged.curve(t).headMap(step, true), horizon).mean()).toArray();
        if (errors.length < startupTrials) return UNKNOWN;
        double bias = 0, square = 0;
        for (double error : errors) {
            bias += error / errors.length;
            square += error * error / errors.length;
        }
        Forecast plain = Forecast.of(curve, horizon);
        return new Forecast(plain.mean() + bias, plain.variance() + square);
    }

    /// The probability of being worse than a trial by every metric.
    private static double worse(List<Judged> metrics, List<Forecast> ends, FrozenTrial leader) {
        double probability = 1;
        for (int j = 0; j < ends.size(); j++) {
            double bar = metrics.get(j).outcome(leader);
            boolean there = Judged.best(metrics.get(j).curve()) < bar;
            probability *= there ? 0 : Normal.below((ends.get(j).mean() - bar) / Math.sqrt(ends.get(j).variance()));
        }
        return probability;
    }
}
