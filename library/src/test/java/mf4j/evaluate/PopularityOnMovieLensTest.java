package mf4j.evaluate;

import mf4j.data.RealData;
import mf4j.data.Split;
import mf4j.recommend.Popularity;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The yardstick, proved on a ranking that anyone can make: films by the number of their training ratings.
class PopularityOnMovieLensTest {
    /// Made by 40 lines of NumPy that share nothing with ours. Films in the order of the file; per user, sorted by time (stable), the
    /// cuts int(.7 n) and int((.7 + .15) n). With s the training counts of the candidates c (neither train nor validation):
    /// order = c[np.argsort(-s, kind='stable')][:10], h = np.isin(order, rel), disc = 1 / np.log2(np.arange(10) + 2), R = len(rel);
    /// ndcg (h * disc).sum() / disc[:min(10, R)].sum(), map (h * np.cumsum(h) / np.arange(1, 11)).sum() / min(10, R),
    /// auc ((sr[:, None] > sn).sum() + .5 * (sr[:, None] == sn).sum()) / (len(sr) * len(sn)) with sr = s[isrel], sn = s[~isrel],
    /// percentile np.mean([((s > x).sum() + .5 * ((s == x).sum() - 1)) / (len(c) - 1) for x in sr]),
    /// novelty np.mean(np.log2(610 / np.maximum(1, pop[order]))), popularity np.mean(pop[order] / 610);
    /// and over all lists gini ((2 * j - n - 1) * x).sum() / (n * x.sum()) of the ascending counts x.
    private static final Map<String, Double> NUMPY = Map.ofEntries(Map.entry("precision@10", 0.0527868852459017),
            Map.entry("recall@10", 0.03691508779510942), Map.entry("recall-capped@10", 0.06429677335415046),
            Map.entry("ndcg@10", 0.06654255916504069), Map.entry("map@10", 0.031820536411285835), Map.entry("mrr@10", 0.14673952641165755),
            Map.entry("hit-rate@10", 0.30327868852459017), Map.entry("auc", 0.8569620899561433), Map.entry("percentile-rank", 0.14377501321419858),
            Map.entry("novelty@10", 1.6344896668341087), Map.entry("popularity@10", 0.3288938457403924),
            Map.entry("coverage@10", 0.010078157136980667), Map.entry("gini@10", 0.9977768711519917));

    @Test
    void everyMetricIsNumPys() {
        Split split = Split.chronological(0.70, 0.15, 0.15).of(RealData.movieLens());
        RankingScores scores = Ranking.at(10).of(Metric.values()).excluding(split.train(), split.validation())
                .score(Popularity.defaults().fit(split.train()), split.test());
        assertThat(scores.users()).isEqualTo(610);
        assertThat(scores.values()).hasSameSizeAs(NUMPY);
        NUMPY.forEach((name, value) -> assertThat(scores.value(name)).as(name).isCloseTo(value, within(1e-12)));
        assertThat(Unseen.of(split.train(), split.test())).isEqualTo(new Unseen(0, 1514));
    }
}
