package mf4j.recommend;

import mf4j.data.Ratings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LiveNeighboursTest {
    private static final Ratings WORLD = ToyWorld.events(60, 40, 1);
    private static final List<NeighbourModel> MODELS = List.of(Ease.defaults().withRegularization(5).withValued(true).fit(WORLD),
            Ease.defaults().withRegularization(5).withNeighbours(9).fit(WORLD), ItemKnn.defaults().withNeighbours(9).withValued(true).fit(WORLD));
    private static final String[][] EVENTS = {{"u7", "i39"}, {"u7", "brand-new"}, {"stranger", "i3"}, {"stranger", "brand-new"}, {"u8", "brand-new"}, {"u7", "i39"}};

    @Test
    void isThePartialFitOfEachEvent() {
        for (NeighbourModel start : MODELS) {
            for (PartialFit which : List.of(PartialFit.touched(), PartialFit.touchedUsers())) {
                LiveModel live = LiveModel.of(start, which);
                Model model = start;
                for (int j = 0; j < EVENTS.length; j++) {
                    live.observe(EVENTS[j][0], EVENTS[j][1], 1 + j % 4, 1 + j % 2);
                    model = model.partialFit(Ratings.builder().addWeighted(EVENTS[j][0], EVENTS[j][1], 1 + j % 4, 1 + j % 2).build(), which);
                }
                assertSame(live, model);
                assertSame((Model) live.snapshot(), model);
                assertThat(((Model) live.snapshot()).past().orElseThrow().byUser().columns()).isEqualTo(model.past().orElseThrow().byUser().columns());
                assertThat(live.observed()).isEqualTo(EVENTS.length);
            }
        }
    }

    private static void assertSame(Recommender actual, Model expected) {
        assertThat(actual.users()).isEqualTo(expected.users());
        assertThat(actual.items()).isEqualTo(expected.items());
        for (int u = -1; u < 61; u++) for (int i = -1; i < 41; i++) assertThat(actual.score(u, i)).isCloseTo(expected.score(u, i), within(1e-4));
    }

    @Test
    void saysOnceThatItHasChangedAndLeavesItsModelAlone() {
        for (NeighbourModel start : MODELS) {
            float[] before = start.parameters().get("weights").clone();
            LiveModel live = LiveModel.of(start, PartialFit.touched());
            assertThat(live.snapshot()).isSameAs(start);
            for (String[] event : EVENTS) live.observe(event[0], event[1], 1);
            assertThat(((Model) live.snapshot()).provenance().data()).containsOnlyOnce(" updated by ");
            assertThat(start.parameters().get("weights")).isEqualTo(before);
        }
    }

    @Test
    void leavesOutWhatWasHadAndRefusesStrangers() {
        for (NeighbourModel start : MODELS) {
            LiveModel live = LiveModel.of(start);
            live.observe("stranger", "i3", 1);
            live.observe("stranger", "brand-new", 1);
            assertThat(live.recommend("stranger", 41)).hasSize(39).extracting(Recommendation::name).doesNotContain("i3", "brand-new");
            assertThatThrownBy(() -> live.recommend("nobody", 1)).isInstanceOf(UnknownName.class);
            assertThatThrownBy(() -> live.observe("stranger", "i3", 0)).hasMessage("LiveModel.value must be a finite number above 0 but was 0.0");
            assertThat(live.recommend(Map.of("i1", 1.0), 5, Excluding.nothing())).hasSize(5);
            assertThat(live.observed()).isEqualTo(2);
        }
    }

    /// One user goes to and fro between two rows, new names come and items move: whoever asks must meet one of the two rows, and items
    /// and scores of one moment.
    @Test
    void nobodySeesHalfOfAnEvent() throws Exception {
        for (NeighbourModel start : MODELS) {
            LiveModel live = LiveModel.of(start);
            float[][] rows = new float[2][40];
            for (int turn = 0; turn < 2; turn++) {
                live.observe("u7", "i39", 1, 1 + 4 * turn);
                live.scores(7, 1, rows[turn]);
            }
            AtomicBoolean over = new AtomicBoolean();
            try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
                List<Future<Integer>> torn = new ArrayList<>();
                for (int reader = 0; reader < 2; reader++) torn.add(pool.submit(() -> torn(live, rows, over)));
                Future<?> growing = pool.submit(() -> {
                    for (int n = 0; n < 100; n++) live.observe("new" + n, n % 4 == 0 ? "item" + n : "i" + n % 38, 1);
                });
                for (int n = 0; n < 1000; n++) live.observe("u7", "i39", 1, 1 + 4 * (n % 2));
                growing.get();
                over.set(true);
                for (Future<Integer> count : torn) assertThat(count.get()).isZero();
            }
            assertThat(live.observed()).isEqualTo(1102);
        }
    }

    private static int torn(LiveModel live, float[][] rows, AtomicBoolean over) {
        int torn = 0;
        int i3 = live.items().indexOf("i3");
        float[] now = new float[100];
        while (!over.get()) {
            live.scores(7, 1, now);
            float[] known = Arrays.copyOf(now, 40);
            if (!Arrays.equals(known, rows[0]) && !Arrays.equals(known, rows[1])) torn++;
            if (live.recommend("u7", 100).stream().anyMatch(item -> item.name().equals("i39"))) torn++;
            double one = live.predict("u7", "i3");
            if (one != rows[0][i3] && one != rows[1][i3]) torn++;
        }
        return torn;
    }

    /// An answer that takes long holds up neither another answer nor an event.
    @Test
    @Timeout(60)
    void aLongAnswerHoldsUpNobody() throws Exception {
        LiveModel live = LiveModel.of(MODELS.getFirst(), PartialFit.touched());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Future<List<Recommendation>> slow = pool.submit(() -> live.recommend("u7", 3, (_, _, _) -> {
                asked.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
            asked.await();
            List<Recommendation> before = MODELS.getFirst().recommend("u7", 3, Excluding.nothing());
            Future<List<Recommendation>> quick = pool.submit(() -> {
                live.observe("u7", "i5", 9);
                return live.recommend("u7", 3, Excluding.nothing());
            });
            assertThat(quick.get(30, TimeUnit.SECONDS)).isNotEqualTo(before);
            goOn.countDown();
            assertThat(slow.get()).isEqualTo(before);
        }
    }
}
