package mf4j.study;

import mf4j.train.Check;
import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;

/// Asynchronous successive halving (ASHA; Li et al. 2020, algorithm 2, in Optuna's form, which stops trials rather than pausing them).
///
/// A trial reaches rung r at step `minResource * reduction^(rate + r)`: with its first report that is a number there or later. It goes on when fewer
/// than `max(floor(n / reduction), 1)` of the n trials that have reached the rung so far, it among them, are better there. NaN at a rung stops it.
/// A report that reaches several rungs at once is judged by the last one: it measures nothing of the others.
///
/// With several goals "better" is better or as good by every goal and better by one: non-dominated trials go on (after Schmucker et al. 2021).
///
/// @param minResource of the first rung; 0 for a hundredth of the last step of the first trial that is complete, before which none is stopped
/// @param reduction   one in so many goes on
/// @param rate        the first rung comes so many reductions later
/// @param bootstrap   trials are stopped at a rung until more than so many have reached it
/// @param metric      which is judged, from 0; -1 for all goals together
public record SuccessiveHalving(@Knob(value = "step of the first rung; 0 for a hundredth of the steps of the first complete trial", atLeast = 0) int minResource,
                                @Knob(value = "one trial in so many goes on", atLeast = 2) int reduction,
                                @Knob(value = "the first rung comes so many reductions later", atLeast = 0) int rate,
                                @Knob(value = "trials are stopped at a rung until more than so many have reached it", atLeast = 0) int bootstrap,
                                @Knob(value = "metric that is judged, from 0; -1 for all goals together", atLeast = -1) int metric) implements Pruner {
    /// Checks the knobs.
    public SuccessiveHalving {
        Knobs.check(SuccessiveHalving.class, minResource, reduction, rate, bootstrap, metric);
        Check.of(SuccessiveHalving.class).that(bootstrap == 0 || minResource > 0, "bootstrap", "be 0 where minResource is 0", bootstrap);
    }

    /// One in four goes on.
    public static SuccessiveHalving defaults() {
        return new SuccessiveHalving(0, 4, 0, 0, Judged.ALL);
    }

    /// With another first rung.
    public SuccessiveHalving withMinResource(int minResource) {
        return Knobs.with(this, "minResource", minResource);
    }

    /// One in so many goes on.
    public SuccessiveHalving withReduction(int reduction) {
        return Knobs.with(this, "reduction", reduction);
    }

    /// Beginning so many reductions later.
    public SuccessiveHalving withRate(int rate) {
        return Knobs.with(this, "rate", rate);
    }

    /// Stopping trials until more than so many have reached a rung.
    public SuccessiveHalving withBootstrap(int bootstrap) {
        return Knobs.with(this, "bootstrap", bootstrap);
    }

    /// Judging another metric.
    public SuccessiveHalving withMetric(int metric) {
        return Knobs.with(this, "metric", metric);
    }

    @Override
    public void check(List<Goal> goals) {
        Judged.check(SuccessiveHalving.class, metric, goals);
    }

    @Override
    public boolean prune(Contest contest) {
        OptionalInt resource = minResource > 0 ? OptionalInt.of(minResource) : lastOfFirst(contest.others()).stream().map(last -> Math.max(last / 100, 1)).findFirst();
        if (resource.isEmpty()) return false;
        List<Judged> metrics = Judged.by(metric, contest);
        int step = contest.trial().reports().lastKey();
        long rung = resource.getAsInt() * power(rate);
        long reached = -1;
        for (; rung <= step; rung *= reduction) if (isNew(metrics, contest.trial(), rung, step)) reached = rung;
        return reached >= 0 && loses(metrics, contest, (int) reached);
    }

    private long power(int exponent) {
        double power = Math.pow(reduction, exponent);
        return power > Integer.MAX_VALUE ? Integer.MAX_VALUE + 1L : (long) power;
    }

    /// The last step of the first trial that is complete: what "auto" stands for. Later trials do not change it, so rungs stay where they are.
    static OptionalInt lastOfFirst(List<FrozenTrial> trials) {
        return trials.stream().filter(t -> t.state() == State.COMPLETE && !t.reports().isEmpty()).mapToInt(t -> t.reports().lastKey()).findFirst();
    }

    /// Whether a rung was not reached before this step.
    private static boolean isNew(List<Judged> metrics, FrozenTrial trial, long rung, int step) {
        return metrics.stream().map(judged -> at(judged.values(trial), rung)).anyMatch(first -> first == null || first.getKey() >= step);
    }

    /// The first report at a rung that is a number; null where there is none.
    private static Map.Entry<Integer, Double> at(NavigableMap<Integer, Double> curve, long rung) {
        for (Map.Entry<Integer, Double> one : curve.tailMap((int) rung, true).entrySet()) if (!Double.isNaN(one.getValue())) return one;
        return null;
    }

    private boolean loses(List<Judged> metrics, Contest contest, int rung) {
        double[] own = losses(metrics, contest.trial(), rung);
        if (own == null) return metrics.stream().anyMatch(judged -> isNaN(judged.values(contest.trial()).get(contest.trial().reports().lastKey())));
        List<double[]> rivals = new ArrayList<>();
        for (FrozenTrial other : contest.others()) {
            double[] losses = losses(metrics, other, rung);
            if (losses != null) rivals.add(losses);
        }
        int all = rivals.size() + 1;
        return all <= bootstrap || rivals.stream().filter(r -> beats(r, own)).count() >= Math.max(all / reduction, 1);
    }

    private static boolean isNaN(Double value) {
        return value != null && value.isNaN();
    }

    /// What a trial had at a rung; null where it has not reached it.
    private static double[] losses(List<Judged> metrics, FrozenTrial trial, int rung) {
        double[] losses = new double[metrics.size()];
        for (int j = 0; j < losses.length; j++) {
            Map.Entry<Integer, Double> first = at(metrics.get(j).values(trial), rung);
            if (first == null) return null;
            losses[j] = metrics.get(j).loss(first.getValue());
        }
        return losses;
    }

    private static boolean beats(double[] a, double[] b) {
        boolean better = false;
        for (int j = 0; j < a.length; j++) {
            if (a[j] > b[j]) return false;
            better |= a[j] < b[j];
        }
        return better;
    }
}
