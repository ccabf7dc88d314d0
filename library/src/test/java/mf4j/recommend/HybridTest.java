package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ratings;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Watch;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class HybridTest extends EventsContract<Hybrid, FactorModel> {
    @Override
    Hybrid trainer() {
        return Hybrid.defaults().withRank(4).withEpochs(12);
    }

    /// The checkerboard, each item said to be white or black, and each user from one of two towns; `i18` and `i19` without any event.
    private static final Ratings COLD = cold();

    private static Ratings cold() {
        Ratings board = ToyWorld.clicks(20, 20);
        Attributes.Builder items = Attributes.builder();
        Attributes.Builder users = Attributes.builder();
        for (int j = 0; j < 20; j++) {
            items.addCell("i" + j, "colour", j % 2 == 0 ? "white" : "black");
            users.addCell("u" + j, "town", j % 2 == 0 ? "Ulm" : "Bonn");
        }
        return board.subset(entry -> !board.items().name(board.byUser().columns()[entry]).matches("i18|i19")).described(users.build(), items.build());
    }

    @Test
    void anItemOfWhichOnlyTheAttributesAreKnownFindsItsFans() {
        FactorModel model = trainer().fit(COLD);
        int white = model.items().indexOf("i18");
        int black = model.items().indexOf("i19");
        for (int u = 0; u < 20; u++) {
            int user = model.users().indexOf("u" + u);
            assertThat(model.score(user, u % 2 == 0 ? white : black)).isGreaterThan(model.score(user, u % 2 == 0 ? black : white) + 0.2);
        }
    }

    @Test
    void aNewItemOrUserIsFoldedInFromAttributesAlone() {
        FactorModel model = trainer().fit(COLD);
        Newcomer item = model.foldInItem(Map.of(), Map.of("colour:black", 1.0, "colour:green", 1.0));
        assertThat(item.recommend(10)).extracting(Recommendation::name).allMatch(name -> Integer.parseInt(name.substring(1)) % 2 == 1);
        Newcomer user = model.foldIn(Map.of(), Map.of("town:Ulm", 1.0));
        assertThat(user.recommend(10)).extracting(Recommendation::name).allMatch(name -> Integer.parseInt(name.substring(1)) % 2 == 0);
        assertThatThrownBy(() -> model.foldInItem(Map.of(), Map.of("colour:green", 1.0))).isInstanceOf(UnknownName.class);
    }

    @Test
    void foldingInIsTheRowThatTrainingSolved() {
        FactorModel model = trainer().withEpochs(2).fit(COLD);
        FactorModel again = model.foldIn(COLD);
        for (int u = 0; u < 20; u++) for (int i = 0; i < 20; i++) assertThat(again.score(u, i)).isCloseTo(model.score(u, i), offset(1e-5));
    }

    @Test
    void withoutAttributesItIsImplicitAls() {
        ImplicitAls plain = ImplicitAls.defaults().withRank(4).withEpochs(12).withAccelerated(false);
        Hybrid same = trainer().withRegularization(plain.regularization()).withUnobserved(plain.unobserved());
        assertSameBits(same.fit(EVENTS), plain.fit(EVENTS));
        FactorModel held = same.withAttributeRegularization(1e9).fit(COLD);
        FactorModel expected = plain.fit(COLD);
        for (int u = 0; u < 20; u++) for (int i = 0; i < 18; i++) assertThat(held.score(u, i)).isCloseTo(expected.score(u, i), offset(1e-3));
    }

    /// Half the derivative of the objective on the class page by an item's factors, term by term, where everything has settled.
    @Test
    void anItemIsTheMinimumOfItsEventsDrawnToItsAttributes() {
        Hybrid knobs = trainer().withAlpha(0.5).withEpochs(1000);
        FactorModel model = knobs.fit(COLD);
        SparseRows byItem = COLD.byItem();
        for (int i : new int[] {0, 5, 17}) {
            double[] confidence = new double[20];
            for (int e = byItem.offsets()[i]; e < byItem.offsets()[i + 1]; e++) confidence[byItem.columns()[e]] = 1 + 0.5 * byItem.values()[e];
            double pull = pull(knobs, byItem.count(i));
            float[] q = model.item().factors().row(i);
            float[] b = colour(model, i);
            for (int j = 0; j < 4; j++) {
                double gradient = pull * (q[j] - b[j]);
                for (int u = 0; u < 20; u++) {
                    double score = model.score(u, i);
                    gradient += (confidence[u] * (score - 1) + knobs.unobserved() * score) * model.user().factors().row(u)[j];
                }
                assertThat(gradient).isCloseTo(0, offset(2e-3));
            }
        }
    }

    private static double pull(Hybrid knobs, int events) {
        return knobs.regularization() * Math.pow(events + knobs.unobserved() * 20, knobs.nu());
    }

    private static float[] colour(FactorModel model, int item) {
        Described described = model.item().described().orElseThrow();
        return described.factors().row(described.names().indexOf(item % 2 == 0 ? "colour:white" : "colour:black"));
    }

    /// The ridge regression of the class page has a zero gradient: its rows are the items with events, of which each has one colour.
    @Test
    void anAttributeIsTheRidgeRegressionOfTheItemsThatHaveIt() {
        Hybrid knobs = trainer();
        FactorModel model = knobs.fit(COLD);
        double average = 0;
        for (int i = 0; i < 18; i++) average += pull(knobs, COLD.byItem().count(i)) / 18;
        for (int colour = 0; colour < 2; colour++) {
            float[] b = colour(model, colour);
            for (int j = 0; j < 4; j++) {
                double gradient = knobs.attributeRegularization() * average * b[j];
                for (int i = colour; i < 18; i += 2) gradient += pull(knobs, COLD.byItem().count(i)) * (b[j] - model.item().factors().row(i)[j]);
                assertThat(gradient).isCloseTo(0, offset(1e-4));
            }
        }
    }

    @Test
    void noEpochRaisesTheObjectiveWhereEveryRowHasEvents() {
        Ratings warm = ToyWorld.clicks(20, 20).described(COLD.userAttributes(), COLD.itemAttributes());
        List<Double> objectives = trainer().fit(warm).provenance().history().epochs().stream().map(mf4j.train.Epoch::objective).toList();
        for (int j = 1; j < objectives.size(); j++) assertThat(objectives.get(j)).isLessThanOrEqualTo(objectives.get(j - 1) * (1 + 1e-6));
    }

    @Test
    void anItemWithoutEventsIsTheSumOfItsAttributes() {
        FactorModel model = trainer().fit(COLD);
        Described described = model.item().described().orElseThrow();
        Newcomer item = model.foldInItem(Map.of(), Map.of("colour:white", 2.0, "colour:black", 1.0));
        for (int j = 0; j < 4; j++) {
            float sum = 2 * described.factors().row(described.names().indexOf("colour:white"))[j] + described.factors().row(described.names().indexOf("colour:black"))[j];
            assertThat(item.factors()[j]).isCloseTo(sum, offset(1e-6f));
        }
    }

    @Test
    void listsHoldItemsAlone() {
        FactorModel model = trainer().fit(COLD);
        assertThat(model.items()).isSameAs(COLD.items());
        assertThat(model.recommend("u0", 100, Excluding.nothing())).hasSize(20);
        assertThat(model.similarUsers("u0", 100)).hasSize(19);
    }

    @Test
    void newItemsComeIntoTheModelByTheirAttributes() {
        FactorModel model = trainer().fit(COLD);
        Attributes newer = Attributes.builder().addCell("new-white", "colour", "white").addCell("i3", "colour", "white").build();
        FactorModel after = (FactorModel) model.partialFit(Ratings.builder().build().described(Attributes.none(), newer));
        assertThat(after.items().size()).isEqualTo(21);
        int row = after.items().indexOf("new-white");
        assertThat(after.score(after.users().indexOf("u0"), row)).isGreaterThan(after.score(after.users().indexOf("u1"), row) + 0.2);
        assertThat(after.item().factors().row(0)).isEqualTo(model.item().factors().row(0));
        assertThat(after.item().factors().row(3)).isNotEqualTo(model.item().factors().row(3));
        FactorModel still = model.partialFit(Ratings.builder().build().described(Attributes.none(), newer), PartialFit.touchedUsers());
        assertThat(still.item().factors().row(3)).isEqualTo(model.item().factors().row(3));
        assertThat(still.item().factors().row(row)).isEqualTo(after.item().factors().row(row));
    }

    private static final Ratings CATALOGUED = COLD.described(users("u20", "Ulm"), items("new-white", "white"));

    private static Attributes items(String more, String colour) {
        Attributes.Builder all = Attributes.builder();
        for (int j = 0; j < 20; j++) all.addCell("i" + j, "colour", j % 2 == 0 ? "white" : "black");
        return all.addCell(more, "colour", colour).build();
    }

    private static Attributes users(String more, String town) {
        Attributes.Builder all = Attributes.builder();
        for (int j = 0; j < 20; j++) all.addCell("u" + j, "town", j % 2 == 0 ? "Ulm" : "Bonn");
        return all.addCell(more, "town", town).build();
    }

    @Test
    void whomAttributesAloneNameIsInTheModel() {
        FactorModel model = trainer().fit(CATALOGUED);
        assertThat(model.items().size()).isEqualTo(21);
        assertThat(model.users().size()).isEqualTo(21);
        int row = model.items().indexOf("new-white");
        assertThat(model.item().factors().row(row)).isEqualTo(model.item().described().orElseThrow().prior(row));
        assertThat(model.item().factors().row(model.items().indexOf("i18"))).as("as white as i18").isEqualTo(model.item().factors().row(row));
        assertThat(model.recommend("u0", 3, model.excludingPast())).extracting(Recommendation::name).containsExactly("i0", "i18", "new-white");
        assertThat(model.recommend("u20", 10, Excluding.nothing())).extracting(Recommendation::name)
                .allMatch(name -> name.equals("new-white") || Integer.parseInt(name.substring(1)) % 2 == 0);
        Model kept = model.remembering(CATALOGUED);
        assertThat(kept.past().orElseThrow().byUser().rows()).isEqualTo(21);
        assertThat(kept.past().orElseThrow().byUser().columnCount()).isEqualTo(21);
        assertThat(kept.past().orElseThrow().learned().cardinality()).isEqualTo(COLD.count());
    }

    /// A catalogue may be many times as long as what has events: it must not change what these say.
    @Test
    void aCatalogueChangesNobodyElse() {
        FactorModel plain = trainer().fit(COLD);
        FactorModel model = trainer().fit(CATALOGUED);
        assertThat(moved(plain.user(), model.user())).isEmpty();
        assertThat(moved(plain.item(), model.item())).isEmpty();
        assertThat(model.foldIn(COLD).user().factors().values()).isEqualTo(plain.foldIn(COLD).user().factors().values());
        Ratings event = Ratings.builder().add("u0", "i5", 1).build();
        FactorModel after = (FactorModel) model.partialFit(event);
        FactorModel expected = (FactorModel) plain.partialFit(event);
        assertThat(moved(expected.user(), after.user())).isEmpty();
        assertThat(moved(expected.item(), after.item())).isEmpty();
        LiveModel live = LiveModel.of(model, PartialFit.touched());
        live.observe("u0", "i5", 1);
        for (int i = 0; i < 20; i++) assertThat(live.score(live.users().indexOf("u0"), i)).isCloseTo(expected.score(expected.users().indexOf("u0"), i), offset(1e-4));
    }

    @Test
    void eventsOfTheCatalogueAreLearnedFrom() {
        FactorModel model = trainer().fit(CATALOGUED);
        Ratings events = Ratings.builder().add("u1", "new-white", 1).add("u3", "new-white", 1).add("u5", "new-white", 1).build();
        Model after = model.partialFit(events);
        int row = model.items().indexOf("new-white");
        for (String user : List.of("u1", "u3", "u5")) assertThat(after.score(after.users().indexOf(user), row)).isGreaterThan(model.score(model.users().indexOf(user), row) + 0.2);
        assertThat(trainer().fit(CATALOGUED, model, Watch.none()).items().size()).isEqualTo(21);
    }

    /// As `update` reads the whole table of attributes again.
    @Test
    void whoseAttributesAreAsTheyWereStaysAsItIs() {
        FactorModel model = trainer().fit(COLD);
        Attributes reordered = Attributes.builder().addCell("i3", "colour", "black").addCell("i2", "colour", "white|green").addCell("new-white", "colour", "white").build();
        FactorModel after = (FactorModel) model.partialFit(Ratings.builder().add("u0", "i5", 1).build().described(COLD.userAttributes(), reordered));
        assertThat(moved(model.user(), after.user())).containsExactly("u0");
        assertThat(moved(model.item(), after.item())).containsExactly("i5");
        Attributes moved = Attributes.builder().addCell("i3", "colour", "white").build();
        FactorModel other = (FactorModel) model.partialFit(Ratings.builder().build().described(Attributes.none(), moved));
        assertThat(moved(model.item(), other.item())).containsExactly("i3");
        assertThat(moved(model.user(), other.user())).isEmpty();
    }

    private static List<String> moved(Side before, Side after) {
        return IntStream.range(0, before.ids().size()).filter(row -> !Arrays.equals(before.factors().row(row), after.factors().row(row)))
                .mapToObj(before.ids()::name).toList();
    }

    @Test
    void updatesGoOnKnowingTheAttributes() {
        FactorModel model = trainer().fit(COLD);
        LiveModel live = LiveModel.of(model, PartialFit.touched());
        Model expected = model;
        String[][] events = {{"u2", "i18"}, {"u4", "i18"}, {"stranger", "i18"}, {"stranger", "unheard-of"}, {"u3", "i5"}};
        for (String[] event : events) {
            live.observe(event[0], event[1], 1);
            expected = expected.partialFit(Ratings.builder().add(event[0], event[1], 1).build());
        }
        FactorModel now = (FactorModel) live.snapshot();
        for (Model model2 : List.of(live.snapshot(), expected)) assertThat(model2.items()).isEqualTo(now.items());
        for (int u = 0; u < 21; u++) {
            for (int i = 0; i < 21; i++) {
                assertThat(live.score(u, i)).isCloseTo(expected.score(u, i), offset(1e-3));
                assertThat(now.score(u, i)).isEqualTo(live.score(u, i));
            }
        }
        Newcomer newcomer = now.foldIn(Map.of("i0", 1.0, "i2", 1.0));
        List<Recommendation> list = live.recommend(Map.of("i0", 1.0, "i2", 1.0), 5, Excluding.nothing());
        assertThat(list).hasSize(5).allSatisfy(one -> assertThat(newcomer.predict(one.name())).isCloseTo(one.score(), offset(1e-3)));
        assertThat(list.getLast().score()).isCloseTo(newcomer.recommend(5).getLast().score(), offset(1e-3));
    }

    @Test
    void forgettingAUserForgetsItsAttributes() {
        FactorModel model = trainer().fit(COLD).forgetting("u3");
        assertThat(model.user().described().orElseThrow().rows().rows()).isEqualTo(19);
        FactorModel again = model.foldIn(COLD);
        assertThat(again.users().size()).isEqualTo(20);
    }

    /// Two starts that differ in nothing but their attributes' factors are two starts: their runs must not share a checkpoint.
    @Test
    void aStartIsNamedByItsAttributesToo() {
        FactorModel model = trainer().fit(COLD);
        FactorModel ofItems = new FactorModel(model.user(), moved(model.item()), model.scale(), model.past(), model.provenance());
        FactorModel ofUsers = new FactorModel(moved(model.user()), model.item(), model.scale(), model.past(), model.provenance());
        assertThat(Stream.of(model, ofItems, ofUsers).map(start -> trainer().withEpochs(1).fit(COLD, start, Watch.none()).provenance().data())).doesNotHaveDuplicates();
    }

    private static Side moved(Side side) {
        Described known = side.described().orElseThrow();
        Factors factors = known.factors().copy();
        factors.values()[0] += 1;
        return new Side(side.ids(), side.factors(), side.bias(), side.rule(), side.implied(), Optional.of(new Described(known.names(), factors, known.rows())), side.shares());
    }

    @Test
    void goesOnFromAModelAndIsWatched() {
        FactorModel model = trainer().withEpochs(12).fit(COLD);
        FactorModel more = trainer().withEpochs(1).fit(COLD, model, Watch.none());
        FactorModel longer = trainer().withEpochs(13).fit(COLD);
        for (int u = 0; u < 20; u++) for (int i = 0; i < 20; i++) assertThat(more.score(u, i)).isCloseTo(longer.score(u, i), offset(1e-4));
        assertThat(more.provenance().data()).startsWith(COLD.fingerprint() + " from ");
        FactorModel watched = trainer().fit(COLD, progress -> {
            FactorModel now = progress.model().get();
            assertThat(now.items()).isSameAs(COLD.items());
            return new Watch.Verdict(Map.of(), progress.epoch().number() == 3, progress.epoch().number() == 4);
        });
        assertSameBits(watched, trainer().withEpochs(3).fit(COLD));
        assertThatThrownBy(() -> trainer().withRank(3).fit(COLD, model, Watch.none())).hasMessage("Hybrid.rank must be that of the model it starts from, 4 but was 3");
    }
}
