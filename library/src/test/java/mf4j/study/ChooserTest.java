package mf4j.study;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ChooserTest {
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
