package mf4j.recommend;

import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// How the weights between items come from who had what: the same code for training, for new items and for changed ones.
///
/// An event counts with its strength `x = w r` for weight w and value r, or `x = w` where values do not count; a pair without
/// an event is 0.
public sealed interface NeighbourRule permits RidgeRule, SimilarityRule {
    /// Whether an event's value counts, not only that it happened.
    boolean valued();

    /// The strength of an entry.
    default float strength(SparseRows rows, int entry) {
        return valued() ? rows.weight(entry) * rows.values()[entry] : rows.weight(entry);
    }

    /// The events of users with their strengths as values.
    default SparseRows strengths(SparseRows byUser) {
        float[] values = new float[byUser.entries()];
        Sweep.over(values.length, 1 << 16, (_, from, to) -> {
            for (int entry = from; entry < to; entry++) values[entry] = strength(byUser, entry);
        });
        return new SparseRows(byUser.offsets(), byUser.columns(), values, null, byUser.columnCount());
    }

    /// All weights.
    ///
    /// @param x users x items, strengths
    Learned learn(SparseRows x);

    /// Weights, and the sum that they minimise.
    ///
    /// @param objective 0 where they minimise none
    record Learned(NeighbourWeights weights, double objective) {
        static Learned of(List<NeighbourColumn> columns) {
            return new Learned(SparseWeights.of(columns), columns.stream().mapToDouble(NeighbourColumn::rest).sum());
        }
    }

    /// What solves the column of one item, one for each worker.
    ///
    /// @param weights as they stand
    /// @param x       users x items, strengths
    Supplier<ColumnSolver> against(NeighbourWeights weights, SparseRows x);

    /// Solves what adds to the score of an item.
    @FunctionalInterface
    interface ColumnSolver {
        /// @param y    items x users, strengths
        /// @param row  the item's row of `y`
        /// @param self its column of x, which never adds to itself, or -1 where it has none
        NeighbourColumn solve(SparseRows y, int row, int self);
    }

    /// The columns of some items, in parallel.
    static List<NeighbourColumn> columns(Supplier<ColumnSolver> solvers, SparseRows y, int[] items) {
        NeighbourColumn[] columns = new NeighbourColumn[items.length];
        Sweep.over(items.length, 8, solvers, (solver, from, to) -> {
            for (int j = from; j < to; j++) columns[j] = solver.solve(y, items[j], items[j]);
        });
        return Arrays.asList(columns);
    }
}
