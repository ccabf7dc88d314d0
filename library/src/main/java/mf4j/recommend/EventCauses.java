package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;

/// What each event of a row adds to a score: `p = sum_j c_j A^-1 q_j`, so event j adds `c_j q_i.A^-1 q_j` (Hu, Koren and Volinsky
/// 2008, section 5). In double.
final class EventCauses {
    private static final Kernel KERNEL = Kernel.active();

    private final EventRule rule;
    private final EventSide side;
    private final Factors items;
    private final SparseRows events;
    private final int rank;
    private final double[] lower; // rank x rank, the Cholesky factor of A

    EventCauses(EventRule rule, EventSide side, SparseRows events) {
        this.rule = rule;
        this.side = side;
        this.items = side.others();
        this.events = events;
        this.rank = items.rank();
        this.lower = factorized(matrix());
    }

    private double[] matrix() {
        double[] matrix = new double[rank * rank];
        float[] shared = side.gram();
        for (int j = 0; j < matrix.length; j++) matrix[j] = shared[j];
        double pull = rule.penalty(events.entries(), items.rows());
        for (int j = 0; j < rank; j++) matrix[j * rank + j] += Math.max(pull, 1e-12);
        for (int entry = 0; entry < events.entries(); entry++) {
            double[] q = row(events.columns()[entry]);
            double weight = rule.quadratic(confidence(entry));
            for (int j = 0; j < rank; j++) KERNEL.axpy(weight * q[j], q, 0, matrix, j * rank, j + 1);
        }
        return matrix;
    }

    private double confidence(int entry) {
        return rule.confidence(events.values()[entry], events.weight(entry));
    }

    /// With a growing ridge where items that depend on each other and no pull leave the matrix singular.
    private double[] factorized(double[] matrix) {
        double trace = 0;
        for (int j = 0; j < rank; j++) trace += matrix[j * rank + j];
        for (double ridge = 0; ; ridge = Math.max(10 * ridge, 1e-12 * trace)) {
            double[] factor = matrix.clone();
            for (int j = 0; j < rank; j++) factor[j * rank + j] += ridge;
            if (KERNEL.cholesky(factor, rank, rank) < 0) return factor;
        }
    }

    private double[] row(int item) {
        double[] q = new double[rank];
        for (int j = 0; j < rank; j++) q[j] = items.values()[items.start(item) + j];
        return q;
    }

    double[] contributions(int item) {
        double[] direction = row(item);
        KERNEL.solveLower(lower, rank, rank, direction, 0);
        KERNEL.solveLowerTransposed(lower, rank, rank, direction, 0);
        double[] contributions = new double[events.entries()];
        for (int entry = 0; entry < contributions.length; entry++) {
            contributions[entry] = confidence(entry) * KERNEL.dot(direction, 0, row(events.columns()[entry]), 0, rank);
        }
        return contributions;
    }
}
