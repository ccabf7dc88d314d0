package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;

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
    void refusesAHalfLifeWithoutTimes() {
        Ratings ratings = Ratings.builder().add("a", "x", 1).build();
        assertThatThrownBy(() -> Popularity.defaults().withHalfLife(5).fit(ratings)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Popularity.ratings must have times where there is a half-life but was without");
        assertThatThrownBy(() -> Popularity.defaults().withHalfLife(-1)).hasMessageStartingWith("Popularity.halfLife must ");
    }
}
