package mf4j.recommend;

import java.util.function.Supplier;

/// Makes solvers of rows of events that share one fixed side.
///
/// @param rule of the rows
/// @param side that they are solved against
record EventRows(EventRule rule, EventSide side) implements Supplier<RowSolver> {
    @Override
    public RowSolver get() {
        return new EventSolver(rule, side);
    }
}
