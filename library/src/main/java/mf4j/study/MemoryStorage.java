package mf4j.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Studies of this process, lost with it.
public final class MemoryStorage implements Storage {
    private final Map<String, MemoryLedger> studies = new LinkedHashMap<>();

    @Override
    public synchronized List<String> names() {
        return List.copyOf(studies.keySet());
    }

    @Override
    public synchronized Optional<Ledger> find(String name) {
        return Optional.ofNullable(studies.get(name));
    }

    @Override
    public synchronized Ledger open(String name, List<Goal> goals) {
        List<Boolean> maximize = new ArrayList<>();
        for (Goal goal : goals) maximize.add(goal.maximize());
        MemoryLedger ledger = studies.computeIfAbsent(name, _ -> new MemoryLedger(name, maximize));
        Directions.same(name, ledger.maximize(), goals);
        return ledger;
    }

    @Override
    public synchronized boolean delete(String name) {
        return studies.remove(name) != null;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public void close() { }
}
