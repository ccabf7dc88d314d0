package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

import java.util.Arrays;

/// Kullback-Leibler over a sparse matrix: where x is 0 the divergence is y itself, whose sum over all places is a product of sums, so an
/// epoch costs `8 entries rank` operations.
final class SparseKullbackLeibler implements NmfPass {
    private static final Kernel KERNEL = Kernel.active();
    private static final float TINY = 1e-20f;

    private final SparseRows rows;
    private final SparseRows columns;

    SparseKullbackLeibler(SparseRows rows) {
        this.rows = rows;
        this.columns = rows.transposed();
    }

    @Override
    public double step(NmfSide left, NmfSide right) {
        move(rows, left, right);
        double pull = left.pull() + right.pull() + NmfPass.dot(left.sums(), right.sums());
        return move(columns, right, left) + pull;
    }

    /// Moves one side.
    ///
    /// @return the divergence before it, but for the sum of the product
    private double move(SparseRows own, NmfSide side, NmfSide other) {
        float[] mine = side.turned();
        float[] others = other.turned();
        double[] whole = other.sums();
        int rank = side.rank;
        double[] values = new double[Math.ceilDiv(side.length, NmfSide.WIDTH)];
        Sweep.over(side.length, NmfSide.WIDTH, () -> new float[rank * (NmfSide.WIDTH + 1)], (scratch, from, to) -> {
            int width = to - from;
            double value = 0;
            for (int r = from; r < to; r++) {
                value += row(own, r, mine, others, rank, scratch, rank * width);
                for (int k = 0; k < rank; k++) scratch[k * width + r - from] = scratch[rank * width + k];
            }
            side.move(Divergence.KULLBACK_LEIBLER, scratch, null, whole, 0, width, from, to);
            values[from / NmfSide.WIDTH] = value;
        });
        return Arrays.stream(values).sum();
    }

    /// The sum of `x / y` times the other side's places, to `into[at..]`.
    private static double row(SparseRows own, int r, float[] mine, float[] others, int rank, float[] into, int at) {
        Arrays.fill(into, at, at + rank, 0);
        double value = 0;
        for (int e = own.offsets()[r]; e < own.offsets()[r + 1]; e++) {
            int place = own.columns()[e] * rank;
            float x = own.values()[e];
            if (x == 0) continue;
            float ratio = x / Math.max(KERNEL.dot(mine, r * rank, others, place, rank), TINY);
            KERNEL.axpy(ratio, others, place, into, at, rank);
            value += x * (Math.log(ratio) - 1);
        }
        return value;
    }

    @Override
    public Distance distance(NmfSide left, NmfSide right) {
        double value = SparseProduct.sum(rows, left, right, (x, y) -> x > 0 ? Divergence.KULLBACK_LEIBLER.of(x, y) - y : 0);
        double error = SparseProduct.sum(rows, left, right, (x, y) -> (x - 2 * y) * x);
        return new Distance(value + NmfPass.dot(left.sums(), right.sums()), Math.max(0, error + NmfPass.dot(left.gram(), right.gram())));
    }
}
