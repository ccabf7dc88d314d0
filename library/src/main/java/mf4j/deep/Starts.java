package mf4j.deep;

import mf4j.matrix.Lanczos;
import mf4j.train.Check;
import mf4j.train.Seeds;

/// Where agents begin: the variables of one, for all.
public final class Starts {
    private static final double TOLERANCE = 1e-10;

    private Starts() { }

    /// Near the truth, along the direction in which the product answers most: `W* + distance U / |U|`, `U_l = C_l^T Z B_l^T` with Z the leading
    /// eigenmatrix of `Z -> sum_l C_l C_l^T Z B_l^T B_l`, all layers scaled together.
    public static double[] nearTruth(Sensing agents, double distance) {
        Check.of(Starts.class).atLeast("distance", distance, 0);
        double[] start = agents.truth();
        DeepDesk desk = agents.desk();
        desk.product(agents.truth(), 0);
        double[] direction = new double[agents.size()];
        Lanczos.Pair leading = Lanczos.greatest(agents.shape().rows() * agents.shape().columns(), (z, y) -> {
            desk.pull(z, direction);
            System.arraycopy(desk.push(direction), 0, y, 0, y.length);
        }, TOLERANCE, 0);
        desk.pull(leading.vector(), direction);
        double length = 0;
        for (double v : direction) length += v * v;
        for (int j = 0; j < start.length; j++) start[j] += distance / Math.sqrt(length) * direction[j];
        return start;
    }

    /// Small and balanced: `W_l = scale Q_l Q_(l-1)^T` with orthonormal columns in every Q, so that `W_(l+1)^T W_(l+1) = W_l W_l^T` (Arora et al. 2019).
    ///
    /// @param shape with inner widths of at least those of its ends, which are equal
    public static double[] balanced(Shape shape, double scale, long seed) {
        Check check = Check.of(Starts.class);
        int d = shape.columns();
        check.that(shape.rows() == d, "shape", "have equal ends", shape);
        for (int l = 0; l <= shape.depth(); l++) check.that(shape.width(l) >= d, "shape", "have widths of at least " + d, shape);
        double[] start = new double[shape.size()];
        double[] before = identity(d);
        for (int l = 1; l <= shape.depth(); l++) {
            double[] here = orthonormal(shape.width(l), d, Seeds.of(seed).forPurpose("balanced").stream(l));
            for (int i = 0; i < shape.width(l); i++) {
                for (int j = 0; j < shape.width(l - 1); j++) {
                    double sum = 0;
                    for (int k = 0; k < d; k++) sum += here[i * d + k] * before[j * d + k];
                    start[shape.at(l) + i * shape.width(l - 1) + j] = scale * sum;
                }
            }
            before = here;
        }
        return start;
    }

    private static double[] identity(int d) {
        double[] identity = new double[d * d];
        for (int j = 0; j < d; j++) identity[j * d + j] = 1;
        return identity;
    }

    /// Orthonormal columns from normal numbers, by Gram and Schmidt twice.
    private static double[] orthonormal(int rows, int columns, Seeds.Stream random) {
        double[] q = new double[rows * columns];
        for (int c = 0; c < columns; c++) {
            for (int i = 0; i < rows; i++) q[i * columns + c] = random.nextGaussian();
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < c; k++) {
                    double dot = 0;
                    for (int i = 0; i < rows; i++) dot += q[i * columns + c] * q[i * columns + k];
                    for (int i = 0; i < rows; i++) q[i * columns + c] -= dot * q[i * columns + k];
                }
            }
            double length = 0;
            for (int i = 0; i < rows; i++) length += q[i * columns + c] * q[i * columns + c];
            for (int i = 0; i < rows; i++) q[i * columns + c] /= Math.sqrt(length);
        }
        return q;
    }

    /// Factors of a rank: each the product of two normal matrices, scaled so that a number has this deviation.
    public static double[] lowRank(Shape shape, int rank, double deviation, long seed) {
        Check.of(Starts.class).atLeast("rank", rank, 1);
        double[] start = new double[shape.size()];
        for (int l = 1; l <= shape.depth(); l++) {
            Seeds.Stream random = Seeds.of(seed).forPurpose("low-rank").stream(l);
            double[] left = new double[shape.width(l) * rank];
            for (int j = 0; j < left.length; j++) left[j] = random.nextGaussian();
            double[] right = new double[rank * shape.width(l - 1)];
            for (int j = 0; j < right.length; j++) right[j] = random.nextGaussian();
            for (int j = 0; j < shape.size(l); j++) {
                double sum = 0;
                for (int r = 0; r < rank; r++) sum += left[j / shape.width(l - 1) * rank + r] * right[r * shape.width(l - 1) + j % shape.width(l - 1)];
                start[shape.at(l) + j] = deviation / Math.sqrt(rank) * sum;
            }
        }
        return start;
    }

    /// Normal factors.
    public static double[] normal(Shape shape, double deviation, long seed) {
        double[] start = new double[shape.size()];
        Seeds.Stream random = Seeds.of(seed).forPurpose("normal").stream(0);
        for (int j = 0; j < start.length; j++) start[j] = deviation * random.nextGaussian();
        return start;
    }
}
