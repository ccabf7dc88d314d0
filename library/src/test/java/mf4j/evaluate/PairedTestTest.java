package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.train.Seeds;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PairedTestTest {
    private static final Bootstrap MANY = Bootstrap.defaults().withSamples(20_000);

    /// One user per value: on a single rating of 0 the error is the prediction.
    private static Errors errors(double... predictions) {
        float[][] scores = new float[predictions.length][];
        Ratings.Builder test = Ratings.builder();
        for (int user = 0; user < scores.length; user++) {
            scores[user] = new float[] {(float) predictions[user]};
            test.add("u" + user, "i0", 0);
        }
        return Errors.of(Scored.of(scores), test.build());
    }

    private static double[] noise(long seed, int count, double mean, double deviation) {
        Seeds.Stream draws = Seeds.of(seed).stream(0);
        return IntStream.range(0, count).mapToDouble(_ -> mean + deviation * draws.nextGaussian()).toArray();
    }

    /// a = np.array([9, 4, 7, 2, 10, 5, 3, 8, 6, 1]), b = np.array([5, 5, 4, 2, 7, 1, 4, 6, 2, 0]):
    /// scipy.stats.permutation_test((a - b,), np.mean, permutation_type='samples', n_resamples=np.inf) has statistic 1.9 and, over all
    /// 1024 tosses, p-value 0.03125
    @Test
    void thePValueIsThatOfAllTosses() {
        PairedTest test = PairedTest.of(errors(9, 4, 7, 2, 10, 5, 3, 8, 6, 1), errors(5, 5, 4, 2, 7, 1, 4, 6, 2, 0), "mae", MANY);
        assertThat(test.difference()).isCloseTo(1.9, within(1e-12));
        assertThat(test.pValue()).isCloseTo(0.03125, within(0.004));
        assertThat(test.users()).isEqualTo(10);
        assertThat(test.interval().contains(1.9)).isTrue();
        assertThat(test.firstIsBetter()).isFalse();
    }

    @Test
    void theSameModelIsNoBetter() {
        Errors errors = errors(1, 2, 3, 4, 7);
        PairedTest test = PairedTest.of(errors, errors, "rmse");
        assertThat(test.difference()).isZero();
        assertThat(test.pValue()).isEqualTo(1);
        assertThat(test.interval()).isEqualTo(new Interval(0, 0));
        assertThat(test.firstIsBetter()).isFalse();
    }

    @Test
    void aClearlyBetterModelIsFoundAndTheOrderOnlyTurnsTheSign() {
        Errors good = errors(noise(1, 200, 1, 0.3)), bad = errors(noise(2, 200, 1.3, 0.3));
        PairedTest test = PairedTest.of(good, bad, "rmse"), turned = PairedTest.of(bad, good, "rmse");
        assertThat(test.pValue()).isEqualTo(1 / 1001.0);
        assertThat(test.isSignificant(0.05)).isTrue();
        assertThat(test.firstIsBetter()).isTrue();
        assertThat(test.interval().high()).isNegative();
        assertThat(turned.difference()).isEqualTo(-test.difference());
        assertThat(turned.interval().low()).isCloseTo(-test.interval().high(), within(1e-15));
    }

    /// Were both models the same but for noise, p-values below 0.1 must come about one time in ten.
    @Test
    void noiseIsSeldomSignificant() {
        long found = IntStream.range(0, 300).filter(trial -> PairedTest.of(errors(noise(2 * trial, 30, 1, 0.3)),
                errors(noise(2 * trial + 1, 30, 1, 0.3)), "mae", Bootstrap.defaults().withSamples(200)).isSignificant(0.1)).count();
        assertThat(found / 300.0).isBetween(0.05, 0.16);
    }

    @Test
    void rankingsAreComparedOnTheUsersOfBoth() {
        RankingLawsTest.World world = RankingLawsTest.World.of(9, 60, 20, 50);
        Scored knowing = world.model().map(_ -> 0);
        for (int u = 0; u < 60; u++) for (int i = 0; i < 20; i++) if (world.relevant()[u][i]) knowing.scores()[u][i] = 1;
        Ranking ranking = Ranking.at(5).of(Metric.NDCG, Metric.COVERAGE).excluding(world.train());
        Ratings fewer = world.test().subset(entry -> entry % 3 == 0);
        RankingScores good = ranking.score(knowing, world.test()), bad = ranking.score(world.model(), fewer);
        PairedTest test = PairedTest.of(good, bad, "ndcg@5");
        assertThat(test.users()).isEqualTo(bad.users());
        assertThat(test.second()).isCloseTo(bad.value("ndcg@5"), within(1e-15));
        assertThat(test.firstIsBetter()).isTrue();
        assertThat(test.pValue()).isLessThan(0.01);
        assertThatThrownBy(() -> PairedTest.of(good, bad, "coverage@5")).hasMessageContaining("must be an average over users, one of [ndcg@5]");
    }

    @Test
    void usersAreFoundByName() {
        Scored model = Scored.of(new float[] {1}, new float[] {2}, new float[] {4});
        Errors one = Errors.of(model, Ratings.builder().add("u0", "i0", 0).add("u1", "i0", 0).add("u2", "i0", 0).build());
        Errors other = Errors.of(model, Ratings.builder().add("u2", "i0", 0).add("zoe", "i0", 0).add("u1", "i0", 0).build());
        PairedTest test = PairedTest.of(one, other, "mae");
        assertThat(test.users()).isEqualTo(2);
        assertThat(test.first()).isEqualTo(3);
        assertThat(test.difference()).isZero();
        Errors strange = Errors.of(model, Ratings.builder().add("zoe", "i0", 0).build());
        assertThatThrownBy(() -> PairedTest.of(one, strange, "mae")).hasMessage("PairedTest.users must be judged for both models, at least one but was 0");
    }

    @Test
    void theSameBitsForAnyNumberOfThreads() throws Exception {
        Errors one = errors(noise(1, 50, 1, 1)), other = errors(noise(2, 50, 1, 1));
        PairedTest alone = Sweep.withThreads(1, () -> PairedTest.of(one, other, "rmse"));
        for (int threads : new int[] {2, 3, 8}) assertThat(Sweep.withThreads(threads, () -> PairedTest.of(one, other, "rmse"))).isEqualTo(alone);
    }
}
