package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

/// Squared errors over a sparse matrix, what is not listed being 0: an epoch costs `4 entries rank` operations and some of the size of
/// the factors times rank.
final class SparseSquares implements NmfPass {
    private static final Kernel KERNEL = Kernel.active();

    private final SparseRows rows;
    private final SparseRows columns;
    private final double squares;

    SparseSquares(SparseRows rows) {
        this.rows = rows;
        this.columns = rows.transposed();
        this.squares = Sweep.sum(rows.entries(), 1 << 14, (from, to) -> {
            double sum = 0;
            for (int e = from; e < to; e++) sum += (double) rows.values()[e] * rows.values()[e];
            return sum;
        });
    }

    @Override
    public double step(NmfSide left, NmfSide right) {
        move(rows, left, right);
        return move(columns, right, left) / 2 + left.pull() + right.pull();
    }

    /// Moves one side.
    ///
    /// @param own the matrix by this side's places
    /// @return the squared error after it
    private double move(SparseRows own, NmfSide side, NmfSide other) {
        float[] others = other.turned();
        double[] products = other.gram();
        float[] gram = NmfPass.floats(products);
        double[] met = new double[Math.ceilDiv(side.length, NmfSide.WIDTH)];
        Sweep.over(side.length, NmfSide.WIDTH, () -> new Work(side), (work, from, to) -> {
            work.meet(own, others, from, to);
            side.move(gram, work.met, 0, to - from, from, to, work.slope);
            met[from / NmfSide.WIDTH] = work.inner(from, to);
        });
        double inner = 0;
        for (double part : met) inner += part;
        return Math.max(0, squares - 2 * inner + NmfPass.dot(products, side.gram()));
    }

    @Override
    public Distance distance(NmfSide left, NmfSide right) {
        double error = Math.max(0, SparseProduct.sum(rows, left, right, (x, y) -> (x - 2 * y) * x) + NmfPass.dot(left.gram(), right.gram()));
        return new Distance(error / 2, error);
    }

    /// One worker's scratch.
    private static final class Work {
        private final NmfSide side;
        private final float[] slope;
        private final float[] met; // rank x places of a block
        private final float[] one; // rank

        Work(NmfSide side) {
            this.side = side;
            this.slope = side.scratch();
            this.met = side.scratch();
            this.one = new float[side.rank];
        }

        void meet(SparseRows own, float[] others, int from, int to) {
            int rank = side.rank;
            for (int r = from; r < to; r++) {
                java.util.Arrays.fill(one, 0);
                for (int e = own.offsets()[r]; e < own.offsets()[r + 1]; e++) {
                    KERNEL.axpy(own.values()[e], others, own.columns()[e] * rank, one, 0, rank);
                }
                for (int k = 0; k < rank; k++) met[k * (to - from) + r - from] = one[k];
            }
        }

        double inner(int from, int to) {
            double sum = 0;
            for (int k = 0; k < side.rank; k++) {
                for (int j = from; j < to; j++) sum += (double) met[k * (to - from) + j - from] * side.values[k * side.length + j];
            }
            return sum;
        }
    }
}
