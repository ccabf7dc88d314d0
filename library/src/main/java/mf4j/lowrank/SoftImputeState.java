package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.LinkedHashMap;
import java.util.Map;

/// `Z = U diag(values) V^T` while it is learned. Components whose value is 0 keep their directions, and may come back.
final class SoftImputeState {
    private static final Kernel KERNEL = Kernel.active();
    private static final int MORE = 8;         // components beside those that are wanted, for the start
    private static final int ROUNDS = 300;     // of the start at most
    private static final double STILL = 1e-14;
    private static final double LEAST = 1e-14; // of the largest squared singular value: what is less counts as 0
    private static final int BLOCK = 1024;

    final Known known;
    final int rank;
    final double[] u;      // rows x rank, orthonormal columns
    final double[] values; // rank, descending
    final double[] v;      // columns x rank
    private final double[] largest = new double[1];

    private SoftImputeState(Known known, int rank) {
        this.known = known;
        this.rank = rank;
        this.u = new double[Math.multiplyExact(known.rows(), rank)];
        this.values = new double[rank];
        this.v = new double[Math.multiplyExact(known.columns(), rank)];
    }

    /// Z = 0, with the directions of the largest singular values of the known entries, 0 standing for the others: by subspace iteration.
    static SoftImputeState of(Known known, int rank) {
        int width = Math.min(rank + MORE, Math.min(known.rows(), known.columns()));
        SoftImputeState wide = new SoftImputeState(known, width);
        double[] start = Matrix.of(Factors.normal(known.columns(), width, 1, Seeds.of(0).forPurpose("sketch"))).toDoubles();
        System.arraycopy(orthonormal(start, width, new double[width], new double[width * width]), 0, wide.v, 0, start.length);
        double before = 0;
        double now = wide.turn();
        for (int round = 1; round < ROUNDS && Math.abs(now - before) > STILL * now; round++) {
            before = now;
            now = wide.turn();
        }
        SoftImputeState state = new SoftImputeState(known, rank);
        state.largest[0] = now;
        narrow(wide.u, width, state.u, rank);
        narrow(wide.v, width, state.v, rank);
        return state;
    }

    /// One round of both sides with Z = 0.
    private double turn() {
        half(Double.POSITIVE_INFINITY, true);
        return half(Double.POSITIVE_INFINITY, false).first;
    }

    private static void narrow(double[] wide, int width, double[] into, int rank) {
        for (int j = 0; j < into.length; j++) into[j] = wide[j / rank * width + j % rank];
    }

    /// The largest singular value of the known entries.
    double largest() {
        return largest[0];
    }

    Map<String, Object> arrays() {
        Map<String, Object> arrays = new LinkedHashMap<>();
        arrays.put("u", u);
        arrays.put("values", values);
        arrays.put("v", v);
        return arrays;
    }

    /// What a half of an epoch saw.
    ///
    /// @param squares of the known errors before it
    /// @param first   the largest singular value before it was shrunk
    record Half(double squares, double first) { }

    /// Fills in from Z, multiplies by V (or by U) and shrinks the singular values of the product by the weight.
    Half half(double weight, boolean byRight) {
        Known.Met met = known.meet(scaled(u), v, byRight ? null : u, rank);
        double[] product = met.product();
        double[] mine = byRight ? u : v;
        double[] other = byRight ? v : u;
        for (int j = 0; j < product.length; j++) product[j] += mine[j] * values[j % rank];
        double[] own = new double[rank];
        double[] turn = new double[rank * rank];
        System.arraycopy(orthonormal(product, rank, own, turn), 0, mine, 0, mine.length);
        System.arraycopy(times(other, turn, rank), 0, other, 0, other.length);
        for (int k = 0; k < rank; k++) values[k] = Math.max(0, own[k] - weight);
        return new Half(met.squares(), own[0]);
    }

    /// The known errors' squares as it stands.
    double squares() {
        return known.meet(scaled(u), v, null, rank).squares();
    }

    /// The sum of the singular values.
    double sum() {
        double sum = 0;
        for (double value : values) sum += value;
        return sum;
    }

    private double[] scaled(double[] side) {
        double[] scaled = new double[side.length];
        for (int j = 0; j < scaled.length; j++) scaled[j] = side[j] * values[j % rank];
        return scaled;
    }

    /// The left singular vectors of a tall matrix, by the eigenvectors of its Gram matrix.
    ///
    /// @param values become the singular values, descending
    /// @param turn   becomes the right singular vectors, width x width
    private static double[] orthonormal(double[] a, int width, double[] values, double[] turn) {
        int rows = a.length / width;
        double[][] parts = new double[Math.ceilDiv(rows, BLOCK)][];
        Sweep.over(rows, BLOCK, (_, from, to) -> {
            double[] part = new double[width * width];
            KERNEL.gemm(true, false, width, width, to - from, 1.0, a, from * width, width, a, from * width, width, 0.0, part, 0, width);
            parts[from / BLOCK] = part;
        });
        for (int p = 1; p < parts.length; p++) for (int j = 0; j < parts[0].length; j++) parts[0][j] += parts[p][j];
        SymmetricEigen eigen = SymmetricEigen.of(parts[0], width);
        double[] scaled = new double[width * width];
        for (int k = 0; k < width; k++) {
            double square = eigen.values()[width - 1 - k];
            boolean counts = square > LEAST * eigen.values()[width - 1];
            values[k] = counts ? Math.sqrt(square) : 0;
            for (int j = 0; j < width; j++) {
                turn[j * width + k] = eigen.vectors()[j * width + width - 1 - k];
                scaled[j * width + k] = counts ? turn[j * width + k] / values[k] : 0;
            }
        }
        return times(a, scaled, width);
    }

    private static double[] times(double[] a, double[] turn, int width) {
        double[] product = new double[a.length];
        Sweep.over(a.length / width, BLOCK, (_, from, to) ->
                KERNEL.gemm(false, false, to - from, width, width, 1.0, a, from * width, width, turn, 0, width, 0.0, product, from * width, width));
        return product;
    }
}
