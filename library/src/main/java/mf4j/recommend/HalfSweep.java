package mf4j.recommend;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

import java.util.Optional;
import java.util.function.Supplier;

/// Solves every row of one side against the other: half a sweep; the transposed ratings make the other half.
final class HalfSweep {
    private static final int CHUNK = 8; // rows: long ones must not queue behind each other

    private HalfSweep() { }

    /// Solves all rows into `own` and `ownBias`.
    ///
    /// @return the rows' parts of the objective, summed in their order
    static double solve(RowRule rule, SparseRows rows, Factors own, float[] ownBias, Factors others, float[] othersBias, double mean) {
        return solve(rule, rows, Optional.empty(), own, ownBias, others, othersBias, mean);
    }

    /// The same, each row drawn to one of `priors` where there are some.
    static double solve(RowRule rule, SparseRows rows, Optional<Factors> priors, Factors own, float[] ownBias, Factors others, float[] othersBias, double mean) {
        return solve(rule.against(others, othersBias, mean), rows, priors, own, ownBias);
    }

    /// The same with solvers at hand.
    static double solve(Supplier<? extends RowSolver> solvers, SparseRows rows, Optional<Factors> priors, Factors own, float[] ownBias) {
        float[] prior = priors.map(Factors::values).orElse(null);
        double[] parts = new double[Math.ceilDiv(rows.rows(), CHUNK)];
        Sweep.over(rows.rows(), CHUNK, solvers, (solver, from, to) -> {
            double part = 0;
            for (int row = from; row < to; row++) {
                part += solver.solve(rows, row, prior, prior == null ? 0 : own.start(row), own.values(), own.start(row), ownBias[row]);
                ownBias[row] = (float) solver.bias();
            }
            parts[from / CHUNK] = part;
        });
        double sum = 0;
        for (double part : parts) sum += part;
        return sum;
    }
}
