package mf4j.study;

import mf4j.train.Check;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A search for the values that are best by one or several metrics: chooses trials, keeps what came of them, ends when there is a reason to.
///
/// ```java
/// Findings found = Study.minimize("rmse").journal(path).run(50, trial ->
///         rmse(Als.defaults().withRank(trial.whole("rank", 8, 128)).withRegularization(trial.logarithmic("regularization", 1e-4, 1))));
/// ```
///
/// The same seed and the same trials so far give the same next trial. Of trials that run at the same time see [StudyPlan#together].
///
/// Safe for threads; where its storage is shared, several processes may have it open.
public final class Study implements AutoCloseable {
    private static final Check CHECK = Check.of(Study.class);

    private final StudyPlan plan;
    private final Storage storage;
    private final Ledger ledger;
    private final int together;
    private final Chooser chooser;
    private final Leases leases;
    private final Clock clock;
    private final Turns turns;
    private volatile Listener listener = Listener.NONE;
    private volatile String stopped = ""; // by somebody
    private volatile String ended = "";

    /// Is told how it goes, by whatever thread works.
    public interface Listener {
        /// Nobody.
        Listener NONE = new Listener() { };

        /// A trial begins.
        default void begun(Trial trial) { }

        /// A trial is finished.
        default void finished(FrozenTrial trial) { }

        /// Something that whoever runs the study should know.
        default void message(String text) { }
    }

    private Study(StudyPlan plan, Storage storage, Ledger ledger, int together, Clock clock) throws IOException {
        this.plan = plan;
        this.storage = storage;
        this.ledger = ledger;
        this.together = together;
        this.clock = clock;
        this.chooser = new Chooser(plan, priors());
        this.leases = new Leases(ledger, plan.lease(), clock);
        this.turns = new Turns(this, chooser, leases, clock);
    }

    /// Less of a metric is better.
    public static StudyPlan minimize(String metric) {
        return StudyPlan.of(Goal.minimize(metric));
    }

    /// More of a metric is better.
    public static StudyPlan maximize(String metric) {
        return StudyPlan.of(Goal.maximize(metric));
    }

    /// Several metrics, or promises beside them.
    public static StudyPlan of(Goal... goals) {
        return StudyPlan.of(goals);
    }

    static Study open(StudyPlan plan) throws IOException {
        return open(plan, Clock.systemUTC());
    }

    /// @throws IllegalArgumentException where sampler or pruner cannot serve the study, or it is there with other goals
    static Study open(StudyPlan plan, Clock clock) throws IOException {
        plan.sampler().check(plan.space(), plan.goals());
        plan.pruner().check(plan.goals());
        Storage storage = plan.storage().open();
        try {
            Ledger ledger = storage.open(plan.name(), plan.goals());
            return new Study(plan, storage, ledger, Beginning.together(plan, ledger), clock);
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private List<List<Observation>> priors() throws IOException {
        List<List<Observation>> priors = new ArrayList<>();
        for (String name : plan.priors()) {
            Ledger prior = storage.find(name).orElseThrow(() -> new IllegalArgumentException("there is no study '" + name + "' to learn from; there are " + namesOr()));
            priors.add(new Observations(plan.space(), plan.goals()).finished(prior.trials()));
        }
        return priors;
    }

    private Object namesOr() {
        try {
            return storage.names();
        } catch (IOException e) {
            return "none that can be read";
        }
    }

    /// What it was begun with.
    public StudyPlan plan() {
        return plan;
    }

    /// How many trials may run at the same time without changing the outcome.
    public int together() {
        return together;
    }

    Ledger ledger() {
        return ledger;
    }

    /// Says something that whoever runs the study should know.
    void say(String text) {
        listener.message(text);
    }

    /// Tells somebody how it goes.
    public Study listener(Listener listener) {
        this.listener = listener;
        return this;
    }

    /// Its trials as they are now.
    public Findings findings() throws IOException {
        return new Findings(plan.name(), plan.goals(), ledger.trials());
    }

    /// Why it ended; empty while it goes on.
    public Optional<String> ended() {
        return ended.isEmpty() ? Optional.empty() : Optional.of(ended);
    }

    /// Ends it: no trial is begun any more by this process.
    public void stop(String reason) {
        stopped = reason;
        ended = reason;
    }

    /// Says what the outcomes of trials depend on beside their values; where the study is there, it must be the same. A service that keeps no notes
    /// cannot compare.
    ///
    /// @throws IllegalArgumentException where it is not, naming the first difference
    public void about(Map<String, ?> facts) throws IOException {
        Map<String, Object> kept = ledger.attributes(Attribute.USER);
        boolean fresh = ledger.trials().isEmpty();
        for (Map.Entry<String, ?> fact : facts.entrySet()) {
            Object had = kept.get(fact.getKey());
            if (had == null && (fresh || ledger instanceof Advisor)) note(fact.getKey(), fact.getValue());
            else if (had == null) CHECK.that(fact.getValue() == null, fact.getKey(), "be left out as when the study " + plan.name() + ", which goes on, was begun,", fact.getValue());
            else CHECK.that(String.valueOf(had).equals(String.valueOf(fact.getValue())), fact.getKey(), "be " + had + " as in the study " + plan.name() + ", which goes on,", fact.getValue());
        }
    }

    /// Keeps a note on the study.
    public void note(String key, Object value) throws IOException {
        ledger.note(Attribute.USER, key, value);
    }

    /// Wants these values tried, before any that the sampler chooses; what is left open the sampler chooses.
    ///
    /// @param values in the outside form, by name
    /// @return the number of the trial
    /// @throws IllegalArgumentException for a value that its parameter does not have, and where a space is declared for a name that is not in it
    public int enqueue(Map<String, ?> values) throws IOException {
        Set<String> names = plan.space().parameters().stream().map(Parameter::name).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String name : values.keySet()) CHECK.that(names.isEmpty() || names.contains(name), "enqueue", "be given values of " + names, name);
        for (Parameter p : plan.space().parameters()) if (values.containsKey(p.name()) && isOnly(p)) p.inside(values.get(p.name()));
        Map<String, Object> fixed = new LinkedHashMap<>(values);
        return ledger.add(FrozenTrial.of(State.WAITING, Map.of(), Map.of()).withAttribute(Attribute.SYSTEM, Notes.FIXED, fixed));
    }

    private boolean isOnly(Parameter parameter) {
        return plan.space().parameters().stream().filter(p -> p.name().equals(parameter.name())).count() == 1;
    }

    /// Adds a finished trial from elsewhere: a warm start.
    ///
    /// @return its number
    public int add(FrozenTrial trial) throws IOException {
        CHECK.that(trial.state().finished(), "trial", "be finished", trial.state());
        CHECK.that(trial.state() != State.COMPLETE || trial.metrics().length == plan.goals().size(), "trial", "have " + plan.goals().size() + " metrics", trial.metrics().length);
        return ledger.add(trial);
    }

    /// A trial that is under way, begun by this process or another one: to report by what it has measured.
    ///
    /// @throws IllegalArgumentException where it is not
    public Trial underWay(int number) throws IOException {
        FrozenTrial trial = known(number);
        CHECK.that(trial.state() == State.RUNNING, "trial", "be under way", number + ", which is " + trial.state());
        return new Trial(this, trial, number - together + 1, Map.of(), Map.of());
    }

    /// Leaves a trial that this process has asked for to another one: from now on that must say, by [#renew] or by its outcome within the time of
    /// [StudyPlan#lease], that it is at work.
    public void leave(int number) {
        leases.drop(number);
    }

    /// Says that somebody is at work on a trial that was left to him.
    public void renew(int number) throws IOException {
        if (known(number).state() == State.RUNNING) ledger.note(number, Attribute.SYSTEM, Notes.LEASE, leases.until());
    }

    /// Ends it for this process, which is about to stop: whoever goes on with the study need not wait for what this process was working on, and tries
    /// it again.
    public void abandon(String reason) throws IOException {
        stop(reason);
        leases.abandon();
    }

    /// Begins a trial: one that waits, else one that the sampler chooses. Waits where its choice depends on a trial that is under way.
    ///
    /// @return empty when the study has ended; why says [#ended]
    public Optional<Trial> ask() throws IOException {
        return ask(Integer.MAX_VALUE);
    }

    Optional<Trial> ask(int trials) throws IOException {
        while (true) {
            Turns.Turn turn = Kept.get(() -> ledger.exclusively(() -> turns.next(trials, stopped)));
            if (turn.trial() != null) {
                ended = stopped; // it goes on: with more trials than before, for example
                leases.hold(turn.trial().number());
                announce(turn.trial());
                return Optional.of(turn.trial());
            }
            if (turn.end() != null) {
                if (ended.isEmpty()) ended = turn.end();
                return Optional.empty();
            }
            leases.rest();
        }
    }

    private void announce(Trial trial) throws IOException {
        try {
            listener.begun(trial);
        } catch (RuntimeException | Error e) {
            tellLost(trial.number(), e.toString());
            throw e;
        }
    }

    /// A parameter that is not in the space from which the trial was chosen.
    Object choose(int number, int visible, Parameter parameter) {
        return Kept.get(() -> chooser.single(ledger.trials(), number, visible, parameter));
    }

    FrozenTrial trial(int number) {
        return Kept.get(() -> known(number));
    }

    boolean prune(int number, int visible) {
        return Kept.get(() -> {
            if (ledger instanceof Advisor advisor) return advisor.shouldStop(number);
            List<FrozenTrial> others = ledger.trials().stream().filter(t -> t.number() != number && t.number() < visible).toList();
            return plan.pruner().prune(new Pruner.Contest(plan.name(), plan.goals(), known(number), others));
        });
    }

    /// Ends a trial with its outcome. NaN says that nothing can be evaluated there.
    ///
    /// @param metrics one per goal and promise
    /// @return false where the trial was finished before and its outcome is not needed
    public boolean tell(int number, double... metrics) throws IOException {
        CHECK.that(metrics.length == plan.goals().size(), "tell", "have a value for each of " + plan.goals().stream().map(Goal::metric).toList(), Arrays.toString(metrics));
        if (Arrays.stream(metrics).anyMatch(Double::isNaN)) return tell(number, State.FAIL, metrics(), Map.of(Notes.INFEASIBLE, "the outcome is not a number"));
        return tell(number, State.COMPLETE, metrics, Map.of());
    }

    private static double[] metrics(double... metrics) {
        return metrics;
    }

    /// Ends a trial that was stopped early, with what its outcome would be as far as is known.
    ///
    /// @param metrics one per goal and promise, none of them NaN
    public boolean tellPruned(int number, double... metrics) throws IOException {
        CHECK.that(metrics.length == plan.goals().size() && Arrays.stream(metrics).noneMatch(Double::isNaN), "tell", "have a number for each of " + plan.goals().stream().map(Goal::metric).toList(), Arrays.toString(metrics));
        return tell(number, State.PRUNED, metrics, Map.of());
    }

    /// Ends a trial that was stopped early; its outcome is its last report.
    public boolean tellPruned(int number) throws IOException {
        FrozenTrial trial = known(number);
        boolean known = plan.goals().size() == 1 && !trial.reports().isEmpty() && !Double.isNaN(trial.reports().lastEntry().getValue());
        return tell(number, State.PRUNED, known ? metrics(trial.reports().lastEntry().getValue()) : metrics(), Map.of());
    }

    /// Ends a trial that cannot be evaluated: a lesson for the sampler.
    public boolean tellInfeasible(int number, String reason) throws IOException {
        return tell(number, State.FAIL, metrics(), Map.of(Notes.INFEASIBLE, reason));
    }

    /// Ends a trial that broke for a reason that has nothing to do with its values.
    public boolean tellLost(int number, String reason) throws IOException {
        return tell(number, State.FAIL, metrics(), Map.of(Notes.LOST, reason));
    }

    FrozenTrial known(int number) throws IOException {
        Optional<FrozenTrial> trial = ledger.find(number);
        if (trial.isPresent()) return trial.get();
        List<FrozenTrial> trials = ledger.trials();
        boolean gaps = !trials.isEmpty() && trials.getLast().number() >= trials.size();
        CHECK.that(false, "trial", trials.isEmpty() ? "be there, but there is none yet; it" : "be one of 0 to " + trials.getLast().number() + (gaps ? " that is there" : ""), number);
        throw new AssertionError(number);
    }

    private boolean tell(int number, State state, double[] metrics, Map<String, Object> notes) throws IOException {
        known(number);
        Optional<Integer> told = Kept.get(() -> ledger.exclusively(() -> {
            int target = leases.heir(number);
            if (target != number) leases.inherit(number, target);
            for (Map.Entry<String, Object> note : notes.entrySet()) ledger.note(target, Attribute.SYSTEM, note.getKey(), note.getValue());
            return ledger.finish(target, state, metrics, clock.instant()) ? Optional.of(target) : Optional.empty();
        }));
        leases.drop(number);
        told.ifPresent(target -> listener.finished(trial(target)));
        return told.isPresent();
    }

    /// Says how much constraints of a trial are broken; 0 or below is kept. Before its outcome is told.
    public void constrain(int number, Map<String, Double> constraints) throws IOException {
        if (constraints.isEmpty()) return;
        constraints.forEach((name, value) -> CHECK.that(!Double.isNaN(value), name, "be a number", value));
        Kept.run(() -> ledger.exclusively(() -> {
            int target = leases.heir(number);
            for (Map.Entry<String, Double> one : constraints.entrySet()) ledger.note(target, Attribute.SYSTEM, Notes.CONSTRAINT + one.getKey(), one.getValue());
            ledger.note(target, Attribute.SYSTEM, Notes.CONSTRAINTS, List.copyOf(constraints.values()));
            return null;
        }));
    }

    /// Runs until the study has so many finished trials in all, those of before and of other workers among them, or another reason ends it.
    ///
    /// An objective that throws ends the study with its exception, unless it throws [Pruned], [Infeasible] or, as a training that diverges does,
    /// [ArithmeticException], which counts as infeasible.
    public Study run(int trials, Objective objective) {
        return runSeveral(trials, trial -> new double[] {objective.of(trial)});
    }

    /// The same with several metrics.
    public Study runSeveral(int trials, Objective.Several objective) {
        CHECK.atLeast("trials", trials, 0);
        new Crew(this, objective, trials).run(plan.workers());
        return this;
    }

    @Override
    public void close() throws IOException {
        leases.close();
        storage.close();
    }
}
