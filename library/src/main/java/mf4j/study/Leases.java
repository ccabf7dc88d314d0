package mf4j.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How long workers have their trials: renewed by a thread of the process, freed when they run out. A trial that was freed is begun again, with
/// the same values, as often as the study allows; an outcome that still comes goes to the trial that repeats it.
final class Leases implements AutoCloseable {
    private static final long LONGEST_REST = 200; // milliseconds

    private final Ledger ledger;
    private final Duration length;
    private final Clock clock;
    private final Set<Integer> held = ConcurrentHashMap.newKeySet();
    private final Object bell = new Object();
    private Thread renewal; // there while a trial is held
    private boolean closed;

    Leases(Ledger ledger, Duration length, Clock clock) {
        this.ledger = ledger;
        this.length = length;
        this.clock = clock;
    }

    /// Whether a worker has a trial and will let go of it some day. Trials that run without a lease, of Optuna's workers for example, are waited for
    /// by nobody.
    static boolean isHeld(FrozenTrial trial) {
        return trial.state() == State.RUNNING && trial.systemAttributes().containsKey(Notes.LEASE);
    }

    /// When a lease that begins now ends, milliseconds since 1970.
    long until() {
        return clock.millis() + length.toMillis();
    }

    /// Renews the lease of a trial until it is dropped.
    void hold(int number) {
        held.add(number);
        synchronized (bell) {
            if (renewal != null || closed) return;
            renewal = Thread.ofPlatform().daemon().name("mf4j-leases").start(this::renew);
        }
    }

    /// How many trials this process has.
    int holding() {
        return held.size();
    }

    /// Lets go of a trial: when this returns, nothing renews its lease any more.
    void drop(int number) {
        synchronized (held) {
            held.remove(number);
        }
        synchronized (bell) {
            bell.notifyAll();
        }
    }

    /// Lets go of all trials at once: their time is over now.
    void abandon() throws IOException {
        for (int number : Set.copyOf(held)) {
            Kept.run(() -> ledger.exclusively(() -> {
                held.remove(number);
                if (ledger.find(number).filter(t -> t.state() == State.RUNNING).isPresent()) ledger.note(number, Attribute.SYSTEM, Notes.LEASE, clock.millis() - 1);
                return null;
            }));
        }
    }

    private void renew() {
        while (nap(Math.max(1, length.toMillis() / 3))) {
            for (int number : held) {
                try {
                    Kept.run(() -> ledger.exclusively(() -> {
                        renew(number);
                        return null;
                    }));
                } catch (RuntimeException e) {
                    // the next renewal may succeed; if none does, the trial counts as lost, as it should
                }
            }
        }
    }

    /// Looks and writes as one: a trial that was let go of meanwhile must not have a lease again. Called exclusively.
    private void renew(int number) throws IOException {
        synchronized (held) {
            if (held.contains(number)) ledger.note(number, Attribute.SYSTEM, Notes.LEASE, until());
        }
    }

    private boolean nap(long milliseconds) {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        synchronized (bell) {
            for (long left = milliseconds; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
                try {
                    bell.wait(left);
                } catch (InterruptedException e) {
                    return false;
                }
            }
            return !closed;
        }
    }

    /// Waits a moment for somebody's outcome.
    void rest() {
        synchronized (bell) {
            try {
                bell.wait(LONGEST_REST);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted while waiting for a trial to finish", e));
            }
        }
    }

    /// Ends the trials whose worker has been silent for too long, and puts those to be tried again in line. Called exclusively.
    void release(int retries) throws IOException {
        long now = clock.millis();
        for (FrozenTrial trial : ledger.trials()) {
            if (trial.state() != State.RUNNING || !(trial.systemAttributes().get(Notes.LEASE) instanceof Number until) || until.longValue() >= now) continue;
            if (heir(trial.number()) == trial.number()) repeat(trial, retries);
            ledger.note(trial.number(), Attribute.SYSTEM, Notes.LOST, "its worker has not been heard of");
            ledger.finish(trial.number(), State.FAIL, new double[0], clock.instant());
        }
    }

    /// Puts it in line again. Before it ends: a kill between the two leaves a trial that is repeated and not yet lost, never one that is lost and
    /// not repeated.
    private void repeat(FrozenTrial trial, int retries) throws IOException {
        List<Object> history = history(trial);
        if (history.size() > retries) return;
        Map<String, Object> fixed = new LinkedHashMap<>(Notes.map(trial, Notes.FIXED).orElse(Map.of()));
        fixed.putAll(trial.values());
        FrozenTrial again = FrozenTrial.of(State.WAITING, Map.of(), Map.of()).withAttribute(Attribute.SYSTEM, Notes.FIXED, fixed)
                .withAttribute(Attribute.SYSTEM, Notes.RETRY_OF, history.getFirst()).withAttribute(Attribute.SYSTEM, Notes.RETRIES, history);
        ledger.add(Notes.map(trial, Notes.JOINT).map(joint -> again.withAttribute(Attribute.SYSTEM, Notes.JOINT, joint)).orElse(again));
    }

    /// The numbers of all trials that a repetition of a trial repeats, the first one first, the trial itself last.
    private static List<Object> history(FrozenTrial trial) {
        List<Object> history = new ArrayList<>();
        if (trial.systemAttributes().get(Notes.RETRIES) instanceof List<?> list) history.addAll(list);
        history.add(trial.number());
        return history;
    }

    /// The trial that an outcome of a trial belongs to: itself, or the last that repeats it.
    int heir(int number) throws IOException {
        int heir = number;
        for (FrozenTrial trial : ledger.trials()) {
            if (trial.systemAttributes().get(Notes.RETRIES) instanceof List<?> list && list.stream().anyMatch(n -> ((Number) n).intValue() == number)) heir = trial.number();
        }
        return heir;
    }

    /// Takes a trial that waits, with a lease. The lease comes first: a kill between the two leaves no trial that runs and is waited for by nobody.
    ///
    /// @return false where somebody else was first
    boolean claim(int number) throws IOException {
        ledger.note(number, Attribute.SYSTEM, Notes.LEASE, until());
        return ledger.claim(number, clock.instant());
    }

    /// Gives the trial that repeats another one what that one has and it lacks, before it is given its outcome. Called exclusively.
    void inherit(int number, int heir) throws IOException {
        FrozenTrial from = ledger.find(number).orElseThrow();
        FrozenTrial to = ledger.find(heir).orElseThrow();
        if (to.state() == State.WAITING) claim(heir);
        for (Parameter parameter : from.parameters().values()) {
            if (!to.values().containsKey(parameter.name())) ledger.choose(heir, parameter, from.values().get(parameter.name()));
        }
        for (Map.Entry<Integer, Double> report : from.reports().entrySet()) {
            if (!to.reports().containsKey(report.getKey())) ledger.report(heir, report.getKey(), report.getValue());
        }
        for (Map.Entry<String, Object> note : from.userAttributes().entrySet()) {
            if (!to.userAttributes().containsKey(note.getKey())) ledger.note(heir, Attribute.USER, note.getKey(), note.getValue());
        }
        for (Map.Entry<String, Object> note : from.systemAttributes().entrySet()) {
            if (note.getKey().startsWith(Notes.CURVE) && !to.systemAttributes().containsKey(note.getKey())) ledger.note(heir, Attribute.SYSTEM, note.getKey(), note.getValue());
        }
    }

    @Override
    public void close() {
        synchronized (bell) {
            closed = true;
            bell.notifyAll();
        }
    }
}
