package mf4j.recommend;

import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;

/// Strengths weighted as a search engine weighs words: an item is a document, its users are the words.
///
/// @param rule   which weighting
/// @param idf    of each user
/// @param length mean sum of an item's strengths
record TermWeights(SimilarityRule rule, double[] idf, double length) {
    /// @param x users x items, strengths
    static TermWeights of(SimilarityRule rule, SparseRows x) {
        double[] idf = new double[x.rows()];
        for (int user = 0; user < idf.length; user++) idf[user] = Math.max(0, StrictMath.log(x.columnCount() / (1.0 + x.count(user))));
        double total = 0;
        for (float strength : x.values()) total += strength;
        return new TermWeights(rule, idf, total / Math.max(1, x.columnCount()));
    }

    /// All items.
    ///
    /// @param y items x users, strengths
    SparseRows weighted(SparseRows y) {
        float[] values = new float[y.entries()];
        Sweep.over(y.rows(), 256, (_, from, to) -> {
            for (int item = from; item < to; item++) weigh(y, item, values, y.offsets()[item]);
        });
        return new SparseRows(y.offsets(), y.columns(), values, null, y.columnCount());
    }

    /// One item's row.
    float[] weighted(SparseRows y, int item) {
        float[] values = new float[y.count(item)];
        weigh(y, item, values, 0);
        return values;
    }

    private void weigh(SparseRows y, int item, float[] into, int at) {
        int start = y.offsets()[item];
        double sum = 0;
        for (int entry = start; entry < y.offsets()[item + 1]; entry++) sum += y.values()[entry];
        for (int entry = start; entry < y.offsets()[item + 1]; entry++) {
            into[at + entry - start] = (float) weight(y.values()[entry], sum, y.columns()[entry]);
        }
    }

    private double weight(double x, double sum, int user) {
        return switch (rule.similarity()) {
            case COSINE -> x;
            case TFIDF -> Math.sqrt(x) * idf[user];
            case BM25 -> x * (rule.k1() + 1) / (rule.k1() * (1 - rule.b() + rule.b() * sum / length) + x) * idf[user];
        };
    }
}
