package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.Sweep;
import mf4j.train.Watch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// [ImplicitAls] where every sum has several blocks: of rows, of factors, and short rows beside long ones.
class EventBlocksTest {
    private static final Ratings EVENTS = ToyWorld.sparseEvents(1000, 450, 1);

    private static Stream<ImplicitAls> trainers() {
        ImplicitAls any = ImplicitAls.defaults().withRank(40).withEpochs(4).withBlock(16);
        return Stream.of(EventRule.Solver.values()).flatMap(solver -> Stream.of(true, false).map(any.withSolver(solver)::withAccelerated));
    }

    private static Stream<DynamicTest> each(ThrowingTest test) {
        return trainers().map(trainer -> DynamicTest.dynamicTest(trainer.solver() + (trainer.accelerated() ? " accelerated" : ""), () -> test.of(trainer)));
    }

    private interface ThrowingTest {
        void of(ImplicitAls trainer) throws Exception;
    }

    @Test
    void theWorldHasRowsForBothExactSolvers() {
        assertThat(ImplicitAls.defaults().withRank(40).plan(EVENTS)).containsPattern("users: .* by Woodbury, .* by Cholesky");
    }

    @TestFactory
    Stream<DynamicTest> givesTheSameBitsForAnyNumberOfThreads() {
        return each(trainer -> {
            FactorModel one = Sweep.withThreads(1, () -> trainer.fit(EVENTS));
            for (int threads : new int[] {2, 3, 8}) TrainerContract.assertSameBits(Sweep.withThreads(threads, () -> trainer.fit(EVENTS)), one);
        });
    }

    @TestFactory
    Stream<DynamicTest> resumesWithTheSameFinalBits() {
        return each(trainer -> resumes(trainer, EVENTS, 2));
    }

    private static void resumes(ImplicitAls trainer, Ratings events, int killedAfter) {
        Checkpoint file = new Remembered(new ArrayList<>());
        Watch<FactorModel> killing = progress -> {
            if (progress.epoch().number() > killedAfter) throw new IllegalStateException("killed");
            return Watch.Verdict.GO_ON;
        };
        assertThatThrownBy(() -> trainer.fit(events, killing.keeping(file))).hasMessage("killed");
        Watch<FactorModel> quiet = Watch.none();
        FactorModel resumed = trainer.fit(events, quiet.keeping(file));
        assertThat(resumed.provenance().history().epochs()).hasSize(trainer.epochs());
        TrainerContract.assertSameBits(resumed, trainer.fit(events));
    }

    /// A start that was taken back leaves one known image, whichever sweep it was.
    @TestFactory
    Stream<DynamicTest> resumesAcrossAStartThatIsTakenBack() {
        return trainers().filter(ImplicitAls::accelerated).map(trainer -> DynamicTest.dynamicTest(trainer.solver().toString(), () -> {
            ImplicitAls shaky = shaky(trainer);
            Ratings wild = IntStream.rangeClosed(1, 40).mapToObj(seed -> ToyWorld.sparseEvents(120, 80, seed))
                    .filter(events -> !takenBack(shaky, events).isEmpty()).findFirst().orElseThrow();
            int back = takenBack(shaky, wild).getFirst();
            for (int killed : new int[] {back - 1, back}) resumes(shaky, wild, killed);
        }));
    }

    @TestFactory
    Stream<DynamicTest> neverRaisesTheObjective() {
        return each(trainer -> {
            falls(trainer.withEpochs(6).fit(EVENTS));
            for (int seed = 1; seed <= 3; seed++) falls(shaky(trainer).fit(ToyWorld.sparseEvents(120, 80, seed)));
        });
    }

    private static void falls(FactorModel model) {
        List<Epoch> epochs = model.provenance().history().epochs();
        for (int j = 1; j < epochs.size(); j++) {
            assertThat(epochs.get(j).objective()).as("sweep " + (j + 1)).isLessThanOrEqualTo(epochs.get(j - 1).objective() * (1 + 1e-6));
        }
    }

    private static final Ratings WILD = ToyWorld.sparseEvents(120, 80, 3);

    /// Great confidence and hardly a pull: sweeps whose next point is hard to foresee.
    private static ImplicitAls shaky(ImplicitAls trainer) {
        return trainer.withRank(16).withBlock(5).withAlpha(40).withRegularization(1e-5).withUnobserved(0.01).withEpochs(30).withSteps(trainer.solver() == EventRule.Solver.CG ? 1 : 4);
    }

    private static List<Integer> takenBack(ImplicitAls trainer, Ratings events) {
        Remembered states = new Remembered(new ArrayList<>());
        Watch<FactorModel> quiet = Watch.none();
        trainer.fit(events, quiet.keeping(states));
        return IntStream.range(1, states.all().size())
                .filter(j -> ((double[]) states.all().get(j).arrays().get("extrapolation/known"))[0] == 1).mapToObj(j -> j + 1).toList();
    }

    /// No array is larger than the items' factors: whatever has factors can be accelerated.
    @Test
    void noArrayOfARunIsLargerThanTheFactors() {
        Remembered states = new Remembered(new ArrayList<>());
        Watch<FactorModel> quiet = Watch.none();
        ImplicitAls.defaults().withRank(16).withEpochs(2).fit(WILD, quiet.keeping(states));
        int largest = Math.max(WILD.users().size(), WILD.items().size()) * 16;
        assertThat(states.all().getLast().arrays().values()).allSatisfy(array -> assertThat(Array.getLength(array)).isLessThanOrEqualTo(largest));
    }

    /// Copies of all states, in memory.
    private record Remembered(List<State> all) implements Checkpoint {
        @Override
        public void save(State state) {
            Map<String, Object> copies = new LinkedHashMap<>();
            state.arrays().forEach((name, array) -> copies.put(name, array instanceof float[] floats ? floats.clone() : ((double[]) array).clone()));
            all.add(new State(state.run(), state.history(), copies));
        }

        @Override
        public Optional<State> load(String run) {
            return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()).filter(state -> state.run().equals(run));
        }
    }
}
