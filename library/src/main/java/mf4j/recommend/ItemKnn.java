package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Item neighbours for events: an item is for those who had the items that the same users have.
///
/// The score is the sum of the similarities between an item and what the user had, over the item's nearest ones (Sarwar, Karypis,
/// Konstan and Riedl 2001, section 3); [SimilarityRule] has the formulas. Nothing is fitted, so training is one pass over pairs of
/// events of one user: `sum_u n_u^2` additions. Memory: `neighbours` numbers per item, and a row of items per thread.
///
/// @param similarity `cosine`, `tfidf` or `bm25`
/// @param neighbours kept of each item
/// @param shrinkage  how many users in common halve a similarity
/// @param k1         of BM25: how late an event's strength saturates
/// @param b          of BM25: how much the length of an item counts
/// @param valued     whether values count
public record ItemKnn(
        @Knob("how alike two items are") Similarity similarity,
        @Knob(value = "nearest items kept of each", atLeast = 1, search = {10, 500}, logarithmic = true) int neighbours,
        @Knob(value = "how many users in common halve a similarity", atLeast = 0, search = {1, 1000}, logarithmic = true) double shrinkage,
        @Knob(value = "of BM25: how late an event's strength saturates", atLeast = 0, search = {0.1, 100}, logarithmic = true) double k1,
        @Knob(value = "of BM25: how much the length of an item counts", atLeast = 0, atMost = 1, search = {0, 1}) double b,
        @Knob("let an event's value count, not only that it happened") boolean valued)
        implements Trainer<Ratings, NeighbourModel> {
    /// How strengths are weighted before items are compared.
    public enum Similarity {
        /// Not at all; the angle counts.
        COSINE,
        /// By how few items a user had; the angle counts.
        TFIDF,
        /// As TF-IDF, saturating, and by how many events an item has; the product counts.
        BM25
    }

    /// Checks the knobs.
    public ItemKnn {
        Knobs.check(ItemKnn.class, similarity, neighbours, shrinkage, k1, b, valued);
    }

    /// What serves clicks and plays of some thousands of items well.
    public static ItemKnn defaults() {
        return new ItemKnn(Similarity.TFIDF, 100, 10, 1.2, 0.75, false);
    }

    /// With another similarity.
    public ItemKnn withSimilarity(Similarity similarity) {
        return Knobs.with(this, "similarity", similarity);
    }

    /// With another number of neighbours.
    public ItemKnn withNeighbours(int neighbours) {
        return Knobs.with(this, "neighbours", neighbours);
    }

    /// With another shrinkage.
    public ItemKnn withShrinkage(double shrinkage) {
        return Knobs.with(this, "shrinkage", shrinkage);
    }

    /// With another saturation of BM25.
    public ItemKnn withK1(double k1) {
        return Knobs.with(this, "k1", k1);
    }

    /// With another part of the length in BM25.
    public ItemKnn withB(double b) {
        return Knobs.with(this, "b", b);
    }

    /// Counting values or not.
    public ItemKnn withValued(boolean valued) {
        return Knobs.with(this, "valued", valued);
    }

    @Override
    public NeighbourModel fit(Ratings events, Watch<? super NeighbourModel> watch) {
        return Epochs.run(1, new NeighbourRun(this, Events.above0(ItemKnn.class, events), rule()), watch);
    }

    private SimilarityRule rule() {
        return new SimilarityRule(similarity, neighbours, shrinkage, k1, b, valued);
    }
}
