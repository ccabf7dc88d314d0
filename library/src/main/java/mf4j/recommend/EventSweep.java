package mf4j.recommend;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;

import java.util.Optional;
import java.util.function.Supplier;

/// Half a sweep over rows of events, by the solver that the rule names.
///
/// @param rule of the rows
/// @param rows with their events
/// @param plan how the exact solvers share the rows
/// @param block factors of a block, where subspaces are the solver
record EventSweep(EventRule rule, SparseRows rows, EventPlan plan, int block) {
    static EventSweep of(EventRule rule, SparseRows rows, ImplicitAls knobs) {
        EventPlan none = EventPlan.without(rows);
        return new EventSweep(rule, rows, rule.solver() == EventRule.Solver.AUTO ? EventPlan.of(rows, knobs.rank()) : none, knobs.block());
    }

    /// Solves all rows into `own`.
    ///
    /// @return the rows' parts of the objective
    double solve(Factors own, Factors others) {
        return switch (rule.solver()) {
            case CHOLESKY -> HalfSweep.solve(exactly(EventSide.of(rule, others)), rows, Optional.empty(), own, new float[own.rows()]);
            case AUTO -> plan.limit() == 0
                    ? HalfSweep.solve(exactly(EventSide.of(rule, others)), rows, Optional.empty(), own, new float[own.rows()])
                    : turned(EventBasis.of(rule, others), own);
            case CG, SUBSPACE -> turned(EventBasis.of(rule, others), own);
        };
    }

    private Supplier<RowSolver> exactly(EventSide side) {
        return () -> new EventSolver(rule, side);
    }

    private double turned(EventBasis basis, Factors own) {
        boolean descends = rule.solver() != EventRule.Solver.AUTO;
        EventSide side = basis.side();
        if (descends) basis.enter(own);
        Supplier<RowSolver> solvers = () -> switch (rule.solver()) {
            case CG -> new EventDescent(rule, basis);
            case SUBSPACE -> new BlockRow(rule, basis, block);
            case AUTO, CHOLESKY -> new BriefRow(rule, basis, side, plan.limit());
        };
        double value = HalfSweep.solve(solvers, rows, Optional.empty(), own, new float[own.rows()]);
        basis.leave(own);
        return value;
    }

    @Override
    public String toString() {
        return switch (rule.solver()) {
            case AUTO -> plan.toString();
            case CHOLESKY -> "%,d by Cholesky".formatted(plan.full());
            case SUBSPACE -> "%,d by %d passes over blocks of %d".formatted(plan.full(), rule.steps(), block);
            case CG -> "%,d by %d steps of conjugate gradients".formatted(plan.full(), rule.steps());
        };
    }
}
