package mf4j.evaluate;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.recommend.Excluding;
import mf4j.recommend.FactorModel;
import mf4j.recommend.RatingRule;
import mf4j.recommend.Scale;
import mf4j.recommend.Side;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static mf4j.evaluate.Metric.AUC;
import static mf4j.evaluate.Metric.COVERAGE;
import static mf4j.evaluate.Metric.DIVERSITY;
import static mf4j.evaluate.Metric.GINI;
import static mf4j.evaluate.Metric.HIT_RATE;
import static mf4j.evaluate.Metric.MAP;
import static mf4j.evaluate.Metric.MRR;
import static mf4j.evaluate.Metric.NDCG;
import static mf4j.evaluate.Metric.NOVELTY;
import static mf4j.evaluate.Metric.PERCENTILE_RANK;
import static mf4j.evaluate.Metric.PRECISION;
import static mf4j.evaluate.Metric.RECALL;
import static mf4j.evaluate.Metric.RECALL_CAPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/// A world small enough to judge by hand. Lists of three:
///
/// | user | seen | candidates by score | relevant | list |
/// |---|---|---|---|---|
/// | ann | a | b .9, c .8, d .7, e .6, f .5 | c, e, z (no model knows z) | b **c** d |
/// | bob | b, c | e .9, a .5, d .5, f .1 | a, f | e **a** d (a and d by index) |
/// | cid | a | | a | is not judged: what it likes is excluded |
class RankingTest {
    private static final double LOG3 = Math.log(3) / Math.log(2);
    private static final Scored MODEL = Scored.of(List.of("ann", "bob", "cid"), List.of("a", "b", "c", "d", "e", "f"),
            new float[] {1, .9f, .8f, .7f, .6f, .5f}, new float[] {.5f, 1, 1, .5f, .9f, .1f}, new float[] {6, 5, 4, 3, 2, 1});
    private static final Ratings TRAIN = Ratings.builder().add("ann", "a", 5).add("bob", "b", 3).add("bob", "c", 4).add("cid", "a", 2).build();
    private static final Ratings TEST = Ratings.builder().add("ann", "c", 5).add("ann", "e", 3).add("ann", "z", 4).add("bob", "a", 4)
            .add("bob", "f", 2).add("cid", "a", 5).build();

    private static RankingScores judge(Metric... metrics) {
        return Ranking.at(3).of(metrics).excluding(TRAIN).score(MODEL, TEST);
    }

    private static void assertValues(Metric metric, double ann, double bob) {
        RankingScores scores = judge(metric);
        String name = metric.at(3);
        assertThat(scores.perUser(name)).containsExactly(new double[] {ann, bob}, within(1e-12));
        assertThat(scores.value(name)).isCloseTo((ann + bob) / 2, within(1e-12));
    }

    @Test
    void listsAreJudgedAsByHand() {
        assertValues(PRECISION, 1 / 3., 1 / 3.);
        assertValues(RECALL, 1 / 3., 1 / 2.);
        assertValues(RECALL_CAPPED, 1 / 3., 1 / 2.);
        assertValues(HIT_RATE, 1, 1);
        assertValues(MRR, 1 / 2., 1 / 2.);
        assertValues(MAP, 1 / 2. / 3, 1 / 2. / 2);
        assertValues(NDCG, 1 / LOG3 / (1 + 1 / LOG3 + 1 / 2.), 1 / LOG3 / (1 + 1 / LOG3));
    }

    /// ann: c beats d and f, e beats f, z nothing, of 3 x 3 pairs. bob: a ties with d, of 2 x 2 pairs.
    @Test
    void aucCountsPairs() {
        assertValues(AUC, 3 / 9., 0.5 / 4);
    }

    /// ann: c is below 1 of 4, e below 3 of 4, z below all. bob: a is below e and half below d, of 3; f below all.
    @Test
    void percentileRankCountsWhatIsAbove() {
        assertValues(PERCENTILE_RANK, (1 / 4. + 3 / 4. + 1) / 3, (1.5 / 3 + 1) / 2);
    }

    /// The lists b c d and e a d hold b, c, e and a once, d twice, f never: np.abs(c[:, None] - c).sum() / (2 * n * n * c.mean())
    /// with c = [1, 1, 1, 2, 1, 0] is 0.2777...
    @Test
    void coverageAndGiniSeeAllListsTogether() {
        RankingScores scores = judge(COVERAGE, GINI);
        assertThat(scores.value("coverage@3")).isEqualTo(5 / 6.);
        assertThat(scores.value("gini@3")).isCloseTo(10 / 36., within(1e-12));
        assertThatThrownBy(() -> scores.interval("gini@3", Bootstrap.defaults()))
                .hasMessage("RankingScores.name must be an average over users, one of [], but was gini@3");
    }

    /// NumPy: np.abs(c[:, None] - c).sum() / (2 * n * n * c.mean()) = 0.5555555555555556 for c = [0, 0, 1, 2, 3, 6], n = 6.
    @Test
    void giniAgreesWithItsOtherFormula() {
        Spread spread = new Spread(6);
        int[] counts = {3, 0, 6, 1, 0, 2};
        for (int item = 0; item < 6; item++) for (int j = 0; j < counts[item]; j++) spread.add(new int[] {item}, 1);
        assertThat(spread.gini()).isCloseTo(0.5555555555555556, within(1e-15));
    }

    /// Three users have trained; a was rated by two (log2 3/2 bits), b and c by one, d, e and f by none, which counts as one (log2 3).
    @Test
    void noveltyIsSelfInformation() {
        assertValues(NOVELTY, LOG3, (2 * LOG3 + LOG3 - 1) / 3);
        assertThatThrownBy(() -> Ranking.at(3).of(NOVELTY).score(MODEL, TEST))
                .hasMessage("Ranking.popularityOf must be given for novelty and popularity but was nothing");
        assertThat(Ranking.at(3).of(NOVELTY).excluding(TEST).popularityOf(TRAIN).score(MODEL, TRAIN).value("novelty@3")).isPositive();
    }

    /// Of the three users who have trained, b and c have one each, a has two, d and e none.
    @Test
    void popularityIsTheShareOfUsersWhoHaveIt() {
        assertValues(Metric.POPULARITY, (1 + 1 + 0) / 3. / 3, (0 + 2 + 0) / 3. / 3);
        assertThat(Metric.POPULARITY.higherIsBetter()).isFalse();
    }

    /// b = (2, 0), c = (0, 3), d = (1, 1), e = (-1, 0), a = 0. ann's b c d: cosines 0, 1/sqrt 2, 1/sqrt 2. bob's e a d: 0, -1/sqrt 2, 0.
    @Test
    void diversityIsOneMinusTheMeanCosine() {
        float[] factors = {0, 0, 2, 0, 0, 3, 1, 1, -1, 0, 7, 7};
        RatingRule rule = RatingRule.ridge(false, 0, 0, false);
        FactorModel space = new FactorModel(new Side(Ids.none(), Factors.zeros(0, 2), new float[0], rule),
                new Side(MODEL.items(), new Factors(factors, 6, 2), new float[6], rule), new Scale(0, 0, 1, false, true), Optional.empty(), MODEL.provenance());
        RankingScores scores = Ranking.at(1, 3).of(DIVERSITY).excluding(TRAIN).diversityIn(space).score(MODEL, TEST);
        assertThat(scores.perUser("diversity@3")).containsExactly(new double[] {1 - Math.sqrt(2) / 3, 1 + Math.sqrt(.5) / 3}, within(1e-12));
        assertThat(scores.value("diversity@1")).as("one item is no pair").isNaN();
        assertThat(scores.values()).containsOnlyKeys("diversity@3");
        assertThatThrownBy(() -> scores.interval("diversity@1", Bootstrap.defaults()))
                .hasMessage("Bootstrap.users must be at least one with a value but was 0");
        assertThat(judge(DIVERSITY).value("diversity@3")).as("no factors of its own").isNaN();
    }

    @Test
    void countsWhoIsJudgedAndWhatIsUnknown() {
        RankingScores scores = judge(NDCG);
        assertThat(scores.users()).isEqualTo(2);
        assertThat(scores.userNames()).containsExactly("ann", "bob");
        assertThat(scores.coldItems()).isEqualTo(1);
        assertThat(scores.coldUsers()).isZero();
    }

    @Test
    void onlyRatingsOfTheThresholdAreRelevant() {
        RankingScores scores = Ranking.at(3).of(RECALL).excluding(TRAIN).relevantAtLeast(4).score(MODEL, TEST);
        assertThat(scores.perUser("recall@3")).containsExactly(1 / 2., 1);
    }

    @Test
    void anUnknownUserGetsTheListOfTheFallback() {
        Ratings test = Ratings.builder().add("dan", "f", 5).add("dan", "a", 5).add("ann", "b", 5).build();
        RankingScores scores = Ranking.at(2).of(RECALL).excluding(TRAIN).score(MODEL.stranger(0, 1, 2, 3, 4, 5), test);
        assertThat(scores.perUser("recall@2")).containsExactly(1 / 2., 1);
        assertThat(scores.coldUsers()).isEqualTo(1);
    }

    @Test
    void severalLengthsAndExclusionsAreJudgedAtOnce() {
        Ranking ranking = Ranking.at(1, 2, 2).of(RECALL, AUC, RECALL).excluding(TRAIN).excluding(Excluding.items(List.of("b", "e")));
        RankingScores scores = ranking.score(MODEL, TEST);
        assertThat(scores.values()).containsOnlyKeys("recall@1", "recall@2", "auc");
        assertThat(scores.values().keySet()).containsExactly("recall@1", "recall@2", "auc");
        assertThat(scores.perUser("recall@1")).as("e is excluded and so not relevant").containsExactly(1 / 2., 1 / 2.);
        assertThat(scores.averages()).containsExactly("recall@1", "recall@2", "auc");
    }

    @Test
    void nothingIsExcludedUnlessSaid() {
        assertThat(Ranking.at(1).of(RECALL).score(MODEL, TEST).perUser("recall@1")).containsExactly(0, 0, 1);
    }

    @Test
    void aListMayBeLongerThanTheModel() {
        RankingScores scores = Ranking.at(100).of(PRECISION, RECALL, NDCG).excluding(TRAIN).score(MODEL, TEST);
        assertThat(scores.perUser("precision@100")).containsExactly(2 / 100., 2 / 100.);
        assertThat(scores.perUser("recall@100")).containsExactly(2 / 3., 1);
    }

    @Test
    void whereAllCandidatesAreRelevantThereIsNoAuc() {
        Ratings test = Ratings.builder().add("ann", "f", 1).add("bob", "a", 1).build();
        Ranking ranking = Ranking.at(1).of(AUC, PERCENTILE_RANK).excluding(Ratings.builder().add("ann", "a", 1).add("ann", "b", 1)
                .add("ann", "c", 1).add("ann", "d", 1).add("ann", "e", 1).build());
        RankingScores scores = ranking.score(MODEL, test);
        assertThat(scores.perUser("auc")).containsExactly(new double[] {Double.NaN, (0.5 + 1) / 5}, within(1e-12));
        assertThat(scores.value("auc")).as("the mean over those who have one").isCloseTo(0.3, within(1e-12));
        assertThat(scores.perUser("percentile-rank")[0]).isZero();
    }

    @Test
    void refusesWhatCannotBeJudged() {
        assertThatThrownBy(() -> Ranking.at(0)).hasMessage("Ranking.k must be at least 1 but was 0");
        assertThatThrownBy(Ranking::at).hasMessage("Ranking.k must be given but was nothing");
        assertThatThrownBy(() -> Ranking.at(1).of()).hasMessage("Ranking.metrics must be given but was nothing");
        assertThatThrownBy(() -> Ranking.at(1).relevantAtLeast(Double.NaN)).hasMessageContaining("relevantAtLeast must be a number");
        assertThatThrownBy(() -> Ranking.at(1).score(MODEL, Ratings.builder().build()))
                .hasMessage("Ranking.test must have a user with a relevant item but was 0 ratings of 0 items by 0 users, none of them relevant: "
                        + "lower relevantAtLeast or give more test ratings");
        assertThatThrownBy(() -> Ranking.at(1).relevantAtLeast(9).score(MODEL, TEST)).hasMessageEndingWith("none of them relevant: lower relevantAtLeast or give more test ratings");
        assertThatThrownBy(() -> Ranking.at(1).excluding(TRAIN).score(MODEL, TRAIN)).hasMessageEndingWith("all relevant ones excluded: give fewer to excluding or other test ratings");
        assertThatThrownBy(() -> Ranking.at(1).score(MODEL.map(score -> score == 5 ? Double.NaN : score), TEST)).isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("item 'b' NaN for user 'cid'");
        assertThatThrownBy(() -> judge(NDCG).value("recall@3")).hasMessage("RankingScores.name must be one of [ndcg@3] but was recall@3");
    }

    @Test
    void metricsHaveNamesAndDirections() {
        assertThat(NDCG.at(10)).isEqualTo("ndcg@10");
        assertThat(AUC.at(10)).isEqualTo("auc");
        assertThat(Metric.named("recall-capped@20")).isEqualTo(RECALL_CAPPED);
        for (Metric metric : Metric.values()) assertThat(Metric.named(metric.at(7))).isEqualTo(metric);
        assertThat(PERCENTILE_RANK.higherIsBetter()).isFalse();
        assertThat(GINI.higherIsBetter()).isFalse();
        assertThat(COVERAGE.isPerUser()).isFalse();
        assertThatThrownBy(() -> Metric.named("ncdg@10")).hasMessageContaining("Metric.name must be one of [precision, recall,");
    }
}
