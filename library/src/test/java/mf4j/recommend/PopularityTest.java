package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PopularityTest {
    @Test
    void ordersItemsByTheNumberOfTheirRatings() {
        Ratings ratings = Ratings.builder().add("a", "x", 1).add("a", "y", 5).add("b", "y", 1).add("c", "y", 2).add("c", "z", 3).add("b", "z", 3).build();
        FactorModel model = Popularity.defaults().fit(ratings);
        assertThat(model.recommend("a", 3, Excluding.nothing())).containsExactly(
                new Recommendation("y", 3), new Recommendation("z", 2), new Recommendation("x", 1));
    }

    @Test
    void countsARatingHalfAfterItsHalfLife() {
        long day = 86_400;
        Ratings ratings = Ratings.builder().add("a", "old", 1, 1, 0).add("b", "old", 1, 1, 0).add("c", "old", 1, 1, 10 * day)
                .add("a", "new", 1, 1, 20 * day).add("b", "middle", 1, 1, 15 * day).build();
        FactorModel model = Popularity.defaults().withHalfLife(5).fit(ratings);
        assertThat(model.recommend("a", 3, Excluding.nothing())).containsExactly(
                new Recommendation("new", 1), new Recommendation("middle", 0.5f), new Recommendation("old", 2 / 16f + 1 / 4f));
    }

    @Test
    void aRatingCountsAsOftenAsItWeighs() {
        Ratings ratings = Ratings.builder().addWeighted("a", "x", 1, 2.5).add("b", "x", 5).add("b", "y", 1).build();
        assertThat(Popularity.defaults().fit(ratings).item().bias()).containsExactly(3.5f, 1);
    }

    private static final long DAY = 86_400;
    private static final Ratings OLD = Ratings.builder().add("a", "x", 1, 1, 0).add("a", "y", 5, 1, 2 * DAY).add("b", "y", 1, 1, 3 * DAY)
            .add("c", "z", 3, 1, 5 * DAY).add("b", "z", 3, 1, DAY).add("d", "w", 2, 1, 4 * DAY).build();
    private static final Ratings NEW = Ratings.builder().add("c", "y", 2, 1, 6 * DAY).add("b", "z", 4, 1, 7 * DAY).add("e", "v", 1, 1, 9 * DAY)
            .add("e", "y", 1, 1, 8 * DAY).build(); // b has z again

    private static FactorModel updated(Popularity popularity, PartialFit which) {
        return popularity.fit(OLD).partialFit(NEW, which);
    }

    @Test
    void newEventsMakeTheModelThatTrainingOnEverythingMakes() {
        for (Popularity popularity : List.of(Popularity.defaults(), Popularity.defaults().withHalfLife(3))) {
            FactorModel again = popularity.fit(ToyWorld.joined(OLD, NEW));
            FactorModel after = updated(popularity, PartialFit.touched());
            assertThat(after.items()).isEqualTo(again.items());
            assertThat(after.item().bias()).containsExactly(again.item().bias());
            assertThat(((FactorModel) after.partialFit(NEW)).item().bias()).as("taken in twice").containsExactly(again.item().bias());
            FactorModel later = after.partialFit(Ratings.builder().add("f", "x", 1, 1, 20 * DAY).build(), PartialFit.touched());
            assertThat(later.item().bias()).containsExactly(popularity.fit(ToyWorld.joined(OLD, NEW, Ratings.builder().add("f", "x", 1, 1, 20 * DAY).build())).item().bias());
        }
    }

    @Test
    void knownItemsStandStillWhereOnlyUsersMove() {
        for (Popularity popularity : List.of(Popularity.defaults(), Popularity.defaults().withHalfLife(3))) {
            float[] bias = updated(popularity, PartialFit.touchedUsers()).item().bias();
            assertThat(bias).startsWith(popularity.fit(OLD).item().bias()).endsWith(1);
        }
    }

    @Test
    void onlyWhatWasLearnedIsCounted() {
        Ratings part = OLD.subset(entry -> entry != 1); // a has y
        FactorModel after = (FactorModel) Popularity.defaults().withHalfLife(3).fit(part).remembering(OLD).partialFit(NEW);
        assertThat(after.item().bias()).containsExactly(Popularity.defaults().withHalfLife(3).fit(ToyWorld.joined(part, NEW)).item().bias());
    }

    @Test
    void aLiveCopyCountsAtOnce() {
        LiveModel live = LiveModel.of(Popularity.defaults().fit(OLD));
        live.observe("c", "y", 2);
        live.observe("b", "z", 4);
        live.observe("e", "v", 1);
        live.observe("e", "y", 1);
        assertThat(live.score(0, live.items().indexOf("y"))).isEqualTo(4);
        assertThat(((FactorModel) live.snapshot()).item().bias()).containsExactly(updated(Popularity.defaults(), PartialFit.touched()).item().bias());
    }

    /// An observed event has no time: it is as late as the latest.
    @Test
    void anEventWithoutATimeIsOneOfTheLatest() {
        Popularity popularity = Popularity.defaults().withHalfLife(3);
        Ratings untimed = Ratings.builder().add("a", "w", 2).add("b", "z", 4).build();
        FactorModel expected = popularity.fit(ToyWorld.joined(OLD, Ratings.builder().add("a", "w", 2, 1, 5 * DAY).add("b", "z", 4, 1, 5 * DAY).build()));
        assertThat(((FactorModel) popularity.fit(OLD).partialFit(untimed)).item().bias()).containsExactly(expected.item().bias());
        LiveModel live = LiveModel.of(popularity.fit(OLD));
        live.observe("a", "w", 2);
        live.observe("b", "z", 4);
        FactorModel now = (FactorModel) live.snapshot();
        assertThat(now.item().bias()).containsExactly(expected.item().bias());
        assertThat(((FactorModel) now.partialFit(NEW)).item().bias()).containsExactly(((FactorModel) expected.partialFit(NEW)).item().bias());
    }

    @Test
    void aForgottenUserLeavesTheTimesOfTheOthers() {
        FactorModel model = Popularity.defaults().withHalfLife(3).fit(OLD).forgetting("b");
        SparseRows rows = model.past().orElseThrow().byUser();
        assertThat(model.past().orElseThrow().times().orElseThrow()).hasSize(rows.entries()).containsExactly(0, 2 * DAY, 5 * DAY, 4 * DAY);
    }

    @Test
    void aNewItemHasTheCountOfWhoHadIt() {
        Newcomer item = Popularity.defaults().fit(OLD).foldInItem(Map.of("a", 1.0, "b", 1.0, "nobody", 1.0));
        assertThat(item.predict("c")).isEqualTo(2);
        assertThat(item.model().explain("(newcomer)", "c").causes()).extracting(Explanation.Cause::contribution).containsExactly(1.0, 1.0);
    }

    @Test
    void refusesAHalfLifeWithoutTimes() {
        Ratings ratings = Ratings.builder().add("a", "x", 1).build();
        assertThatThrownBy(() -> Popularity.defaults().withHalfLife(5).fit(ratings)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Popularity.ratings must have times where there is a half-life but was without");
        assertThatThrownBy(() -> Popularity.defaults().withHalfLife(-1)).hasMessageStartingWith("Popularity.halfLife must ");
    }
}
