package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CrewTest {
    private static final StudyPlan PLAN = Study.minimize("loss").space(Parameter.real("x", 0, 1)).workers(2).reproducibleWorkers(2);

    /// A trial whose outcome cannot be told is lost, not under way for ever.
    @Test
    @Timeout(20)
    void anOutcomeThatIsNoneDoesNotKeepTheOthersWaiting() throws IOException {
        try (Study study = PLAN.open()) {
            assertThatIllegalArgumentException().isThrownBy(() -> study.runSeveral(9, trial -> new double[trial.number() == 2 ? 2 : 1])).withMessageContaining("[loss]");
            assertThat(study.findings().trials().get(2).lost()).isTrue();
        }
    }

    @Test
    @Timeout(20)
    void aListenerThatThrowsDoesNotKeepTheOthersWaiting() throws IOException {
        try (Study study = PLAN.open()) {
            study.listener(new Study.Listener() {
                @Override
                public void begun(Trial trial) {
                    if (trial.number() == 2) throw new IllegalStateException("a bug");
                }
            });
            assertThatThrownBy(() -> study.run(9, trial -> trial.real("x"))).hasMessage("a bug");
            assertThat(study.findings().trials().get(2).lost()).isTrue();
        }
    }

    /// In the order in which the objective names them, in every process.
    @Test
    void keepsConstraintsInTheirOrder() {
        List<String> names = List.of("time", "memory", "loss", "a", "z", "b", "y", "c");
        Findings found = Study.minimize("loss").run(1, trial -> {
            for (int j = 0; j < names.size(); j++) trial.constrain(names.get(j), j);
            return 1;
        });
        assertThat(found.trials().getFirst().systemAttributes()).containsEntry(Notes.CONSTRAINTS, IntStream.range(0, names.size()).mapToObj(j -> (double) j).toList());
    }

    /// Nobody could say whether it is kept.
    @Test
    void refusesAConstraintThatIsNotANumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> Study.minimize("loss").run(1, trial -> {
            trial.constrain("memory", Double.NaN);
            return 1;
        })).withMessage("Trial.memory must be a number but was NaN");
    }

    /// The number of trials of one call is no end of the study.
    @Test
    void runsOnWithMoreTrials() throws IOException {
        try (Study study = PLAN.open()) {
            study.run(2, trial -> trial.real("x"));
            assertThat(study.ended()).hasValue("it has its 2 trials");
            study.run(5, trial -> trial.real("x"));
            assertThat(study.findings().trials()).hasSize(5);
            assertThat(study.ended()).hasValue("it has its 5 trials");
            study.stop("enough");
            study.run(9, trial -> trial.real("x"));
            assertThat(study.findings().trials()).hasSize(5);
            assertThat(study.ended()).hasValue("enough");
        }
    }
}
