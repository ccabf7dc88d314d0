package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.train.Sweep;

/// Squared errors over a dense matrix: a block of rows of X meets the right side, its part of the left side moves, and meets the block
/// while it is still in the cache. Two products with X an epoch, `4 n d rank` operations; nothing of the size of X is written.
///
/// Sums are float within some thousand rows and double across, in fixed parts: the same bits for any number of threads.
final class DenseSquares implements NmfPass {
    private static final Kernel KERNEL = Kernel.active();
    private static final int PARTS = 16;
    private static final int MOST = 1024;         // rows that are summed in float
    private static final double CLOSE = 1e-3;     // of |X|^2: below it the expansion of the error cancels

    private final Matrix x;
    private final double squares; // |X|^2
    private final int partRows;

    DenseSquares(Matrix x) {
        this.x = x;
        this.squares = x.squaredNorm();
        this.partRows = Math.max(NmfSide.WIDTH, Math.ceilDiv(x.rows(), PARTS));
    }

    @Override
    public double step(NmfSide left, NmfSide right) {
        float[] gram = NmfPass.floats(right.gram());
        Sums[] parts = new Sums[Math.ceilDiv(x.rows(), partRows)];
        Sweep.over(x.rows(), partRows, () -> new Work(left, right), (work, from, to) -> {
            Sums sums = new Sums(left.rank, x.columns());
            for (int start = from; start < to; start += NmfSide.WIDTH) work.block(gram, start, Math.min(to, start + NmfSide.WIDTH), sums);
            work.flush(sums);
            parts[from / partRows] = sums;
        });
        for (int p = 1; p < parts.length; p++) parts[0].add(parts[p]);
        moveRight(right, parts[0]);
        double value = error(left, right, parts[0]) / 2;
        return value + left.pull() + right.pull();
    }

    private static void moveRight(NmfSide right, Sums sums) {
        float[] gram = NmfPass.floats(sums.gram);
        float[] met = NmfPass.floats(sums.met);
        Sweep.over(right.length, NmfSide.WIDTH, right::scratch, (scratch, from, to) -> right.move(gram, met, from, right.length, from, to, scratch));
    }

    /// `|X - L R|^2` by its expansion, or entry by entry where that would cancel.
    private double error(NmfSide left, NmfSide right, Sums sums) {
        double error = squares - 2 * NmfPass.dot(sums.met, right.values) + NmfPass.dot(sums.gram, right.gram());
        return error < CLOSE * squares ? distance(left, right).squares() : error;
    }

    @Override
    public Distance distance(NmfSide left, NmfSide right) {
        Factors turned = new Factors(left.turned(), left.length, left.rank);
        double error = Closeness.of(x, turned, new Factors(right.values, right.rank, right.length)).mse() * x.size();
        return new Distance(error / 2, error);
    }

    /// What is summed over all rows.
    private static final class Sums {
        final double[] met;  // rank x columns: L^T X
        final double[] gram; // rank x rank: L^T L

        Sums(int rank, int columns) {
            this.met = new double[rank * columns];
            this.gram = new double[rank * rank];
        }

        void add(Sums other) {
            for (int j = 0; j < met.length; j++) met[j] += other.met[j];
            for (int j = 0; j < gram.length; j++) gram[j] += other.gram[j];
        }
    }

    /// One worker's scratch.
    private final class Work {
        private final NmfSide left;
        private final NmfSide right;
        private final float[] copy = new float[NmfSide.WIDTH * x.columns()];
        private final float[] own;   // rank x rows of a block
        private final float[] slope;
        private final float[] met;   // rank x columns, since the last flush
        private final float[] gram;  // rank x rank
        private int rows;            // since then

        Work(NmfSide left, NmfSide right) {
            this.left = left;
            this.right = right;
            this.own = new float[left.rank * NmfSide.WIDTH];
            this.slope = left.scratch();
            this.met = new float[left.rank * x.columns()];
            this.gram = new float[left.rank * left.rank];
        }

        void block(float[] rights, int from, int to, Sums sums) {
            int rank = left.rank;
            int columns = x.columns();
            int width = to - from;
            Matrix.Block block = x.block(from, to, copy);
            KERNEL.gemm(false, true, rank, width, columns, 1f, right.values, 0, columns, block.values(), block.start(), columns, 0f, own, 0, width);
            left.move(rights, own, 0, width, from, to, slope);
            float keep = rows == 0 ? 0 : 1;
            KERNEL.gemm(false, false, rank, columns, width, 1f, left.values, from, left.length, block.values(), block.start(), columns, keep, met, 0, columns);
            KERNEL.gemm(false, true, rank, rank, width, 1f, left.values, from, left.length, left.values, from, left.length, keep, gram, 0, rank);
            rows += width;
            if (rows >= MOST) flush(sums);
        }

        void flush(Sums sums) {
            for (int j = 0; rows > 0 && j < met.length; j++) sums.met[j] += met[j];
            for (int j = 0; rows > 0 && j < gram.length; j++) sums.gram[j] += gram[j];
            rows = 0;
        }
    }
}
