package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class NeighbourModelTest {
    private static final Ratings EVENTS = ToyWorld.events(60, 40, 1);
    private static final List<NeighbourModel> MODELS = List.of(Ease.defaults().withRegularization(5).withValued(true).fit(EVENTS),
            Ease.defaults().withRegularization(5).withNeighbours(9).fit(EVENTS), ItemKnn.defaults().withNeighbours(9).withValued(true).fit(EVENTS));

    @Test
    void scoresOnePairAsItScoresAll() {
        float[] scores = new float[3 * 40];
        for (NeighbourModel model : MODELS) {
            model.scores(11, 3, scores);
            for (int u = 0; u < 3; u++) for (int i = 0; i < 40; i++) assertThat((float) model.score(11 + u, i)).isEqualTo(scores[u * 40 + i]);
        }
    }

    @Test
    void scoresByWhatWasLearnedAlone() {
        for (NeighbourModel model : MODELS) {
            Ratings half = EVENTS.subset(entry -> entry % 2 == 0);
            NeighbourModel learned = model.foldIn(half);
            NeighbourModel knows = learned.remembering(EVENTS);
            float[] before = new float[40];
            float[] after = new float[40];
            for (int u = 0; u < 60; u++) {
                learned.scores(u, 1, before);
                knows.scores(u, 1, after);
                assertThat(after).containsExactly(before);
            }
            String had = EVENTS.items().name(EVENTS.byUser().columns()[1]);
            assertThat(knows.recommend("u0", 40, knows.excludingPast())).extracting(Recommendation::name).doesNotContain(had);
        }
    }

    @Test
    void explainsAScoreWithoutARest() {
        for (NeighbourModel model : MODELS) {
            Explanation why = model.explain("u5", "i7");
            double sum = why.causes().stream().mapToDouble(Explanation.Cause::contribution).sum();
            assertThat(sum).isCloseTo(why.score(), within(1e-5));
            assertThat(why.rest()).isCloseTo(0, within(1e-5));
            assertThat(why.causes()).hasSize(EVENTS.byUser().count(5));
        }
    }

    @Test
    void givesTheSharesOfTheItemsToWhomItDoesNotKnow() {
        double share = EVENTS.byItem().count(7) / 60.0;
        for (NeighbourModel model : MODELS) {
            NeighbourModel forgetful = model.withoutPast();
            assertThat(forgetful.score(5, 7)).isCloseTo(share, within(1e-6));
            assertThat(model.score(-1, 7)).isCloseTo(share, within(1e-6));
            assertThat(model.predict("nobody", "nothing")).isZero();
            String most = EVENTS.items().name(java.util.stream.IntStream.range(0, 40).boxed()
                    .max(java.util.Comparator.<Integer>comparingInt(i -> EVENTS.byItem().count(i)).thenComparing(i -> -i)).orElseThrow());
            assertThat(model.recommendToAnyone(1, Excluding.nothing())).singleElement().extracting(Recommendation::name).isEqualTo(most);
            assertThatThrownBy(() -> forgetful.explain("u5", "i7")).isInstanceOf(IllegalStateException.class)
                    .hasMessage("NeighbourModel: explaining needs the users' events, and this model was saved without them");
            assertThatThrownBy(() -> forgetful.foldInItem(Map.of("u1", 1.0))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void forgetsAUserAndScoresTheOthersAsBefore() {
        for (NeighbourModel model : MODELS) {
            NeighbourModel without = model.forgetting("u5");
            assertThat(without.users().contains("u5")).isFalse();
            for (String other : List.of("u4", "u6", "u59")) {
                for (int i = 0; i < 40; i++) {
                    assertThat(without.score(without.users().indexOf(other), i)).isEqualTo(model.score(model.users().indexOf(other), i));
                }
            }
        }
    }

    @Test
    void refusesEventsThatDidNotHappen() {
        for (NeighbourModel model : MODELS) {
            assertThatThrownBy(() -> model.foldIn(Map.of("i1", -2.0))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("NeighbourModel.events must be above 0 but was -2.0");
            assertThatThrownBy(() -> model.foldInItem(Map.of("u1", 0.0))).hasMessageStartingWith("NeighbourModel.events must be above 0 but was 0.0");
            assertThatThrownBy(() -> model.foldInItem(Map.of("nobody", 1.0))).isInstanceOf(UnknownName.class).hasMessageStartingWith("user 'nobody'");
        }
    }

    @Test
    void findsTheUsersOfTheSameEvents() {
        Ratings events = Ratings.builder().add("a", "x", 1).add("a", "y", 2).add("b", "x", 2).add("b", "y", 4).add("c", "z", 1).add("d", "y", 1).build();
        NeighbourModel model = ItemKnn.defaults().withSimilarity(ItemKnn.Similarity.COSINE).withValued(true).fit(events);
        List<Recommendation> similar = model.similarUsers("a", 3);
        assertThat(similar).extracting(Recommendation::name).containsExactly("b", "d", "c");
        assertThat(similar.get(0).score()).isCloseTo(1, within(1e-6));
        assertThat(similar.get(1).score()).isCloseTo(2 / Math.sqrt(5), within(1e-6));
        assertThat(similar.get(2).score()).isZero();
    }

    @Test
    void anItemThatNobodySharesHasNoNeighbours() {
        Ratings events = Ratings.builder().add("a", "x", 1).add("a", "y", 1).add("b", "z", 1).build();
        assertThat(ItemKnn.defaults().withSimilarity(ItemKnn.Similarity.COSINE).fit(events).similarItems("z", 5)).isEmpty();
        assertThat(ItemKnn.defaults().withSimilarity(ItemKnn.Similarity.COSINE).fit(events).similarItems("x", 5)).extracting(Recommendation::name).containsExactly("y");
    }
}
