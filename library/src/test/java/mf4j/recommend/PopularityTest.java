package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PopularityTest {
    @Test
    void ordersItemsByTheNumberOfTheirRatings() {
        Ratings ratings = Ratings.builder().add("a", "x", 1).add("a", "y", 5).add("b", "y", 1).add("c", "y", 2).add("c", "z", 3).add("b", "z", 3).build();
        FactorModel model = Popularity.defaults().fit(ratings);
        assertThat(model.recommend("a", 3, Excluding.nothing())).containsExactly(
                new Recommendation("y", 3), new Recommendation("z", 2), new Recommendation("x", 1));
    }
}
