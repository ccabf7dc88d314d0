package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

class PartialFitTest {
    private static final Ratings WORLD = ToyWorld.tastes(60, 40, 0.1, 1);
    private static final Als ALS = Als.defaults().withRank(4).withRegularization(0.1).withBiasRegularization(0.1);
    private static final FactorModel MODEL = ALS.fit(WORLD);
    private static final Ratings NEWS = Ratings.builder().add("u3", "i5", 1).add("u3", "brand-new", 5).add("stranger", "i5", 4).add("stranger", "i7", 2).build();

    @Test
    void onlyRowsOfTheEventsMove() {
        FactorModel after = (FactorModel) MODEL.partialFit(NEWS);
        assertSameBut(MODEL.user(), after.user(), Set.of("u3"));
        assertSameBut(MODEL.item(), after.item(), Set.of("i5", "i7"));
        assertThat(after.users().size()).isEqualTo(61);
        assertThat(after.items().size()).isEqualTo(41);
        assertThat(after.user().factors().row(60)).isNotEqualTo(new float[4]);
        assertThat(after.item().factors().row(40)).isNotEqualTo(new float[4]);
        assertThat(after.user().factors().row(3)).isNotEqualTo(MODEL.user().factors().row(3));
    }

    private static void assertSameBut(Side before, Side after, Set<String> moved) {
        for (int row = 0; row < before.ids().size(); row++) {
            assertThat(after.ids().name(row)).isEqualTo(before.ids().name(row));
            if (moved.contains(before.ids().name(row))) continue;
            assertThat(after.factors().row(row)).isEqualTo(before.factors().row(row));
            assertThat(after.bias()[row]).isEqualTo(before.bias()[row]);
        }
    }

    @Test
    void theModelItselfStaysAsItIs() {
        float[] before = MODEL.user().factors().values().clone();
        MODEL.partialFit(NEWS);
        assertThat(MODEL.user().factors().values()).isEqualTo(before);
        assertThat(MODEL.past().orElseThrow().byUser()).isSameAs(WORLD.byUser());
    }

    @Test
    void aChosenUserEndsAtTheMinimumOfItsRowOverOldAndNewEvents() {
        for (PartialFit which : List.of(PartialFit.touched(), PartialFit.touchedUsers(), PartialFit.touched().withRounds(3))) {
            FactorModel after = MODEL.partialFit(NEWS, which);
            for (String name : List.of("u3", "stranger")) assertMinimum(after, after.users().indexOf(name));
        }
    }

    /// The gradient of `sum (r - score)^2 + pull |p|^2 + pull b^2` by the user's factors and bias, halved.
    private static void assertMinimum(FactorModel model, int user) {
        SparseRows rows = model.past().orElseThrow().byUser();
        double[] gradient = new double[5];
        for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
            int item = rows.columns()[entry];
            double error = rows.weight(entry) * (rows.values()[entry] - model.score(user, item));
            for (int j = 0; j < 4; j++) gradient[j] += error * model.item().factors().row(item)[j];
            gradient[4] += error;
        }
        for (int j = 0; j < 4; j++) assertThat(gradient[j] - 0.1 * FactorRun.unit(WORLD) * model.user().factors().row(user)[j]).isEqualTo(0, offset(1e-4));
        assertThat(gradient[4] - 0.1 * model.user().bias()[user]).isEqualTo(0, offset(1e-4));
    }

    @Test
    void aNewValueTakesThePlaceOfTheOld() {
        int user = WORLD.users().indexOf("u3");
        String known = WORLD.items().name(WORLD.byUser().columns(user)[1]);
        SparseRows after = past(MODEL.partialFit(Ratings.builder().add("u3", known, -7).build()));
        assertThat(after.offsets()).isEqualTo(WORLD.byUser().offsets());
        assertThat(after.columns()).isEqualTo(WORLD.byUser().columns());
        float[] expected = WORLD.byUser().values().clone();
        expected[WORLD.byUser().offsets()[user] + 1] = -7;
        assertThat(after.values()).isEqualTo(expected);
    }

    @Test
    void newEventsStandBehindTheUsersOldOnesWithTheirWeights() {
        Ratings news = Ratings.builder().addWeighted("u3", "brand-new", 5, 2).build();
        SparseRows after = past(MODEL.partialFit(news));
        int end = after.offsets()[4];
        assertThat(after.count(3)).isEqualTo(WORLD.byUser().count(3) + 1);
        assertThat(after.columns()[end - 1]).isEqualTo(40);
        assertThat(after.values()[end - 1]).isEqualTo(5);
        assertThat(after.weight(end - 1)).isEqualTo(2);
        assertThat(after.weight(end - 2)).isEqualTo(1);
    }

    private static SparseRows past(Model model) {
        return model.past().orElseThrow().byUser();
    }

    @Test
    void whatWasHeldOutIsNotLearnedUntilItIsGiven() {
        Ratings part = WORLD.subset(entry -> entry % 3 > 0);
        FactorModel model = ALS.fit(part).remembering(WORLD);
        int held = WORLD.byUser().offsets()[5];
        while (held % 3 > 0) held++;
        String item = WORLD.items().name(WORLD.byUser().columns()[held]);
        Past past = model.partialFit(Ratings.builder().add("u5", item, 3).build()).past().orElseThrow();
        BitSet expected = (BitSet) model.past().orElseThrow().learned().clone();
        expected.set(held);
        assertThat(past.learned()).isEqualTo(expected);
        FactorModel refit = (FactorModel) model.refit(List.of("u6"), List.of());
        FactorModel alone = model.foldIn(part);
        assertThat(refit.user().factors().row(6)).isEqualTo(alone.user().factors().row(6));
    }

    @Test
    void onlyChosenRowsMove() {
        FactorModel after = (FactorModel) MODEL.refit(List.of("u1"), List.of("i2", "i3"));
        assertSameBut(MODEL.user(), after.user(), Set.of("u1"));
        assertSameBut(MODEL.item(), after.item(), Set.of("i2", "i3"));
        assertThat(after.item().factors().row(2)).isNotEqualTo(MODEL.item().factors().row(2));
        FactorModel still = MODEL.partialFit(NEWS, PartialFit.touchedUsers());
        assertSameBut(MODEL.item(), still.item(), Set.of());
    }

    @Test
    void anItemKnownByNameAloneIsUnseen() {
        Ratings part = WORLD.subset(entry -> WORLD.byUser().columns()[entry] != 5);
        FactorModel model = ALS.fit(part);
        assertThat(model.item().factors().row(5)).isEqualTo(new float[4]);
        Ratings news = Ratings.builder().add("u3", "i5", 1).add("u4", "i5", 5).add("u5", "i6", 5).build();
        FactorModel after = model.partialFit(news, PartialFit.touchedUsers());
        assertSameBut(model.item(), after.item(), Set.of("i5"));
        assertThat(after.item().factors().row(5)).isNotEqualTo(new float[4]);
        LiveModel live = LiveModel.of(model);
        live.observe("u3", "i5", 1);
        assertThat(((FactorModel) live.snapshot()).item().factors().row(5)).isNotEqualTo(new float[4]);
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() throws Exception {
        FactorModel one = mf4j.train.Sweep.withThreads(1, () -> (FactorModel) MODEL.partialFit(WORLD.subset(entry -> entry % 2 == 0)));
        for (int threads : new int[] {2, 5}) {
            Model other = mf4j.train.Sweep.withThreads(threads, () -> MODEL.partialFit(WORLD.subset(entry -> entry % 2 == 0)));
            TrainerContract.assertSameBits(other, one);
        }
    }

    @Test
    void manyRoundsOverEverythingComeToTheTrainedModel() {
        FactorModel half = ALS.withEpochs(200).fit(WORLD);
        Model other = half.refit(names(half.users()), names(half.items()));
        for (int u = 0; u < 60; u++) for (int i = 0; i < 40; i++) assertThat(other.score(u, i)).isCloseTo(half.score(u, i), offset(1e-2));
    }

    private static List<String> names(mf4j.data.Ids ids) {
        return java.util.stream.IntStream.range(0, ids.size()).mapToObj(ids::name).toList();
    }

    @Test
    void impliedFactorsArePartOfTheRow() {
        FactorModel model = SvdPlusPlus.defaults().withRank(3).withEpochs(3).fit(WORLD);
        FactorModel after = (FactorModel) model.partialFit(NEWS);
        int row = after.users().indexOf("stranger");
        FactorModel folded = after.foldIn(NEWS);
        assertThat(after.user().factors().row(row)).isEqualTo(folded.user().factors().row(folded.users().indexOf("stranger")));
        assertThat(after.item().implied().orElseThrow().row(40)).isEqualTo(new float[3]);
    }

    @Test
    void usersWithNothingToSolveAreTakenInByNameAlone() {
        FactorModel after = (FactorModel) Popularity.defaults().fit(WORLD).partialFit(NEWS);
        assertThat(after.users().contains("stranger")).isTrue();
        assertThat(after.user().bias()).containsOnly(0);
    }

    @Test
    void meansOfItemsMoveToWhatTheyAreOfEverything() {
        FactorModel after = (FactorModel) ItemMean.defaults().fit(WORLD).partialFit(NEWS);
        FactorModel again = ItemMean.defaults().fit(ToyWorld.joined(WORLD, NEWS));
        assertThat(after.items()).isEqualTo(again.items());
        for (String item : List.of("i5", "i7", "brand-new")) assertThat(after.predict("u1", item)).isCloseTo(again.predict("u1", item), offset(1e-5));
        LiveModel live = LiveModel.of(ItemMean.defaults().fit(WORLD));
        live.observe("u3", "i5", 1);
        live.observe("stranger", "i5", 4);
        assertThat(live.predict("u1", "i5")).isCloseTo(again.predict("u1", "i5"), offset(1e-5));
    }

    @Test
    void saysThatTheModelIsNoLongerWhatTrainingGave() {
        assertThat(MODEL.partialFit(NEWS).provenance().data()).isEqualTo(WORLD.fingerprint() + " updated by " + NEWS.fingerprint());
    }

    @Test
    void namesWithoutAnEventAreNotTakenIn() {
        Ratings part = NEWS.subset(entry -> NEWS.users().name(NEWS.byUser().rowOfEntry()[entry]).equals("u3"));
        Model after = MODEL.partialFit(part);
        assertThat(after.users().contains("stranger")).isFalse();
        assertThat(after.items().contains("brand-new")).isTrue();
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> MODEL.withoutPast().partialFit(NEWS)).isInstanceOf(IllegalStateException.class)
                .hasMessage("FactorModel: partialFit needs the users' ratings, and this model was saved without them");
        assertThatThrownBy(() -> MODEL.refit(List.of("nobody"), List.of())).isInstanceOf(UnknownName.class).hasMessageContaining("nobody");
        assertThatThrownBy(() -> MODEL.refit(List.of(), List.of("nothing"))).isInstanceOf(UnknownName.class).hasMessageContaining("nothing");
        assertThatThrownBy(() -> PartialFit.touched().withRounds(0)).hasMessage("PartialFit.rounds must be at least 1 but was 0");
    }
}
