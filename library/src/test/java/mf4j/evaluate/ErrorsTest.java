package mf4j.evaluate;

import mf4j.data.Ratings;
import mf4j.recommend.ItemMean;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ErrorsTest {
    private static final Scored MODEL = Scored.of(List.of("ann", "bob"), List.of("a", "b", "c"),
            new float[] {3.5f, 3.25f, 4}, new float[] {4, 2.5f, 2}).stranger(1, 2, 3);
    private static final Ratings TEST = Ratings.builder().add("bob", "c", 1).add("bob", "b", 2).add("ann", "a", 4).add("ann", "b", 3).add("ann", "c", 5).build();

    /// r = [4, 3, 5, 2, 1], p = [3.5, 3.25, 4, 2.5, 2]: squares .25 .0625 1 .25 1, absolutes .5 .25 1 .5 1.
    @Test
    void errorsAsByHand() {
        Errors errors = Errors.of(MODEL, TEST);
        assertThat(errors.rmse()).isCloseTo(Math.sqrt(2.5625 / 5), within(1e-15));
        assertThat(errors.mae()).isCloseTo(3.25 / 5, within(1e-15));
        assertThat(errors.value("mae")).isEqualTo(errors.mae());
        assertThat(errors.count()).isEqualTo(5);
        assertThat(errors.users()).isEqualTo(2);
        assertThat(errors.coldUsers() + errors.coldItems()).isZero();
    }

    /// dan's b is predicted 2, x of ann and of dan 3: errors 2, 1 and 2.
    @Test
    void whatIsUnknownIsPredictedByTheFallbackAndCounts() {
        Ratings test = Ratings.builder().add("dan", "b", 4).add("ann", "x", 4).add("dan", "x", 5).build();
        Errors errors = Errors.of(MODEL, test);
        assertThat(errors.mae()).isCloseTo(5 / 3., within(1e-15));
        assertThat(errors.coldUsers()).isEqualTo(2);
        assertThat(errors.coldItems()).isEqualTo(2);
    }

    @Test
    void namesThatAreNumbersAreTranslatedToo() {
        Scored model = Scored.of(List.of("7", "8"), List.of("1", "2"), new float[] {1, 2}, new float[] {3, 4});
        Ratings test = Ratings.builder().add(8, 2, 4).add(7, 1, 1).build();
        assertThat(Errors.of(model, test).mae()).isZero();
        Ratings text = Ratings.builder().add("8", "2", 4).add("7", "1", 1).add("x", "y", 3).build();
        assertThat(Errors.of(model, text).mae()).isZero();
    }

    @Test
    void predictionsAreClippedAsTheModelSays() {
        Ratings train = Ratings.builder().add("ann", "a", 5).add("ann", "b", 3).build();
        assertThat(Errors.of(ItemMean.defaults().fit(train), Ratings.builder().add("ann", "a", 9).build()).mae()).isLessThanOrEqualTo(6).isGreaterThan(3.9);
    }

    @Test
    void unseenCountsWhatTrainingHadNoRatingOf() {
        Ratings all = Ratings.builder().add("ann", "a", 5).add("ann", "b", 3).add("bob", "b", 1).add("bob", "a", 2).build();
        Ratings train = all.subset(entry -> entry == 0), test = all.subset(entry -> entry != 0);
        assertThat(Unseen.of(train, test)).isEqualTo(new Unseen(2, 2));
        assertThat(Unseen.of(train, Ratings.builder().add("zoe", "a", 1).add("ann", "q", 1).add("ann", "a", 1).build())).isEqualTo(new Unseen(1, 1));
    }

    @Test
    void theSameBitsForAnyNumberOfThreads() throws Exception {
        RankingLawsTest.World world = RankingLawsTest.World.of(3, 400, 30, 90);
        double alone = Sweep.withThreads(1, () -> Errors.of(world.model(), world.test()).rmse());
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(Sweep.withThreads(threads, () -> Errors.of(world.model(), world.test()).rmse())).isEqualTo(alone);
        }
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        assertThatThrownBy(() -> Errors.of(MODEL, Ratings.builder().build())).hasMessage("Errors.test must have at least one rating but was empty");
        assertThatThrownBy(() -> Errors.of(MODEL.map(score -> score == 2.5 ? Double.NaN : score), TEST)).isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("predicts NaN for user 'bob' and item 'b'");
        assertThatThrownBy(() -> Errors.of(MODEL, TEST).value("ndcg")).hasMessage("Errors.name must be rmse or mae but was ndcg");
    }
}
