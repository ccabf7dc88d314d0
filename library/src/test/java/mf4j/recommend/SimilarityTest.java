package mf4j.recommend;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class SimilarityTest {
    /// i1 points where i0 does but is short, i2 is long at 45 degrees, i3 is nothing.
    private static final FactorModel MODEL = Handmade.model(2, new float[] {1, 0, 0, 2}, new float[] {2, 0, 1, 0, 30, 30, 0, 0});

    @Test
    void cosineGoesByDirectionAndDotByLengthToo() {
        assertThat(MODEL.similarItems("i0", 3)).extracting(Recommendation::name).containsExactly("i1", "i2", "i3");
        assertThat(MODEL.similarItems("i0", 3).get(1).score()).isCloseTo(Math.sqrt(0.5), offset(1e-6));
        assertThat(MODEL.similarItems("i0", 3).get(2).score()).isZero();
        assertThat(MODEL.alikeItems(Similarity.DOT).recommend("i0", 2, Excluding.itself()))
                .containsExactly(new Recommendation("i2", 60), new Recommendation("i1", 2));
        assertThat(MODEL.similarUsers("u0", 5)).containsExactly(new Recommendation("u1", 0));
    }

    @Test
    void whatIsExcludedIsNoNeighbour() {
        assertThat(MODEL.similarItems("i0", 1, Excluding.items(List.of("i1")))).extracting(Recommendation::name).containsExactly("i2");
        assertThat(MODEL.similarUsers("u0", 1, Excluding.items(List.of("u1")))).isEmpty();
    }

    @Test
    void neighboursOfAllAreTheNeighboursOfEach() {
        List<String> asked = new ArrayList<>();
        new TopN(2, Excluding.itself()).forEach(MODEL.alikeItems(Similarity.COSINE), (item, list) -> {
            asked.add(item);
            assertThat(list).isEqualTo(MODEL.similarItems(item, 2));
        });
        assertThat(asked).containsExactly("i0", "i1", "i2", "i3");
    }

    /// What models without an engine of their own do.
    @Test
    void aWholeListIsCutByTheExclusions() {
        List<Recommendation> whole = MODEL.similarItems("i0", 9);
        assertThat(Similarity.left(whole, "i0", MODEL.items(), new TopN(1, Excluding.items(List.of("i1"))))).containsExactly(whole.get(1));
    }

    @Test
    void refusesStrangersAndModelsWithoutFactors() {
        assertThatThrownBy(() -> MODEL.similarItems("nobody", 3)).isInstanceOf(UnknownName.class).hasMessageContaining("nobody");
        FactorModel plain = Popularity.defaults().fit(ToyWorld.clicks(4, 4));
        assertThatThrownBy(() -> plain.alikeItems(Similarity.DOT)).isInstanceOf(IllegalStateException.class)
                .hasMessage("FactorModel: Popularity learns no factors, so nothing is similar to anything");
    }
}
