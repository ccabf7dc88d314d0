package mf4j.evaluate;

import mf4j.train.Check;

import java.util.Arrays;
import java.util.Optional;

/// What a ranking is judged by; `docs/reference/metrics.md` is the same as a table.
///
/// For one user: `R` the relevant items, `C` the candidates (all items that are not excluded), `L` the first `K` of the
/// candidates by score, ties by index, `hit(j)` 1 when the j-th of the list is relevant, else 0, and `hits = sum hit(j)`. A
/// relevant item the model does not know counts in `R` and is never hit. The measure is the mean over the users that have a
/// relevant item, unless it says otherwise.
public enum Metric {
    /// `hits / K`, also where fewer than K candidates are left.
    PRECISION("precision", Standing::precision),
    /// `hits / |R|`.
    RECALL("recall", Standing::recall),
    /// `hits / min(K, |R|)`: 1 is within reach of users with many relevant items too.
    RECALL_CAPPED("recall-capped", Standing::recallCapped),
    /// `sum hit(j) / log2(j + 1)`, divided by the same of the best list possible: min(K, |R|) hits in front. Relevance is yes or no.
    NDCG("ndcg", Standing::ndcg),
    /// Mean average precision: `sum hit(j) (hits among the first j) / j`, divided by `min(K, |R|)`.
    MAP("map", Standing::averagePrecision),
    /// Mean reciprocal rank: `1 / j` of the first hit, 0 without a hit.
    MRR("mrr", Standing::reciprocalRank),
    /// The share of users with a hit.
    HIT_RATE("hit-rate", Standing::hit),
    /// The share of the pairs of a relevant item and a candidate that is not, whose relevant one has the higher score; equal
    /// scores count half, a relevant item that the model does not know loses every pair. Over whole rankings, not K; users all of
    /// whose candidates are relevant have no value and do not count.
    AUC("auc", false, true, Standing::auc),
    /// Mean percentile rank (Hu, Koren and Volinsky 2008, without their weights): how many of the other candidates are above a
    /// relevant item, equal scores half, divided by `|C| - 1`; mean over `R`. 0 is best, 1/2 is chance; 1 for an item that the
    /// model does not know, 0 where there is a single candidate. Over whole rankings, not K.
    PERCENTILE_RANK("percentile-rank", false, false, Standing::percentileRank),
    /// The share of the model's items that are in at least one user's list. Not an average over users.
    COVERAGE("coverage", true, Spread::coverage),
    /// Mean self-information of the list (Zhou et al. 2010): `log2(users / users who rated the item)` in the training ratings, of
    /// users with a rating; an item that nobody rated counts as rated by one. In bits. An empty list has no value.
    NOVELTY("novelty", Standing::novelty),
    /// Average recommendation popularity (Yin et al. 2012), as a share: the mean over the list of `users who rated the item / users`, both in
    /// the training ratings, of users with a rating. Less is a weaker pull towards what everybody has. An empty list has no value.
    POPULARITY("popularity", true, false, Standing::popularity),
    /// Mean of `1 - cosine` of the item factors over the pairs of the list; an item whose factors are 0 has cosine 0 with
    /// all. Lists of fewer than two items, and models without factors, have no value.
    DIVERSITY("diversity", Standing::diversity),
    /// Gini coefficient of how often the model's items are in lists: 0 when all equally often, `1 - 1/items` when always the same
    /// one. Not an average over users.
    GINI("gini", false, Spread::gini);

    /// A user's value.
    @FunctionalInterface
    interface OfUser {
        double of(Standing standing, int k);
    }

    /// A value of all lists together.
    @FunctionalInterface
    interface OfLists {
        double of(Spread spread);
    }

    private final String label;
    private final boolean cut;
    private final boolean higherIsBetter;
    private final OfUser ofUser;
    private final OfLists ofLists;

    Metric(String label, OfUser ofUser) {
        this(label, true, true, ofUser);
    }

    Metric(String label, boolean cut, boolean higherIsBetter, OfUser ofUser) {
        this.label = label;
        this.cut = cut;
        this.higherIsBetter = higherIsBetter;
        this.ofUser = ofUser;
        this.ofLists = null;
    }

    Metric(String label, boolean higherIsBetter, OfLists ofLists) {
        this.label = label;
        this.cut = true;
        this.higherIsBetter = higherIsBetter;
        this.ofUser = null;
        this.ofLists = ofLists;
    }

    /// Its name: `ndcg`.
    public String label() {
        return label;
    }

    /// The name of its value for lists of `k`: `ndcg@10`; `auc` and `percentile-rank` have no K.
    public String at(int k) {
        return cut ? label + "@" + k : label;
    }

    /// Whether it depends on the length of the list.
    public boolean isCut() {
        return cut;
    }

    /// Whether more is better.
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /// Whether it asks who rated what in training: [Ranking#popularityOf].
    public boolean asksTraining() {
        return this == NOVELTY || this == POPULARITY;
    }

    /// Whether it is an average over users: only then it has intervals and tests.
    public boolean isPerUser() {
        return ofUser != null;
    }

    /// The metric of a label, or of a value's name: `ndcg` or `ndcg@10`.
    ///
    /// @throws IllegalArgumentException for a name of none
    public static Metric named(String name) {
        String label = name.contains("@") ? name.substring(0, name.indexOf('@')) : name;
        Optional<Metric> found = Arrays.stream(values()).filter(metric -> metric.label.equals(label)).findFirst();
        Check.of(Metric.class).that(found.isPresent(), "name", "be one of " + Arrays.stream(values()).map(Metric::label).toList(), name);
        return found.orElseThrow();
    }

    double of(Standing standing, int k) {
        return ofUser.of(standing, k);
    }

    double of(Spread spread) {
        return ofLists.of(spread);
    }
}
