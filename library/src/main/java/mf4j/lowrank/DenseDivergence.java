package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.train.Sweep;

/// Kullback-Leibler and Itakura-Saito over a dense matrix: the product of a block of rows is made in scratch, its part of the left side
/// moves, the product is made anew and its share of the right side's move is summed. Four products of `n d rank` an epoch, six for
/// Itakura-Saito.
final class DenseDivergence implements NmfPass {
    private static final Kernel KERNEL = Kernel.active();
    private static final int PARTS = 16;
    private static final int BLOCK = 1 << 16; // numbers of a block
    private static final float TINY = 1e-20f;

    private final Matrix x;
    private final Divergence divergence;
    private final int blockRows;
    private final int partRows;

    DenseDivergence(Matrix x, Divergence divergence) {
        this.x = x;
        this.divergence = divergence;
        this.blockRows = Math.clamp(BLOCK / x.columns(), 16, NmfSide.WIDTH);
        this.partRows = Math.max(blockRows, Math.ceilDiv(x.rows(), PARTS));
    }

    @Override
    public double step(NmfSide left, NmfSide right) {
        double[] whole = right.sums();
        Sums[] parts = new Sums[Math.ceilDiv(x.rows(), partRows)];
        Sweep.over(x.rows(), partRows, () -> new Work(left, right), (work, from, to) -> {
            Sums sums = new Sums(left.rank * x.columns(), hasBelow());
            for (int start = from; start < to; start += blockRows) work.block(whole, start, Math.min(to, start + blockRows), sums);
            parts[from / partRows] = sums;
        });
        for (int p = 1; p < parts.length; p++) parts[0].add(parts[p]);
        double[] sums = left.sums();
        double value = parts[0].value + (hasBelow() ? 0 : NmfPass.dot(sums, whole)) + left.pull() + right.pull();
        float[] above = NmfPass.floats(parts[0].above);
        float[] below = hasBelow() ? NmfPass.floats(parts[0].below) : null;
        Sweep.over(right.length, NmfSide.WIDTH, (_, from, to) -> right.move(divergence, above, below, sums, from, right.length, from, to));
        return value;
    }

    private boolean hasBelow() {
        return divergence == Divergence.ITAKURA_SAITO;
    }

    @Override
    public Distance distance(NmfSide left, NmfSide right) {
        int columns = x.columns();
        double[] rights = Matrix.of(right.values, right.rank, columns).toDoubles();
        double[] lefts = Matrix.of(left.values, left.rank, left.length).toDoubles();
        double[][] parts = new double[Math.ceilDiv(x.rows(), blockRows)][];
        Sweep.over(x.rows(), blockRows, () -> new double[2 * blockRows * columns], (scratch, from, to) -> {
            int size = (to - from) * columns;
            KERNEL.gemm(true, false, to - from, columns, left.rank, 1.0, lefts, from, left.length, rights, 0, columns, 0.0, scratch, 0, columns);
            x.copy(from, to, scratch, size);
            double[] part = new double[2];
            for (int j = 0; j < size; j++) {
                part[0] += divergence.of(scratch[size + j], scratch[j]);
                part[1] += (scratch[size + j] - scratch[j]) * (scratch[size + j] - scratch[j]);
            }
            parts[from / blockRows] = part;
        });
        double[] sums = new double[2];
        for (double[] part : parts) for (int j = 0; j < 2; j++) sums[j] += part[j];
        return new Distance(sums[0], sums[1]);
    }

    /// What is summed over all rows.
    private static final class Sums {
        final double[] above; // rank x columns
        final double[] below; // rank x columns, or empty
        double value;

        Sums(int size, boolean hasBelow) {
            this.above = new double[size];
            this.below = new double[hasBelow ? size : 0];
        }

        void add(Sums other) {
            for (int j = 0; j < above.length; j++) above[j] += other.above[j];
            for (int j = 0; j < below.length; j++) below[j] += other.below[j];
            value += other.value;
        }
    }

    /// One worker's scratch.
    private final class Work {
        private final NmfSide left;
        private final NmfSide right;
        private final float[] copy = new float[blockRows * x.columns()];
        private final float[] product = new float[blockRows * x.columns()];
        private final float[] inverse = new float[hasBelow() ? blockRows * x.columns() : 0];
        private final float[] own;       // rank x rows of a block
        private final float[] ownBelow;
        private final float[] sum;       // rank x columns

        Work(NmfSide left, NmfSide right) {
            this.left = left;
            this.right = right;
            this.own = new float[left.rank * blockRows];
            this.ownBelow = hasBelow() ? new float[own.length] : null;
            this.sum = new float[left.rank * x.columns()];
        }

        void block(double[] whole, int from, int to, Sums sums) {
            Matrix.Block block = x.block(from, to, copy);
            int width = to - from;
            ratios(block, from, width);
            meet(product, width, own);
            if (hasBelow()) meet(inverse, width, ownBelow);
            left.move(divergence, own, ownBelow, whole, 0, width, from, to);
            ratios(block, from, width);
            sums.value += value(block, width * x.columns());
            add(product, from, width, sums.above);
            if (hasBelow()) add(inverse, from, width, sums.below);
        }

        /// `x / y`, and for Itakura-Saito `x / y^2` and `1 / y`.
        private void ratios(Matrix.Block block, int from, int width) {
            int columns = x.columns();
            KERNEL.gemm(true, false, width, columns, left.rank, 1f, left.values, from, left.length, right.values, 0, columns, 0f, product, 0, columns);
            float[] values = block.values();
            int start = block.start();
            for (int j = 0; j < width * columns; j++) product[j] = Math.max(product[j], TINY);
            if (!hasBelow()) {
                for (int j = 0; j < width * columns; j++) product[j] = values[start + j] / product[j];
                return;
            }
            for (int j = 0; j < width * columns; j++) inverse[j] = 1 / product[j];
            for (int j = 0; j < width * columns; j++) product[j] = values[start + j] * inverse[j] * inverse[j];
        }

        private void meet(float[] ratios, int width, float[] into) {
            int columns = x.columns();
            KERNEL.gemm(false, true, left.rank, width, columns, 1f, right.values, 0, columns, ratios, 0, columns, 0f, into, 0, width);
        }

        private void add(float[] ratios, int from, int width, double[] into) {
            int columns = x.columns();
            KERNEL.gemm(false, false, left.rank, columns, width, 1f, left.values, from, left.length, ratios, 0, columns, 0f, sum, 0, columns);
            for (int j = 0; j < sum.length; j++) into[j] += sum[j];
        }

        /// All of the divergence but the sum of the product, which Kullback-Leibler has beside it.
        private double value(Matrix.Block block, int size) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                double x = block.values()[block.start() + j];
                if (hasBelow()) sum += x * inverse[j] - Math.log(x * inverse[j]) - 1;
                else if (x > 0) sum += x * (Math.log(product[j]) - 1);
            }
            return sum;
        }
    }
}
