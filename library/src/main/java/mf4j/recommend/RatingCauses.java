package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;

/// One user's normal matrix in double, the bias as last unknown where there is one.
final class RatingCauses {
    private static final Kernel KERNEL = Kernel.active();

    private final FactorModel model;
    private final SparseRows rated;
    private final RatingRule rule;
    private final int rank;
    private final int size;
    private final double[] lower; // size x size, the Cholesky factor
    private final float[] prior;
    private final float[] held; // the row itself where its factors are held at or above 0: those at 0 take no part; else null

    RatingCauses(RatingRule rule, FactorModel model, SparseRows rated) {
        this.model = model;
        this.rated = rated;
        this.rule = rule;
        this.rank = model.rank();
        this.size = rule.biased() ? rank + 1 : rank;
        this.prior = model.item().impliedTo(rated, 0);
        this.held = rule.nonNegative() ? solved() : null;
        this.lower = factorized(matrix());
    }

    private float[] solved() {
        float[] x = new float[rank];
        rule.against(model.item().factors(), model.item().bias(), model.scale().mean()).get().solve(rated, 0, prior, 0, x, 0, 0);
        return x;
    }

    private double[] matrix() {
        double[] matrix = new double[size * size];
        int n = rated.entries();
        for (int j = 0; j < size; j++) matrix[j * size + j] = Math.max(1e-12, j < rank ? rule.factorPenalty(n) : rule.biasPenalty(n));
        for (int entry = 0; entry < n; entry++) {
            double[] a = regressors(rated.columns()[entry]);
            for (int j = 0; j < size; j++) KERNEL.axpy(rated.weight(entry) * a[j], a, 0, matrix, j * size, size);
        }
        return matrix;
    }

    /// With a growing ridge where items that depend on each other and no regularization leave the matrix singular.
    private double[] factorized(double[] matrix) {
        double trace = 0;
        for (int j = 0; j < size; j++) trace += matrix[j * size + j];
        for (double ridge = 0; ; ridge = Math.max(10 * ridge, 1e-12 * trace)) {
            double[] lower = matrix.clone();
            for (int j = 0; j < size; j++) lower[j * size + j] += ridge;
            if (KERNEL.cholesky(lower, size, size) < 0) return lower;
        }
    }

    private double[] regressors(int item) {
        double[] a = new double[size];
        int start = model.item().factors().start(item);
        for (int j = 0; j < rank; j++) if (held == null || held[j] > 0) a[j] = model.item().factors().values()[start + j];
        if (rule.biased()) a[rank] = 1;
        return a;
    }

    double[] contributions(int item) {
        double[] contributions = new double[rated.entries()];
        double[] direction = regressors(item);
        KERNEL.solveLower(lower, size, size, direction, 0);
        KERNEL.solveLowerTransposed(lower, size, size, direction, 0);
        double[] target = regressors(item);
        for (int entry = 0; entry < contributions.length; entry++) {
            int column = rated.columns()[entry];
            double influence = KERNEL.dot(direction, 0, regressors(column), 0, size);
            contributions[entry] = rated.weight(entry) * left(entry) * influence + implied(column, target);
        }
        return contributions;
    }

    /// What mean, item bias and prior leave of a rating.
    private double left(int entry) {
        int column = rated.columns()[entry];
        double left = rated.values()[entry] - model.scale().mean() - model.item().bias()[column];
        return prior == null ? left
                : left - KERNEL.dot(prior, 0, model.item().factors().values(), model.item().factors().start(column), rank);
    }

    private double implied(int column, double[] target) {
        return model.item().implied().map(y -> {
            double dot = 0;
            for (int j = 0; j < rank; j++) dot += target[j] * y.values()[y.start(column) + j];
            return dot / Math.sqrt(rated.entries());
        }).orElse(0.0);
    }
}
