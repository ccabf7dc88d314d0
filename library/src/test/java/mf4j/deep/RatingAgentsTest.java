package mf4j.deep;

import mf4j.data.Ratings;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class RatingAgentsTest extends DeskContract {
    private static Ratings ratings(int users, int items, double share) {
        Seeds.Stream random = Seeds.of(3).stream(0);
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < users; u++) {
            for (int i = 0; i < items; i++) if (random.nextDouble() < share || i == u % items) builder.add(u, i, 3 + Math.sin(u) + Math.cos(2 * i) + 0.3 * random.nextGaussian());
        }
        return builder.build();
    }

    @Override
    Agents agents() {
        return RatingAgents.dealt(ratings(8, 5, 0.5), 3, 2, 0.5, 1, 1);
    }

    /// The sum over agents is the objective of one that has all users, and its gradient theirs.
    @Test
    void theSumIsTheCentralisedProblem() {
        Ratings ratings = ratings(12, 6, 0.5);
        RatingAgents split = RatingAgents.dealt(ratings, 4, 2, 0.7, 1.5, 1);
        RatingAgents whole = RatingAgents.dealt(ratings, 1, 2, 0.7, 1.5, 1);
        double[] theta = whole.start(0.5, 2);
        double[] all = new double[theta.length];
        double[] one = new double[theta.length];
        double[] sum = new double[theta.length];
        double losses = 0;
        for (int i = 0; i < 4; i++) {
            losses += split.desk().loss(i, theta, 0, one, 0);
            for (int j = 0; j < sum.length; j++) sum[j] += one[j];
        }
        assertThat(losses).isCloseTo(whole.desk().loss(0, theta, 0, all, 0), within(1e-10 * losses));
        for (int j = 0; j < 12; j++) assertThat(sum[j]).isCloseTo(all[j], within(1e-10 * losses));
        for (int item = 0; item < 6; item++) assertThat(sum[12 + item] / split.biasUnit(item)).isCloseTo(all[12 + item] / whole.biasUnit(item), within(1e-10 * losses));
    }

    /// Four agents on a ring end where one that has everything ends, by the loss of all.
    @Test
    void agentsFindWhatOneWouldFind() {
        Ratings ratings = ratings(40, 12, 0.4);
        RatingAgents split = RatingAgents.dealt(ratings, 4, 2, 1, 1, 1);
        RatingAgents whole = RatingAgents.dealt(ratings, 1, 2, 1, 1, 1);
        double[] start = whole.start(0.5, 2);
        Agreement one = Consensus.defaults().withStep(1).withIterations(3000).fit(Team.of(whole, Network.ring(1), start).withUnits(whole.units()));
        Agreement many = ExactDiffusion.defaults().withStep(1).withIterations(3000).fit(Team.of(split, Network.ring(4), start).withUnits(split.units()));
        assertThat(many.relativeDisagreement()).isLessThan(1e-10);
        double best = whole.desk().loss(0, one.theta(), 0, null, 0);
        double found = 0;
        for (int i = 0; i < 4; i++) found += split.desk().loss(i, many.mean(), 0, null, 0);
        assertThat(found).isCloseTo(best, within(1e-3 * best));
        assertThat(split.rmse(many, ratings)).isCloseTo(whole.rmse(one, ratings), within(1e-2));
        assertThat(Arrays.stream(split.predict(many, 0, new int[] {0, 1, 2})).allMatch(p -> p >= ratings.minimum() && p <= ratings.maximum())).isTrue();
    }

    @Test
    void refusesAgentsWithoutRatings() {
        Ratings ratings = ratings(4, 3, 0.5);
        assertThatIllegalArgumentException().isThrownBy(() -> RatingAgents.dealt(ratings, 5, 2, 1, 1, 1)).withMessage("RatingAgents.agents must be at most the number of users 4 but was 5");
        assertThatIllegalArgumentException().isThrownBy(() -> RatingAgents.of(ratings, new int[][] {{0, 1, 2, 3}, {}}, 2, 1, 1)).withMessageContaining("have ratings at every agent; leave out agent 1");
        assertThatIllegalArgumentException().isThrownBy(() -> RatingAgents.of(ratings, new int[][] {{0, 1, 2}, {2}}, 2, 1, 1)).withMessageContaining("be at one agent each");
    }
}
