package mf4j.recommend;

import java.util.function.Supplier;

/// What the rows of all new users share against items that stand still, made when the first of them comes. Shared by all models of
/// the same items.
final class FixedItems {
    private final RowRule rule;
    private final Side items;
    private final double mean;
    private Supplier<RowSolver> solvers;

    FixedItems(RowRule rule, Side items, double mean) {
        this.rule = rule;
        this.items = items;
        this.mean = mean;
    }

    /// Solvers of rows, one for each worker; who asks while they are being made waits for them.
    synchronized Supplier<RowSolver> solvers() {
        if (solvers == null) solvers = rule.against(items.factors(), items.bias(), mean);
        return solvers;
    }
}
