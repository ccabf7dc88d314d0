package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.train.Sweep;

/// One factor of `X ~ L R` while it is learned, component by component, so that a step runs over many rows of X (columns, of R) at once.
final class NmfSide {
    static final int WIDTH = 256; // places that are moved together
    private static final Kernel KERNEL = Kernel.active();
    private static final float TINY = 1e-30f;

    final int rank;
    final int length;     // rows of X for the left side, columns for the right
    final float[] values; // rank x length
    final double lasso;
    final double ridge;
    private final Nmf.Solver solver;
    private final int sweeps;

    NmfSide(Nmf knobs, float[] values, int length, double lasso, double ridge) {
        this.rank = knobs.rank();
        this.length = length;
        this.values = values;
        this.lasso = lasso;
        this.ridge = ridge;
        this.solver = knobs.solver();
        this.sweeps = knobs.sweeps();
    }

    /// What it adds to the objective.
    double pull() {
        if (lasso == 0 && ridge == 0) return 0;
        return Sweep.sum(rank * length, 1 << 14, (from, to) -> {
            double sum = 0;
            for (int j = from; j < to; j++) sum += lasso * values[j] + ridge / 2 * values[j] * values[j];
            return sum;
        });
    }

    /// The products of all pairs of components, rank x rank.
    double[] gram() {
        double[] gram = new double[rank * rank];
        int block = 1 << 12;
        double[][] parts = new double[Math.ceilDiv(length, block)][];
        Sweep.over(length, block, () -> new double[rank * block], (own, from, to) -> {
            int width = to - from;
            for (int k = 0; k < rank; k++) for (int j = 0; j < width; j++) own[k * width + j] = values[k * length + from + j];
            double[] part = new double[rank * rank];
            KERNEL.gemm(false, true, rank, rank, width, 1.0, own, 0, width, own, 0, width, 0.0, part, 0, rank);
            parts[from / block] = part;
        });
        for (double[] part : parts) for (int j = 0; j < gram.length; j++) gram[j] += part[j];
        return gram;
    }

    /// The sum of each component, rank.
    double[] sums() {
        double[] sums = new double[rank];
        for (int k = 0; k < rank; k++) for (int j = k * length; j < (k + 1) * length; j++) sums[k] += values[j];
        return sums;
    }

    /// length x rank: place by place.
    float[] turned() {
        float[] turned = new float[values.length];
        Sweep.over(length, WIDTH, (_, from, to) -> {
            for (int k = 0; k < rank; k++) for (int j = from; j < to; j++) turned[j * rank + k] = values[k * length + j];
        });
        return turned;
    }

    /// As a table, length x rank.
    Matrix matrix() {
        return Matrix.of(turned(), length, rank);
    }

    /// One worker's scratch for steps of squared errors.
    float[] scratch() {
        return new float[rank * WIDTH];
    }

    /// Moves places [from, to) towards less `|X - L R|^2 / 2` plus its own pull.
    ///
    /// @param gram the other side's products, rank x rank
    /// @param met  X by the other side, rank x places, rows `stride` apart, place `from` at index `at`
    void move(float[] gram, float[] met, int at, int stride, int from, int to, float[] scratch) {
        for (int sweep = 0; sweep < sweeps; sweep++) {
            if (solver == Nmf.Solver.MULTIPLICATIVE) multiply(gram, met, at, stride, from, to - from, scratch);
            else descend(gram, met, at, stride, from, to - from, scratch);
        }
    }

    /// Each component in turn to its own minimum, not below 0: for every place that is a row of scikit-learn's coordinate descent.
    private void descend(float[] gram, float[] met, int at, int stride, int from, int width, float[] slope) {
        float pull = (float) lasso;
        for (int k = 0; k < rank; k++) {
            float curvature = (float) (gram[k * rank + k] + ridge);
            if (!(curvature > 0)) continue;
            System.arraycopy(met, at + k * stride, slope, 0, width);
            for (int l = 0; l < rank; l++) {
                float weight = gram[k * rank + l];
                if (l != k && weight != 0) KERNEL.axpy(-weight, values, l * length + from, slope, 0, width);
            }
            float step = 1 / curvature;
            int place = k * length + from;
            for (int j = 0; j < width; j++) values[place + j] = Math.max(0f, (slope[j] - pull) * step);
        }
    }

    /// Lee and Seung (2001): by the ratio of what draws up and what draws down.
    private void multiply(float[] gram, float[] met, int at, int stride, int from, int width, float[] below) {
        KERNEL.gemm(false, false, rank, width, rank, 1f, gram, 0, rank, values, from, length, 0f, below, 0, width);
        float pull = (float) lasso;
        float own = (float) ridge;
        for (int k = 0; k < rank; k++) {
            int place = k * length + from;
            int above = at + k * stride;
            for (int j = 0; j < width; j++) {
                float w = values[place + j];
                values[place + j] = w * (met[above + j] / Math.max(below[k * width + j] + pull + own * w, TINY));
            }
        }
    }

    /// Moves places [from, to) towards less of another divergence, by [Divergence#moved].
    ///
    /// @param above rank x places, rows `stride` apart, place `from` at index `at`
    /// @param below the same, or null where `whole` holds for all places
    /// @param whole rank
    void move(Divergence divergence, float[] above, float[] below, double[] whole, int at, int stride, int from, int to) {
        for (int k = 0; k < rank; k++) {
            for (int j = 0; j < to - from; j++) {
                int place = k * length + from + j;
                int met = at + k * stride + j;
                double under = (below == null ? whole[k] : below[met]) + lasso;
                values[place] = (float) divergence.moved(values[place], above[met], under, ridge);
            }
        }
    }
}
