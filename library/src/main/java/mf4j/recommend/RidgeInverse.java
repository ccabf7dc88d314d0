package mf4j.recommend;

import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;

/// `P = (X^T X + ridge I)^-1`, times vectors, by the weights that were made of it: `P = (I - B) diag(spread)`, so that
/// `P r = spread (r - B^T r)`, P being symmetric: a user's row times P is what the weights do not tell of it.
///
/// An item outside of the weights' P (one that came later, see [DenseWeights]) stands in this one as an item without events does:
/// alone, by `1 / ridge`.
final class RidgeInverse {
    private final DenseWeights weights;
    private final float[] spread; // diagonal, one per item
    private final double ridge;

    /// @param items at least those of the weights
    RidgeInverse(DenseWeights weights, int items, double ridge) {
        this.weights = weights;
        this.ridge = ridge;
        this.spread = new float[items];
        for (int i = 0; i < items; i++) spread[i] = inside(i) ? weights.spread()[i] : (float) (1 / ridge);
    }

    int items() {
        return spread.length;
    }

    /// Diagonal of P. Shared, not to be written.
    float[] spread() {
        return spread;
    }

    DenseWeights weights() {
        return weights;
    }

    /// Whether P was made with an item.
    boolean inside(int item) {
        return item < weights.items() && weights.spread()[item] > 0;
    }

    /// `P r`; zeros of r cost nothing.
    float[] times(float[] r) {
        float[] product = new float[items()];
        for (int j = 0; j < r.length; j++) if (r[j] != 0 && inside(j)) weights.add(j, r[j], product, 0);
        for (int i = 0; i < r.length; i++) product[i] = spread[i] * (inside(i) ? r[i] - product[i] : r[i]);
        return product;
    }

    /// How far P is from being the inverse for these events: the largest part of `P (X^T X + ridge I) v - v`, v a vector of ones and
    /// minus ones, drawn once and for all.
    ///
    /// @param x users x items, strengths
    double error(SparseRows x) {
        float[] v = new float[items()];
        Seeds.Stream signs = Seeds.of(1).stream(0);
        for (int i = 0; i < v.length; i++) v[i] = 2 * signs.nextInt(2) - 1;
        float[] product = times(gramTimes(x, v, ridge));
        double worst = 0;
        for (int i = 0; i < v.length; i++) worst = Math.max(worst, Math.abs((double) product[i] - v[i]));
        return Double.isNaN(worst) ? Double.POSITIVE_INFINITY : worst;
    }

    /// `(X^T X + ridge I) v`, summed in double.
    static float[] gramTimes(SparseRows x, float[] v, double ridge) {
        double[] product = new double[v.length];
        for (int i = 0; i < v.length; i++) product[i] = ridge * v[i];
        for (int user = 0; user < x.rows(); user++) {
            double score = 0;
            for (int entry = x.offsets()[user]; entry < x.offsets()[user + 1]; entry++) score += (double) x.values()[entry] * v[x.columns()[entry]];
            if (score == 0) continue;
            for (int entry = x.offsets()[user]; entry < x.offsets()[user + 1]; entry++) product[x.columns()[entry]] += score * x.values()[entry];
        }
        float[] rounded = new float[v.length];
        for (int i = 0; i < v.length; i++) rounded[i] = (float) product[i];
        return rounded;
    }
}
