package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// Full EASE after new events is EASE trained on all of them.
class RidgeUpdateTest {
    private static final Ease EASE = Ease.defaults().withRegularization(1);
    private static final Ratings WORLD = clusters();
    private static final NeighbourModel MODEL = EASE.fit(WORLD);
    private static final double ALIKE = 1e-4; // norm of the difference by the norm

    private record Event(String user, String item, double value) { }

    /// Eight clusters of five items that are nearly always had together, so that each is nearly a sum of its neighbours.
    private static Ratings clusters() {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < 800; u++) {
            Seeds.Stream stream = Seeds.of(3).stream(u);
            for (int item = 0; item < 40; item += 5) {
                boolean likes = stream.nextInt(4) == 0;
                for (int k = 0; k < 5; k++) if (stream.nextDouble() < (likes ? 0.95 : 0.01)) builder.add("u" + u, "i" + (item + k), 1);
            }
        }
        return builder.build();
    }

    /// Events of these items in turn, each of some user, known or not.
    private static List<Event> events(int count, String... items) {
        Seeds.Stream stream = Seeds.of(7).stream(count);
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(n -> new Event((n % 6 == 5 ? "new" : "u") + stream.nextInt(800), items[n % items.length], 1 + n % 3)).toList();
    }

    private static Ratings union(Ratings old, List<Event> events) {
        Map<List<String>, Double> all = new LinkedHashMap<>();
        int[] user = old.byUser().rowOfEntry();
        for (int e = 0; e < old.count(); e++) {
            all.put(List.of(old.users().name(user[e]), old.items().name(old.byUser().columns()[e])), (double) old.byUser().values()[e]);
        }
        for (Event event : events) all.put(List.of(event.user, event.item), event.value);
        return ratings(all);
    }

    private static Ratings ratings(Map<List<String>, Double> pairs) {
        Ratings.Builder builder = Ratings.builder();
        pairs.forEach((pair, value) -> builder.add(pair.get(0), pair.get(1), value));
        return builder.build();
    }

    private static Ratings of(List<Event> events) {
        Ratings.Builder none = Ratings.builder();
        return union(none.build(), events);
    }

    private static double distance(Model actual, Model expected) {
        assertThat(actual.items().size()).isEqualTo(expected.items().size());
        double apart = 0, size = 0;
        for (int j = 0; j < expected.items().size(); j++) {
            for (int i = 0; i < expected.items().size(); i++) {
                double should = ((NeighbourModel) expected).weights().weight(j, i);
                double is = ((NeighbourModel) actual).weights().weight(actual.items().indexOf(expected.items().name(j)), actual.items().indexOf(expected.items().name(i)));
                apart += (is - should) * (is - should);
                size += should * should;
            }
        }
        return Math.sqrt(apart / size);
    }

    private static NeighbourModel live(NeighbourModel model, PartialFit which, List<Event> events) {
        LiveModel live = LiveModel.of(model, which);
        for (Event event : events) live.observe(event.user, event.item, event.value);
        return (NeighbourModel) live.snapshot();
    }

    private static NeighbourModel oneByOne(NeighbourModel model, List<Event> events) {
        NeighbourModel now = model;
        for (Event event : events) now = now.partialFit(of(List.of(event)), PartialFit.touched());
        return now;
    }

    @Test
    void theWorldIsHard() {
        double variance = 1 + WORLD.byItem().count(5);
        assertThat(variance * ((DenseWeights) MODEL.weights()).spread()[5]).as("variance inflation").isGreaterThan(5);
        assertThat(distance(EASE.fit(union(WORLD, events(30, "i5"))), MODEL)).as("what the events change").isGreaterThan(1e-2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i5", "i5 i6 i21 i5 i38", "i5 brand-new i6 brand-new other"})
    void eventsOneByOneComeToTraining(String items) {
        for (boolean valued : new boolean[] {false, true}) {
            Ease ease = EASE.withValued(valued);
            NeighbourModel model = ease.fit(WORLD);
            List<Event> events = events(30, items.split(" "));
            NeighbourModel trained = ease.fit(union(WORLD, events));
            assertThat(distance(live(model, PartialFit.touched(), events), trained)).isLessThan(ALIKE);
            assertThat(distance(oneByOne(model, events), trained)).isLessThan(ALIKE);
        }
    }

    /// What somebody unknown is given is training's, too.
    @Test
    void sharesComeToTrainingWithTheWeights() {
        List<Event> events = events(30, "i5", "brand-new", "i6");
        NeighbourModel trained = EASE.fit(union(WORLD, events));
        for (Model after : List.of(MODEL.partialFit(of(events)), live(MODEL, PartialFit.touched(), events))) {
            for (int i = 0; i < 41; i++) {
                assertThat(after.score(-1, after.items().indexOf(trained.items().name(i)))).isEqualTo(trained.score(-1, i));
            }
        }
    }

    /// More changes than there are items, after which the inverse is made anew.
    @Test
    void roundingDoesNotAddUp() {
        List<Event> events = events(300, "i5", "i6", "i7", "brand-new", "i30");
        assertThat(distance(live(MODEL, PartialFit.touched(), events), EASE.fit(union(WORLD, events)))).isLessThan(ALIKE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 200})
    void eventsAtOnceComeToTraining(int count) {
        List<Event> events = events(count, "i5", "brand-new", "i6");
        assertThat(distance(MODEL.partialFit(of(events)), EASE.fit(union(WORLD, events)))).isLessThan(ALIKE);
    }

    @Test
    void fewChangesAreFollowedAndWrongWeightsAreNot() {
        SparseRows x = MODEL.rule().strengths(WORLD.byUser());
        RidgeRule rule = (RidgeRule) MODEL.rule();
        SparseRows now = rule.strengths(MODEL.partialFit(of(events(3, "i5"))).past().orElseThrow().byUser());
        DenseWeights weights = (DenseWeights) MODEL.weights();
        DenseWeights trained = (DenseWeights) rule.learn(now).weights();
        assertThat(new RidgeInverse(weights, 40, 1).error(x)).isLessThan(2e-5);
        assertThat(new RidgeInverse(weights, 40, 1).error(now)).isGreaterThan(1e-3);
        assertThat(((DenseWeights) RidgeUpdate.following(rule, weights, x, now)).values()).isNotEqualTo(trained.values());
        assertThat(((DenseWeights) RidgeUpdate.following(rule, new DenseWeights(new float[40 * 40], weights.spread()), x, now)).values()).isEqualTo(trained.values());
    }

    /// Events by which no item moved are in P at the next by which one does.
    @Test
    void chosenItemsBringAllEventsAlong() {
        List<Event> events = events(40, "i5", "i6", "i7", "brand-new", "i30");
        Model named = live(MODEL, PartialFit.of(List.of(), List.of("i30")), events);
        assertThat(distance(named, EASE.fit(union(WORLD, events)))).isLessThan(ALIKE);
        Model users = MODEL.partialFit(of(events), PartialFit.touchedUsers());
        assertThat(distance(users.refit(List.of(), List.of("i5")), EASE.fit(union(WORLD, events)))).isLessThan(ALIKE);
    }

    @Test
    void knownItemsStandStillWhereUsersMove() {
        List<Event> events = events(30, "i5", "brand-new", "i6", "other");
        Model at = MODEL.partialFit(of(events), PartialFit.touchedUsers());
        for (Model after : List.of(at, live(MODEL, PartialFit.touchedUsers(), events))) {
            for (int j = 0; j < 40; j++) {
                for (int i = 0; i < 40; i++) assertThat(((NeighbourModel) after).weights().weight(j, i)).isEqualTo(MODEL.weights().weight(j, i));
            }
        }
        assertRegressed((NeighbourModel) at, 40);
        assertRegressed((NeighbourModel) at, 41);
    }

    /// No gradient is left of a new item's regression on the known items, by the events as they are now.
    private static void assertRegressed(NeighbourModel model, int item) {
        SparseRows x = model.rule().strengths(model.past().orElseThrow().byUser());
        double[] gradient = new double[40];
        double[] start = new double[40];
        for (int u = 0; u < x.rows(); u++) {
            double had = 0, score = 0;
            for (int e = x.offsets()[u]; e < x.offsets()[u + 1]; e++) {
                if (x.columns()[e] == item) had = x.values()[e];
                if (x.columns()[e] < 40) score += x.values()[e] * model.weights().weight(x.columns()[e], item);
            }
            for (int e = x.offsets()[u]; e < x.offsets()[u + 1]; e++) {
                if (x.columns()[e] < 40) gradient[x.columns()[e]] += x.values()[e] * (had - score);
                if (x.columns()[e] < 40) start[x.columns()[e]] += x.values()[e] * had;
            }
        }
        double size = java.util.stream.DoubleStream.of(start).map(v -> v * v).sum();
        for (int j = 0; j < 40; j++) assertThat(Math.abs(gradient[j] - model.weights().weight(j, item))).isLessThan(1e-4 * Math.sqrt(size));
    }

    @Test
    void whatWasForgottenIsGoneOnceAnItemMoves() {
        NeighbourModel without = MODEL.forgetting("u3").forgetting("u5");
        Ratings others = WORLD.subset(e -> !List.of("u3", "u5").contains(WORLD.users().name(WORLD.byUser().rowOfEntry()[e])));
        assertThat(distance(without.partialFit(of(events(2, "i5"))), EASE.fit(union(others, events(2, "i5"))))).isLessThan(ALIKE);
        assertThat(distance(live(without, PartialFit.touched(), events(2, "i5")), EASE.fit(union(others, events(2, "i5"))))).isLessThan(ALIKE);
    }
}
