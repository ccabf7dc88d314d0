package mf4j.study;

import mf4j.train.Check;
import mf4j.train.Checkpoint;
import mf4j.train.Watch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A trial under way: gives the objective its values, takes its reports, says when it is not worth going on. As a [Watch] it reports the
/// objective of every epoch of a training and stops it; [#watching] reports what another watch measures.
///
/// For one thread at a time.
public final class Trial implements Watch<Object> {
    private static final Check CHECK = Check.of(Trial.class);

    private final Study study;
    private final int number;
    private final int visible;      // trials below this number are compared with
    private final Map<String, Object> fixed;    // by somebody before it began
    private final Map<String, Object> proposed; // by the sampler, kept when the objective asks for it
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Double> constraints = new LinkedHashMap<>();
    private final Map<Integer, Map<String, Object>> curves = new LinkedHashMap<>(); // of all metrics but the first: by step
    private int lastStep = -1;
    private boolean stopped;
    private Optional<double[]> average = Optional.empty(); // over instances, of a trial that is a mean

    Trial(Study study, FrozenTrial begun, int visible, Map<String, Object> fixed, Map<String, Object> proposed) {
        this.study = study;
        this.number = begun.number();
        this.visible = visible;
        this.fixed = fixed;
        this.proposed = proposed;
        this.parameters.putAll(begun.parameters());
        this.values.putAll(begun.values());
    }

    /// Its number in the study, from 0.
    public int number() {
        return number;
    }

    /// The values chosen so far, by name.
    public Map<String, Object> values() {
        return new LinkedHashMap<>(values);
    }

    /// The value of a parameter, in the outside form: the one chosen when the trial began, the one somebody has fixed, or one that the sampler
    /// chooses now. The same again when asked again.
    ///
    /// @throws IllegalArgumentException where the trial has a value of that name that the parameter does not have
    public Object value(Parameter parameter) {
        if (values.containsKey(parameter.name())) return parameter.outside(parameter.inside(values.get(parameter.name())));
        Object value = found(parameter);
        Kept.run(() -> study.ledger().choose(number, parameter, value));
        parameters.put(parameter.name(), parameter);
        values.put(parameter.name(), value);
        return value;
    }

    private Object found(Parameter parameter) {
        String name = parameter.name();
        if (fixed.containsKey(name)) return parameter.outside(parameter.inside(fixed.get(name)));
        if (proposed.containsKey(name)) {
            try {
                return parameter.outside(parameter.inside(proposed.get(name)));
            } catch (IllegalArgumentException changed) {
                // the objective asks for another range than in the trials before
            }
        }
        return study.choose(number, visible, parameter);
    }

    /// A real number on a linear scale.
    public double real(String name, double low, double high) {
        return (Double) value(Parameter.real(name, low, high));
    }

    /// A real number on a logarithmic scale.
    public double logarithmic(String name, double low, double high) {
        return (Double) value(Parameter.logarithmic(name, low, high));
    }

    /// A whole number.
    public int whole(String name, int low, int high) {
        return Math.toIntExact((Long) value(Parameter.whole(name, low, high)));
    }

    /// One of some numbers.
    public double discrete(String name, double... of) {
        return (Double) value(Parameter.discrete(name, of));
    }

    /// One of some choices.
    public String choice(String name, String... of) {
        return (String) value(Parameter.choice(name, (Object[]) of));
    }

    /// True or false.
    public boolean bool(String name) {
        return (Boolean) value(Parameter.bool(name));
    }

    /// A value that was chosen when the trial began, from the study's space.
    ///
    /// @throws IllegalArgumentException where there is none of that name
    public Object value(String name) {
        CHECK.that(values.containsKey(name), "value", "be one of " + values.keySet(), name);
        return values.get(name);
    }

    /// A whole number chosen when the trial began.
    public int whole(String name) {
        return Math.toIntExact((Long) value(name));
    }

    /// A real number chosen when the trial began.
    public double real(String name) {
        return ((Number) value(name)).doubleValue();
    }

    /// One of some numbers, chosen when the trial began.
    public double discrete(String name) {
        return real(name);
    }

    /// A choice that was made when the trial began, as text; [#value(String)] has it as it is.
    public String choice(String name) {
        return String.valueOf(value(name));
    }

    /// Reports how it goes.
    ///
    /// @param step    from 0, of a training the epoch; a step that was reported before is passed over
    /// @param metrics the first of the study's metrics, or as many as are known, in their order
    public Trial report(int step, double... metrics) {
        CHECK.atLeast("step", step, 0);
        CHECK.that(metrics.length >= 1 && metrics.length <= study.plan().goals().size(), "report", "have a value for each of the first metrics of " + study.plan().goals().size(), metrics.length);
        if (study.trial(number).reports().containsKey(step)) return this;
        Kept.run(() -> study.ledger().exclusively(() -> {
            study.ledger().report(number, step, metrics[0]);
            for (int j = 1; j < metrics.length; j++) {
                Map<String, Object> curve = curves.computeIfAbsent(j, _ -> new LinkedHashMap<>());
                curve.put(String.valueOf(step), metrics[j]);
                study.ledger().note(number, Attribute.SYSTEM, Notes.CURVE + j, curve);
            }
            return null;
        }));
        lastStep = Math.max(lastStep, step);
        return this;
    }

    /// Whether it should stop at its last report: the study's pruner says so. A trial that was told so once ends as pruned.
    public boolean shouldPrune() {
        if (lastStep < 0) return false;
        stopped |= study.prune(number, visible);
        return stopped;
    }

    /// The mean of a metric over seeds or folds: `study.run(50, trial -> trial.repeated(5, (fold, seed) -> rmse(...)))`. Every trial has the same
    /// seeds, every value is reported, its instance being the step, and the trial stops after the first value at which the study's pruner says so,
    /// [Wilcoxon] for example.
    ///
    /// @throws Pruned where it stops; its outcome is the mean so far
    public double repeated(int times, Repeats.Instance instance) throws Exception {
        return Repeats.of(times).of(this, instance);
    }

    /// The means so far, of a trial whose outcome is a mean over instances; of all metrics, or nothing is known.
    void average(double... means) {
        average = Optional.of(means).filter(known -> known.length == study.plan().goals().size());
    }

    Optional<double[]> average() {
        return average;
    }

    /// Seed of what the study draws.
    long seed() {
        return study.plan().sampler().seed();
    }

    /// To be thrown by an objective that stops early: `if (trial.report(epoch, rmse).shouldPrune()) throw trial.pruned();`
    public Pruned pruned() {
        return new Pruned(number);
    }

    /// To be thrown by an objective that cannot be evaluated there: the sampler learns to keep away.
    public Infeasible infeasible(String reason) {
        return new Infeasible(reason);
    }

    /// Says how much a constraint is broken: 0 or below is kept.
    ///
    /// @throws IllegalArgumentException for NaN, of which nobody can say whether it is kept; see [#infeasible]
    public void constrain(String name, double value) {
        CHECK.that(!Double.isNaN(value), name, "be a number", value);
        constraints.put(name, value);
    }

    /// Keeps a note on the trial: text, a number, a truth value, a list or map of these.
    public void note(String key, Object value) {
        Kept.run(() -> study.ledger().note(number, Attribute.USER, key, value));
    }

    boolean stopped() {
        return stopped;
    }

    Map<String, Double> constraints() {
        return constraints;
    }

    /// Reports the training's own objective.
    @Override
    public Verdict after(Progress<?> progress) {
        report(progress.epoch().number(), progress.epoch().objective());
        return shouldPrune() ? Verdict.STOP : Verdict.GO_ON;
    }

    /// A watch that judges as `judge` does, reports what it measures, and stops also when the trial is not worth going on:
    /// `als.fit(train, trial.watching(Validation.rmse(validation), "rmse"))`.
    ///
    /// @param measure which of its measures are reported, one per metric of the study
    public <M> Watch<M> watching(Watch<M> judge, String... measure) {
        Watch<M> reporting = progress -> {
            Verdict verdict = judge.after(progress);
            double[] metrics = Arrays.stream(measure).mapToDouble(name -> measured(verdict, name)).toArray();
            report(progress.epoch().number(), metrics);
            return shouldPrune() ? new Verdict(verdict.measures(), verdict.best(), true) : verdict;
        };
        return judge.checkpoint() == Checkpoint.NONE ? reporting : reporting.keeping(judge.checkpoint());
    }

    private static double measured(Verdict verdict, String name) {
        CHECK.that(verdict.measures().containsKey(name), "measure", "be one of " + verdict.measures().keySet(), name);
        return verdict.measures().get(name);
    }
}
