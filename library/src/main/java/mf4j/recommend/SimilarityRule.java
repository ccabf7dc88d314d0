package mf4j.recommend;

import mf4j.matrix.SparseRows;
import mf4j.train.Check;

import java.util.function.Supplier;
import java.util.stream.IntStream;

/// An item's score is the sum of its similarities to what a user had: of its nearest items alone.
///
/// With z the weighted strengths, `z_i.z_j` over the users and n_ij users in common:
///
/// ```
/// B[j][i] = n_ij / (n_ij + shrinkage) s_ij       s_ij = z_i.z_j / (|z_i| |z_j|)    cosine, tfidf
///                                                 s_ij = z_i.z_j                    bm25
/// cosine  z_ui = x_ui
/// tfidf   z_ui = sqrt(x_ui) idf_u                 idf_u = max(0, ln(items / (1 + n_u)))
/// bm25    z_ui = x_ui (k1 + 1) / (k1 (1 - b + b length_i / mean length) + x_ui) idf_u
/// ```
///
/// with length_i the sum of an item's strengths. Users play the part of words and items that of documents.
///
/// @param similarity which
/// @param neighbours kept of each item
/// @param shrinkage  how many users in common halve a similarity
/// @param k1         of BM25: how late strengths saturate
/// @param b          of BM25: how much the length of an item counts, in [0, 1]
/// @param valued     whether values count
public record SimilarityRule(ItemKnn.Similarity similarity, int neighbours, double shrinkage, double k1, double b, boolean valued)
        implements NeighbourRule {
    /// Checks the numbers.
    public SimilarityRule {
        Check check = Check.of(SimilarityRule.class);
        check.present("similarity", similarity);
        check.atLeast("neighbours", neighbours, 1);
        check.atLeast("shrinkage", shrinkage, 0);
        check.atLeast("k1", k1, 0);
        check.within("b", b, 0, 1);
    }

    @Override
    public Learned learn(SparseRows x) {
        SparseRows y = x.transposed();
        return Learned.of(NeighbourRule.columns(solvers(x, y), y, IntStream.range(0, y.rows()).toArray()));
    }

    @Override
    public Supplier<ColumnSolver> against(NeighbourWeights weights, SparseRows x) {
        return solvers(x, x.transposed());
    }

    private Supplier<ColumnSolver> solvers(SparseRows x, SparseRows y) {
        TermWeights terms = TermWeights.of(this, x);
        SparseRows z = terms.weighted(y);
        float[] norms = new float[z.rows()];
        for (int i = 0; i < norms.length; i++) norms[i] = norm(z.values(), z.offsets()[i], z.offsets()[i + 1]);
        SparseRows byUser = z.transposed();
        return () -> {
            CommonUsers common = new CommonUsers(byUser);
            return (others, row, self) -> solve(common, norms, others.columns(row), terms.weighted(others, row), self);
        };
    }

    private NeighbourColumn solve(CommonUsers common, float[] norms, int[] users, float[] z, int self) {
        common.count(users, z, self);
        float own = norm(z, 0, z.length);
        CommonUsers.Measure similar = j -> {
            double dot = common.sum(j);
            double cosine = similarity == ItemKnn.Similarity.BM25 ? dot : norms[j] * own > 0 ? dot / ((double) norms[j] * own) : 0;
            return (float) (cosine * common.users(j) / (common.users(j) + shrinkage));
        };
        int[] nearest = common.best(neighbours, similar);
        float[] values = new float[nearest.length];
        for (int k = 0; k < values.length; k++) values[k] = similar.of(nearest[k]);
        return new NeighbourColumn(nearest, values, 0);
    }

    private static float norm(float[] z, int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) sum += (double) z[k] * z[k];
        return (float) Math.sqrt(sum);
    }
}
