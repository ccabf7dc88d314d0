package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.train.Sweep;

import java.util.Map;

/// Anderson's acceleration of a fixed-point iteration `x <- g(x)` (Anderson 1965; in the notation of Walker and Ni 2011, section 2):
/// the next point is the combination of the last few images whose residuals `g(x) - x`, combined alike, are smallest.
///
/// All it knows lies in arrays of fixed length, so that a run can save and resume it. Sums are made over fixed blocks: the same bits
/// for any number of threads.
final class Extrapolation {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCK = 1 << 14;
    private static final int WINDOW = 3; // differences remembered: more gained nothing on five sets of events

    private final int size;
    private final float[][] points = new float[WINDOW + 1][];    // oldest first; each an array of its own, as large as there can be
    private final float[][] residuals = new float[WINDOW + 1][]; // the same
    private final double[] known;    // how many

    Extrapolation(int size) {
        this.size = size;
        this.known = new double[1];
        for (int j = 0; j <= WINDOW; j++) {
            points[j] = new float[size];
            residuals[j] = new float[size];
        }
    }

    /// Adds its arrays to a run's state.
    void into(Map<String, Object> state) {
        for (int j = 0; j <= WINDOW; j++) {
            state.put("extrapolation/point" + j, points[j]);
            state.put("extrapolation/residual" + j, residuals[j]);
        }
        state.put("extrapolation/known", known);
    }

    /// Forgets everything.
    void clear() {
        known[0] = 0;
    }

    /// Learns that `image` is g of `point`.
    void learn(float[] point, float[] image) {
        if (known[0] > WINDOW) forgetOldest();
        int at = (int) known[0]++;
        System.arraycopy(point, 0, points[at], 0, size);
        for (int j = 0; j < size; j++) residuals[at][j] = image[j] - point[j];
    }

    /// The numbers move, not the arrays: a run's state names these.
    private void forgetOldest() {
        for (int j = 0; j < WINDOW; j++) {
            System.arraycopy(points[j + 1], 0, points[j], 0, size);
            System.arraycopy(residuals[j + 1], 0, residuals[j], 0, size);
        }
        known[0] = WINDOW;
    }

    /// Moves `x`, which holds the last image, to the next point; leaves it where too little is known.
    void advance(float[] x) {
        int m = (int) known[0] - 1;
        if (m < 1) return;
        double[] gamma = combination(m);
        float[] shares = shares(gamma, m);
        Sweep.over(size, BLOCK, (_, from, to) -> {
            for (int j = 0; j <= m; j++) {
                KERNEL.axpy(shares[j], points[j], from, x, from, to - from);
                KERNEL.axpy(shares[j], residuals[j], from, x, from, to - from);
            }
        });
    }

    /// What of each known image is added to the last one: `- sum gamma_j (g_(j+1) - g_j)`.
    private static float[] shares(double[] gamma, int m) {
        float[] shares = new float[m + 1];
        for (int j = 0; j < m; j++) {
            shares[j] += (float) gamma[j];
            shares[j + 1] -= (float) gamma[j];
        }
        return shares;
    }

    /// The gamma of least `|f_m - sum gamma_j (f_(j+1) - f_j)|`, by the normal equations in double with a trace of a ridge.
    private double[] combination(int m) {
        double[] gram = grams(m);
        double[] normal = new double[m * m];
        double[] right = new double[m];
        double trace = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                normal[i * m + j] = at(gram, m, i + 1, j + 1) - at(gram, m, i + 1, j) - at(gram, m, i, j + 1) + at(gram, m, i, j);
            }
            right[i] = at(gram, m, i + 1, m) - at(gram, m, i, m);
            trace += normal[i * m + i];
        }
        for (int i = 0; i < m; i++) normal[i * m + i] += 1e-10 * trace;
        if (!(trace > 0) || KERNEL.cholesky(normal, m, m) >= 0) return new double[m];
        KERNEL.solveLower(normal, m, m, right, 0);
        KERNEL.solveLowerTransposed(normal, m, m, right, 0);
        return right;
    }

    private static double at(double[] gram, int m, int i, int j) {
        return gram[i * (m + 1) + j];
    }

    /// All products of two residuals, m + 1 x m + 1.
    private double[] grams(int m) {
        double[][] parts = new double[Math.ceilDiv(size, BLOCK)][];
        Sweep.over(size, BLOCK, (_, from, to) -> {
            double[] part = new double[(m + 1) * (m + 1)];
            for (int i = 0; i <= m; i++) {
                for (int j = 0; j <= i; j++) part[i * (m + 1) + j] = product(residuals[i], residuals[j], from, to);
            }
            parts[from / BLOCK] = part;
        });
        double[] gram = new double[(m + 1) * (m + 1)];
        for (double[] part : parts) for (int j = 0; j < gram.length; j++) gram[j] += part[j];
        for (int i = 0; i <= m; i++) for (int j = 0; j < i; j++) gram[j * (m + 1) + i] = gram[i * (m + 1) + j];
        return gram;
    }

    private static double product(float[] a, float[] b, int from, int to) {
        double sum = 0;
        for (int at = from; at < to; at += 256) sum += KERNEL.dot(a, at, b, at, Math.min(256, to - at));
        return sum;
    }
}
