package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.Knobs;
import mf4j.train.Watch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

class ImplicitAlsTest extends EventsContract<ImplicitAls, FactorModel> {
    @Override
    ImplicitAls trainer() {
        return ImplicitAls.defaults().withRank(4).withEpochs(12);
    }

    private static Stream<ImplicitAls> variants() {
        List<ImplicitAls> all = new ArrayList<>();
        for (EventRule.Convention convention : EventRule.Convention.values()) {
            for (double nu : new double[] {0, 0.5, 1}) {
                for (double alpha : new double[] {0, 2}) {
                    all.add(ImplicitAls.defaults().withRank(5).withEpochs(3).withRegularization(0.02).withUnobserved(0.4).withNu(nu).withAlpha(alpha)
                            .withConvention(convention).withAccelerated(alpha > 0));
                }
            }
        }
        return all.stream();
    }

    /// The objective, cell by cell, from its definition.
    private static double objective(ImplicitAls knobs, FactorModel model, Ratings events) {
        double sum = 0;
        double[][] confidence = new double[events.users().size()][events.items().size()];
        SparseRows rows = events.byUser();
        for (int u = 0; u < rows.rows(); u++) {
            for (int e = rows.offsets()[u]; e < rows.offsets()[u + 1]; e++) {
                confidence[u][rows.columns()[e]] = rows.weight(e) * (1 + knobs.alpha() * rows.values()[e]);
            }
        }
        for (int u = 0; u < confidence.length; u++) {
            for (int i = 0; i < confidence[u].length; i++) {
                double s = model.score(u, i);
                boolean event = confidence[u][i] > 0;
                sum += confidence[u][i] * (1 - s) * (1 - s);
                if (!event || knobs.convention() == EventRule.Convention.ADDED) sum += knobs.unobserved() * s * s;
            }
        }
        return sum + pull(knobs, model.user(), rows, events.items().size()) + pull(knobs, model.item(), events.byItem(), events.users().size());
    }

    private static double pull(ImplicitAls knobs, Side side, SparseRows rows, int others) {
        double sum = 0;
        for (int row = 0; row < rows.rows(); row++) {
            double pull = knobs.regularization() * Math.pow(rows.count(row) + knobs.unobserved() * others, knobs.nu());
            for (float x : side.factors().row(row)) sum += pull * x * x;
        }
        return sum;
    }

    private static final Ratings WEIGHTED = weighted();

    private static Ratings weighted() {
        Ratings.Builder builder = Ratings.builder();
        SparseRows rows = EVENTS.byUser();
        for (int u = 0; u < rows.rows(); u++) {
            for (int e = rows.offsets()[u]; e < rows.offsets()[u + 1]; e++) {
                builder.addWeighted("u" + u, "i" + rows.columns()[e], rows.values()[e], 0.5 + 0.25 * (e % 5));
            }
        }
        return builder.build();
    }

    @TestFactory
    Stream<DynamicTest> reportsTheObjectiveOfItsDefinition() {
        return variants().flatMap(knobs -> Stream.of(EVENTS, WEIGHTED).map(events -> DynamicTest.dynamicTest(knobs + " " + events, () -> {
            FactorModel model = knobs.fit(events);
            double reported = model.provenance().history().epochs().getLast().objective();
            assertThat(reported).isCloseTo(objective(knobs, model, events), withPercentage(0.001));
        })));
    }

    @TestFactory
    Stream<DynamicTest> neverRaisesTheObjective() {
        return variants().map(knobs -> DynamicTest.dynamicTest(knobs.toString(), () -> {
            List<Epoch> epochs = knobs.withEpochs(10).fit(WEIGHTED).provenance().history().epochs();
            for (int j = 1; j < epochs.size(); j++) {
                assertThat(epochs.get(j).objective()).isLessThanOrEqualTo(epochs.get(j - 1).objective() * (1 + 1e-6));
            }
        }));
    }

    /// The user rows were solved last: moving any of their numbers must raise the objective on both sides, by a parabola around it.
    @TestFactory
    Stream<DynamicTest> leavesNoGradientInTheRowsSolvedLast() {
        return variants().map(knobs -> DynamicTest.dynamicTest(knobs.toString(), () -> {
            FactorModel model = knobs.fit(WEIGHTED);
            double step = 1e-2;
            float[] p = model.user().factors().values();
            for (int at : new int[] {0, 7, 61, 122, 199, 299}) {
                float kept = p[at];
                double here = objective(knobs, model, WEIGHTED);
                p[at] = (float) (kept + step);
                double above = objective(knobs, model, WEIGHTED);
                p[at] = (float) (kept - step);
                double below = objective(knobs, model, WEIGHTED);
                p[at] = kept;
                double curvature = above - 2 * here + below;
                assertThat(curvature).isPositive();
                assertThat((above - below) / curvature).as("distance from the minimum in steps").isCloseTo(0, offset(0.02));
            }
        }));
    }

    /// After few sweeps, by every solver, whatever was extrapolated.
    @TestFactory
    Stream<DynamicTest> usersAreAtTheMinimumOfTheirRows() {
        return Stream.of(EventRule.Solver.values()).flatMap(solver -> variants().map(knobs -> knobs.withSolver(solver).withSteps(1).withBlock(2)))
                .map(knobs -> DynamicTest.dynamicTest(knobs.toString(), () -> assertSettled(knobs.fit(WEIGHTED), WEIGHTED, 2e-5)));
    }

    /// The models that a watch judges, the one that it calls best, and the one of a run that was broken off and resumed.
    @ParameterizedTest
    @EnumSource(EventRule.Solver.class)
    void soAreThoseOfEveryEpochThatIsJudged(EventRule.Solver solver, @TempDir Path folder) {
        ImplicitAls knobs = trainer().withSolver(solver).withSteps(1).withBlock(2);
        List<FactorModel> judged = new ArrayList<>();
        Watch<FactorModel> watch = progress -> {
            FactorModel now = progress.model().get();
            judged.add(new FactorModel(copied(now.user()), copied(now.item()), now.scale(), now.past(), now.provenance()));
            return new Watch.Verdict(Map.of(), progress.epoch().number() == 3, progress.epoch().number() == 6);
        };
        FactorModel kept = knobs.fit(EVENTS, watch);
        assertThat(judged).hasSize(6).allSatisfy(model -> assertSettled(model, EVENTS, 2e-5));
        assertSameBits(kept, judged.get(2));
        assertSameBits(kept, knobs.withEpochs(3).fit(EVENTS)); // which nobody watched
        Checkpoint file = Checkpoint.file(folder.resolve("run.state"));
        Watch<FactorModel> killed = progress -> {
            if (progress.epoch().number() == 5) throw new IllegalStateException("killed");
            return watch.after(progress);
        };
        assertThatThrownBy(() -> knobs.fit(EVENTS, killed.keeping(file))).hasMessage("killed");
        assertSameBits(knobs.fit(EVENTS, watch.keeping(file)), kept);
    }

    private static Side copied(Side side) {
        return new Side(side.ids(), side.factors().copy(), side.bias(), side.rule(), side.implied(), side.described(), side.shares());
    }

    /// Newcomers, whole tables of them and explanations solve against one Gramian, and so do new items, however many ask at once.
    @Test
    void whatRowsShareIsMadeOnce() {
        FactorModel model = trainer().fit(EVENTS);
        Map<String, Double> clicks = Map.of("i1", 1.0);
        assertThat(((FactorModel) model.foldIn(clicks).model()).userRows()).isSameAs(model.userRows());
        assertThat(model.withoutPast().foldIn(EVENTS).forgetting("u3").userRows()).isSameAs(model.userRows());
        List<Supplier<RowSolver>> ofItems = IntStream.range(0, 8).parallel()
                .mapToObj(n -> ((FactorModel) model.foldInItem(Map.of("u" + n, 1.0)).model()).userRows()).toList();
        assertThat(ofItems).allSatisfy(rows -> assertThat(rows).isSameAs(ofItems.getFirst()));
        assertThat(ofItems.getFirst()).isNotSameAs(model.userRows());
        assertThat(((EventRows) model.userRows()).side().gram()).isEqualTo(Gramian.of(model.item().factors(), trainer().unobserved()));
    }

    @Test
    void refusesANewcomerWhoseEventsDidNotHappen() {
        FactorModel model = trainer().fit(EVENTS);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> model.foldIn(java.util.Map.of("i1", -2.0)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("EventRule.events must be above 0 but was -2");
    }

    @Test
    void conjugateGradientsComeAsCloseAsStepsAllow() {
        ImplicitAls exact = trainer().withAccelerated(false).withEpochs(5);
        double bottom = last(exact.fit(WEIGHTED));
        double near = last(exact.withSolver(EventRule.Solver.CG).withSteps(2).fit(WEIGHTED));
        double same = last(exact.withSolver(EventRule.Solver.CG).withSteps(30).fit(WEIGHTED));
        assertThat(same).isCloseTo(bottom, withPercentage(0.001));
        assertThat(near).isCloseTo(bottom, withPercentage(2));
        assertThat(near).isNotEqualTo(same);
    }

    /// Enough short rows that a basis pays: the objective is that of Cholesky alone, sweep by sweep.
    @Test
    void solvesShortRowsToTheSameObjective() {
        Ratings many = ToyWorld.events(3000, 60, 2);
        ImplicitAls automatic = ImplicitAls.defaults().withRank(32).withEpochs(4);
        assertThat(automatic.plan(many)).contains("by Woodbury");
        List<Epoch> mixed = automatic.fit(many).provenance().history().epochs();
        List<Epoch> full = automatic.withSolver(EventRule.Solver.CHOLESKY).fit(many).provenance().history().epochs();
        for (int j = 0; j < 4; j++) assertThat(mixed.get(j).objective()).isCloseTo(full.get(j).objective(), withPercentage(0.001));
    }

    /// The value a descent reports is the objective where it stopped, not where it was heading, and not that of the model, whose users
    /// are solved once more.
    @Test
    void reportsTheObjectiveOfADescentThatStopsEarly() {
        ImplicitAls knobs = ImplicitAls.defaults().withRank(5).withEpochs(2).withRegularization(0.02).withNu(0.5).withSolver(EventRule.Solver.CG).withSteps(1);
        List<Checkpoint.State> states = new ArrayList<>();
        FactorModel model = knobs.fit(WEIGHTED, Watch.<FactorModel>none().keeping(new Checkpoint() {
            @Override
            public Optional<State> load(String fingerprint) {
                return Optional.empty();
            }

            @Override
            public void save(State state) {
                states.add(state);
            }
        }));
        float[] swept = (float[]) states.getLast().arrays().get("userFactors");
        double settled = objective(knobs, model, WEIGHTED);
        System.arraycopy(swept, 0, model.user().factors().values(), 0, swept.length);
        double reached = objective(knobs, model, WEIGHTED);
        assertThat(last(model)).isCloseTo(reached, withPercentage(0.001));
        assertThat(settled).isLessThan(0.999 * reached);
    }

    /// From where values hardly count to Hu, Koren and Volinsky's 40.
    @Test
    void studiesSearchHowMuchValuesCount() {
        Knobs.Entry alpha = Knobs.of(ImplicitAls.class).entries().stream().filter(knob -> knob.name().equals("alpha")).findFirst().orElseThrow();
        assertThat(alpha.search()).containsExactly(0.01, 40.0);
        assertThat(alpha.logarithmic()).isTrue();
        assertSameBits(trainer().fit(EVENTS), trainer().fit(EVENTS.mapValues(value -> 3 * value)));
        assertThat(last(trainer().withAlpha(1).fit(EVENTS))).isNotEqualTo(last(trainer().withAlpha(1).fit(EVENTS.mapValues(value -> 3 * value))));
    }

    @Test
    void accelerationReachesInFewerSweepsWhatPlainSweepsReach() {
        ImplicitAls plain = ImplicitAls.defaults().withRank(8).withEpochs(60).withAccelerated(false);
        double wanted = last(plain.fit(EVENTS)) * 1.0001;
        List<Epoch> fast = plain.withAccelerated(true).fit(EVENTS).provenance().history().epochs();
        List<Epoch> slow = plain.fit(EVENTS).provenance().history().epochs();
        assertThat(sweepsTo(wanted, fast)).isLessThan(sweepsTo(wanted, slow));
    }

    private static long sweepsTo(double objective, List<Epoch> epochs) {
        return epochs.stream().filter(epoch -> epoch.objective() > objective).count() + 1;
    }

    private static double last(FactorModel model) {
        return model.provenance().history().epochs().getLast().objective();
    }
}
