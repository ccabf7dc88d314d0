package mf4j.recommend;

import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

/// How alike one user's row is to those of all.
final class UserCosines {
    private UserCosines() { }

    static float[] of(SparseRows rows, int user) {
        float[] own = new float[rows.columnCount()];
        for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) own[rows.columns()[entry]] = rows.values()[entry];
        double norm = Math.sqrt(products(rows, user, own)[1]);
        float[] cosines = new float[rows.rows()];
        Sweep.over(cosines.length, 256, (_, from, to) -> {
            for (int other = from; other < to; other++) {
                double[] products = products(rows, other, own);
                cosines[other] = products[1] > 0 && norm > 0 ? (float) (products[0] / (norm * Math.sqrt(products[1]))) : 0;
            }
        });
        return cosines;
    }

    /// A row times `own`, and times itself.
    private static double[] products(SparseRows rows, int user, float[] own) {
        double dot = 0;
        double squares = 0;
        for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
            double value = rows.values()[entry];
            dot += value * own[rows.columns()[entry]];
            squares += value * value;
        }
        return new double[] {dot, squares};
    }
}
