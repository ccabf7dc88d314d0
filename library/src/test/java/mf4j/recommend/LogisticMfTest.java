package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.data.RealData;
import mf4j.data.Split;
import mf4j.train.Epoch;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

class LogisticMfTest extends EventsContract<LogisticMf, FactorModel> {
    @Override
    LogisticMf trainer() {
        return LogisticMf.defaults().withRank(3).withRegularization(0.5).withEpochs(8);
    }

    /// Worlds this small are seen whole, so every epoch lowers the objective itself.
    @Test
    void everyEpochLowersTheObjective() {
        List<Epoch> epochs = trainer().fit(EVENTS).provenance().history().epochs();
        for (int n = 1; n < epochs.size(); n++) {
            assertThat(epochs.get(n).objective()).isLessThan(epochs.get(n - 1).objective() * (1 + 1e-6));
        }
        assertThat(epochs.getLast().objective()).isLessThan(0.97 * epochs.getFirst().objective());
    }

    @Test
    void theObjectiveIsThatOfItsDefinition() {
        FactorModel model = trainer().withConfidence(2).fit(EVENTS);
        assertThat(model.provenance().history().epochs().getLast().objective()).isCloseTo(objective(model), within(1e-4 * objective(model)));
    }

    private static double objective(FactorModel model) {
        double sum = 0;
        for (int u = 0; u < 60; u++) {
            for (int i = 0; i < 40; i++) sum += Math.log1p(Math.exp(model.score(u, i)));
            for (int e = EVENTS.byUser().offsets()[u]; e < EVENTS.byUser().offsets()[u + 1]; e++) {
                sum += 2 * EVENTS.byUser().values()[e] * Math.log1p(Math.exp(-model.score(u, EVENTS.byUser().columns()[e])));
            }
        }
        return sum + 0.25 * squares(model.user().factors().values()) + 0.25 * squares(model.item().factors().values())
                + 0.5 * squares(model.user().bias()) + 0.5 * squares(model.item().bias());
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) sum += (double) value * value;
        return sum;
    }

    /// Factors held at 0 leave one probability for all nine pairs: six events that succeed once each, against one failure of every pair.
    @Test
    void biasesEndAtTheLogOddsOfSuccessesAndTrials() {
        Ratings world = Ratings.builder().add("u", "a", 1).add("u", "b", 1).add("v", "b", 1).add("v", "c", 1).add("w", "c", 1).add("w", "a", 1).build();
        FactorModel model = LogisticMf.defaults().withRank(1).withRegularization(1e6).withBiasRegularization(1e-6).withEpochs(300).fit(world);
        for (int u = 0; u < 3; u++) {
            for (int i = 0; i < 3; i++) assertThat(model.score(u, i)).isCloseTo(Math.log(6.0 / 9.0), within(2e-3));
        }
    }

    @Test
    void aTrainedUserIsTheRowThatAFoldInFinds() {
        FactorModel model = trainer().withEpochs(2).fit(EVENTS);
        FactorModel folded = model.foldIn(EVENTS);
        for (int u = 0; u < 60; u++) {
            for (int i = 0; i < 40; i++) assertThat(folded.score(u, i)).isCloseTo(model.score(u, i), offset(5e-3));
        }
    }

    /// A score is what is popular, what the user takes of anything, and what each event adds; the rest is where the descent stopped.
    @Test
    void explainsAScoreByItsEvents() {
        FactorModel model = trainer().withEpochs(2).fit(EVENTS);
        for (String item : List.of("i3", "i7", "i31")) {
            Explanation why = model.explain("u7", item);
            assertThat(why.userBias()).isEqualTo(model.user().bias()[7]);
            assertThat(why.rest()).isCloseTo(0, offset(5e-3));
            assertThat(why.exact()).isFalse();
        }
    }

    /// On a checkerboard an event of the item's colour speaks for it, one of the other colour against it.
    @Test
    void eventsOfLikeItemsSpeakForAnItemAndOthersAgainstIt() {
        FactorModel model = LogisticMf.defaults().withRank(2).withRegularization(0.5).withEpochs(8).fit(EVENTS_OF_BOTH);
        for (Explanation.Cause cause : model.explain("both", "i4").causes()) {
            boolean white = Integer.parseInt(cause.item().substring(1)) % 2 == 0;
            assertThat(cause.contribution() > 0).as("%s", cause).isEqualTo(white);
        }
    }

    private static final Ratings EVENTS_OF_BOTH = both();

    private static Ratings both() {
        Ratings board = ToyWorld.clicks(20, 20);
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < 20; u++) for (int i : board.byUser().columns(u)) builder.add("u" + u, board.items().name(i), 1);
        return builder.add("both", "i0", 1).add("both", "i2", 1).add("both", "i1", 1).build();
    }

    @Test
    void valueAndWeightOfAnEventBothCount() {
        Ratings ones = Ratings.builder().add("u", "a", 1).add("v", "b", 1).add("w", "a", 1).build();
        Ratings threes = Ratings.builder().add("u", "a", 3).add("v", "b", 1).add("w", "a", 1).build();
        Ratings heavy = Ratings.builder().addWeighted("u", "a", 1, 3).addWeighted("v", "b", 1, 1).addWeighted("w", "a", 1, 1).build();
        LogisticMf lmf = trainer().withRank(2);
        assertSameBits(lmf.fit(heavy), lmf.fit(threes));
        assertThat(lmf.fit(threes).score(0, 0)).isGreaterThan(lmf.fit(ones).score(0, 0));
    }

    @Test
    void anItemThatNobodyTouchedHasTheLeastBias() {
        Ratings part = EVENTS.subset(entry -> EVENTS.byUser().columns()[entry] != 3);
        FactorModel model = trainer().fit(part);
        float[] bias = model.item().bias();
        float least = Float.POSITIVE_INFINITY;
        for (int item = 0; item < 40; item++) if (item != 3) least = Math.min(least, bias[item]);
        assertThat(bias[3]).isEqualTo(least);
        assertThat(model.item().factors().row(3)).containsOnly(0);
    }

    @Test
    void beatsPopularityByFarOnFilms() {
        Ratings stars = RealData.movieLens();
        Ratings liked = stars.subset(entry -> stars.byUser().values()[entry] >= 4);
        Split split = Split.leaveOut(1, 7).of(liked);
        FactorModel model = LogisticMf.defaults().withRank(16).withSample(5).withEpochs(4).fit(split.train());
        assertThat(BprTest.hits(model, split)).isGreaterThan(1.2 * BprTest.hits(Popularity.defaults().fit(split.train()), split));
    }

    @Test
    void anotherSeedIsAnotherModel() {
        assertThat(Arrays.equals(trainer().withSeed(1).fit(EVENTS).item().factors().values(),
                trainer().withSeed(2).fit(EVENTS).item().factors().values())).isFalse();
    }
}
