package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.train.Epochs;
import mf4j.train.History;
import mf4j.train.Provenance;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;

/// A run of [SoftImpute], down its path.
final class SoftImputeRun implements Epochs.Run<LowRank> {
    private static final Kernel KERNEL = Kernel.active();

    private final SoftImpute knobs;
    private final Known known;
    private final Matrix x;        // null where it is sparse
    private final SoftImputeState state;
    private final double[] memory = {1, Double.POSITIVE_INFINITY, 0}; // step of the path, last objective at its weight, whether it is done

    SoftImputeRun(SoftImpute knobs, Known known, Matrix x, SoftImputeState state) {
        this.knobs = knobs;
        this.known = known;
        this.x = x;
        this.state = state;
    }

    @Override
    public String fingerprint() {
        return Provenance.fingerprint(knobs, known.fingerprint(), KERNEL.name());
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> arrays = state.arrays();
        arrays.put("memory", memory);
        return arrays;
    }

    boolean done() {
        return memory[2] > 0;
    }

    /// The objective between the two halves, where it costs nothing.
    @Override
    public double advance(int epoch) {
        double weight = knobs.weight((int) memory[0], state.largest());
        state.half(weight, true);
        double pull = weight * state.sum();
        double objective = state.half(weight, false).squares() / 2 + pull;
        boolean last = weight == knobs.regularization();
        boolean still = knobs.tolerance() > 0 && memory[1] - objective <= knobs.tolerance() * objective;
        boolean late = epoch >= knobs.epochs() * memory[0] / (2 * knobs.path()); // half of the epochs are for the last weight
        memory[1] = objective;
        if (last && still) memory[2] = 1;
        if (last || !still && !late) return objective;
        memory[0]++;
        memory[1] = Double.POSITIVE_INFINITY;
        return objective;
    }

    @Override
    public LowRank model(History history) {
        double objective = state.squares() / 2 + knobs.regularization() * state.sum();
        int kept = Math.max(1, (int) Arrays.stream(state.values).filter(value -> value > 0).count());
        double[] u = narrow(state.u, kept);
        double[] v = narrow(state.v, kept);
        double[] values = Arrays.copyOf(state.values, kept);
        if (knobs.debias()) values = debiased(u, v, kept);
        int[] order = largestFirst(values);
        Matrix left = Matrix.of(ordered(u, order, values), known.rows(), kept);
        Matrix right = Matrix.of(ordered(v, order, null), known.columns(), kept).transposed();
        double[] sorted = new double[kept];
        for (int k = 0; k < kept; k++) sorted[k] = Math.abs(values[order[k]]);
        LowRank.RowRule rule = new LowRank.RowRule(knobs.debias() ? 0 : knobs.regularization(), false, true, 0, Divergence.FROBENIUS, true);
        return new LowRank(left, sorted, right, new double[known.columns()], rule, fit(objective, u, values, v, kept),
                Provenance.of(knobs, known.fingerprint(), KERNEL.name(), history));
    }

    private LowRank.Fit fit(double objective, double[] u, double[] values, double[] v, int kept) {
        double[] scaled = u.clone();
        for (int j = 0; j < scaled.length; j++) scaled[j] *= values[j % kept];
        double mse = known.meet(scaled, v, null, kept).squares() / known.entries();
        if (x == null || known.entries() < x.size()) return new LowRank.Fit(objective, Double.NaN, mse, Double.NaN);
        Spectrum spectrum = Spectrum.of(x);
        return new LowRank.Fit(objective, spectrum.ridged(knobs.rank(), knobs.regularization()) / 2, mse, spectrum.floor(knobs.rank()));
    }

    private double[] narrow(double[] wide, int kept) {
        double[] narrow = new double[wide.length / state.rank * kept];
        for (int j = 0; j < narrow.length; j++) narrow[j] = wide[j / kept * state.rank + j % kept];
        return narrow;
    }

    private static int[] largestFirst(double[] values) {
        return IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(k -> -Math.abs(values[k]))).mapToInt(k -> k).toArray();
    }

    /// Columns in an order, with the signs of the values where they are given.
    private static double[] ordered(double[] side, int[] order, double[] values) {
        int rank = order.length;
        double[] ordered = new double[side.length];
        for (int j = 0; j < side.length; j++) {
            int k = order[j % rank];
            ordered[j] = side[j / rank * rank + k] * (values != null && values[k] < 0 ? -1 : 1);
        }
        return ordered;
    }

    /// The values of least squared error over the known entries, U and V as they are: a regression on as many numbers as components.
    private double[] debiased(double[] u, double[] v, int kept) {
        int block = Math.max(64, Math.ceilDiv(known.rows(), 64));
        double[][] parts = new double[Math.ceilDiv(known.rows(), block)][];
        Sweep.over(known.rows(), block, (_, from, to) -> {
            double[] part = new double[kept * (kept + 1)];
            for (int r = from; r < to; r++) addRow(known.line(r), r, u, v, kept, part);
            parts[from / block] = part;
        });
        for (int p = 1; p < parts.length; p++) for (int j = 0; j < parts[0].length; j++) parts[0][j] += parts[p][j];
        double[] inverse = RowFit.inverse(Arrays.copyOf(parts[0], kept * kept), kept);
        double[] values = new double[kept];
        for (int k = 0; k < kept; k++) values[k] = KERNEL.dot(inverse, k * kept, parts[0], kept * kept, kept);
        return values;
    }

    /// Adds the products of a row's regressors `u_k v_jk`, and behind them those with its entries.
    private static void addRow(Known.Line line, int row, double[] u, double[] v, int kept, double[] sums) {
        int count = line.columns().length;
        double[] tile = new double[count * kept];
        for (int e = 0; e < count; e++) {
            for (int k = 0; k < kept; k++) tile[e * kept + k] = u[row * kept + k] * v[line.columns()[e] * kept + k];
            KERNEL.axpy(line.values()[e], tile, e * kept, sums, kept * kept, kept);
        }
        if (count > 0) KERNEL.gemm(true, false, kept, kept, count, 1.0, tile, 0, kept, tile, 0, kept, 1.0, sums, 0, kept);
    }
}
