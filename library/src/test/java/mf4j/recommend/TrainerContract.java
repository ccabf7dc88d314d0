package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.Knobs;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What every trainer promises, inherited by the test of each through [RatingsContract] or [EventsContract].
abstract class TrainerContract<T extends Record & Trainer<Ratings, M>, M extends Model> {
    static final Ratings NEWS = Ratings.builder().add("u3", "i5", 2).add("u4", "brand-new", 1).add("stranger", "i5", 1).add("stranger", "brand-new", 3).build();

    /// The trainer under test, with knobs that suit [#world].
    abstract T trainer();

    /// 60 users and 40 items.
    abstract Ratings world();

    /// A world of 20 users and 20 items in which anyone can see what [ToyWorld#leftOut] comes first.
    abstract Ratings checkerboard();

    /// Whether it learns which user likes which item, not only who is generous and what is liked.
    boolean learnsTastes() {
        return true;
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() throws Exception {
        M one = Sweep.withThreads(1, () -> trainer().fit(world()));
        for (int threads : new int[] {2, 3, 8}) assertSameBits(Sweep.withThreads(threads, () -> trainer().fit(world())), one);
    }

    @Test
    void recommendsTheLeftOutSquareOfACheckerboard() {
        if (!learnsTastes()) return;
        Ratings board = checkerboard();
        M model = trainer().fit(board);
        for (int u = 0; u < 20; u++) {
            assertThat(model.recommend("u" + u, 1, Excluding.seen(board))).singleElement()
                    .extracting(Recommendation::name).isEqualTo("i" + ToyWorld.leftOut(u, 20));
        }
    }

    @Test
    void keepsTheEpochTheWatchCallsBest() {
        int wanted = 2;
        Watch<Model> watch = progress -> new Watch.Verdict(Map.of("x", 0.0), progress.epoch().number() == wanted, progress.epoch().number() == 4);
        if (epochs() < 4) return;
        M kept = trainer().fit(world(), watch);
        M shorter = Knobs.with(trainer(), "epochs", wanted).fit(world());
        assertSameBits(kept, shorter);
        assertThat(kept.provenance().history().epochs()).hasSize(4).extracting(Epoch::best).containsExactly(false, true, false, false);
    }

    @Test
    void resumesWithTheSameFinalBits(@TempDir Path folder) {
        if (epochs() < 4) return;
        Watch<Model> quiet = Watch.none();
        M whole = trainer().fit(world());
        Checkpoint file = Checkpoint.file(folder.resolve("run.state"));
        assertThatThrownBy(() -> trainer().fit(world(), killing(3).keeping(file))).hasMessage("killed");
        M resumed = trainer().fit(world(), quiet.keeping(file));
        assertSameBits(resumed, whole);
        assertThat(resumed.provenance().history().epochs()).hasSameSizeAs(whole.provenance().history().epochs());
    }

    private static Watch<Model> killing(int epoch) {
        return progress -> {
            if (progress.epoch().number() == epoch) throw new IllegalStateException("killed");
            return Watch.Verdict.GO_ON;
        };
    }

    @Test
    void refusesRatingsThatAreEmpty() {
        assertThatThrownBy(() -> trainer().fit(world().subset(new BitSet()))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(trainer().getClass().getSimpleName() + ".ratings must hold at least one rating but was empty");
    }

    @Test
    void refusesARankAboveBothDimensions() {
        if (Knobs.of(trainer()).entries().stream().noneMatch(knob -> knob.name().equals("rank"))) return;
        assertThatThrownBy(() -> Knobs.with(trainer(), "rank", 61).fit(world())).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(trainer().getClass().getSimpleName() + ".rank must be at most the larger of 60 users and 40 items but was 61");
    }

    @TestFactory
    Stream<DynamicTest> refusesImpossibleKnobs() {
        return Knobs.of(trainer()).entries().stream()
                .filter(knob -> knob.least() != Double.NEGATIVE_INFINITY)
                .map(knob -> DynamicTest.dynamicTest(knob.name(), () -> {
                    String tooLow = knob.type() == double.class ? "-1.0" : String.valueOf((long) knob.least() - 1);
                    assertThatThrownBy(() -> Knobs.with(trainer(), knob.name(), tooLow)).isInstanceOf(IllegalArgumentException.class)
                            .hasMessageStartingWith(trainer().getClass().getSimpleName() + "." + knob.name() + " must ")
                            .hasMessageEndingWith(" but was " + tooLow);
                    if (knob.type() == double.class) {
                        for (String bad : new String[] {"NaN", "Infinity"}) {
                            assertThatThrownBy(() -> Knobs.with(trainer(), knob.name(), bad)).hasMessageEndingWith(" but was " + bad);
                        }
                    }
                }));
    }

    /// What a study searches unless it is told otherwise is allowed, and has a logarithm where it needs one.
    @TestFactory
    Stream<DynamicTest> searchesWhereItsRulesAllow() {
        return Knobs.of(trainer()).entries().stream().filter(knob -> !knob.search().isEmpty()).map(knob -> DynamicTest.dynamicTest(knob.name(), () -> {
            double low = knob.search().getFirst();
            double high = knob.search().getLast();
            assertThat(knob.search()).hasSize(2);
            assertThat(low).isLessThan(high);
            if (knob.logarithmic()) assertThat(low).isPositive();
            for (double end : new double[] {low, high}) {
                Object value = knob.type() == double.class ? (Object) end : (Object) (int) end;
                assertThat(Knobs.of(trainer()).values(Knobs.with(trainer(), knob.name(), value))).containsEntry(knob.name(), value);
            }
        }));
    }

    @Test
    void saysHowTheModelWasMade() {
        M model = trainer().fit(world());
        assertThat(model.provenance().trainer()).isEqualTo(trainer().getClass().getSimpleName());
        assertThat(model.provenance().data()).isEqualTo(world().fingerprint());
        assertThat(Knobs.of(trainer()).with(trainer(), model.provenance().knobs())).isEqualTo(trainer());
    }

    /// A pair has one score, to the bit, however it is asked for: alone, among all, in a list, of a live copy.
    @Test
    void aPairScoresAloneAsItDoesAmongAll() {
        M model = trainer().fit(world());
        LiveModel live = LiveModel.of(model);
        live.observe("u3", "i5", 2);
        for (Recommender one : List.of(model, live, live.snapshot())) {
            int items = one.items().size();
            float[] scores = new float[one.users().size() * items];
            one.scores(0, one.users().size(), scores);
            for (int u = 0; u < one.users().size(); u++) {
                for (int i = 0; i < items; i++) assertThat(one.score(u, i)).isEqualTo(scores[u * items + i]);
                for (Recommendation best : one.recommend(one.users().name(u), items, Excluding.nothing())) {
                    assertThat(best.score()).isEqualTo(one.score(u, one.items().indexOf(best.name())));
                }
            }
        }
        for (Recommendation best : model.recommendToAnyone(5, Excluding.nothing())) assertThat(best.score()).isEqualTo(model.score(-1, model.items().indexOf(best.name())));
    }

    /// An update in which users and items without new events keep their bits.
    PartialFit still() {
        return PartialFit.touched();
    }

    @Test
    void takesNewEventsWithoutTraining() {
        M model = trainer().fit(world());
        Model after = model.partialFit(NEWS, still());
        assertThat(after.users().size()).isEqualTo(61);
        assertThat(after.items().size()).isEqualTo(41);
        for (int u = 0; u < 60; u++) {
            assertThat(after.users().name(u)).isEqualTo(model.users().name(u));
            for (int i = 0; i < 40; i++) {
                if (NEWS.users().contains(model.users().name(u)) || NEWS.items().contains(model.items().name(i))) continue;
                assertThat(after.score(u, i)).isEqualTo(model.score(u, i));
            }
        }
        for (int i = -1; i < 41; i++) assertThat(after.score(60, i)).isFinite();
        assertThat(after.recommend("stranger", 41, after.excludingPast())).hasSize(39).extracting(Recommendation::name).doesNotContain("i5", "brand-new");
    }

    @Test
    void aLiveCopyComesToTheSameRows() {
        M model = trainer().fit(world());
        LiveModel live = LiveModel.of(model, PartialFit.touchedUsers());
        live.observe("u3", "i5", 2);
        live.observe("stranger", "i5", 1);
        live.observe("stranger", "i6", 3);
        Model after = model.partialFit(Ratings.builder().add("u3", "i5", 2).add("stranger", "i5", 1).add("stranger", "i6", 3).build(), PartialFit.touchedUsers());
        for (Model other : List.of(after, live.snapshot())) {
            for (String user : List.of("u3", "stranger", "u8")) {
                for (int i = 0; i < 40; i++) {
                    double expected = other.score(other.users().indexOf(user), i);
                    assertThat(live.score(live.users().indexOf(user), i)).isCloseTo(expected, Offset.offset(2e-3 * (1 + Math.abs(expected))));
                }
            }
        }
        assertThat(live.snapshot().recommend("stranger", 9, Excluding.nothing())).extracting(Recommendation::name)
                .isEqualTo(live.recommend("stranger", 9, Excluding.nothing()).stream().map(Recommendation::name).toList());
    }

    int epochs() {
        return Knobs.of(trainer()).values(trainer()).getOrDefault("epochs", 1) instanceof Integer epochs ? epochs : 1;
    }

    /// That every user is at the minimum of its row given the items: folding its own events in gives its scores, and an explanation
    /// has no rest.
    static void assertSettled(FactorModel model, Ratings events, double tolerance) {
        FactorModel folded = model.foldIn(events);
        for (int u = 0; u < events.users().size(); u++) {
            for (int i = 0; i < events.items().size(); i++) {
                double score = model.score(u, i);
                assertThat(folded.score(u, i)).isCloseTo(score, Offset.offset(tolerance));
                Explanation why = model.explain(events.users().name(u), events.items().name(i));
                double sum = why.mean() + why.itemBias() + why.userBias() + why.causes().stream().mapToDouble(Explanation.Cause::contribution).sum();
                assertThat(sum).as("causes of %d, %d", u, i).isCloseTo(score, Offset.offset(tolerance));
            }
        }
    }

    static void assertSameBits(Model actual, Model expected) {
        assertThat(actual.parameters()).containsOnlyKeys(expected.parameters().keySet());
        expected.parameters().forEach((name, values) -> assertThat(Arrays.equals(actual.parameters().get(name), values)).as(name).isTrue());
    }
}
