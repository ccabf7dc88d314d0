package mf4j.lowrank;

import mf4j.kernel.Kernel;
import mf4j.matrix.Matrix;
import mf4j.train.Sweep;

import java.util.List;

/// One epoch of gradient descent on `X ~ L Q`, of one or several runs side by side, in one pass over X (two where the weights of the
/// gradient are not known before all of X was seen): nothing of the size of X is ever written.
///
/// A block of rows of X is read once for all runs. With the gradient by R = L Q being `x X + r R`, its part for a block of L is
/// `x X_b Q^T + r L_b (Q Q^T)`, and that for Q is `x L^T X + r (L^T L) Q`: sums over blocks, taken with the L_b of before, which then
/// moves at once. Sums are float within a block and double across blocks, in fixed parts: the same bits for any number of threads.
final class DescentPass {
    private static final Kernel KERNEL = Kernel.active();
    private static final int PARTS = 16;
    private static final int BLOCK = 1 << 16; // numbers of a block of X, which stays in the second-level cache
    private static final int STRIPS = 24;     // rows of a block are a multiple: kernels take 6 or 8 at a time

    private final Matrix x;
    private final double squares;   // |X|^2
    private final double entries;
    private final float[] lengths;  // of the rows of X, where the loss asks for them
    private final int blockRows;
    private final int partRows;

    DescentPass(Matrix x, Loss loss) {
        this.x = x;
        this.squares = x.squaredNorm();
        this.entries = (double) x.rows() * x.columns();
        this.blockRows = Math.clamp(BLOCK / STRIPS / Math.max(1, x.columns()), 1, 10) * STRIPS;
        this.partRows = Math.max(1, Math.ceilDiv(Math.ceilDiv(x.rows(), PARTS), blockRows)) * blockRows;
        this.lengths = loss == Loss.DIRECTION_MAGNITUDE ? lengths() : new float[0];
    }

    private float[] lengths() {
        float[] lengths = new float[x.rows()];
        int columns = x.columns();
        Sweep.over(x.rows(), blockRows, () -> new float[blockRows * columns], (scratch, from, to) -> {
            Matrix.Block block = x.block(from, to, scratch);
            for (int r = from; r < to; r++) {
                int at = block.start() + (r - from) * columns;
                lengths[r] = (float) Math.sqrt(KERNEL.dot(block.values(), at, block.values(), at, columns));
            }
        });
        return lengths;
    }

    /// Moves every run by one step.
    ///
    /// @return the losses before it
    double[] step(List<DescentState> runs, Loss loss, int epoch) {
        Sums[] totals = new Sums[runs.size()];
        float[][] negative = new float[runs.size()][];
        float[][] gram = new float[runs.size()][];
        for (int s = 0; s < totals.length; s++) {
            DescentState run = runs.get(s);
            negative[s] = turned(run);
            gram[s] = new float[run.rank * run.rank];
            KERNEL.gemm(false, true, run.rank, run.rank, run.columns, 1f, run.right, 0, run.columns, run.right, 0, run.columns, 0f, gram[s], 0, run.rank);
        }
        boolean ahead = loss == Loss.MSE || !loss.isOfTheWhole();
        if (!ahead) totals = pass(runs, (work, s, from, to) -> work.products(runs.get(s), from, to));
        Loss.Weights[] weights = new Loss.Weights[totals.length];
        for (int s = 0; s < totals.length; s++) weights[s] = ahead ? loss.isOfTheWhole() ? loss.weights(squares, 0, 0, 0, entries) : null : weights(runs.get(s), loss, totals[s], gram[s]);
        Sums[] first = totals;
        Sums[] second = pass(runs, (work, s, from, to) -> {
            DescentState run = runs.get(s);
            if (loss.isOfEntries() || loss == Loss.MSE && run.isClose()) work.entries(run, loss, from, to);
            else if (loss == Loss.DIRECTION_MAGNITUDE) work.rows(run, loss, gram[s], from, to);
            else work.whole(run, weights[s], negative[s], gram[s], ahead, from, to);
            run.moveLeft(from, to, work.gradient, work.scale, epoch);
        });
        double[] losses = new double[totals.length];
        for (int s = 0; s < losses.length; s++) losses[s] = finish(runs.get(s), loss, weights[s], ahead ? second[s] : first[s], gram[s], epoch);
        return losses;
    }

    /// -Q^T, made once for all blocks.
    private static float[] turned(DescentState run) {
        float[] negative = new float[run.right.length];
        for (int k = 0; k < run.rank; k++) {
            for (int j = 0; j < run.columns; j++) negative[j * run.rank + k] = -run.right[k * run.columns + j];
        }
        return negative;
    }

    private Loss.Weights weights(DescentState run, Loss loss, Sums sums, float[] gram) {
        double product = dot(sums.right, run.right);
        double norm = dot(sums.left, gram);
        return loss.weights(squares, product, norm, Math.max(0, squares - 2 * product + norm), entries);
    }

    /// The step of the right factor from the sums over all blocks, and the loss.
    private double finish(DescentState run, Loss loss, Loss.Weights weights, Sums sums, float[] gram, int epoch) {
        float[] gradient = new float[run.right.length];
        boolean direct = loss.isOfEntries() || loss == Loss.MSE && run.isClose();
        double value;
        double error = Double.NaN;
        if (direct) {
            value = sums.loss / entries;
            error = sums.loss;
            for (int j = 0; j < gradient.length; j++) gradient[j] = (float) sums.right[j];
        } else if (weights == null) {
            value = sums.loss;
            combine(run, sums, 1, gradient);
        } else {
            double product = dot(sums.right, run.right);
            double norm = dot(sums.left, gram);
            error = Math.max(0, squares - 2 * product + norm);
            value = loss.weights(squares, product, norm, error, entries).value();
            combine(run, sums, weights.ratio(), gradient);
        }
        run.moveRight(gradient, direct || weights == null ? 1 : weights.r(), epoch);
        run.note(value, loss == Loss.MSE && squares > 0 ? error / squares : Double.NaN);
        return value;
    }

    /// `x L^T X + (L^T L) Q`, from sums in double.
    private static void combine(DescentState run, Sums sums, double x, float[] into) {
        double[] right = new double[into.length];
        for (int j = 0; j < into.length; j++) right[j] = run.right[j];
        double[] all = new double[into.length];
        KERNEL.gemm(false, false, run.rank, run.columns, run.rank, 1.0, sums.left, 0, run.rank, right, 0, run.columns, 0.0, all, 0, run.columns);
        for (int j = 0; j < into.length; j++) into[j] = (float) (all[j] + x * sums.right[j]);
    }

    private static double dot(double[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < b.length; j++) sum += a[j] * b[j];
        return sum;
    }

    /// What is summed over all rows.
    private static final class Sums {
        final double[] right; // rank x columns: L^T X, or the gradient by Q itself
        final double[] left;  // rank x rank: L^T L
        double loss;

        Sums(DescentState run) {
            this.right = new double[run.right.length];
            this.left = new double[run.rank * run.rank];
        }

        void add(Sums other) {
            for (int j = 0; j < right.length; j++) right[j] += other.right[j];
            for (int j = 0; j < left.length; j++) left[j] += other.left[j];
            loss += other.loss;
        }
    }

    private interface Body {
        void run(Work work, int run, int from, int to);
    }

    private Sums[] pass(List<DescentState> runs, Body body) {
        Sums[][] parts = new Sums[Math.ceilDiv(x.rows(), partRows)][];
        Sweep.over(x.rows(), partRows, () -> new Work(runs), (work, from, to) -> {
            Sums[] sums = new Sums[runs.size()];
            for (int s = 0; s < sums.length; s++) sums[s] = new Sums(runs.get(s));
            for (int start = from; start < to; start += blockRows) {
                int end = Math.min(to, start + blockRows);
                work.block = x.block(start, end, work.copy);
                for (int s = 0; s < sums.length; s++) {
                    work.sums = sums[s];
                    body.run(work, s, start, end);
                }
            }
            parts[from / partRows] = sums;
        });
        Sums[] totals = parts[0];
        for (int p = 1; p < parts.length; p++) {
            for (int s = 0; s < totals.length; s++) totals[s].add(parts[p][s]);
        }
        return totals;
    }

    /// One worker's scratch.
    private final class Work {
        final float[] copy = new float[blockRows * x.columns()];
        final float[] gradient;         // of a block of L
        private final float[] product;  // rows x rank
        private final float[] weighted; // rows x rank
        private final float[] right;    // rank x columns
        private final float[] left;     // rank x rank
        private float[] errors = new float[0]; // rows x columns
        Matrix.Block block;
        Sums sums;
        double scale = 1;

        Work(List<DescentState> runs) {
            int rank = runs.stream().mapToInt(run -> run.rank).max().orElse(0);
            gradient = new float[blockRows * rank];
            product = new float[blockRows * rank];
            weighted = new float[blockRows * rank];
            right = new float[rank * x.columns()];
            left = new float[rank * rank];
        }

        /// Adds L_b^T X_b and L_b^T L_b.
        void products(DescentState run, int from, int to) {
            add(run, run.left, from * run.rank, to - from, block.values(), block.start());
            addGram(run, run.left, from * run.rank, from, to);
        }

        private void add(DescentState run, float[] factor, int at, int rows, float[] values, int start) {
            KERNEL.gemm(true, false, run.rank, run.columns, rows, 1f, factor, at, run.rank, values, start, run.columns, 0f, right, 0, run.columns);
            for (int j = 0; j < run.rank * run.columns; j++) sums.right[j] += right[j];
        }

        private void addGram(DescentState run, float[] factor, int at, int from, int to) {
            KERNEL.gemm(true, false, run.rank, run.rank, to - from, 1f, factor, at, run.rank, run.left, from * run.rank, run.rank, 0f, left, 0, run.rank);
            for (int j = 0; j < run.rank * run.rank; j++) sums.left[j] += left[j];
        }

        /// `(x/r) X_b Q^T + L_b (Q Q^T)`, to be scaled by r. It comes first: its product reads X_b row by row, which brings it into the cache
        /// at twice the speed of the other's order.
        void whole(DescentState run, Loss.Weights weights, float[] negative, float[] gram, boolean adding, int from, int to) {
            int rows = to - from;
            int rank = run.rank;
            float against = (float) -weights.ratio(); // 1 for squared errors, whose product then starts in the registers
            KERNEL.gemm(false, false, rows, rank, run.columns, against, block.values(), block.start(), run.columns, negative, 0, rank, 0f, gradient, 0, rank);
            KERNEL.gemm(false, false, rows, rank, rank, 1f, run.left, from * rank, rank, gram, 0, rank, 1f, gradient, 0, rank);
            if (adding) products(run, from, to);
            scale = weights.r();
        }

        /// Each row by weights of its own.
        void rows(DescentState run, Loss loss, float[] gram, int from, int to) {
            int rank = run.rank;
            int rows = to - from;
            KERNEL.gemm(false, true, rows, rank, run.columns, 1f, block.values(), block.start(), run.columns, run.right, 0, run.columns, 0f, product, 0, rank);
            KERNEL.gemm(false, false, rows, rank, rank, 1f, run.left, from * rank, rank, gram, 0, rank, 0f, gradient, 0, rank);
            float[] byR = new float[rows];
            for (int r = 0; r < rows; r++) {
                int own = (from + r) * rank;
                double met = KERNEL.dot(product, r * rank, run.left, own, rank);
                double norm = Math.max(0, KERNEL.dot(gradient, r * rank, run.left, own, rank));
                Loss.Weights weights = loss.rowWeights(lengths[from + r], met, norm, run.rows);
                sums.loss += weights.value();
                byR[r] = (float) weights.r();
                for (int k = 0; k < rank; k++) {
                    gradient[r * rank + k] = (float) (weights.x() * product[r * rank + k] + weights.r() * gradient[r * rank + k]);
                    weighted[r * rank + k] = (float) (weights.x() * run.left[own + k]);
                }
            }
            add(run, weighted, 0, rows, block.values(), block.start());
            for (int r = 0; r < rows; r++) {
                for (int k = 0; k < rank; k++) weighted[r * rank + k] = byR[r] * run.left[(from + r) * rank + k];
            }
            addGram(run, weighted, 0, from, to);
            scale = 1;
        }

        /// Each entry by its own slope, the errors of the block being written out.
        void entries(DescentState run, Loss loss, int from, int to) {
            int rows = to - from;
            int rank = run.rank;
            int columns = run.columns;
            if (errors.length == 0) errors = new float[blockRows * columns];
            for (int j = 0; j < rows * columns; j++) errors[j] = -block.values()[block.start() + j];
            KERNEL.gemm(false, false, rows, columns, rank, 1f, run.left, from * rank, rank, run.right, 0, columns, 1f, errors, 0, columns);
            if (loss == Loss.MSE) sums.loss += squared(rows * columns, (float) (2 / DescentPass.this.entries));
            else sums.loss += loss.entrySlopes(errors, rows * columns, (float) (1 / DescentPass.this.entries));
            KERNEL.gemm(false, true, rows, rank, columns, 1f, errors, 0, columns, run.right, 0, columns, 0f, gradient, 0, rank);
            add(run, run.left, from * rank, rows, errors, 0);
            scale = 1;
        }

        private double squared(int count, float scale) {
            double sum = 0;
            for (int j = 0; j < count; j++) {
                sum += (double) errors[j] * errors[j];
                errors[j] *= scale;
            }
            return sum;
        }
    }
}
