package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// What every trainer of ratings promises besides.
abstract class RatingsContract<T extends Record & Trainer<Ratings, FactorModel>> extends TrainerContract<T, FactorModel> {
    static final Ratings WORLD = ToyWorld.tastes(60, 40, 0.1, 1);

    @Override
    Ratings world() {
        return WORLD;
    }

    @Override
    Ratings checkerboard() {
        return ToyWorld.checkerboard(20, 20);
    }

    /// Whether users differ at all in its eyes.
    boolean learnsUsers() {
        return true;
    }

    /// How far a folded-in user may be from the trained one, in rating points.
    double foldInTolerance() {
        return 0.02;
    }

    @Test
    void beatsTheMeanOnWhatItHasSeen() {
        double before = ToyWorld.rmse(ItemMean.defaults().withDamping(1e9).fit(WORLD), WORLD);
        assertThat(ToyWorld.rmse(trainer().fit(WORLD), WORLD)).isLessThan(learnsTastes() ? 0.5 * before : before);
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

    @Test
    void scoresWhatItHasNeverSeenByTheFallbackChain() {
        BitSet firstUser = new BitSet();
        firstUser.set(WORLD.byUser().offsets()[1], WORLD.count());
        Ratings without = WORLD.subset(firstUser); // u0 and the item that only u0 rated have no rating left
        FactorModel model = trainer().fit(without);
        int unseen = WORLD.items().indexOf("i39");
        assertThat(model.score(0, unseen)).isEqualTo((float) model.scale().mean());
        assertThat(model.score(-1, -1)).isEqualTo((float) model.scale().mean());
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
}
