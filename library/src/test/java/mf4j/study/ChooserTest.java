package mf4j.study;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

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

    /// 0.3 is what three steps of 0.1 come to but for rounding.
    @Test
    void aValueInStepsIsTheSameWhoeverWroteIt() throws IOException {
        try (Study study = Study.minimize("loss").space(Parameter.real("x", 0, 1).inSteps(0.1)).open()) {
            study.enqueue(Map.of("x", 0.3));
            study.run(100, trial -> trial.real("x"));
            assertThat(study.findings().trials()).hasSize(11);
        }
    }
}
