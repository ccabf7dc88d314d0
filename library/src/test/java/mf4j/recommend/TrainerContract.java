package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.Knobs;
import mf4j.train.Sweep;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What every trainer of ratings promises, inherited by the test of each.
abstract class TrainerContract<T extends Record & Trainer<Ratings, FactorModel>> {
    static final Ratings WORLD = ToyWorld.tastes(60, 40, 0.1, 1);

    /// The trainer under test, with knobs that suit [#WORLD].
    abstract T trainer();

    /// Whether it learns which user likes which item, not only who is generous and what is liked.
    boolean learnsTastes() {
        return true;
    }

    /// Whether users differ at all in its eyes.
    boolean learnsUsers() {
        return true;
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() throws Exception {
        FactorModel one = Sweep.withThreads(1, () -> trainer().fit(WORLD));
        for (int threads : new int[] {2, 3, 8}) assertSameBits(Sweep.withThreads(threads, () -> trainer().fit(WORLD)), one);
    }

    @Test
    void beatsTheMeanOnWhatItHasSeen() {
        double before = ToyWorld.rmse(ItemMean.defaults().withDamping(1e9).fit(WORLD), WORLD);
        assertThat(ToyWorld.rmse(trainer().fit(WORLD), WORLD)).isLessThan(learnsTastes() ? 0.5 * before : before);
    }

    @Test
    void recommendsTheLeftOutSquareOfACheckerboard() {
        if (!learnsTastes()) return;
        Ratings board = ToyWorld.checkerboard(20, 20);
        FactorModel model = trainer().fit(board);
        for (int u = 0; u < 20; u++) {
            assertThat(model.recommend("u" + u, 1, Excluding.seen(board))).singleElement()
                    .extracting(Recommendation::name).isEqualTo("i" + ToyWorld.leftOut(u, 20));
        }
    }

    @Test
    void keepsTheEpochTheWatchCallsBest() {
        int wanted = 2;
        Watch<FactorModel> watch = progress -> new Watch.Verdict(Map.of("x", 0.0), progress.epoch().number() == wanted, progress.epoch().number() == 4);
        if (epochs() < 4) return;
        FactorModel kept = trainer().fit(WORLD, watch);
        FactorModel shorter = Knobs.with(trainer(), "epochs", wanted).fit(WORLD);
        assertSameBits(kept, shorter);
        assertThat(kept.provenance().history().epochs()).hasSize(4).extracting(Epoch::best).containsExactly(false, true, false, false);
    }

    @Test
    void resumesWithTheSameFinalBits(@TempDir Path folder) {
        if (epochs() < 4) return;
        Watch<FactorModel> quiet = Watch.none();
        FactorModel whole = trainer().fit(WORLD);
        Checkpoint file = Checkpoint.file(folder.resolve("run.state"));
        assertThatThrownBy(() -> trainer().fit(WORLD, killing(3).keeping(file))).hasMessage("killed");
        FactorModel resumed = trainer().fit(WORLD, quiet.keeping(file));
        assertSameBits(resumed, whole);
        assertThat(resumed.provenance().history().epochs()).hasSameSizeAs(whole.provenance().history().epochs());
    }

    private static Watch<FactorModel> killing(int epoch) {
        return progress -> {
            if (progress.epoch().number() == epoch) throw new IllegalStateException("killed");
            return Watch.Verdict.GO_ON;
        };
    }

    @Test
    void foldsAKnownUserInCloseToTheRowOfTraining() {
        FactorModel model = Knobs.of(trainer()).entries().stream().anyMatch(knob -> knob.name().equals("epochs"))
                ? Knobs.with(trainer(), "epochs", 200).fit(WORLD) : trainer().fit(WORLD);
        Map<String, Double> rated = new HashMap<>();
        for (int e = 0; e < WORLD.byUser().count(0); e++) {
            rated.put(WORLD.items().name(WORLD.byUser().columns()[e]), (double) WORLD.byUser().values()[e]);
        }
        Newcomer newcomer = model.foldIn(rated);
        double worst = IntStream.range(0, WORLD.items().size() - 1)
                .mapToDouble(i -> Math.abs(newcomer.predict(WORLD.items().name(i)) - model.predict(0, i))).max().orElseThrow();
        assertThat(worst).isLessThan(foldInTolerance());
    }

    /// How far a folded-in user may be from the trained one, in rating points.
    double foldInTolerance() {
        return 0.02;
    }

    @Test
    void scoresWhatItHasNeverSeenByTheFallbackChain() {
        BitSet firstUser = new BitSet();
        firstUser.set(WORLD.byUser().offsets()[1], WORLD.count());
        Ratings without = WORLD.subset(firstUser); // u0 and the item that only u0 rated have no rating left
        FactorModel model = trainer().fit(without);
        int unseen = WORLD.items().indexOf("i39");
        assertThat(model.score(0, unseen)).isEqualTo(model.scale().mean());
        assertThat(model.score(-1, -1)).isEqualTo(model.scale().mean());
        assertThat(model.score(0, 3)).isCloseTo(model.scale().mean() + model.item().bias()[3], org.assertj.core.data.Offset.offset(1e-6));
        assertThat(model.score(3, unseen)).isCloseTo(model.scale().mean() + model.user().bias()[3], org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void learnsFromOneUserAndFromOneItemAndFromOneRating() {
        for (Ratings small : new Ratings[] {
            Ratings.builder().add("u", "a", 1).add("u", "b", 4).add("u", "c", 5).build(),
            Ratings.builder().add("a", "i", 1).add("b", "i", 4).add("c", "i", 5).build(),
            Ratings.builder().add("u", "i", 4).build()}) {
            T one = Knobs.of(trainer()).entries().stream().anyMatch(knob -> knob.name().equals("rank")) ? Knobs.with(trainer(), "rank", 1) : trainer();
            FactorModel model = one.fit(small);
            for (int u = 0; u < small.users().size(); u++) {
                for (int i = 0; i < small.items().size(); i++) assertThat(model.predict(u, i)).isBetween(small.minimum(), small.maximum());
            }
        }
    }

    @Test
    void refusesRatingsThatAreEmpty() {
        assertThatThrownBy(() -> trainer().fit(WORLD.subset(new BitSet()))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(trainer().getClass().getSimpleName() + ".ratings must hold at least one rating but was empty");
    }

    @Test
    void refusesARankAboveBothDimensions() {
        if (Knobs.of(trainer()).entries().stream().noneMatch(knob -> knob.name().equals("rank"))) return;
        assertThatThrownBy(() -> Knobs.with(trainer(), "rank", 61).fit(WORLD)).isInstanceOf(IllegalArgumentException.class)
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

    @Test
    void theSameKnobsServeEveryScale() {
        FactorModel stars = trainer().fit(WORLD);
        FactorModel percent = trainer().fit(WORLD.mapValues(value -> 20 * value));
        double off = 0;
        for (int u = 0; u < 50; u++) for (int i = 0; i < 30; i++) off = Math.max(off, Math.abs(percent.score(u, i) - 20 * stars.score(u, i)));
        assertThat(off).isLessThan(0.2); // of 100
    }

    @Test
    void goesOnFromAModelInsteadOfARandomStart() {
        if (!(trainer() instanceof Continuing)) return;
        FactorModel first = trainer().fit(WORLD);
        Continuing one = (Continuing) Knobs.with(trainer(), "epochs", 1);
        FactorModel more = one.fit(WORLD, first, Watch.none());
        assertThat(ToyWorld.rmse(more, WORLD)).isLessThan(1.2 * ToyWorld.rmse(first, WORLD));
        assertThat(more.provenance().data()).startsWith(WORLD.fingerprint() + " from ");
        Ratings grown = Ratings.builder().add("u3", "new item", 4).add("new user", "i3", 2).add("u3", "i4", 5).add("u4", "i5", 3).add("u5", "i6", 3).build();
        assertThat(one.fit(grown, first, Watch.none()).predict("new user", "i3")).isFinite();
    }

    @Test
    void saysHowTheModelWasMade() {
        FactorModel model = trainer().fit(WORLD);
        assertThat(model.provenance().trainer()).isEqualTo(trainer().getClass().getSimpleName());
        assertThat(model.provenance().data()).isEqualTo(WORLD.fingerprint());
        assertThat(Knobs.of(trainer()).with(trainer(), model.provenance().knobs())).isEqualTo(trainer());
    }

    private int epochs() {
        return Knobs.of(trainer()).values(trainer()).getOrDefault("epochs", 1) instanceof Integer epochs ? epochs : 1;
    }

    static void assertSameBits(FactorModel actual, FactorModel expected) {
        assertThat(Arrays.equals(actual.user().factors().values(), expected.user().factors().values())).as("user factors").isTrue();
        assertThat(Arrays.equals(actual.item().factors().values(), expected.item().factors().values())).as("item factors").isTrue();
        assertThat(Arrays.equals(actual.user().bias(), expected.user().bias())).as("user biases").isTrue();
        assertThat(Arrays.equals(actual.item().bias(), expected.item().bias())).as("item biases").isTrue();
        assertThat(actual.item().implied().map(y -> Arrays.hashCode(y.values())))
                .as("implied factors").isEqualTo(expected.item().implied().map(y -> Arrays.hashCode(y.values())));
    }
}
