package mf4j.recommend;

import mf4j.matrix.SparseRows;

/// Solves one row - one user against all items, or one item against all users - when the other side is fixed, under the [RowRule]
/// that made it.
///
/// Training, fold-in, explanation and serving call this same code. Scratch of one worker: not for sharing between threads.
public interface RowSolver {
    /// Solves row `row` into `x[xi..xi + rank)`; solvers that descend start from the row's present factors. A row without entries
    /// gets its prior and no bias.
    ///
    /// @param prior     what the factors are drawn to, from index `pi` on, or null for 0
    /// @param startBias the row's present bias, where a descent starts
    /// @return the row's part of the objective at the solution, its own penalties included
    double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias);

    /// The bias of the row solved last; 0 under rules without.
    double bias();
}
