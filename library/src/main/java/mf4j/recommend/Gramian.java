package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.train.Sweep;

/// The Gramian of a table of factors: what all of its rows say together of the rows of the other side.
final class Gramian {
    private static final Kernel KERNEL = Kernel.active();
    private static final int BLOCKS = 16;       // each has a triangle of its own: bounded memory, fixed order
    private static final int LEAST = 256;       // rows of a block

    private Gramian() { }

    /// `weight Q^T Q`, rank x rank, both triangles; sums in double over fixed blocks of rows.
    static float[] of(Factors factors, double weight) {
        int rank = factors.rank();
        int block = Math.max(LEAST, Math.ceilDiv(factors.rows(), BLOCKS));
        float[][] parts = new float[Math.ceilDiv(factors.rows(), block)][];
        Sweep.over(factors.rows(), block, () -> new float[LEAST * rank], (tile, from, to) -> {
            float[] part = new float[rank * rank];
            for (int row = from; row < to; row += LEAST) {
                int rows = Math.min(LEAST, to - row);
                System.arraycopy(factors.values(), factors.start(row), tile, 0, rows * rank);
                KERNEL.symmetricUpdate(tile, rows, rank, null, part);
            }
            parts[from / block] = part;
        });
        return sum(parts, rank, weight);
    }

    private static float[] sum(float[][] parts, int rank, double weight) {
        float[] gram = new float[rank * rank];
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (float[] part : parts) sum += part[i * rank + j];
                gram[i * rank + j] = gram[j * rank + i] = (float) (weight * sum);
            }
        }
        return gram;
    }
}
