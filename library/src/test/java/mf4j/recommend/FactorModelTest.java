package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class FactorModelTest {
    private static final Ratings WORLD = ToyWorld.tastes(60, 40, 0.1, 1);
    private static final FactorModel MODEL = Als.defaults().withRank(4).withRegularization(0.1).withBiasRegularization(0.1).fit(WORLD);

    @Test
    void blocksOfScoresAreTheScores() {
        float[] block = new float[7 * 40];
        MODEL.scores(3, 7, block);
        for (int u = 0; u < 7; u++) {
            for (int i = 0; i < 40; i++) assertThat((double) block[u * 40 + i]).isCloseTo(MODEL.score(3 + u, i), offset(1e-4));
        }
    }

    @Test
    void listsForManyAreTheListsForEach() {
        List<String> users = new ArrayList<>();
        for (int u = 59; u >= 0; u--) users.add("u" + u);
        for (int u = 0; u < 60; u++) users.add("u" + u);
        List<String> seen = new ArrayList<>();
        new TopN(5, MODEL.excludingPast()).forEach(MODEL, users, (user, list) -> {
            seen.add(user);
            assertThat(list).extracting(Recommendation::name)
                    .isEqualTo(MODEL.recommend(user, 5, MODEL.excludingPast()).stream().map(Recommendation::name).toList());
        });
        assertThat(seen).isEqualTo(users);
    }

    @Test
    void seenItemsNeverComeBack() {
        for (int u = 0; u < 60; u++) {
            Set<String> seen = new TreeSet<>();
            for (int item : WORLD.byUser().columns(u)) seen.add(WORLD.items().name(item));
            List<Recommendation> list = MODEL.recommend("u" + u, 40, Excluding.seen(WORLD));
            assertThat(list).hasSize(40 - seen.size()).extracting(Recommendation::name).doesNotContainAnyElementsOf(seen);
        }
    }

    @Test
    void listsAllowAndDeny() {
        assertThat(MODEL.recommend("u1", 9, Excluding.allBut(List.of("i1", "i2", "nobody")))).extracting(Recommendation::name)
                .containsExactlyInAnyOrder("i1", "i2");
        assertThat(MODEL.recommend("u1", 40, Excluding.items(List.of("i1", "i2")).and(Excluding.items(List.of("i3"))))).hasSize(37)
                .extracting(Recommendation::name).doesNotContain("i1", "i2", "i3");
    }

    @Test
    void anUnknownUserIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> MODEL.recommend("nobody", 3, Excluding.nothing())).isInstanceOf(UnknownName.class)
                .hasMessageContaining("user 'nobody' is not in the model");
        assertThatThrownBy(() -> MODEL.foldIn(Map.of("nothing", 3.0))).isInstanceOf(UnknownName.class).hasMessageContaining("'nothing'");
        assertThatThrownBy(() -> MODEL.foldIn(Map.of("i1", 1e300))).hasMessageContaining("'i1' must be a finite number");
        assertThatThrownBy(() -> MODEL.recommendToAnyone(-1, Excluding.nothing())).hasMessage("TopN.count must be at least 1 but was -1");
        assertThatThrownBy(() -> MODEL.foldIn(Map.of("i1", Double.NaN))).hasMessageContaining("'i1' must be a finite number");
    }

    @Test
    void somebodyUnknownGetsTheItemsByTheirBiases() {
        List<Recommendation> list = MODEL.recommendToAnyone(40, Excluding.nothing());
        assertThat(list).hasSize(40).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        int best = MODEL.items().indexOf(list.getFirst().name());
        assertThat(list.getFirst().score()).isCloseTo(MODEL.scale().mean() + MODEL.item().bias()[best], offset(1e-6));
    }

    /// Where training has settled: sweeps end with the users, so before that an item waits for the next one.
    @Test
    void aFoldedItemIsRecommendedToUsersLikeTheTrainedOne() {
        FactorModel settled = Als.defaults().withRank(4).withRegularization(1).withBiasRegularization(1).withEpochs(1000).fit(WORLD);
        Map<String, Double> ratings = new HashMap<>();
        int item = 5;
        for (int e = WORLD.byItem().offsets()[item]; e < WORLD.byItem().offsets()[item + 1]; e++) {
            ratings.put(WORLD.users().name(WORLD.byItem().columns()[e]), (double) WORLD.byItem().values()[e]);
        }
        Newcomer folded = settled.foldInItem(ratings);
        for (int j = 0; j < 4; j++) assertThat(folded.factors()[j]).isCloseTo(settled.item().factors().row(item)[j], offset(1e-3f));
        assertThat(folded.bias()).isCloseTo(settled.item().bias()[item], offset(1e-3));
    }

    @Test
    void anItemIsMostSimilarToItsTwin() {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < 30; u++) {
            for (int i = 0; i < 12; i++) {
                double value = 3 + Math.sin(u * (i + 1));
                builder.add("u" + u, "i" + i, value);
                if (i == 4) builder.add("u" + u, "twin", value);
            }
        }
        FactorModel model = Als.defaults().withRank(6).withRegularization(0.05).fit(builder.build());
        assertThat(model.similarItems("i4", 1)).singleElement().satisfies(best -> {
            assertThat(best.name()).isEqualTo("twin");
            assertThat(best.score()).isCloseTo(1, offset(1e-3));
        });
        assertThat(model.similarItems("i4", 50)).hasSize(12).extracting(Recommendation::name).doesNotContain("i4");
        assertThatThrownBy(() -> Biases.defaults().fit(WORLD).similarItems("i4", 3)).hasMessageContaining("Biases learns no factors");
    }

    @Test
    void theCausesOfAnExactRowAddUpToItsScore() {
        FactorModel settled = Als.defaults().withRank(4).withRegularization(0.1).withBiasRegularization(0.1).withEpochs(300).fit(WORLD);
        for (String item : List.of("i3", "i17")) {
            Explanation why = settled.explain("u2", item);
            assertThat(why.causes()).hasSize(WORLD.byUser().count(2));
            double sum = why.mean() + why.itemBias() + why.rest();
            for (Explanation.Cause cause : why.causes()) sum += cause.contribution();
            assertThat(sum).isCloseTo(why.score(), offset(1e-9)); // by definition of the rest, which must be small:
            assertThat(why.rest()).isCloseTo(0, offset(2e-3));
        }
    }

    @Test
    void aCauseIsWhatChangesWhenItsRatingChanges() {
        Map<String, Double> before = Map.of("i1", 4.0, "i2", 2.0, "i3", 5.0);
        Map<String, Double> after = Map.of("i1", 4.0, "i2", 3.0, "i3", 5.0);
        double change = score(MODEL.foldIn(after), "i9") - score(MODEL.foldIn(before), "i9");
        // The score is linear in the ratings: contribution / what the mean and the bias leave of the rating is its slope.
        Ratings three = Ratings.builder().add("u0", "i1", 4).add("u0", "i2", 2).add("u0", "i3", 5).build();
        assertThat(three.count()).isEqualTo(3);
        FactorModel model = withPast(before);
        Explanation.Cause cause = model.explain("u0", "i9").causes().stream().filter(c -> c.item().equals("i2")).findFirst().orElseThrow();
        double left = 2.0 - MODEL.scale().mean() - MODEL.item().bias()[MODEL.items().indexOf("i2")];
        assertThat(cause.contribution() / left).isCloseTo(change, offset(1e-4));
    }

    private static double score(Newcomer newcomer, String item) {
        int index = MODEL.items().indexOf(item);
        double dot = 0;
        for (int j = 0; j < 4; j++) dot += newcomer.factors()[j] * MODEL.item().factors().row(index)[j];
        return newcomer.bias() + dot;
    }

    /// The model as if user u0 had given these ratings alone.
    private static FactorModel withPast(Map<String, Double> rated) {
        List<String> names = rated.keySet().stream().sorted().toList();
        int[] columns = names.stream().mapToInt(MODEL.items()::indexOf).toArray();
        float[] values = new float[columns.length];
        for (int j = 0; j < values.length; j++) values[j] = rated.get(names.get(j)).floatValue();
        int[] offsets = new int[MODEL.users().size() + 1];
        java.util.Arrays.fill(offsets, 1, offsets.length, columns.length);
        BitSet all = new BitSet();
        all.set(0, columns.length);
        Past past = new Past(new mf4j.matrix.SparseRows(offsets, columns, values, null, 40), all);
        return new FactorModel(MODEL.user(), MODEL.item(), MODEL.scale(), java.util.Optional.of(past), MODEL.provenance());
    }

    @Test
    void aForgottenUserIsGoneAndTheOthersAreUntouched() {
        FactorModel rest = MODEL.forgetting("u7");
        assertThat(rest.users().contains("u7")).isFalse();
        assertThat(rest.users().size()).isEqualTo(59);
        for (int u = 0; u < 60; u++) {
            if (u == 7) continue;
            int now = rest.users().indexOf("u" + u);
            assertThat(rest.score(now, 3)).isEqualTo(MODEL.score(u, 3));
            assertThat(rest.past().orElseThrow().byUser().columns(now)).isEqualTo(WORLD.byUser().columns(u));
        }
        assertThat(rest.past().orElseThrow().learned().cardinality()).isEqualTo(WORLD.count() - WORLD.byUser().count(7));
        assertThatThrownBy(() -> rest.forgetting("u7")).isInstanceOf(UnknownName.class);
    }

    @Test
    void aModelRemembersWhatItLearnedAmongAllThatWasRated() {
        BitSet even = new BitSet();
        for (int e = 0; e < WORLD.count(); e += 2) even.set(e);
        FactorModel half = Biases.defaults().fit(WORLD.subset(even)).remembering(WORLD);
        assertThat(half.past().orElseThrow().learned()).isEqualTo(even);
        assertThat(half.recommend("u0", 40, half.excludingPast())).isEmpty(); // u0 rated everything
        assertThat(half.explain("u0", "i1").causes()).hasSize(20);
        assertThatThrownBy(() -> half.withoutPast().explain("u0", "i1")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("saved without them");
    }
}
