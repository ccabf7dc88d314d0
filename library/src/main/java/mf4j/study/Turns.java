package mf4j.study;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says who begins next: a trial that waits, one that the sampler or a service chooses, nobody yet, or nobody any more. Which trials the next one may
/// depend on is decided here ([StudyPlan#together]).
final class Turns {
    private static final String EXHAUSTED = "everything there is was tried";

    private final Study study;
    private final StudyPlan plan;
    private final Ledger ledger;
    private final int together;
    private final Chooser chooser;
    private final Leases leases;
    private final Clock clock;
    private final Instant begun;
    private boolean told; // that the order cannot be reproduced

    Turns(Study study, Chooser chooser, Leases leases, Clock clock) {
        this.study = study;
        this.plan = study.plan();
        this.ledger = study.ledger();
        this.together = study.together();
        this.chooser = chooser;
        this.leases = leases;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /// What an attempt to begin a trial has led to: a trial, the end, or neither, to be tried again later.
    record Turn(Trial trial, String end) {
        static final Turn LATER = new Turn(null, null);
    }

    /// Whose turn it is. Called exclusively.
    ///
    /// @param limit   finished trials in all
    /// @param stopped why somebody has ended the study for this process; empty where nobody has
    Turn next(int limit, String stopped) throws IOException {
        if (!stopped.isEmpty()) return new Turn(null, stopped);
        leases.release(plan.retries());
        List<FrozenTrial> trials = ledger.trials();
        Stop.Standing standing = new Stop.Standing(plan.goals(), trials, begun, clock.instant());
        if (standing.finished() >= limit) return new Turn(null, "it has its " + limit + " trials");
        long running = ledger instanceof Advisor ? leases.holding() : trials.stream().filter(Leases::isHeld).count();
        if (standing.finished() + running >= limit) return Turn.LATER;
        if (ledger instanceof Advisor advisor) return advised(advisor, trials);
        Optional<FrozenTrial> waiting = trials.stream().filter(t -> t.state() == State.WAITING).findFirst();
        int number = waiting.map(FrozenTrial::number).orElse(trials.size());
        boolean free = running >= together;
        if (free) disorder();
        int visible = free ? Integer.MAX_VALUE : number - together + 1;
        if (!free && trials.stream().anyMatch(t -> t.number() < visible && Leases.isHeld(t))) return Turn.LATER;
        Optional<String> reason = reason(trials, visible);
        if (reason.isPresent()) return new Turn(null, reason.get());
        return waiting.isPresent() ? claimed(waiting.get(), trials, visible) : chosen(trials, number, visible);
    }

    private Turn advised(Advisor advisor, List<FrozenTrial> trials) throws IOException {
        Optional<String> reason = reason(trials, Integer.MAX_VALUE);
        if (reason.isPresent()) return new Turn(null, reason.get());
        Optional<FrozenTrial> trial = advisor.advise();
        if (trial.isEmpty()) return new Turn(null, EXHAUSTED);
        leases.hold(trial.get().number());
        return new Turn(new Trial(study, trial.get(), Integer.MAX_VALUE, Map.of(), Map.of()), null);
    }

    /// Whether to end, by the trials that the next one may depend on; later ones count as under way.
    private Optional<String> reason(List<FrozenTrial> trials, int visible) {
        if (plan.stops().isEmpty()) return Optional.empty();
        List<FrozenTrial> seen = trials.stream().map(t -> t.number() < visible || t.state() == State.WAITING ? t : t.with(State.RUNNING)).toList();
        Stop.Standing standing = new Stop.Standing(plan.goals(), seen, begun, clock.instant());
        return plan.stops().stream().map(stop -> stop.reason(standing)).flatMap(Optional::stream).findFirst();
    }

    private void disorder() {
        if (told) return;
        told = true;
        study.say("more than " + together + (together == 1 ? " trial runs" : " trials run") + " at a time: the order of trials, and so their values, cannot be reproduced; "
                + "for that begin the study with reproducible workers");
    }

    private Turn chosen(List<FrozenTrial> trials, int number, int visible) throws IOException {
        Optional<Chooser.Choice> choice = chooser.next(trials, number, visible);
        if (choice.isEmpty()) return new Turn(null, EXHAUSTED);
        boolean asked = plan.space().size() == 0; // by the objective as it runs: what it does not ask for was not chosen
        Map<String, Object> values = choice.get().values();
        FrozenTrial trial = asked ? FrozenTrial.of(State.RUNNING, Map.of(), Map.of()).withAttribute(Attribute.SYSTEM, Notes.JOINT, values)
                : FrozenTrial.of(State.RUNNING, choice.get().parameters(), values);
        trial = trial.at(Optional.of(clock.instant()), Optional.empty()).withAttribute(Attribute.SYSTEM, Notes.LEASE, leases.until());
        return new Turn(new Trial(study, trial.numbered(ledger.add(trial)), visible, Map.of(), asked ? values : Map.of()), null);
    }

    private Turn claimed(FrozenTrial waiting, List<FrozenTrial> trials, int visible) throws IOException {
        int number = waiting.number();
        if (!leases.claim(number)) return Turn.LATER;
        Map<String, Object> fixed = Notes.map(waiting, Notes.FIXED).orElse(Map.of());
        if (plan.space().size() == 0) return new Turn(new Trial(study, study.known(number), visible, fixed, joint(waiting, trials, visible, fixed)), null);
        try {
            Chooser.Choice choice = chooser.completed(trials, number, visible, fixed);
            for (Parameter p : choice.parameters().values()) ledger.choose(number, p, choice.values().get(p.name()));
            return new Turn(new Trial(study, study.known(number), visible, fixed, Map.of()), null);
        } catch (Infeasible e) {
            ledger.note(number, Attribute.SYSTEM, Notes.INFEASIBLE, e.getMessage());
            ledger.finish(number, State.FAIL, new double[0], clock.instant());
            study.say("trial " + number + " cannot be tried: " + e.getMessage());
            return Turn.LATER;
        }
    }

    /// What is chosen together for a trial that waits: once, also where it is a trial that repeats another one.
    private Map<String, Object> joint(FrozenTrial waiting, List<FrozenTrial> trials, int visible, Map<String, Object> fixed) throws IOException {
        Optional<Map<String, Object>> before = Notes.map(waiting, Notes.JOINT);
        if (before.isPresent()) return before.get();
        Map<String, Object> joint = chooser.completed(trials, waiting.number(), visible, fixed).values();
        ledger.note(waiting.number(), Attribute.SYSTEM, Notes.JOINT, joint);
        return joint;
    }
}
