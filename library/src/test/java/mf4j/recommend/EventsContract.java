package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What every trainer of events - clicks, plays, purchases - promises besides.
abstract class EventsContract<T extends Record & Trainer<Ratings, M>, M extends Model> extends TrainerContract<T, M> {
    static final Ratings EVENTS = ToyWorld.events(60, 40, 1);

    @Override
    Ratings world() {
        return EVENTS;
    }

    @Override
    Ratings checkerboard() {
        return ToyWorld.clicks(20, 20);
    }

    @Test
    void scoresOrderItemsAndAreNoRatings() {
        assertThat(trainer().fit(EVENTS).scale().rated()).isFalse();
    }

    @Test
    void foldsAnUnseenUserInToTheItemsOfItsColour() {
        if (!learnsTastes()) return;
        Ratings board = checkerboard();
        M model = trainer().fit(board);
        Newcomer newcomer = model.foldIn(Map.of("i0", 1.0, "i2", 1.0, "i4", 1.0, "i6", 1.0));
        assertThat(newcomer.recommend(6)).extracting(Recommendation::name).containsExactlyInAnyOrder("i8", "i10", "i12", "i14", "i16", "i18");
    }

    @Test
    void foldsAnUnseenItemInToTheUsersOfItsColour() {
        if (!learnsTastes()) return;
        M model = trainer().fit(checkerboard());
        Newcomer newcomer = model.foldInItem(Map.of("u1", 1.0, "u3", 1.0, "u5", 1.0, "u7", 1.0));
        assertThat(newcomer.recommend(6)).extracting(Recommendation::name).containsExactlyInAnyOrder("u9", "u11", "u13", "u15", "u17", "u19");
    }

    @Test
    void foldsManyUsersInAsItFoldsEachAlone() {
        M model = trainer().fit(EVENTS);
        Model many = model.foldIn(EVENTS);
        float[] scores = new float[EVENTS.items().size()];
        for (int user : new int[] {0, 7, 30}) {
            Map<String, Double> events = new HashMap<>();
            for (int entry = EVENTS.byUser().offsets()[user]; entry < EVENTS.byUser().offsets()[user + 1]; entry++) {
                events.put(EVENTS.items().name(EVENTS.byUser().columns()[entry]), (double) EVENTS.byUser().values()[entry]);
            }
            if (events.isEmpty()) continue;
            many.scores(user, 1, scores);
            Newcomer alone = model.foldIn(events);
            for (int item = 0; item < scores.length; item++) {
                assertThat((float) alone.predict(EVENTS.items().name(item))).isCloseTo(scores[item], org.assertj.core.data.Offset.offset(1e-4f));
            }
        }
    }

    @Test
    void findsItemsOfTheSameColourAlike() {
        if (!learnsTastes()) return;
        M model = trainer().fit(checkerboard());
        assertThat(model.similarItems("i0", 5)).extracting(Recommendation::name)
                .allMatch(name -> Integer.parseInt(name.substring(1)) % 2 == 0).doesNotContain("i0");
    }

    @Test
    void learnsFromOneUserAndFromOneItemAndFromOneEvent() {
        for (Ratings small : List.of(
                Ratings.builder().add("u", "a", 1).add("u", "b", 1).add("u", "c", 3).build(),
                Ratings.builder().add("a", "i", 1).add("b", "i", 1).add("c", "i", 1).build(),
                Ratings.builder().add("u", "i", 1).build())) {
            T one = Knobs.of(trainer()).entries().stream().anyMatch(knob -> knob.name().equals("rank")) ? Knobs.with(trainer(), "rank", 1) : trainer();
            M model = one.fit(small);
            for (int u = 0; u < small.users().size(); u++) {
                for (int i = 0; i < small.items().size(); i++) assertThat(model.score(u, i)).isFinite();
            }
        }
    }

    @Test
    void scoresUsersAndItemsWithoutEventsFinitely() {
        Ratings all = EVENTS.subset(entry -> EVENTS.byUser().columns()[entry] != 3 && entry >= EVENTS.byUser().offsets()[1]);
        M model = trainer().fit(all);
        assertThat(model.score(0, 5)).isFinite();
        assertThat(model.score(5, 3)).isFinite();
        assertThat(model.score(-1, 5)).isFinite();
        assertThat(model.score(5, -1)).isFinite();
        assertThat(model.recommend("u0", 3, Excluding.nothing())).hasSize(3);
    }

    @Test
    void refusesEventsThatAreNotAboveZero() {
        for (double bad : new double[] {0, -1}) {
            Ratings wrong = Ratings.builder().add("u", "a", 1).add("v", "b", bad).add("v", "a", 1).build();
            assertThatThrownBy(() -> trainer().fit(wrong)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(trainer().getClass().getSimpleName() + ".events must be above 0 but was " + (float) bad + " of user 'v' and item 'b'");
        }
    }

    /// Nobody new can have done less than nothing.
    @ParameterizedTest
    @ValueSource(doubles = {0, -4})
    void refusesToFoldInWhatIsNotAboveZero(double value) {
        Model model = trainer().fit(EVENTS);
        String item = model.items().name(0);
        assertThatThrownBy(() -> model.foldIn(Map.of(item, value))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("events must be above 0 but was " + value);
    }
}
