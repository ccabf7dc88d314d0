package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The definitions once more, as slow and plain as they can be written, on random worlds full of ties.
class RankingLawsTest {
    private static final Metric[] PER_USER = {Metric.PRECISION, Metric.RECALL, Metric.RECALL_CAPPED, Metric.NDCG, Metric.MAP, Metric.MRR,
        Metric.HIT_RATE, Metric.AUC, Metric.PERCENTILE_RANK, Metric.NOVELTY};

    /// A random world: who has seen what, what is relevant, and a score from a few levels, so that there are ties.
    record World(Scored model, Ratings train, Ratings test, boolean[][] seen, boolean[][] relevant) {
        static World of(long seed, int users, int items, int levels) {
            Seeds.Stream draws = Seeds.of(seed).stream(0);
            float[][] scores = new float[users][items];
            boolean[][] seen = new boolean[users][items], relevant = new boolean[users][items];
            Ratings.Builder train = Ratings.builder(), test = Ratings.builder();
            for (int u = 0; u < users; u++) {
                for (int i = 0; i < items; i++) {
                    scores[u][i] = (draws.nextInt(levels) - levels / 2) * (draws.nextBoolean() ? 1f : -1f);
                    int lot = draws.nextInt(5);
                    seen[u][i] = lot == 0;
                    relevant[u][i] = lot == 1;
                    if (lot == 0) train.add("u" + u, "i" + i, 1);
                    if (lot == 1) test.add("u" + u, "i" + i, 1);
                }
            }
            train.add("somebody", "i0", 1);
            test.add("u0", "i" + items, 1); // of an item the model does not know
            return new World(Scored.of(scores), train.build(), test.build(), seen, relevant);
        }

        RankingScores judge(int k) {
            return Ranking.at(k).of(PER_USER).excluding(train).score(model, test);
        }

        int[] candidates(int user) {
            return IntStream.range(0, model.items().size()).filter(i -> !seen[user][i]).toArray();
        }

        int unknown(int user) {
            return user == 0 ? 1 : 0;
        }

        /// How many candidates are above an item, by the order of lists: score, then index.
        int place(int user, int item) {
            float[] s = model.scores()[user];
            return (int) IntStream.of(candidates(user)).filter(i -> s[i] > s[item] || s[i] == s[item] && i < item).count();
        }
    }

    /// A user's value by the definition.
    private static double slow(World world, Metric metric, int user, int k) {
        int[] hits = IntStream.of(world.candidates(user)).filter(i -> world.relevant[user][i]).map(i -> world.place(user, i) + 1).filter(j -> j <= k).sorted().toArray();
        int relevant = (int) IntStream.of(world.candidates(user)).filter(i -> world.relevant[user][i]).count() + world.unknown(user);
        return switch (metric) {
            case PRECISION -> (double) hits.length / k;
            case RECALL -> (double) hits.length / relevant;
            case RECALL_CAPPED -> (double) hits.length / Math.min(k, relevant);
            case HIT_RATE -> hits.length > 0 ? 1 : 0;
            case MRR -> hits.length > 0 ? 1.0 / hits[0] : 0;
            case NDCG -> gain(IntStream.of(hits)) / gain(IntStream.rangeClosed(1, Math.min(k, relevant)));
            case MAP -> IntStream.of(hits).mapToDouble(j -> (double) IntStream.of(hits).filter(h -> h <= j).count() / j).sum() / Math.min(k, relevant);
            case AUC -> slowAuc(world, user, relevant);
            case PERCENTILE_RANK -> slowPercentile(world, user, relevant);
            default -> slowNovelty(world, user, k);
        };
    }

    private static double gain(IntStream places) {
        return places.mapToDouble(j -> 1 / (Math.log(j + 1) / Math.log(2))).sum();
    }

    private static double slowAuc(World world, int user, int relevant) {
        float[] s = world.model.scores()[user];
        double wins = 0;
        int others = 0;
        for (int j : world.candidates(user)) {
            if (world.relevant[user][j]) continue;
            others++;
            for (int i : world.candidates(user)) if (world.relevant[user][i]) wins += s[i] > s[j] ? 1 : s[i] == s[j] ? 0.5 : 0;
        }
        return others == 0 ? Double.NaN : wins / relevant / others;
    }

    private static double slowPercentile(World world, int user, int relevant) {
        float[] s = world.model.scores()[user];
        int[] candidates = world.candidates(user);
        double sum = world.unknown(user);
        for (int i : candidates) {
            if (!world.relevant[user][i] || candidates.length == 1) continue;
            double above = 0;
            for (int j : candidates) if (j != i) above += s[j] > s[i] ? 1 : s[j] == s[i] ? 0.5 : 0;
            sum += above / (candidates.length - 1);
        }
        return sum / relevant;
    }

    private static double slowNovelty(World world, int user, int k) {
        long users = IntStream.range(0, world.seen.length).filter(u -> world.candidates(u).length < world.model.items().size()).count() + 1;
        return IntStream.of(world.candidates(user)).filter(i -> world.place(user, i) < k).mapToDouble(i -> {
            long raters = IntStream.range(0, world.seen.length).filter(u -> world.seen[u][i]).count() + (i == 0 ? 1 : 0);
            return Math.log((double) users / Math.max(1, raters)) / Math.log(2);
        }).average().orElse(Double.NaN);
    }

    @Property(tries = 200)
    void everyMetricIsItsDefinition(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int users, @ForAll @IntRange(min = 1, max = 15) int items,
                                    @ForAll @IntRange(min = 1, max = 12) int levels, @ForAll @IntRange(min = 1, max = 20) int k) {
        World world = World.of(seed, users, items, levels);
        RankingScores scores = world.judge(k);
        List<String> names = scores.userNames();
        for (Metric metric : PER_USER) {
            double[] found = scores.perUser(metric.at(k));
            for (int j = 0; j < found.length; j++) {
                double slow = slow(world, metric, world.model.users().indexOf(names.get(j)), k);
                if (Double.isNaN(slow)) assertThat(found[j]).as(metric.label()).isNaN();
                else assertThat(found[j]).as(metric.label()).isCloseTo(slow, within(1e-12));
            }
        }
    }

    @Property(tries = 100)
    void thePerfectRankingHasOneAndItsReverseNone(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int items, @ForAll @IntRange(min = 1, max = 40) int k) {
        Seeds.Stream draws = Seeds.of(seed).stream(0);
        float[] liking = new float[items];
        Ratings.Builder builder = Ratings.builder().add("u0", "i0", 1);
        liking[0] = 1;
        for (int i = 1; i < items - 1; i++) {
            if (!draws.nextBoolean()) continue;
            liking[i] = 1 + draws.nextFloat();
            builder.add("u0", "i" + i, 1);
        }
        Ratings test = builder.build();
        Ranking ranking = Ranking.at(k).of(Metric.NDCG, Metric.MAP, Metric.MRR, Metric.RECALL_CAPPED, Metric.HIT_RATE, Metric.AUC);
        assertThat(ranking.score(Scored.of(liking), test).values().values()).allSatisfy(value -> assertThat(value).isCloseTo(1, within(1e-12)));
        assertThat(ranking.score(Scored.of(liking).map(score -> -score), test).value("auc")).isZero();
    }

    @Property(tries = 100)
    void withOneRelevantItemAucIsOneMinusThePercentileRank(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int items, @ForAll @IntRange(min = 1, max = 9) int levels) {
        World world = World.of(seed, 1, items, levels);
        Ratings test = Ratings.builder().add("u0", "i" + (items - 1), 1).build();
        RankingScores scores = Ranking.at(1).of(Metric.AUC, Metric.PERCENTILE_RANK).score(world.model, test);
        assertThat(scores.value("auc")).isCloseTo(1 - scores.value("percentile-rank"), within(1e-12));
    }

    @Property(tries = 50)
    void onlyTheOrderOfTheScoresMatters(@ForAll long seed, @ForAll @IntRange(min = 1, max = 15) int items, @ForAll @IntRange(min = 1, max = 9) int levels) {
        World world = World.of(seed, 4, items, levels);
        World squeezed = new World(world.model.map(score -> Math.atan(score) / 3 + 7), world.train, world.test, world.seen, world.relevant);
        assertThat(squeezed.judge(5).values()).isEqualTo(world.judge(5).values());
    }

    /// Users of the test need not come in the order of the model, nor be all of them, nor share its indexes.
    @Property(tries = 50)
    void theOrderOfTheUsersDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int users, @ForAll @IntRange(min = 1, max = 40) int among) {
        World world = World.of(seed, users, 5, 5);
        Ratings.Builder some = Ratings.builder();
        Seeds.Stream draws = Seeds.of(seed).stream(1);
        for (int u = users - 1; u >= 0; u--) {
            if (draws.nextInt(among) == 0 || u == 0) for (int i = 4; i >= 0; i--) if (world.relevant[u][i]) some.add("u" + u, "i" + i, 1);
        }
        Ratings test = some.add("u0", "i5", 1).build();
        RankingScores part = Ranking.at(3).of(PER_USER).excluding(world.train).score(world.model, test), whole = world.judge(3);
        for (Metric metric : PER_USER) {
            for (String name : part.userNames()) {
                assertThat(part.perUser(metric.at(3))[part.userNames().indexOf(name)]).as(metric.label() + " " + name)
                        .isEqualTo((Double) whole.perUser(metric.at(3))[whole.userNames().indexOf(name)]);
            }
        }
    }

    /// scipy.stats.mannwhitneyu([.9, .5, .5, .2], [.8, .5, .5, .1, .1, .2]).statistic / (4 * 6) = 0.6875
    @Test
    void aucIsMannAndWhitneysU() {
        Ratings test = Ratings.builder().add("u0", "i0", 1).add("u0", "i1", 1).add("u0", "i2", 1).add("u0", "i3", 1).build();
        Scored model = Scored.of(new float[] {.9f, .5f, .5f, .2f, .8f, .5f, .5f, .1f, .1f, .2f});
        assertThat(Ranking.at(1).of(Metric.AUC).score(model, test).value("auc")).isCloseTo(0.6875, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void theSameBitsForAnyNumberOfThreads(int threads) throws Exception {
        World world = World.of(5, 300, 40, 7);
        List<Metric> all = new ArrayList<>(List.of(Metric.values()));
        all.remove(Metric.DIVERSITY);
        Ranking ranking = Ranking.at(3, 10).of(all.toArray(Metric[]::new)).excluding(world.train);
        RankingScores alone = Sweep.withThreads(1, () -> ranking.score(world.model, world.test));
        RankingScores together = Sweep.withThreads(threads, () -> ranking.score(world.model, world.test));
        assertThat(together.values()).isEqualTo(alone.values()).hasSize(2 * 11 + 2);
        assertThat(together.coldItems()).isEqualTo(1);
        for (String name : alone.averages()) {
            assertThat(together.perUser(name)).isEqualTo(alone.perUser(name));
            assertThat(Sweep.withThreads(threads, () -> together.interval(name, Bootstrap.defaults().withSamples(50))))
                    .isEqualTo(Sweep.withThreads(1, () -> alone.interval(name, Bootstrap.defaults().withSamples(50))));
        }
    }
}
