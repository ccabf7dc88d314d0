package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/// What a model of events without biases says to somebody of whom it knows nothing: how popular each item is.
class SharesTest {
    private static final Ratings EVENTS = ToyWorld.events(60, 40, 1);
    private static final Ratings TRAIN = EVENTS.subset(entry -> entry >= EVENTS.byUser().offsets()[1]); // u0 is known by name alone

    private static Stream<FactorModel> models() {
        ImplicitAls als = ImplicitAls.defaults().withRank(4).withEpochs(3);
        return Stream.of(als.fit(TRAIN), als.withSolver(EventRule.Solver.CG).fit(TRAIN), als.withSolver(EventRule.Solver.SUBSPACE).fit(TRAIN),
                Hybrid.defaults().withRank(4).withEpochs(3).fit(TRAIN));
    }

    private static Stream<DynamicTest> each(java.util.function.Consumer<FactorModel> test) {
        return models().map(model -> DynamicTest.dynamicTest(model.provenance().knobs().toString(), () -> test.accept(model)));
    }

    private static float share(int item) {
        return (float) TRAIN.byItem().count(item) / 59;
    }

    private static List<String> popular() {
        return IntStream.range(0, 40).boxed().sorted(Comparator.<Integer>comparingDouble(i -> -share(i)).thenComparing(i -> i)).map(TRAIN.items()::name).toList();
    }

    private static List<String> names(List<Recommendation> list) {
        return list.stream().map(Recommendation::name).toList();
    }

    private static void scoresByShares(Recommender model, int user) {
        float[] scores = new float[2 * model.items().size()];
        model.scores(user, 2, scores);
        for (int i = 0; i < 40; i++) {
            assertThat(scores[i]).isEqualTo(share(i));
            assertThat(model.score(user, i)).isEqualTo((double) share(i));
            assertThat(model.score(-1, i)).isEqualTo((double) share(i));
        }
        assertThat(model.score(user, -1)).isZero();
    }

    @TestFactory
    Stream<DynamicTest> aStrangerGetsWhatIsPopular() {
        return each(model -> {
            assertThat(model.recommendToAnyone(40, Excluding.nothing())).extracting(Recommendation::name).isEqualTo(popular());
            assertThat(model.recommendToAnyone(1, Excluding.nothing()).getFirst().score()).isEqualTo(share(TRAIN.items().indexOf(popular().getFirst())));
        });
    }

    @TestFactory
    Stream<DynamicTest> aUserKnownByNameAloneGetsWhatIsPopular() {
        return each(model -> {
            assertThat(names(model.recommend("u0", 40, Excluding.nothing()))).isEqualTo(popular());
            scoresByShares(model, 0);
            Explanation why = LiveModel.of(model).snapshot().explain("u0", "i3");
            assertThat(why.itemBias()).isCloseTo(share(TRAIN.items().indexOf("i3")), offset(1e-9));
            assertThat(why.rest()).isZero();
        });
    }

    @TestFactory
    Stream<DynamicTest> whoHasEventsIsScoredByFactorsAlone() {
        return each(model -> {
            float[] scores = new float[3 * 40];
            model.scores(0, 3, scores);
            for (int u = 1; u < 3; u++) {
                float[] p = model.user().factors().row(u);
                for (int i = 0; i < 40; i++) {
                    double sum = 0;
                    float[] q = model.item().factors().row(i);
                    for (int j = 0; j < 4; j++) sum += p[j] * q[j];
                    assertThat(scores[u * 40 + i]).isCloseTo((float) sum, offset(1e-5f));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> sharesOutliveEveryChangeOfTheModel() {
        return each(model -> {
            assertThat(names(model.withoutPast().recommend("u0", 40, Excluding.nothing()))).isEqualTo(popular());
            assertThat(names(model.forgetting("u5").recommend("u0", 40, Excluding.nothing()))).isEqualTo(popular());
            assertThat(names(model.remembering(EVENTS).recommendToAnyone(40, Excluding.nothing()))).isEqualTo(popular());
            FactorModel others = model.foldIn(TRAIN);
            assertThat(names(others.recommend("u0", 40, Excluding.nothing()))).isEqualTo(popular());
            Model grown = model.partialFit(Ratings.builder().add("stranger", "brand-new", 1).build());
            assertThat(names(grown.recommend("stranger", 40, Excluding.nothing()))).isEqualTo(popular());
            assertThat(names(grown.recommend("u0", 41, Excluding.nothing()))).endsWith("brand-new");
        });
    }

    @TestFactory
    Stream<DynamicTest> aLiveCopySaysTheSame() {
        return each(model -> {
            LiveModel live = LiveModel.of(model);
            assertThat(live.recommend("u0", 40, Excluding.nothing())).isEqualTo(model.recommend("u0", 40, Excluding.nothing()));
            scoresByShares(live, 0);
            live.observe("stranger", "brand-new", 1);
            assertThat(names(live.recommend("stranger", 40, Excluding.nothing()))).isEqualTo(popular());
            assertThat(live.predict("stranger", "brand-new")).isZero();
            assertThat(live.snapshot().recommend("stranger", 41, Excluding.nothing())).isEqualTo(live.recommend("stranger", 41, Excluding.nothing()));
            live.observe("stranger", "i3", 1);
            assertThat(names(live.recommend("stranger", 40, Excluding.nothing()))).isNotEqualTo(popular());
        });
    }

    /// Users who say nothing stand between others, and every way of the search must keep them apart.
    @Test
    void everyStrategyFindsBoth() {
        Ratings.Builder builder = Ratings.builder();
        for (int i = 0; i < 5000; i++) for (int u = 0; u < 1 + i % 7; u++) builder.add("u" + (i * 31 + u * 17) % 200, "i" + i, 1);
        Ratings all = builder.build();
        int[] user = all.byUser().rowOfEntry();
        Ratings train = all.subset(entry -> user[entry] % 3 > 0);
        FactorModel model = ImplicitAls.defaults().withRank(12).withEpochs(2).fit(train);
        List<String> users = IntStream.range(0, 200).mapToObj(train.users()::name).toList();
        TopN wanted = new TopN(10, Excluding.nothing());
        List<List<Recommendation>> expected = users.stream().map(name -> best(model, name)).toList();
        for (Strategy strategy : Strategy.values()) {
            List<List<Recommendation>> lists = new ArrayList<>();
            wanted.withStrategy(strategy).forEach(model, users, (_, list) -> lists.add(list));
            assertThat(lists.stream().map(SharesTest::names).toList()).as(strategy.toString()).isEqualTo(expected.stream().map(SharesTest::names).toList());
        }
    }

    private static List<Recommendation> best(FactorModel model, String user) {
        float[] scores = new float[model.items().size()];
        model.scores(model.users().indexOf(user), 1, scores);
        return TopN.named(TopN.best(scores, 0, scores.length, new java.util.BitSet(), 10), scores, 0, model.items());
    }

    @Test
    void modelsWithBiasesKeepThem() {
        FactorModel model = Bpr.defaults().withRank(4).withEpochs(3).fit(TRAIN);
        assertThat(model.item().shares()).isEqualTo(Optional.empty());
        int item = TRAIN.items().indexOf("i3");
        assertThat(model.score(-1, item)).isEqualTo(model.item().bias()[item]);
        assertThat(model.foldIn(Map.of("i1", 1.0)).recommend(3)).hasSize(3);
    }
}
