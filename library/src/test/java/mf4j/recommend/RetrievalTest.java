package mf4j.recommend;

import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Every way of searching gives the lists of brute force, ids and bits: all scores by [FactorModel#scores], then the best of them.
class RetrievalTest {
    /// Numbers that make pruning hard or rounding matter.
    enum Numbers {
        NORMAL, LOW_RANK, EQUAL_LENGTHS, OUTLIERS, GIANTS, NEGATIVE, MANY_ZEROS, DUPLICATES, DENORMAL, TINY_BESIDE_HUGE, NEARLY_EQUAL;

        float[] rows(int rows, int rank, Random random) {
            float[] values = new float[rows * rank];
            float[] one = new float[rank];
            for (int j = 0; j < rank; j++) one[j] = (float) random.nextGaussian();
            for (int row = 0; row < rows; row++) {
                for (int j = 0; j < rank; j++) values[row * rank + j] = (float) number(row, j, rank, one, random);
                if (this == EQUAL_LENGTHS) scale(values, row * rank, rank);
            }
            return values;
        }

        private double number(int row, int j, int rank, float[] one, Random random) {
            double normal = random.nextGaussian();
            return switch (this) {
                case NORMAL, EQUAL_LENGTHS -> normal;
                case LOW_RANK -> normal * Math.exp(-8.0 * j / rank) / (1 + row % 97);
                case OUTLIERS -> row % 211 == 3 ? normal * 1e9 : normal;
                case GIANTS -> row % 211 == 3 ? normal * 1e30 : normal;
                case NEGATIVE -> -Math.abs(normal);
                case MANY_ZEROS -> random.nextInt(20) > 0 ? 0 : normal;
                case DUPLICATES -> one[j] * (row % 3 - 1);
                case DENORMAL -> normal * 1e-42;
                case TINY_BESIDE_HUGE -> normal * (row % 2 == 0 ? 1e-30 : 1e15);
                case NEARLY_EQUAL -> one[j] * (1 + 1e-7 * random.nextInt(4));
            };
        }

        private static void scale(float[] values, int start, int rank) {
            double squares = 0;
            for (int j = start; j < start + rank; j++) squares += (double) values[j] * values[j];
            for (int j = start; j < start + rank; j++) values[j] /= (float) Math.sqrt(squares);
        }
    }

    /// @param bias spread of the biases; 0 for none
    private static FactorModel model(Numbers users, Numbers items, int n, int rank, double bias, long seed) {
        Random random = new Random(seed);
        float[] userBias = new float[9];
        float[] itemBias = new float[n];
        for (int u = 0; u < 9; u++) userBias[u] = (float) (bias * random.nextGaussian());
        for (int i = 0; i < n; i++) itemBias[i] = (float) (bias * random.nextGaussian());
        return Handmade.model(rank, users.rows(9, rank, random), userBias, items.rows(n, rank, random), itemBias);
    }

    private static List<Recommendation> bruteForce(FactorModel model, int u, TopN wanted) {
        float[] scores = new float[model.items().size()];
        model.scores(u, 1, scores);
        BitSet excluded = new BitSet();
        wanted.excluding().mark("u" + u, model.items(), excluded);
        return TopN.named(TopN.best(scores, 0, scores.length, excluded, wanted.count()), scores, 0, model.items());
    }

    private static void check(FactorModel model, TopN wanted) {
        for (Strategy strategy : Strategy.values()) {
            wanted.withStrategy(strategy).forEach(model, (user, list) ->
                    assertThat(list).as(strategy + " " + user).isEqualTo(bruteForce(model, model.users().indexOf(user), wanted)));
            assertThat(wanted.withStrategy(strategy).of(model, "u4")).as(strategy + " alone").isEqualTo(bruteForce(model, 4, wanted));
        }
    }

    @Property(tries = 120)
    void everyStrategyIsBruteForce(@ForAll Numbers users, @ForAll Numbers items, @ForAll @IntRange(min = 1, max = 40) int rank,
                                   @ForAll @IntRange(min = 1, max = 2600) int n, @ForAll @IntRange(min = 1, max = 30) int count,
                                   @ForAll @IntRange(min = 0, max = 2) int bias, @ForAll long seed) {
        check(model(users, items, n, rank, bias == 2 ? 1e4 : bias, seed), TopN.best(count));
    }

    @Property(tries = 20)
    void exclusionsOfNearlyAllChangeNothing(@ForAll Numbers items, @ForAll long seed) {
        FactorModel model = model(Numbers.NORMAL, items, 2000, 12, 1, seed);
        Random random = new Random(seed);
        List<String> few = random.ints(5, 0, 2000).mapToObj(i -> "i" + i).toList();
        check(model, TopN.best(10).withExcluding(Excluding.allBut(few)));
        check(model, TopN.best(3000).withExcluding(Excluding.items(few)));
    }

    /// One layer of the product's depth is 256.
    @Test
    void longFactorsAreSummedInTheSameLayers() {
        check(model(Numbers.LOW_RANK, Numbers.LOW_RANK, 1300, 300, 0, 5), TopN.best(10));
    }

    @Test
    void boundsOfAnySizeGiveTheSame() {
        FactorModel model = model(Numbers.NORMAL, Numbers.LOW_RANK, 3000, 20, 0.1, 7);
        ItemTiles tiles = ItemTiles.byReach(model.item(), 1);
        for (int size : new int[] {1, 2, 5, 19, 20}) {
            var way = new FactorRetrieval(model, tiles, Optional.of(new LeadingBounds(model.item(), tiles, LeadingSpace.axes(model.item().factors()), size)));
            Shortlist list = new Shortlist(10, new BitSet(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
            way.search(1).run(new Query.Request[] {new Query.Request(3, list, Boost.nothing().on(model.items()), new int[0], 3000)});
            Shortlist.Best best = list.drain();
            assertThat(TopN.named(best.items(), all(model, 3), 0, model.items())).isEqualTo(bruteForce(model, 3, TopN.best(10)));
        }
    }

    private static float[] all(FactorModel model, int u) {
        float[] scores = new float[model.items().size()];
        model.scores(u, 1, scores);
        return scores;
    }

    /// The point of it: where factors are of low rank, most items are neither scored nor looked at.
    @Test
    void boundsAndLengthsSaveScores() {
        FactorModel model = model(Numbers.LOW_RANK, Numbers.LOW_RANK, 20_000, 32, 0, 3);
        assertThat(model.strategy(1000)).isEqualTo(Strategy.BLOCKED); // until a choice is made
        List<Trial> trials = model.trials(1000);
        assertThat(model.strategy(1000)).isEqualTo(trials.getFirst().strategy());
        assertThat(trials).extracting(Trial::strategy).contains(Strategy.values());
        for (Trial trial : trials) {
            if (trial.strategy() == Strategy.BLOCKED) assertThat(trial.scored()).isEqualTo(20_000);
            if (trial.strategy() == Strategy.LOW_DIMENSION && trial.dimensions() == 16) assertThat(trial.scored()).isLessThan(2_000);
        }
        assertThat(trials).isSortedAccordingTo(Comparator.comparingDouble(Trial::seconds));
        assertThat(model.trials(1000)).isSameAs(trials);
        assertThat(model.withoutPast().trials(1000)).isSameAs(trials);
    }

    /// Random directions leave nothing to a few dimensions; six bits of all of them still tell most items from the best.
    @Test
    void codesSaveScoresWhereNoDirectionLeads() {
        FactorModel model = model(Numbers.NORMAL, Numbers.EQUAL_LENGTHS, 20_000, 64, 0, 3);
        assertThat(model.trials(1)).filteredOn(trial -> trial.strategy() == Strategy.QUANTIZED).singleElement()
                .satisfies(trial -> assertThat(trial.scored()).isLessThan(1024 + 600));
    }

    /// Turned into other directions such a user is infinite, and a bound no number; the scores are numbers.
    @Test
    void boundsThatOverflowLoseNoItem() {
        Random random = new Random(4);
        float[] items = new float[3000 * 64];
        for (int j = 0; j < items.length; j++) items[j] = (float) (1e-3 * random.nextGaussian());
        float[] users = new float[9 * 64];
        Arrays.fill(users, 3e38f);
        check(Handmade.model(64, users, items), TopN.best(10));
    }

    @Test
    void aFewItemsAreNotWorthAChoice() {
        assertThat(model(Numbers.NORMAL, Numbers.NORMAL, 100, 20, 0, 1).trials(1000)).isEmpty();
    }

    /// After a choice as before it.
    @Test
    void theChosenWayIsBruteForceToo() {
        FactorModel model = model(Numbers.LOW_RANK, Numbers.LOW_RANK, 6000, 24, 0.5, 11);
        model.trials(1000);
        model.trials(1);
        for (int round = 0; round < 70; round++) {
            TopN.best(10).forEach(model, (user, list) -> assertThat(list).isEqualTo(bruteForce(model, model.users().indexOf(user), TopN.best(10))));
        }
    }

    /// Who comes alone is answered while another thread makes the choice.
    @Test
    void aChoiceIsMadeBesideThoseWhoComeAlone() throws Exception {
        FactorModel model = model(Numbers.LOW_RANK, Numbers.LOW_RANK, 20_000, 24, 0.5, 11);
        List<Recommendation> expected = bruteForce(model, 4, TopN.best(10));
        for (int j = 0; j < 600; j++) assertThat(TopN.best(10).of(model, "u4")).isEqualTo(expected);
        List<Trial> trials = model.trials(1);
        assertThat(trials).isNotEmpty().isSameAs(model.trials(1)).allSatisfy(trial -> assertThat(trial.together()).isEqualTo(1));
        assertThat(TopN.best(10).of(model, "u4")).isEqualTo(expected);
    }

    /// Lists as long as the catalogue, for everybody: what waits to be handed on is bounded by items, not by users.
    @Test
    void longListsWaitInShortRounds() {
        FactorModel model = model(Numbers.NORMAL, Numbers.NORMAL, 2600, 12, 0, 1);
        assertThat(new Query(TopN.best(10), model).round()).isEqualTo(4096);
        assertThat(new Query(TopN.best(1_000_000), model).round() * 2600).isBetween(1 << 19, 1 << 20);
        assertThat(new Query(TopN.best(Integer.MAX_VALUE), Handmade.model(1, new float[1], new float[0])).round()).isPositive();
        check(model, TopN.best(2600));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void threadsChangeNothing(Strategy strategy) throws Exception {
        FactorModel model = model(Numbers.LOW_RANK, Numbers.NORMAL, 2500, 16, 0.1, 2);
        List<String> users = IntStream.range(0, 1000).mapToObj(j -> "u" + j % 9).toList();
        List<List<Recommendation>> one = new ArrayList<>();
        List<List<Recommendation>> three = new ArrayList<>();
        TopN wanted = TopN.best(5).withStrategy(strategy);
        Sweep.runWithThreads(1, () -> wanted.forEach(model, users, (_, list) -> one.add(list)));
        Sweep.runWithThreads(3, () -> wanted.forEach(model, users, (_, list) -> three.add(list)));
        assertThat(three).isEqualTo(one).hasSize(1000);
    }

    /// Against the plain definition over sorted boosted scores.
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void boostsAndLimitsGoByEveryScore(Strategy strategy) {
        FactorModel model = model(Numbers.NORMAL, Numbers.LOW_RANK, 3000, 16, 0.1, 9);
        Map<String, Double> addends = new HashMap<>();
        for (int i = 0; i < 3000; i += 5) addends.put("i" + i, 0.25 * (i % 7));
        TopN wanted = TopN.best(25).withBoost(Boost.adding(addends)).withMinimum(0.2).withMaximum(1.5).withStrategy(strategy);
        for (int u = 0; u < 9; u++) {
            float[] scores = all(model, u);
            for (int i = 0; i < 3000; i += 5) scores[i] = (float) (scores[i] + addends.get("i" + i));
            BitSet outside = new BitSet();
            for (int i = 0; i < 3000; i++) outside.set(i, scores[i] < 0.2 || scores[i] > 1.5);
            assertThat(wanted.of(model, "u" + u)).isEqualTo(TopN.named(TopN.best(scores, 0, 3000, outside, 25), scores, 0, model.items()));
        }
    }
}
