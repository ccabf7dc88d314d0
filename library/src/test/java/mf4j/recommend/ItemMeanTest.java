package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class ItemMeanTest extends RatingsContract<ItemMean> {
    @Override
    ItemMean trainer() {
        return ItemMean.defaults();
    }

    @Override
    boolean learnsTastes() {
        return false;
    }

    @Override
    boolean learnsUsers() {
        return false;
    }

    @Test
    void isTheMeanOfAnItemDrawnToTheMeanOfAll() {
        Ratings ratings = Ratings.builder().add("a", "x", 1).add("b", "x", 2).add("a", "y", 6).build();
        FactorModel plain = ItemMean.defaults().fit(ratings);
        assertThat(plain.predict("a", "x")).isEqualTo(1.5, offset(1e-6));
        assertThat(plain.predict("b", "y")).isEqualTo(6, offset(1e-6));
        // mean 3; x: (1 - 3 + 2 - 3) / (2 + 2) = -0.75; y: (6 - 3) / (1 + 2) = 1
        FactorModel damped = ItemMean.defaults().withDamping(2).fit(ratings);
        assertThat(damped.predict("a", "x")).isEqualTo(2.25, offset(1e-6));
        assertThat(damped.predict("b", "y")).isEqualTo(4, offset(1e-6));
    }
}
