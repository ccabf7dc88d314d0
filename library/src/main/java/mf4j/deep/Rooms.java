package mf4j.deep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Workers' rooms that a run keeps from sweep to sweep, so that only the first one allocates. One sweep at a time.
final class Rooms<S> implements Supplier<S> {
    private final Supplier<S> make;
    private final List<S> rooms = new ArrayList<>();
    private int taken;

    Rooms(Supplier<S> make) {
        this.make = make;
    }

    /// All rooms free again: for the sweep that begins.
    synchronized Rooms<S> free() {
        taken = 0;
        return this;
    }

    @Override
    public synchronized S get() {
        if (taken == rooms.size()) rooms.add(make.get());
        return rooms.get(taken++);
    }
}
