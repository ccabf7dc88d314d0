package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.data.RealData;
import mf4j.data.Split;
import mf4j.matrix.Factors;
import mf4j.train.Epoch;
import mf4j.train.Sweep;
import mf4j.train.Watch;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WarpTest extends EventsContract<Warp, FactorModel> {
    @Override
    Warp trainer() {
        return Warp.defaults().withRank(2).withEpochs(20).withLearningRate(0.1);
    }

    @Test
    void theSameBitsWhenManyBlocksRunAtOnce() throws Exception {
        Ratings many = ToyWorld.events(300, 200, 3);
        Warp warp = trainer().withEpochs(3);
        FactorModel one = Sweep.withThreads(1, () -> warp.fit(many));
        for (int threads : new int[] {2, 5}) assertSameBits(Sweep.withThreads(threads, () -> warp.fit(many)), one);
    }

    @Test
    void theLossFalls() {
        List<Epoch> epochs = trainer().fit(EVENTS).provenance().history().epochs();
        assertThat(epochs.getLast().objective()).isLessThan(0.6 * epochs.getFirst().objective());
    }

    @Test
    void anEventIsLostByTheHarmonicNumberOfItsRank() {
        double[] shares = Warp.shares(4); // of 25/12
        assertThat(shares).containsExactly(new double[] {0, 12.0 / 25, 18.0 / 25, 22.0 / 25, 1}, within(1e-15));
        assertThat(Warp.loss(shares, 4, 1)).isEqualTo(shares[4]);  // the first of four was one too many: rank 4
        assertThat(Warp.loss(shares, 4, 2)).isEqualTo(shares[2]);  // the second: rank 4 / 2
        assertThat(Warp.loss(shares, 3, 2)).isEqualTo(shares[1]);  // rounded down
        assertThat(Warp.loss(shares, 4, 9)).isEqualTo(shares[1]);  // never below 1
    }

    /// User u has item a, which scores 0 as three of the ten other items do, the rest scoring -9; user v has these ten, far above a.
    /// With steps of next to nothing every epoch searches anew: the n-th item drawn is the first to score too much with probability
    /// `0.3 0.7^(n-1)`, and is then beyond the margin by 1.
    @Test
    void theSearchEstimatesTheRankOfATinyCase() {
        Ratings.Builder builder = Ratings.builder().add("u", "i0", 1);
        float[] q = new float[22];
        q[1] = -9;
        for (int i = 1; i <= 10; i++) {
            builder.add("v", "i" + i, 1);
            q[2 * i] = i <= 3 ? 0 : -9;
            q[2 * i + 1] = 9;
        }
        Ratings events = builder.build();
        Warp warp = Warp.defaults().withRank(2).withLearningRate(1e-12).withTries(200).withEpochs(1_500);
        FactorModel any = warp.withEpochs(1).fit(events);
        Side user = new Side(events.users(), new Factors(new float[] {1, 0, 0, 1}, 2, 2), new float[2], any.user().rule());
        Side item = new Side(events.items(), new Factors(q, 11, 2), new float[11], any.item().rule());
        FactorModel end = warp.fit(events, new FactorModel(user, item, any.scale(), any.past(), any.provenance()), Watch.none());

        double[] shares = Warp.shares(11);
        double expected = 0;
        for (int n = 1; n <= 200; n++) expected += 0.3 * Math.pow(0.7, n - 1) * shares[Math.max(1, 10 / n)];
        double mean = end.provenance().history().epochs().stream().mapToDouble(epoch -> 11 * epoch.objective()).average().orElseThrow();
        assertThat(mean).isCloseTo(expected, within(0.025)); // 3.5 standard errors
    }

    /// Two users, two items: the one other item violates at once, with rank 1 of 2, and every step is written down here once more.
    @Test
    void takesTheStepOfThePaper() {
        Ratings two = Ratings.builder().add("u", "a", 1).add("v", "b", 1).build();
        Warp warp = Warp.defaults().withRank(2).withEpochs(1).withLearningRate(0.3).withRegularization(0.1).withBiasRegularization(0.2);
        FactorModel start = warp.fit(two);
        FactorModel end = warp.fit(two, start, Watch.none());
        double[][] p = rows(start.user().factors());
        double[][] q = rows(start.item().factors());
        double[] b = {start.item().bias()[0], start.item().bias()[1]};
        for (int user = 0; user < 2; user++) step(p[user], q[user], q[1 - user], b, user);
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
        assertThat(margin).isLessThan(1);
        double loss = 2.0 / 3; // L(1) / L(2)
        for (int f = 0; f < 2; f++) {
            double old = p[f];
            p[f] += 0.3 * (loss * (liked[f] - other[f]) - 0.1 * old);
            liked[f] += 0.3 * (loss * old - 0.1 * liked[f]);
            other[f] += 0.3 * (-loss * old - 0.1 * other[f]);
        }
        b[item] += 0.3 * (loss - 0.2 * b[item]);
        b[1 - item] += 0.3 * (-loss - 0.2 * b[1 - item]);
    }

    private static double[][] rows(Factors factors) {
        double[][] rows = new double[factors.rows()][factors.rank()];
        for (int row = 0; row < rows.length; row++) {
            for (int f = 0; f < factors.rank(); f++) rows[row][f] = factors.row(row)[f];
        }
        return rows;
    }

    @Test
    void eventsWithinTheMarginMoveNothing() {
        FactorModel start = trainer().withRank(1).fit(Ratings.builder().add("u", "a", 1).add("v", "b", 1).build());
        Factors far = new Factors(new float[] {9, -9}, 2, 1);
        Side user = new Side(start.users(), far, new float[2], start.user().rule());
        Side item = new Side(start.items(), far.copy(), new float[2], start.item().rule());
        FactorModel apart = new FactorModel(user, item, start.scale(), start.past(), start.provenance());
        FactorModel end = trainer().withRank(1).fit(Ratings.builder().add("u", "a", 1).add("v", "b", 1).build(), apart, Watch.none());
        assertThat(end.user().factors().values()).containsExactly(9, -9);
        assertThat(end.provenance().history().epochs().getLast().objective()).isZero();
    }

    @Test
    void aUserWithAllItemsTeachesNothing() {
        FactorModel model = trainer().withRank(2).fit(Ratings.builder().add("u", "a", 1).add("u", "b", 1).build());
        assertThat(model.provenance().history().epochs().getLast().objective()).isZero();
    }

    @Test
    void beatsPopularityByFarOnFilms() {
        Ratings stars = RealData.movieLens();
        Ratings liked = stars.subset(entry -> stars.byUser().values()[entry] >= 4);
        Split split = Split.leaveOut(1, 7).of(liked);
        FactorModel model = Warp.defaults().withRank(16).withEpochs(12).withLearningRate(0.03).fit(split.train());
        assertThat(BprTest.hits(model, split)).isGreaterThan(1.2 * BprTest.hits(Popularity.defaults().fit(split.train()), split));
    }
}
