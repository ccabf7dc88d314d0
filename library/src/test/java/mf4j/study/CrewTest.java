package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;

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
}
