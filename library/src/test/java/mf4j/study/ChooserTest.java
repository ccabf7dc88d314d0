package mf4j.study;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ChooserTest {
    /// Chooses the same place on every scale: one for parameters that are chosen together, another for each that is chosen on its own.
    private record Constant(double together, double alone) implements Sampler {
        @Override
        public long seed() {
            return 0;
        }

        @Override
        public Sampler withSeed(long seed) {
            return this;
        }

        @Override
        public Proposer proposer(Space space, List<Goal> goals) {
            double[] u = new double[space.size()];
            Arrays.fill(u, together);
            return _ -> Optional.of(space.fromUnit(u));
        }

        @Override
        public Sampler single() {
            return new Constant(alone, alone);
        }
    }

    private static List<Object> values(Findings found, String name) {
        return found.trials().stream().map(t -> t.values().get(name)).toList();
    }

    /// The one parameter of an objective is chosen on its own in the first trial, by the sampler itself from then on.
    @Test
    void aParameterAloneIsChosenAsSeveralAre() {
        assertThat(values(Study.minimize("loss").sampler(new Constant(0.25, 0.75)).run(4, trial -> trial.real("x", 0, 1)), "x")).containsExactly(0.75, 0.25, 0.25, 0.25);
    }

    /// What all trials have in common was tried soon; what the objective asks for behind it was not.
    @Test
    void whatIsCommonMayBeTriedAgainWhereTheObjectiveAsksForMore() {
        assertThat(Study.minimize("loss").run(20, trial -> trial.choice("kind", "a", "b").equals("a") ? trial.real("x", 0, 1) : trial.real("y", 0, 1)).trials()).hasSize(20);
        assertThat(Study.minimize("loss").space(Parameter.bool("flag")).run(20, trial -> trial.real("x", 0, 1)).trials()).hasSize(20);
        assertThat(Study.minimize("loss").run(20, trial -> trial.whole("n", 1, 3) + trial.whole("one", 7, 7)).trials()).hasSize(3);
    }

    /// A sampler that sees one bracket alone still does not try what another bracket has tried, and the study ends with the last point.
    @Test
    void bracketsDoNotTryTheSameTwice() {
        Pruner brackets = new Pruner() {
            @Override
            public boolean prune(Contest contest) {
                return false;
            }

            @Override
            public IntPredicate comparable(String study, List<FrozenTrial> seen, int number) {
                return other -> other % 2 == number % 2;
            }
        };
        Findings found = Study.minimize("loss").space(Parameter.whole("n", 1, 9)).pruner(brackets).sampler(RandomSearch.defaults()).run(30, Trial::number);
        assertThat(values(found, "n")).hasSize(9).doesNotHaveDuplicates();
    }

    /// 0.3 is what three steps of 0.1 come to but for rounding.
    @Test
    void aValueInStepsIsTheSameWhoeverWroteIt() throws IOException {
        try (Study study = Study.minimize("loss").space(Parameter.real("x", 0, 1).inSteps(0.1)).open()) {
            study.enqueue(Map.of("x", 0.3));
            study.run(100, trial -> trial.real("x"));
            assertThat(study.findings().trials()).hasSize(11);
        }
    }

    @Test
    void valuesThatWereFixedNeedNotBeInTheRangeOfTheTrialsBefore() throws IOException {
        try (Study study = Study.minimize("loss").open()) {
            study.run(3, trial -> trial.real("x", 0, 1) + trial.real("y", 0, 1));
            study.enqueue(Map.of("x", 5));
            study.run(4, trial -> trial.real("x", 0, 10) + trial.real("y", 0, 1));
            assertThat(study.findings().trials().getLast().values()).containsEntry("x", 5.0);
        }
    }

    /// Whether a value can be had is known when its condition is: such a trial is a lesson like others, and the study goes on.
    @Test
    void fixedValuesThatNoPointHasEndTheirTrialAlone() throws IOException {
        Space space = Space.of(Parameter.choice("kind", "a", "b")).when("kind", List.of("a"), Parameter.real("n", 0, 1)).when("kind", List.of("b"), Parameter.whole("n", 2, 5));
        try (Study study = Study.minimize("loss").space(space).open()) {
            study.enqueue(Map.of("kind", "a", "n", 5));
            study.run(3, trial -> trial.real("n"));
            List<FrozenTrial> trials = study.findings().trials();
            assertThat(trials).extracting(FrozenTrial::state).containsExactly(State.FAIL, State.COMPLETE, State.COMPLETE);
            assertThat(trials.getFirst().infeasible()).hasValueSatisfying(why -> assertThat(why).contains("n must lie between 0.0 and 1.0 but was 5"));
        }
    }

    /// What depends on a fixed value is drawn where the sampler has not chosen it.
    @Test
    void drawsWhatAFixedValueMakesActive() throws IOException {
        Space space = Space.of(Parameter.choice("kind", "a", "b")).when("kind", List.of("b"), Parameter.real("x", 0, 1));
        try (Study study = Study.minimize("loss").space(space).sampler(new Constant(0, 0)).open()) {
            for (int j = 0; j < 8; j++) study.enqueue(Map.of("kind", "b"));
            study.run(8, trial -> trial.real("x"));
            assertThat(values(study.findings(), "x")).doesNotHaveDuplicates();
        }
    }

    /// Also where the parameters are not known before.
    @Test
    void refusesGoalsThatTheSamplerCannotServe() {
        assertThatIllegalArgumentException().isThrownBy(() -> Study.of(Goal.minimize("a"), Goal.minimize("b")).sampler(CmaEs.defaults()).open()).withMessageContaining("CMA_ES serves one goal");
    }

    /// What was chosen together for a trial that was lost is chosen for its repetition too, and is as free to be asked for in another range.
    @Test
    void repeatsWhatWasChosenTogether() throws IOException {
        MemoryStorage storage = new MemoryStorage();
        StudyPlan plan = Study.minimize("loss").in(() -> storage).retries(2);
        try (Study study = plan.open()) {
            study.run(3, trial -> trial.real("x", 0, 1) + trial.real("y", 0, 1));
        }
        Object lost;
        try (Study study = plan.open()) {
            lost = study.ask().orElseThrow().real("x", 0, 1);
            study.abandon("stopped");
        }
        try (Study study = plan.open()) {
            Trial again = study.ask().orElseThrow();
            assertThat(again.real("x", 0, 1)).isEqualTo(lost);
            assertThat(again.real("y", 5, 6)).isBetween(5.0, 6.0);
        }
    }
}
