package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.recommend.Excluding;
import mf4j.recommend.Popularity;
import mf4j.recommend.Recommender;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import static mf4j.evaluate.Metric.AUC;
import static mf4j.evaluate.Metric.HIT_RATE;
import static mf4j.evaluate.Metric.NDCG;
import static mf4j.evaluate.Metric.RECALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CandidatesTest {
    private static final double SECOND = Math.log(2) / Math.log(3); // NDCG of a hit at the second place
    private static final Metric[] ALL = {Metric.PRECISION, RECALL, Metric.RECALL_CAPPED, NDCG, Metric.MAP, Metric.MRR, HIT_RATE, AUC, Metric.PERCENTILE_RANK,
        Metric.NOVELTY, Metric.COVERAGE, Metric.GINI};

    private static List<String> lines(String name) throws IOException {
        try (InputStream file = CandidatesTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Ratings published() throws IOException {
        Ratings.Builder train = Ratings.builder();
        for (String line : lines("toy.train.rating")) train.add(line.split("\t")[0], line.split("\t")[1], 1);
        return train.build();
    }

    /// The pairs in front of the lines, or the items behind them.
    private static Ratings published(boolean tests) throws IOException {
        Ratings.Builder ratings = Ratings.builder();
        for (String line : lines("toy.test.negative")) {
            String[] words = line.split("\t");
            String[] pair = words[0].substring(1, words[0].length() - 1).split(",");
            if (tests) ratings.add(pair[0], pair[1], 1);
            else Arrays.stream(words).skip(1).forEach(item -> ratings.add(pair[0], item, 1));
        }
        return ratings.build();
    }

    /// Items by number of training events: 0 has 4, 1 has 3, 2 has 2; 3, 4 and 5 have 1; 6 and 7 are not in training.
    ///
    /// | line | list by He et al.'s evaluation: given items, the test item last, stable by score | place |
    /// |---|---|---|
    /// | (0,3) 4 6 7 | 4 **3** | 2, behind the 4 that is as popular |
    /// | (1,2) 4 5 6 | **2** 4 5 | 1 |
    /// | (2,6) 1 7 5 | 1 5 | none: nobody has had 6 |
    /// | (3,4) 2 3 6 | 2 3 **4** | 3, behind the 3 that is as popular |
    @Test
    void aPublishedFileIsJudgedDigitForDigit() throws IOException {
        Recommender popularity = Popularity.defaults().fit(published());
        Candidates given = Candidates.of(published(false));
        RankingScores scores = Ranking.at(1, 2, 3).of(HIT_RATE, NDCG).among(given).score(popularity, published(true));
        assertThat(scores.users()).isEqualTo(4);
        assertThat(scores.coldItems()).isEqualTo(1);
        assertThat(scores.perUser("hit-rate@1")).containsExactly(0, 1, 0, 0);
        assertThat(scores.perUser("hit-rate@2")).containsExactly(1, 1, 0, 0);
        assertThat(scores.perUser("hit-rate@3")).containsExactly(1, 1, 0, 1);
        assertThat(scores.perUser("ndcg@3")).containsExactly(new double[] {SECOND, 1, 0, 0.5}, within(1e-15));
        assertThat(scores.value("ndcg@2")).isCloseTo(0.40773243839286, within(1e-13));
        assertThat(scores.value("ndcg@3")).isCloseTo(0.53273243839286, within(1e-13));
    }

    /// By index 3 comes before 4, whichever of them is the test item; who has 6 is never hit all the same.
    @Test
    void byIndexATieIsWonAsOftenAsLost() throws IOException {
        Candidates given = Candidates.of(published(false)).tiesByIndex();
        RankingScores scores = Ranking.at(1, 3).of(HIT_RATE).among(given).score(Popularity.defaults().fit(published()), published(true));
        assertThat(scores.perUser("hit-rate@1")).containsExactly(1, 1, 0, 0);
        assertThat(scores.perUser("hit-rate@3")).containsExactly(1, 1, 0, 1);
    }

    @Test
    void whatScoresAllAlikeHitsNothing() {
        Scored flat = Scored.of(new float[] {1, 1, 1, 1});
        Ratings test = Ratings.builder().add("u0", "i0", 1).build();
        Ranking ranking = Ranking.at(1, 3).of(HIT_RATE, AUC).among(Candidates.of(Map.of("u0", List.of("i3", "i1", "i0", "i1", "i2"))));
        assertThat(ranking.score(flat, test).values()).containsEntry("hit-rate@1", 0.0).containsEntry("hit-rate@3", 0.0).containsEntry("auc", 0.5);
        assertThat(Ranking.at(4).of(HIT_RATE, RECALL).among(Candidates.of(test)).score(flat, test).value("recall@4")).isEqualTo(1);
    }

    @Test
    void exclusionTakesNoCandidateAway() {
        Scored model = Scored.of(new float[] {.1f, .9f, .8f, .7f});
        Ratings test = Ratings.builder().add("u0", "i3", 1).build();
        Ratings train = Ratings.builder().add("u0", "i1", 1).add("u0", "i3", 1).build();
        Ranking ranking = Ranking.at(1, 2).of(HIT_RATE).among(Candidates.of(Map.of("u0", List.of("i0", "i1"))));
        RankingScores scores = ranking.excluding(train).excluding(Excluding.items(List.of("i1"))).score(model, test);
        assertThat(scores.values()).isEqualTo(ranking.score(model, test).values()).containsEntry("hit-rate@1", 0.0).containsEntry("hit-rate@2", 1.0);
    }

    @Test
    void whoHasNoCandidatesIsNotJudged() {
        Scored model = Scored.of(new float[] {.1f, .9f}, new float[] {.1f, .9f}).stranger(.5f, .4f);
        Ratings test = Ratings.builder().add("u0", "i1", 1).add("u1", "i1", 1).add("nobody", "i0", 1).build();
        Ranking ranking = Ranking.at(1).of(HIT_RATE);
        RankingScores scores = ranking.among(Candidates.of(Map.of("u1", List.of("i0"), "nobody", List.of("i1", "unheard of")))).score(model, test);
        assertThat(scores.userNames()).containsExactly("u1", "nobody");
        assertThat(scores.perUser("hit-rate@1")).containsExactly(1, 1);
        assertThat(scores.coldUsers()).isEqualTo(1);
        assertThatThrownBy(() -> ranking.among(Candidates.of(Map.of("u7", List.of("i0")))).score(model, test))
                .hasMessageEndingWith("3 ratings of 2 items by 3 users, none of whose users has a relevant item and given candidates");
        assertThatThrownBy(() -> Candidates.of(Map.of())).hasMessage("Candidates.given must hold at least one item but was empty");
    }

    /// With all unseen items as candidates it is the ranking of all items.
    @Property(tries = 60)
    void allItemsAsCandidatesAreAFullRanking(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int items, @ForAll @IntRange(min = 1, max = 9) int levels) {
        RankingLawsTest.World world = RankingLawsTest.World.of(seed, 5, items, levels);
        Ratings.Builder everything = Ratings.builder();
        for (int u = 0; u < 5; u++) {
            everything.add("u" + u, "unknown", 1);
            for (int item : world.candidates(u)) everything.add("u" + u, "i" + item, 1);
        }
        Ranking ranking = Ranking.at(1, 4).of(ALL).excluding(world.train());
        Candidates all = Candidates.of(everything.build());
        assertThat(ranking.among(all.tiesByIndex()).score(world.model(), world.test()).values()).isEqualTo(ranking.score(world.model(), world.test()).values());
        Scored untied = world.model().map(score -> score);
        Seeds.Stream nudge = Seeds.of(seed).stream(9);
        for (float[] row : untied.scores()) for (int i = 0; i < row.length; i++) row[i] = nudge.nextFloat();
        assertThat(ranking.among(all).score(untied, world.test()).values()).isEqualTo(ranking.score(untied, world.test()).values());
    }

    /// One relevant item is behind exactly those candidates that do not score less.
    @Property(tries = 60)
    void theRelevantItemIsBehindAllThatAreNotWorse(@ForAll long seed, @ForAll @IntRange(min = 3, max = 40) int items, @ForAll @IntRange(min = 1, max = 6) int levels) {
        Seeds.Stream draws = Seeds.of(seed).stream(0);
        float[] scores = new float[items];
        for (int i = 0; i < items; i++) scores[i] = draws.nextInt(levels);
        int relevant = draws.nextInt(items);
        int[] given = IntStream.range(0, items).filter(i -> i != relevant && draws.nextInt(3) > 0).toArray();
        if (given.length == 0) return;
        Ratings test = Ratings.builder().add("u0", "i" + relevant, 1).build();
        Candidates candidates = Candidates.of(Map.of("u0", IntStream.of(given).mapToObj(i -> "i" + i).toList()));
        long place = 1 + IntStream.of(given).filter(i -> scores[i] >= scores[relevant]).count();
        assertThat(Ranking.at(items).of(Metric.MRR).among(candidates).score(Scored.of(scores), test).value("mrr@" + items)).isEqualTo(1.0 / place);
    }

    @Property(tries = 60)
    void drawnItemsAreNobodysOwn(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int items, @ForAll @IntRange(min = 1, max = 30) int count) {
        RankingLawsTest.World world = RankingLawsTest.World.of(seed, 5, items, 3);
        Ratings drawn = Candidates.sampled(count, seed, world.test(), world.train()).given();
        Set<String> names = new HashSet<>();
        for (int item = 0; item < world.test().items().size(); item++) names.add(world.test().items().name(item));
        for (int user = 0; user < world.test().users().size(); user++) {
            Set<String> free = new HashSet<>(names);
            free.removeAll(itemsOf(world.test(), world.test().users().name(user)));
            free.removeAll(itemsOf(world.train(), world.test().users().name(user)));
            List<String> found = itemsOf(drawn, world.test().users().name(user));
            assertThat(found).doesNotHaveDuplicates().hasSize(Math.min(count, free.size()));
            assertThat(free).containsAll(found);
        }
    }

    private static List<String> itemsOf(Ratings ratings, String user) {
        int row = ratings.users().indexOf(user);
        return row < 0 ? List.of() : IntStream.of(ratings.byUser().columns(row)).mapToObj(ratings.items()::name).toList();
    }

    /// 40 of the 50 items are free, each user draws 4 of them: every free one is drawn by a tenth of 4,000 users, 400 +- 19.
    @Test
    void drawsAreUniformAndDependOnTheSeedAlone() throws Exception {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < 4000; u++) for (int i = 0; i < 10; i++) builder.add("u" + u, "i" + i, 1);
        builder.add("shelf", "i0", 1);
        for (int i = 10; i < 50; i++) builder.add("shelf", "i" + i, 1);
        Ratings test = builder.build();
        Ratings drawn = Candidates.sampled(4, 3, test).given();
        for (int i = 0; i < 50; i++) assertThat(drawn.byItem().count(i)).isBetween(i < 10 ? 0 : 320, i < 10 ? 4 : 480);
        assertThat(Sweep.withThreads(1, () -> Candidates.sampled(4, 3, test)).given().fingerprint()).isEqualTo(drawn.fingerprint());
        assertThat(Sweep.withThreads(3, () -> Candidates.sampled(4, 3, test)).given().fingerprint()).isEqualTo(drawn.fingerprint());
        assertThat(Candidates.sampled(4, 4, test).given().fingerprint()).isNotEqualTo(drawn.fingerprint());
        assertThatThrownBy(() -> Candidates.sampled(0, 1, test)).hasMessage("Candidates.count must be at least 1 but was 0");
    }
}
