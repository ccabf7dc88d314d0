package mf4j.matrix;

import mf4j.kernel.Kernel;

import java.util.Arrays;

/// The normal equations of one weighted ridge regression, with or without an intercept: accumulating and solving are two things.
///
/// ```
/// minimise over x and b   sum_r w_r (t_r - b - a_r.x)^2 + ridge |x|^2 + interceptRidge b^2
/// ```
///
/// The intercept is eliminated exactly: what Cholesky sees is the Schur complement, of the size of x. Sums are made in float, in the
/// order in which observations come; scalars are double. Scratch of one worker: not for sharing between threads.
public final class NormalEquations {
    private static final Kernel KERNEL = Kernel.active();

    private final int rank;
    private final float[] gram;       // lower triangle of sum w a a^T, rank x rank; below it the rows sum w t a and sum w a; then scratch
    private final float[] system;     // rank x rank, what is factorised
    private final float[] right;      // its right side
    private double weight;            // sum w
    private double target;            // sum w t
    private double squares;           // sum w t^2
    private double intercept;

    /// For x of this length.
    public NormalEquations(int rank) {
        this.rank = rank;
        this.gram = new float[(rank + 2 + 7) / 8 * 8 * rank];
        this.system = new float[rank * rank];
        this.right = new float[rank];
    }

    /// Forgets everything.
    public void clear() {
        Arrays.fill(gram, 0);
        weight = 0;
        target = 0;
        squares = 0;
    }

    /// Forgets everything and starts from a quadratic form that many regressions share.
    ///
    /// @param shared lower triangle of rank x rank
    public void begin(float[] shared) {
        clear();
        System.arraycopy(shared, 0, gram, 0, rank * rank);
    }

    /// Adds observations of a regression without intercept, whose quadratic and linear weights may differ: `w_r (a_r.x)^2 - 2 m_r (a_r.x) + m_r t_r`.
    ///
    /// @param factors       row-major, rank wide: the regressors a_r are rows of it
    /// @param which         these rows are `which[from..to)`, or with null `from..to` themselves
    /// @param weightsOrNull w_r from index 0 on, or null for all ones; those below 0 may leave the sum without a minimum, which is an error where it does
    /// @param moments       m_r from index 0 on
    /// @param targets       t_r from index 0 on
    public void addOnly(float[] factors, int[] which, int from, int to, float[] weightsOrNull, float[] moments, float[] targets) {
        KERNEL.regress(factors, rank, which, from, to, weightsOrNull, moments, false, gram);
        for (int r = 0; r < to - from; r++) squares += (double) moments[r] * targets[r];
    }

    /// Adds observations.
    ///
    /// @param factors       row-major, rank wide: the regressors a_r are rows of it
    /// @param which         these rows are `which[from..to)`, or with null `from..to` themselves
    /// @param weightsOrNull w_r from index 0 on, or null for all ones
    /// @param moments       w_r t_r from index 0 on
    /// @param targets       t_r from index 0 on
    public void add(float[] factors, int[] which, int from, int to, float[] weightsOrNull, float[] moments, float[] targets) {
        KERNEL.regress(factors, rank, which, from, to, weightsOrNull, moments, true, gram);
        for (int r = 0; r < to - from; r++) {
            weight += weightsOrNull == null ? 1 : weightsOrNull[r];
            target += moments[r];
            squares += (double) moments[r] * targets[r];
        }
    }

    /// Solves by Cholesky; x goes to `x[xi..xi + rank)`.
    ///
    /// A matrix that rounding has made indefinite is solved again in double with a growing ridge of 1e-6 of its mean diagonal.
    ///
    /// @return the value of the sum at the solution, to the precision of float relative to `sum w t^2`
    /// @throws ArithmeticException when a number that went in, or the solution, is not finite
    public double solve(double ridge, boolean intercepted, double interceptRidge, float[] x, int xi) {
        double scale = intercepted ? assemble(ridge, true, interceptRidge) : 0;
        int failed = intercepted ? KERNEL.solvePositive(system, rank, rank, 0, right, 0, x, xi)
                : KERNEL.solvePositive(gram, rank, rank, (float) ridge, gram, rank * rank, x, xi);
        if (failed >= 0) {
            scale = assemble(ridge, intercepted, interceptRidge);
            System.arraycopy(right, 0, x, xi, rank);
            solveInDouble(x, xi);
        }
        intercept = intercepted && scale > 0 ? (target - KERNEL.dot(gram, total(), x, xi, rank)) / scale : 0;
        double explained = intercepted ? KERNEL.dot(right, 0, x, xi, rank) : KERNEL.dot(gram, rank * rank, x, xi, rank);
        return finite(rest(intercepted, scale) - explained);
    }

    /// Solves with x held non-negative by cyclic coordinate descent, starting from `x`; the intercept stays free.
    ///
    /// @return the value of the sum at the solution, to the precision of float relative to `sum w t^2`
    /// @throws ArithmeticException when a number that went in, or the solution, is not finite
    public double solveNonNegative(double ridge, boolean intercepted, double interceptRidge, float[] x, int xi) {
        double scale = assemble(ridge, intercepted, interceptRidge);
        mirror();
        for (int j = 0; j < rank; j++) x[xi + j] = Math.max(0, x[xi + j]);
        descendNonNegative(x, xi);
        intercept = intercepted && scale > 0 ? (target - KERNEL.dot(gram, total(), x, xi, rank)) / scale : 0;
        double quadratic = 0;
        for (int j = 0; j < rank; j++) quadratic += x[xi + j] * (KERNEL.dot(system, j * rank, x, xi, rank) - 2.0 * right[j]);
        return finite(rest(intercepted, scale) + quadratic);
    }

    /// The intercept b of the last solve.
    public double intercept() {
        return intercept;
    }

    /// Fills system and right side; returns the pivot of the intercept.
    private double assemble(double ridge, boolean intercepted, double interceptRidge) {
        System.arraycopy(gram, 0, system, 0, rank * rank);
        System.arraycopy(gram, rank * rank, right, 0, rank);
        for (int j = 0; j < rank; j++) system[j * rank + j] += (float) ridge;
        double pivot = weight + interceptRidge;
        if (!intercepted || !(pivot > 0)) return 0;
        for (int i = 0; i < rank; i++) KERNEL.axpy((float) (-gram[total() + i] / pivot), gram, total(), system, i * rank, i + 1);
        KERNEL.axpy((float) (-target / pivot), gram, total(), right, 0, rank);
        return pivot;
    }

    /// Where sum w a begins.
    private int total() {
        return (rank + 1) * rank;
    }

    /// What of the sum does not depend on x.
    private double rest(boolean intercepted, double pivot) {
        return intercepted && pivot > 0 ? squares - target * target / pivot : squares;
    }

    /// The value is made of every number that went in and came out.
    private static double finite(double value) {
        if (!Double.isFinite(value)) throw new ArithmeticException("the normal equations hold a number that is not finite");
        return value;
    }

    private void mirror() {
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < i; j++) system[j * rank + i] = system[i * rank + j];
        }
    }

    /// Each coordinate to its own minimum, clipped at 0, until none moves by more than a millionth of the largest.
    private void descendNonNegative(float[] x, int xi) {
        for (int pass = 0; pass < 500; pass++) {
            float moved = 0;
            float largest = 0;
            for (int j = 0; j < rank; j++) {
                float diagonal = system[j * rank + j];
                if (!(diagonal > 0)) continue;
                float gradient = KERNEL.dot(system, j * rank, x, xi, rank) - right[j];
                float next = Math.max(0, x[xi + j] - gradient / diagonal);
                moved = Math.max(moved, Math.abs(next - x[xi + j]));
                largest = Math.max(largest, next);
                x[xi + j] = next;
            }
            if (moved <= 1e-6f * largest) return;
        }
    }

    private void solveInDouble(float[] x, int xi) {
        double trace = 0;
        for (int j = 0; j < rank; j++) trace += system[j * rank + j];
        double[] factor = new double[rank * rank];
        double jitter = Math.max(trace / rank, Float.MIN_NORMAL) * 1e-6;
        while (!factorised(factor, jitter)) jitter *= 10;
        double[] exact = new double[rank];
        for (int j = 0; j < rank; j++) exact[j] = x[xi + j];
        KERNEL.solveLower(factor, rank, rank, exact, 0);
        KERNEL.solveLowerTransposed(factor, rank, rank, exact, 0);
        for (int j = 0; j < rank; j++) x[xi + j] = (float) exact[j];
    }

    private boolean factorised(double[] factor, double jitter) {
        finite(jitter);
        for (int j = 0; j < factor.length; j++) factor[j] = system[j];
        for (int j = 0; j < rank; j++) factor[j * rank + j] += jitter;
        return KERNEL.cholesky(factor, rank, rank) < 0;
    }
}
