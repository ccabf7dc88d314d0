package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class LiveModelTest {
    private static final Ratings WORLD = ToyWorld.tastes(60, 40, 0.1, 1);
    private static final FactorModel MODEL = Als.defaults().withRank(4).withRegularization(0.1).withBiasRegularization(0.1).fit(WORLD);

    private static final Ratings EVENTS = ToyWorld.events(60, 40, 1);
    private static final FactorModel CLICKS = ImplicitAls.defaults().withRank(4).withEpochs(4).withAlpha(1).fit(EVENTS);

    @Test
    void anObservedUserIsTheRowSolveOfAllItsRatings() {
        LiveModel live = LiveModel.of(MODEL);
        live.observe("u7", "i39", 4.5);
        live.observe("u7", "i38", 1);
        Ratings.Builder all = Ratings.builder();
        for (int item : WORLD.byUser().columns(7)) {
            String name = WORLD.items().name(item);
            if (!name.equals("i39") && !name.equals("i38")) all.add("u7", name, value(7, item));
        }
        FactorModel folded = MODEL.foldIn(all.add("u7", "i39", 4.5).add("u7", "i38", 1).build());
        for (int i = 0; i < 40; i++) assertThat(live.score(7, i)).isCloseTo(folded.score(0, i), offset(1e-4));
    }

    private static float value(int user, int item) {
        for (int entry = WORLD.byUser().offsets()[user]; ; entry++) if (WORLD.byUser().columns()[entry] == item) return WORLD.byUser().values()[entry];
    }

    @Test
    void withItemsMovingItIsThePartialFitOfEachEvent() {
        LiveModel live = LiveModel.of(MODEL, PartialFit.touched().withRounds(2));
        Model model = MODEL;
        String[][] events = {{"u7", "i39"}, {"u7", "brand-new"}, {"stranger", "i3"}, {"stranger", "brand-new"}, {"u8", "brand-new"}, {"u7", "i39"}};
        for (int j = 0; j < events.length; j++) {
            live.observe(events[j][0], events[j][1], 1 + j % 4, 1 + j % 2);
            model = model.partialFit(Ratings.builder().addWeighted(events[j][0], events[j][1], 1 + j % 4, 1 + j % 2).build(), PartialFit.touched().withRounds(2));
        }
        assertThat(live.users()).isEqualTo(model.users());
        assertThat(live.items()).isEqualTo(model.items());
        for (int u = 0; u < 61; u++) for (int i = 0; i < 41; i++) assertThat(live.score(u, i)).isCloseTo(model.score(u, i), offset(1e-4));
        FactorModel now = (FactorModel) live.snapshot();
        Past past = model.past().orElseThrow();
        assertThat(now.past().orElseThrow().byUser().columns()).isEqualTo(past.byUser().columns());
        assertThat(now.past().orElseThrow().byUser().values()).isEqualTo(past.byUser().values());
        assertThat(now.past().orElseThrow().byUser().weights()).isEqualTo(past.byUser().weights());
        assertThat(live.observed()).isEqualTo(6);
    }

    @Test
    void theModelItWasMadeFromStaysAsItIs() {
        float[] before = MODEL.parameters().get("userFactors").clone();
        LiveModel live = LiveModel.of(MODEL, PartialFit.touched());
        live.observe("u7", "i39", 1);
        FactorModel now = (FactorModel) live.snapshot();
        float[] row = now.user().factors().row(7);
        live.observe("u7", "i39", 5);
        assertThat(MODEL.parameters().get("userFactors")).isEqualTo(before);
        assertThat(now.user().factors().row(7)).isEqualTo(row);
    }

    @Test
    void nothingObservedIsTheModel() {
        LiveModel live = LiveModel.of(MODEL);
        TrainerContract.assertSameBits(live.snapshot(), MODEL);
        assertThat(live.snapshot().provenance()).isEqualTo(MODEL.provenance());
        assertThat(live.snapshot().past().orElseThrow().byUser().columns()).isEqualTo(WORLD.byUser().columns());
        float[] block = new float[3 * 40];
        float[] expected = new float[3 * 40];
        live.scores(5, 3, block);
        MODEL.scores(5, 3, expected);
        assertThat(block).isEqualTo(expected);
        assertThat(live.recommend("u9", 7)).isEqualTo(MODEL.recommend("u9", 7, MODEL.excludingPast()));
        assertThat(live.predict("u9", "i1")).isEqualTo(MODEL.predict("u9", "i1"));
        assertThat(live.predict("nobody", "i1")).isEqualTo(MODEL.predict("nobody", "i1"));
    }

    @Test
    void growsBeyondItsRoom() {
        LiveModel live = LiveModel.of(MODEL, PartialFit.touched());
        for (int n = 0; n < 200; n++) live.observe("new" + n, n % 2 == 0 ? "i" + n % 40 : "item" + n % 50, 1 + n % 5);
        assertThat(live.users().size()).isEqualTo(260);
        assertThat(live.items().size()).isEqualTo(65);
        FactorModel now = (FactorModel) live.snapshot();
        assertThat(now.user().factors().values()).hasSize(260 * 4);
        for (int u = 0; u < 60; u++) assertThat(now.user().factors().row(u)).isEqualTo(MODEL.user().factors().row(u));
        assertThat(now.past().orElseThrow().byUser().entries()).isEqualTo(WORLD.count() + 200);
    }

    /// Names that somebody was given stay as they were, and are given without making them anew.
    @Test
    void namesGrowBehindWhoeverReadsThem() {
        LiveModel live = LiveModel.of(MODEL);
        live.observe("u7", "first", 5);
        var names = live.items();
        assertThat(live.items()).isSameAs(names);
        live.observe("u7", "second", 5);
        assertThat(names.size()).isEqualTo(41);
        assertThat(names.indexOf("second")).isEqualTo(-1);
        assertThat(live.items().indexOf("second")).isEqualTo(41);
        assertThat(live.recommend("u8", 42)).extracting(Recommendation::name).contains("first", "second");
    }

    @Test
    void whatSomebodyHasHadDoesNotComeBack() {
        LiveModel live = LiveModel.of(MODEL);
        live.observe("stranger", "i3", 5);
        live.observe("stranger", "i4", 5);
        assertThat(live.recommend("stranger", 40)).hasSize(38).extracting(Recommendation::name).doesNotContain("i3", "i4");
        Model held = LiveModel.of(Als.defaults().withRank(4).fit(WORLD.subset(entry -> entry % 2 == 0)).remembering(WORLD)).snapshot();
        LiveModel other = LiveModel.of(held);
        assertThat(other.recommend("u0", 40)).isEmpty();
    }

    @Test
    void somebodyNewIsAnsweredAndNotKept() {
        LiveModel live = LiveModel.of(MODEL);
        Map<String, Double> events = Map.of("i1", 5.0, "i2", 1.0, "i30", 4.0, "nothing", 3.0);
        assertThat(live.recommend(events, 5, Excluding.items(List.of("i7"))))
                .isEqualTo(MODEL.foldIn(events).recommend(5, Excluding.items(List.of("i7"))));
        assertThat(live.users().size()).isEqualTo(60);
        assertThatThrownBy(() -> live.recommend(Map.of("nothing", 3.0), 5, Excluding.nothing())).isInstanceOf(UnknownName.class).hasMessageContaining("nothing");
    }

    @Test
    void impliedFactorsFollow() {
        FactorModel model = SvdPlusPlus.defaults().withRank(3).withEpochs(3).fit(WORLD);
        LiveModel live = LiveModel.of(model, PartialFit.touched());
        Model expected = model;
        for (String item : List.of("i3", "brand-new", "i4")) {
            live.observe("stranger", item, 4);
            expected = expected.partialFit(Ratings.builder().add("stranger", item, 4).build());
        }
        for (int i = 0; i < 41; i++) assertThat(live.score(60, i)).isCloseTo(expected.score(60, i), offset(1e-4));
        assertThat(((FactorModel) live.snapshot()).item().implied().orElseThrow().rows()).isEqualTo(41);
    }

    @Test
    void refusesWhatIsNoEventAndStaysAsItWas() {
        LiveModel live = LiveModel.of(MODEL);
        assertThatThrownBy(() -> live.observe("new", "i1", Double.NaN)).hasMessage("LiveModel.value must be a finite number but was NaN");
        assertThatThrownBy(() -> live.observe("new", "i1", 1, 0)).hasMessage("LiveModel.weight must be a finite number above 0 but was 0.0");
        assertThatThrownBy(() -> live.observe("", "i1", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> live.observe("new", null, 1)).hasMessage("LiveModel.item must be given but was null");
        assertThatThrownBy(() -> live.recommend("new", 1)).isInstanceOf(UnknownName.class);
        assertThatThrownBy(() -> LiveModel.of(MODEL.withoutPast())).isInstanceOf(IllegalStateException.class);
        assertThat(live.observed()).isZero();
        assertThat(live.users().size()).isEqualTo(60);
    }

    /// An event that no row can hold leaves no trace, whichever row fails.
    @Test
    void anEventThatFailsLeavesNoTrace() {
        for (PartialFit which : List.of(PartialFit.touchedUsers(), PartialFit.touched(), PartialFit.of(List.of(), List.of("i30")))) {
            LiveModel live = LiveModel.of(CLICKS, which);
            LiveModel sound = LiveModel.of(CLICKS, which);
            for (String[] pair : new String[][] {{"u7", "i30"}, {"new", "i30"}, {"u7", "brand-new"}, {"new", "brand-new"}}) {
                assertThatThrownBy(() -> live.observe(pair[0], pair[1], 3e38, 3e38)).isInstanceOf(ArithmeticException.class)
                        .hasMessageContaining("beyond what a float can hold when squared");
                assertThat(live.users()).isEqualTo(CLICKS.users());
                assertThat(live.items()).isEqualTo(CLICKS.items());
                assertThat(live.observed()).isZero();
                TrainerContract.assertSameBits(live.snapshot(), CLICKS);
                assertThat(live.snapshot().past().orElseThrow().byUser().values()).isEqualTo(CLICKS.past().orElseThrow().byUser().values());
            }
            for (LiveModel one : List.of(live, sound)) {
                one.observe("u7", "i30", 1);
                one.observe("new", "brand-new", 2);
                one.observe("new", "i30", 1);
            }
            assertThat(live.users()).isEqualTo(sound.users());
            for (int u = 0; u < 61; u++) for (int i = 0; i < 41; i++) assertThat(live.score(u, i)).isCloseTo(sound.score(u, i), offset(1e-5));
        }
    }

    /// What rows share follows thirty moves of one user and thirty of one item, and is still what a solve from scratch would see.
    @Test
    void manyUpdatesStayCloseToARefitOfTheirRows() {
        LiveModel live = LiveModel.of(CLICKS, PartialFit.touched().withRounds(12));
        for (int n = 0; n < 30; n++) {
            live.observe("u7", "i" + (n * 7 + 1) % 40, 1 + n % 3);
            live.observe("u" + (n * 11 + 2) % 60, "i30", 1 + n % 4);
        }
        live.observe("u7", "i30", 2);
        FactorModel now = (FactorModel) live.snapshot();
        Model refitted = now.refit(List.of("u7"), List.of("i30"));
        for (int i = 0; i < 40; i++) assertThat(live.score(7, i)).isCloseTo(refitted.score(7, i), offset(1e-4));
        int item = now.items().indexOf("i30");
        for (int u = 0; u < 60; u++) assertThat(live.score(u, item)).isCloseTo(refitted.score(u, item), offset(1e-4));
        assertThat(now.score(7, item)).isNotEqualTo(CLICKS.score(7, item));
    }

    /// One user goes to and fro between two rows: whoever asks meanwhile must meet one of them, never a mixture.
    @Test
    void nobodySeesHalfARow() throws Exception {
        seesNoHalfRow(MODEL);
    }

    @Test
    void nobodySeesHalfARowOfEvents() throws Exception {
        seesNoHalfRow(CLICKS);
    }

    private static void seesNoHalfRow(FactorModel model) throws Exception {
        LiveModel live = LiveModel.of(model);
        float[][] rows = new float[2][40];
        for (int turn = 0; turn < 2; turn++) {
            live.observe("u7", "i39", 1 + 4 * turn);
            live.scores(7, 1, rows[turn]);
        }
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> mixtures = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) mixtures.add(pool.submit(() -> mixtures(live, rows, over)));
            Future<?> growing = pool.submit(() -> {
                for (int n = 0; n < 300; n++) live.observe("new" + n, "i" + n % 40, 3);
            });
            for (int n = 0; n < 3000; n++) live.observe("u7", "i39", 1 + 4 * (n % 2));
            growing.get();
            over.set(true);
            for (Future<Integer> count : mixtures) assertThat(count.get()).isZero();
        }
        assertThat(live.observed()).isEqualTo(3302);
    }

    private static int mixtures(LiveModel live, float[][] rows, AtomicBoolean over) {
        int mixtures = 0;
        float[] now = new float[40];
        while (!over.get()) {
            live.scores(7, 1, now);
            if (!java.util.Arrays.equals(now, rows[0]) && !java.util.Arrays.equals(now, rows[1])) mixtures++;
            if (live.recommend("u7", 5).size() > 5) mixtures++;
        }
        return mixtures;
    }
}
