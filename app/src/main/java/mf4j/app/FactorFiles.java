package mf4j.app;

import mf4j.matrix.Factors;
import mf4j.matrix.Matrix;
import mf4j.matrix.Npy;
import mf4j.matrix.Npz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The factors of every seed under the names that the scripts around embedding tables read: `RANK_SEED_wte.npy` is the left one,
/// `RANK_SEED_scale_matrices.npz` has the right one twice, as `scale_up` and `scale_down`; those of the best seed are `RANK_best_...`.
final class FactorFiles {
    private final Path folder;
    private int rank = -1;
    private double least;

    FactorFiles(Path folder) {
        this.folder = folder;
    }

    void write(int rank, int seed, double loss, Factors left, Factors right) {
        if (rank != this.rank) least = Double.POSITIVE_INFINITY;
        this.rank = rank;
        try {
            write(rank + "_" + seed, left, right);
            if (loss < least) write(rank + "_best", left, right);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        least = Math.min(least, loss);
    }

    private void write(String name, Factors left, Factors right) throws IOException {
        Npy.write(folder.resolve(name + "_wte.npy"), left.values(), left.rows(), left.rank());
        Matrix own = Matrix.of(right);
        Map<String, Matrix> twice = new LinkedHashMap<>();
        twice.put("scale_up", own);
        twice.put("scale_down", own);
        Npz.write(folder.resolve(name + "_scale_matrices.npz"), Npz.of(twice));
    }
}
