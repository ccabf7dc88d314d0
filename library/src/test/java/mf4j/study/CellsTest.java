package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CellsTest {
    /// What a uniform number draws begins and ends at the edges of its share, whose middle draws it.
    @Test
    void areWhatUniformNumbersDraw() {
        for (Parameter p : List.of(Parameter.whole("a", -3, 7), Parameter.whole("b", 3, 40).on(Scale.LOG), Parameter.whole("c", 1, 9).on(Scale.REVERSE_LOG), Parameter.whole("d", 0, 20).inSteps(5),
                Parameter.real("e", 0, 1).inSteps(0.1), Parameter.discrete("f", 1, 2, 10).on(Scale.LOG), Parameter.choice("g", "x", "y"))) {
            for (long k = 0; k < p.count(); k++) {
                assertThat(Cells.index(p, p.at(k))).isEqualTo(k);
                assertThat(p.drawn(Cells.middle(p, p.at(k)))).isEqualTo(p.at(k));
                assertThat(p.drawn(Cells.edge(p, k) + 1e-9)).isEqualTo(p.at(k));
                assertThat(p.drawn(Cells.edge(p, k + 1) - 1e-9)).isEqualTo(p.at(k));
            }
            assertThat(Cells.edge(p, 0)).isZero();
            assertThat(Cells.edge(p, p.count())).isCloseTo(1, within(1e-15));
        }
        assertThat(Cells.middle(Parameter.logarithmic("x", 1, 9), 3)).isCloseTo(0.5, within(1e-15));
        assertThat(Cells.middle(Parameter.whole("n", 2, 2), 2)).isEqualTo(0.5);
    }
}
