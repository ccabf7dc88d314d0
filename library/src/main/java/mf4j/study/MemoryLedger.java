package mf4j.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A study in memory; also what other ledgers read their files into.
final class MemoryLedger implements Ledger {
    private final String name;
    private final List<Boolean> maximize;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Draft> trials = new ArrayList<>();
    private final Map<String, Object> user = new LinkedHashMap<>();
    private final Map<String, Object> system = new LinkedHashMap<>();

    MemoryLedger(String name, List<Boolean> maximize) {
        this.name = name;
        this.maximize = List.copyOf(maximize);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Boolean> maximize() {
        return maximize;
    }

    @Override
    public <T> T exclusively(Callable<T> body) throws Exception {
        lock.lock();
        try {
            return body.call();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<FrozenTrial> trials() {
        lock.lock();
        try {
            return trials.stream().map(Draft::frozen).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<String, Object> attributes(Attribute kind) {
        lock.lock();
        try {
            return new LinkedHashMap<>(kind == Attribute.USER ? user : system);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void note(Attribute kind, String key, Object value) {
        lock.lock();
        try {
            (kind == Attribute.USER ? user : system).put(key, value);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int add(FrozenTrial trial) {
        lock.lock();
        try {
            trials.add(new Draft(trials.size(), trial));
            return trials.size() - 1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean claim(int number, Instant now) {
        return change(number, State.WAITING, trial -> trial.run(now));
    }

    @Override
    public void choose(int number, Parameter parameter, Object value) {
        change(number, State.RUNNING, trial -> trial.choose(parameter, value));
    }

    @Override
    public void report(int number, int step, double value) {
        change(number, null, trial -> trial.report(step, value));
    }

    @Override
    public void note(int number, Attribute kind, String key, Object value) {
        change(number, null, trial -> trial.note(kind, key, value));
    }

    @Override
    public boolean finish(int number, State state, double[] metrics, Instant now) {
        return change(number, null, trial -> trial.end(state, metrics, now));
    }

    /// How many trials.
    int size() {
        lock.lock();
        try {
            return trials.size();
        } finally {
            lock.unlock();
        }
    }

    /// One trial.
    FrozenTrial trial(int number) {
        lock.lock();
        try {
            return trials.get(number).frozen();
        } finally {
            lock.unlock();
        }
    }

    /// Changes a trial that is not finished.
    ///
    /// @param only the state that it must be in; null for any
    /// @return whether it was changed
    private boolean change(int number, State only, Consumer<Draft> change) {
        lock.lock();
        try {
            if (number < 0 || number >= trials.size()) return false;
            Draft trial = trials.get(number);
            if (trial.state().finished() || (only != null && trial.state() != only)) return false;
            change.accept(trial);
            return true;
        } finally {
            lock.unlock();
        }
    }
}
