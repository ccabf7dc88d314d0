package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;

import java.util.Arrays;

/// What all rows of events that are solved against one fixed side share.
///
/// @param others  the factors of the fixed side
/// @param gram    `unobserved Q^T Q`, rank x rank, both triangles
/// @param inverse of `gram` plus the pull on a row without events, rank x rank, both triangles: close to the inverse of any row's
///                matrix, so what conjugate gradients are preconditioned by; empty where nobody asked for it
record EventSide(Factors others, float[] gram, float[] inverse) {
    private static final Kernel KERNEL = Kernel.active();

    static EventSide of(EventRule rule, Factors others, boolean inverted) {
        float[] gram = Gramian.of(others, rule.unobserved());
        int rank = others.rank();
        return new EventSide(others, gram, inverted ? inverse(gram, rank, rule.penalty(0, others.rows())) : new float[0]);
    }

    private static float[] inverse(float[] gram, int rank, double pull) {
        double[] lower = factorized(gram, rank, pull);
        float[] inverse = new float[rank * rank];
        double[] column = new double[rank];
        for (int j = 0; j < rank; j++) {
            Arrays.fill(column, 0);
            column[j] = 1;
            KERNEL.solveLower(lower, rank, rank, column, 0);
            KERNEL.solveLowerTransposed(lower, rank, rank, column, 0);
            for (int i = 0; i <= j; i++) inverse[i * rank + j] = inverse[j * rank + i] = (float) column[i];
        }
        return inverse;
    }

    /// Of the matrix with at least a millionth of its mean diagonal added: it only steers a descent, and must not blow it up.
    private static double[] factorized(float[] gram, int rank, double pull) {
        double trace = 0;
        for (int j = 0; j < rank; j++) trace += gram[j * rank + j];
        for (double ridge = Math.max(pull, Math.max(1e-6 * trace / rank, Float.MIN_NORMAL)); ; ridge *= 10) {
            double[] lower = new double[rank * rank];
            for (int j = 0; j < lower.length; j++) lower[j] = gram[j];
            for (int j = 0; j < rank; j++) lower[j * rank + j] += ridge;
            if (KERNEL.cholesky(lower, rank, rank) < 0) return lower;
        }
    }
}
