package mf4j.train;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EpochsTest {
    /// A model: copies of the arrays as they stood, and the history.
    record Model(float[] factors, double[] steps, History history) { }

    /// A training whose state wanders: every epoch depends on its number and the state.
    private static final class Wander implements Epochs.Run<Model> {
        final float[] factors = {1, 2, 3};
        final double[] steps = {0.5};
        int advanced;
        int fingerprints;

        @Override
        public String fingerprint() {
            fingerprints++;
            return "wander";
        }

        @Override
        public Map<String, Object> state() {
            Map<String, Object> arrays = new LinkedHashMap<>();
            arrays.put("factors", factors);
            arrays.put("steps", steps);
            return arrays;
        }

        @Override
        public double advance(int epoch) {
            advanced++;
            for (int j = 0; j < factors.length; j++) factors[j] = 0.9f * factors[j] + (float) Seeds.of(epoch).stream(j).nextGaussian();
            steps[0] = steps[0] * 0.99 + factors[0];
            return objective();
        }

        double objective() {
            return Math.abs(factors[0]) + Math.abs(factors[1]) + Math.abs(steps[0]);
        }

        @Override
        public Model model(History history) {
            return new Model(factors.clone(), steps.clone(), history);
        }
    }

    /// Calls the least measure the best and stops when it is `patience` epochs past; everything it knows is in the history.
    private static Watch<Model> judge(List<Integer> measures, int patience) {
        return progress -> {
            int number = progress.epoch().number();
            double measure = measures.get((number - 1) % measures.size()) + 1e-3 * progress.model().get().factors()[1];
            Optional<Epoch> best = progress.history().best();
            boolean better = best.isEmpty() || measure < best.get().measures().get("measure");
            return new Watch.Verdict(Map.of("measure", measure), better, !better && number - best.orElseThrow().number() >= patience);
        };
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Keeps copies as a file would, and may kill the run once it has saved an epoch.
    private static final class Memory implements Checkpoint {
        State saved;
        int saves;
        int killAfter = Integer.MAX_VALUE;

        @Override
        public Optional<State> load(String run) {
            return Optional.ofNullable(saved);
        }

        @Override
        public void save(State state) {
            Map<String, Object> copies = new LinkedHashMap<>();
            state.arrays().forEach((name, array) -> copies.put(name, array instanceof float[] floats ? floats.clone() : ((double[]) array).clone()));
            saved = new State(state.run(), state.history(), copies);
            saves++;
            if (state.history().epochs().size() >= killAfter) throw new Killed();
        }
    }

    private static void assertSame(Model actual, Model expected) {
        assertThat(actual.factors()).isEqualTo(expected.factors());
        assertThat(actual.steps()).isEqualTo(expected.steps());
        assertThat(timeless(actual.history())).isEqualTo(timeless(expected.history()));
    }

    private static List<Epoch> timeless(History history) {
        return history.epochs().stream().map(e -> new Epoch(e.number(), e.objective(), 0, e.measures(), e.best())).toList();
    }

    @Test
    void withNobodyWatchingTheLastEpochIsTheModel() {
        Model model = Epochs.run(7, new Wander(), Watch.none());
        Wander by = new Wander();
        for (int epoch = 1; epoch <= 7; epoch++) by.advance(epoch);
        assertThat(model.factors()).isEqualTo(by.factors);
        assertThat(model.history().epochs()).extracting(Epoch::number).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(model.history().epochs().getLast().objective()).isEqualTo(by.objective());
        assertThat(model.history().kept()).isEqualTo(7);
        assertThat(Epochs.run(0, new Wander(), Watch.none()).factors()).containsExactly(1, 2, 3);
    }

    @Test
    void theEpochCalledBestComesBackBitForBit() {
        Watch<Model> third = progress -> new Watch.Verdict(Map.of(), progress.epoch().number() == 3, progress.epoch().number() == 5);
        Model model = Epochs.run(9, new Wander(), third);
        Model three = Epochs.run(3, new Wander(), Watch.none());
        assertThat(model.factors()).isEqualTo(three.factors());
        assertThat(model.steps()).isEqualTo(three.steps());
        assertThat(model.history().kept()).isEqualTo(3);
        assertThat(model.history().epochs()).extracting(Epoch::best).containsExactly(false, false, true, false, false);
    }

    @Test
    void theWatchSeesEachEpochWithTheHistoryBeforeItAndTheLiveModel() {
        List<Integer> before = new ArrayList<>();
        Epochs.run(4, new Wander(), progress -> {
            before.add(progress.history().epochs().size());
            assertThat(progress.epochs()).isEqualTo(4);
            assertThat(progress.epoch().number()).isEqualTo(before.size());
            assertThat(progress.epoch().measures()).isEmpty();
            assertThat(progress.epoch().seconds()).isNotNegative();
            Model model = (Model) progress.model().get();
            assertThat(Math.abs(model.factors()[0]) + Math.abs(model.factors()[1]) + Math.abs(model.steps()[0])).isEqualTo(progress.epoch().objective());
            return new Watch.Verdict(Map.of("x", (double) before.size()), false, false);
        });
        assertThat(before).containsExactly(0, 1, 2, 3);
    }

    @Property(tries = 100)
    void aRunKilledAnywhereEndsAsIfItNeverStopped(@ForAll @Size(min = 1, max = 12) List<@IntRange(max = 9) Integer> measures,
                                                  @ForAll @IntRange(min = 1, max = 6) int patience,
                                                  @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 12) Integer> kills, @ForAll boolean judged) {
        Watch<Model> watch = judged ? judge(measures, patience) : Watch.none();
        Model whole = Epochs.run(12, new Wander(), watch);
        Memory memory = new Memory();
        for (int kill : kills) {
            memory.killAfter = kill;
            try {
                assertSame(Epochs.run(12, new Wander(), watch.keeping(memory)), whole);
            } catch (Killed expected) {
                assertThat(memory.saved.history().epochs()).hasSizeGreaterThanOrEqualTo(kill);
            }
        }
        memory.killAfter = Integer.MAX_VALUE;
        Wander last = new Wander();
        assertSame(Epochs.run(12, last, watch.keeping(memory)), whole);
        int killedAt = kills.stream().mapToInt(k -> k).max().orElse(0);
        assertThat(last.advanced).isLessThanOrEqualTo(12 - Math.min(killedAt, whole.history().epochs().size()));
    }

    @Test
    void aFileResumesAtEveryEpoch(@TempDir Path folder) {
        Watch<Model> watch = judge(List.of(5, 3, 4, 1, 2, 2, 2), 3);
        Model whole = Epochs.run(10, new Wander(), watch);
        for (int kill = 1; kill <= 7; kill++) {
            int at = kill;
            Checkpoint file = Checkpoint.file(folder.resolve("state" + kill));
            Watch<Model> killer = progress -> {
                if (progress.epoch().number() == at) throw new Killed();
                return watch.after(progress);
            };
            assertThatThrownBy(() -> Epochs.run(10, new Wander(), killer.keeping(file))).isInstanceOf(Killed.class);
            Wander resumed = new Wander();
            assertSame(Epochs.run(10, resumed, watch.keeping(file)), whole);
            assertThat(resumed.advanced).isEqualTo(whole.history().epochs().size() - kill + 1);
            Wander again = new Wander();
            assertSame(Epochs.run(10, again, watch.keeping(file)), whole);
            assertThat(again.advanced).as("a finished run has nothing left to do").isZero();
        }
    }

    @Test
    void aStopOfTheMomentIsNotRepeated() {
        Memory memory = new Memory();
        Watch<Model> interrupted = progress -> progress.epoch().number() == 3 ? Watch.Verdict.STOP : Watch.Verdict.GO_ON;
        assertThat(Epochs.run(8, new Wander(), interrupted.keeping(memory)).history().epochs()).hasSize(3);
        assertSame(Epochs.run(8, new Wander(), Watch.<Model>none().keeping(memory)), Epochs.run(8, new Wander(), Watch.none()));
    }

    @Test
    void aStateOfOtherShapesCountsAsNone() {
        Memory memory = new Memory();
        Model whole = Epochs.run(3, new Wander(), Watch.<Model>none());
        for (Map<String, Object> arrays : List.<Map<String, Object>>of(Map.of("factors", new float[3]),
                Map.of("factors", new float[4], "steps", new double[1]), Map.of("factors", new float[3], "steps", new float[1]))) {
            memory.saved = new Checkpoint.State("wander", new History(List.of(new Epoch(1, 1, 1, Map.of(), false))), arrays);
            assertSame(Epochs.run(3, new Wander(), Watch.<Model>none().keeping(memory)), whole);
        }
        memory.saved = new Checkpoint.State("wander", new History(List.of(new Epoch(1, 1, 1, Map.of(), true))),
                Map.of("factors", new float[3], "steps", new double[1]));
        assertSame(Epochs.run(3, new Wander(), Watch.<Model>none().keeping(memory)), whole);
    }

    @Test
    void onlyACheckpointCostsAnything() {
        Wander free = new Wander();
        Epochs.run(5, free, Watch.none());
        assertThat(free.fingerprints).isZero();
        Memory memory = new Memory();
        Epochs.run(5, new Wander(), Watch.<Model>none().keeping(memory));
        assertThat(memory.saves).isEqualTo(5);
        assertThat(memory.saved.arrays().keySet()).containsExactly("factors", "steps");
    }

    @Test
    void aDivergedTrainingSaysSoAndKeepsTheLastGoodState() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            Memory memory = new Memory();
            Wander wander = new Wander();
            Epochs.Run<Model> diverging = new Epochs.Run<>() {
                @Override
                public String fingerprint() {
                    return "diverging";
                }

                @Override
                public Map<String, Object> state() {
                    return wander.state();
                }

                @Override
                public double advance(int epoch) {
                    return epoch == 3 ? bad : wander.advance(epoch);
                }

                @Override
                public Model model(History history) {
                    return wander.model(history);
                }
            };
            assertThatThrownBy(() -> Epochs.run(5, diverging, Watch.<Model>none().keeping(memory))).isInstanceOf(ArithmeticException.class)
                    .hasMessage("the training diverged in epoch 3: its objective is " + bad + "; use a smaller learning rate or more regularization");
            assertThat(memory.saved.history().epochs()).hasSize(2);
        }
    }

    @Test
    void theKeptModelDoesNotChangeWhenTheRunIsUsedAgain() {
        Wander run = new Wander();
        Model model = Epochs.run(2, run, Watch.none());
        float[] kept = model.factors().clone();
        run.advance(3);
        assertThat(Arrays.equals(model.factors(), kept)).isTrue();
    }
}
