package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.data.RealData;
import mf4j.data.Split;
import mf4j.train.Epoch;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BprTest extends EventsContract<Bpr, FactorModel> {
    @Override
    Bpr trainer() {
        return Bpr.defaults().withRank(4).withEpochs(40).withLearningRate(0.1);
    }

    @ParameterizedTest
    @EnumSource(Bpr.Negatives.class)
    void theSameBitsWhenManyBlocksRunAtOnce(Bpr.Negatives negatives) throws Exception {
        Ratings many = ToyWorld.events(300, 200, 3);
        assertThat(PairGrid.of(many, 4).size).isEqualTo(8);
        Bpr bpr = trainer().withEpochs(3).withNegatives(negatives);
        FactorModel one = Sweep.withThreads(1, () -> bpr.fit(many));
        for (int threads : new int[] {2, 5}) assertSameBits(Sweep.withThreads(threads, () -> bpr.fit(many)), one);
    }

    @ParameterizedTest
    @EnumSource(Bpr.Negatives.class)
    void theLossFallsFarBelowThatOfChance(Bpr.Negatives negatives) {
        Bpr bpr = trainer().withNegatives(negatives).withTail(1);
        List<Epoch> still = bpr.withLearningRate(1e-4).withEpochs(1).fit(EVENTS).provenance().history().epochs();
        assertThat(still.getLast().objective()).isCloseTo(Math.log(2), within(0.01)); // -ln sigma(0) while the factors are small
        assertThat(bpr.fit(EVENTS).provenance().history().epochs().getLast().objective()).isLessThan(0.6 * Math.log(2));
    }

    /// One user, one event, one other item: everything is then determined, and the step is written down here once more.
    @Test
    void takesTheStepOfThePaper() {
        Ratings two = Ratings.builder().add("u", "a", 1).add("v", "b", 1).build();
        Bpr bpr = Bpr.defaults().withRank(2).withEpochs(1).withLearningRate(0.3).withRegularization(0.1).withBiasRegularization(0.2);
        FactorModel start = bpr.fit(two);
        FactorModel end = bpr.fit(two, start, mf4j.train.Watch.none());
        assertThat(PairGrid.of(two, 2).size).isEqualTo(1);
        double[][] p = rows(start.user().factors());
        double[][] q = rows(start.item().factors());
        double[] b = {start.item().bias()[0], start.item().bias()[1]};
        for (int user = 0; user < 2; user++) step(p[user], q[user], q[1 - user], b, user); // users in their order
        for (int row = 0; row < 2; row++) {
            for (int f = 0; f < 2; f++) {
                assertThat((double) end.user().factors().row(row)[f]).isCloseTo(p[row][f], within(1e-6));
                assertThat((double) end.item().factors().row(row)[f]).isCloseTo(q[row][f], within(1e-6));
            }
            assertThat((double) end.item().bias()[row]).isCloseTo(b[row], within(1e-6));
        }
    }

    private static void step(double[] p, double[] liked, double[] other, double[] b, int item) {
        double margin = b[item] - b[1 - item];
        for (int f = 0; f < 2; f++) margin += p[f] * (liked[f] - other[f]);
        double pull = 1 / (1 + Math.exp(margin));
        for (int f = 0; f < 2; f++) {
            double old = p[f];
            p[f] += 0.3 * (pull * (liked[f] - other[f]) - 0.1 * old);
            liked[f] += 0.3 * (pull * old - 0.1 * liked[f]);
            other[f] += 0.3 * (-pull * old - 0.1 * other[f]);
        }
        b[item] += 0.3 * (pull - 0.2 * b[item]);
        b[1 - item] += 0.3 * (-pull - 0.2 * b[1 - item]);
    }

    private static double[][] rows(mf4j.matrix.Factors factors) {
        double[][] rows = new double[factors.rows()][factors.rank()];
        for (int row = 0; row < rows.length; row++) {
            for (int f = 0; f < factors.rank(); f++) rows[row][f] = factors.row(row)[f];
        }
        return rows;
    }

    @Test
    void anAverageItemScoresZeroForEverybody() {
        FactorModel model = trainer().fit(EVENTS);
        for (int user = 0; user < 60; user++) {
            double sum = 0;
            for (int item = 0; item < 40; item++) sum += model.score(user, item);
            assertThat(sum / 40).isCloseTo(0, within(1e-4));
        }
    }

    @Test
    void anItemThatNobodyTouchedComesLastForAUserWithoutTaste() {
        Ratings part = EVENTS.subset(entry -> EVENTS.byUser().columns()[entry] != 3 && entry >= EVENTS.byUser().offsets()[1]);
        FactorModel model = trainer().fit(part);
        List<String> ranked = model.recommend("u0", 40, Excluding.nothing()).stream().map(Recommendation::name).toList();
        assertThat(ranked.indexOf(EVENTS.items().name(3))).isGreaterThanOrEqualTo(38); // beside the item whose bias it shares
    }

    @Test
    void theValueOfAnEventIsNotLookedAtButItsWeightIs() {
        Ratings ones = Ratings.builder().add("u", "a", 1).add("v", "b", 1).add("w", "a", 1).build();
        Ratings tens = Ratings.builder().add("u", "a", 10).add("v", "b", 1).add("w", "a", 10).build();
        Ratings heavy = Ratings.builder().addWeighted("u", "a", 1, 10).addWeighted("v", "b", 1, 1).addWeighted("w", "a", 1, 10).build();
        Bpr bpr = trainer().withRank(2);
        assertSameBits(bpr.fit(tens), bpr.fit(ones));
        assertThat(Arrays.equals(bpr.fit(heavy).item().bias(), bpr.fit(ones).item().bias())).isFalse();
    }

    @Test
    void aUserWithAllItemsTeachesNothing() {
        Ratings all = Ratings.builder().add("u", "a", 1).add("u", "b", 1).build();
        FactorModel model = trainer().withRank(2).fit(all);
        assertThat(model.provenance().history().epochs().getLast().objective()).isZero();
    }

    @Test
    void explainsWithoutARestWhenTheRowIsTheRulesOwn() {
        FactorModel model = trainer().fit(EVENTS).foldIn(EVENTS);
        Explanation explanation = model.explain("u7", "i4");
        double mean = 0;
        for (float bias : model.item().bias()) mean += bias / model.items().size();
        assertThat(explanation.causes()).hasSize(EVENTS.byUser().count(EVENTS.users().indexOf("u7")));
        assertThat(explanation.userBias()).isCloseTo(-mean, within(1e-4));
        assertThat(explanation.rest()).isCloseTo(0, within(2e-3));
        assertThat(explanation.exact()).isFalse();
        assertThat(Math.abs(explanation.score())).isGreaterThan(0.1);
    }

    @Test
    void beatsPopularityByFarOnFilms() {
        Ratings stars = RealData.movieLens();
        Ratings liked = stars.subset(entry -> stars.byUser().values()[entry] >= 4);
        Split split = Split.leaveOut(1, 7).of(liked);
        FactorModel model = Bpr.defaults().withRank(16).withEpochs(20).withLearningRate(0.1).fit(split.train());
        FactorModel popular = Popularity.defaults().fit(split.train());
        assertThat(hits(model, split)).isGreaterThan(1.2 * hits(popular, split));
    }

    /// How often the film left out is among ten.
    static double hits(FactorModel model, Split split) {
        int hits = 0;
        for (int user = 0; user < split.test().users().size(); user++) {
            if (split.test().byUser().count(user) == 0) continue;
            String film = split.test().items().name(split.test().byUser().columns(user)[0]);
            String name = split.test().users().name(user);
            if (model.recommend(name, 10, Excluding.seen(split.train())).stream().anyMatch(one -> one.name().equals(film))) hits++;
        }
        return hits;
    }

    @Test
    void anotherSeedIsAnotherModel() {
        assertThat(Arrays.equals(trainer().withSeed(1).fit(EVENTS).item().bias(), trainer().withSeed(2).fit(EVENTS).item().bias())).isFalse();
    }

    @Test
    void drawsHardItemsAdaptively() {
        mf4j.matrix.Factors q = mf4j.matrix.Factors.zeros(10, 1);
        for (int item = 0; item < 10; item++) q.values()[item] = item;
        AdaptiveNegatives negatives = new AdaptiveNegatives(q, new float[10], 0.2);
        int[] items = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        negatives.rank(items, 0, 10);
        for (float taste : new float[] {1, -1}) {
            negatives.prepare(new float[] {taste}, 0);
            int[] drawn = new int[10];
            Seeds.Stream stream = Seeds.of(1).stream(0);
            for (int n = 0; n < 20_000; n++) drawn[negatives.draw(stream)]++;
            double whole = -Math.expm1(-5);
            for (int rank = 0; rank < 10; rank++) { // exp(-r / 2), normalised
                double share = Math.exp(-rank / 2.0) * -Math.expm1(-0.5) / whole;
                assertThat(drawn[taste > 0 ? 9 - rank : rank] / 20_000.0).isCloseTo(share, within(0.012));
            }
        }
    }
}
