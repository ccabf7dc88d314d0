package mf4j.deep;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CompletionTest extends DeskContract {
    @Override
    Agents agents() {
        return Completion.random(3, new Shape(5, 4, 6), 2, 0.4, 0.05, 1);
    }

    @Test
    void refusesAnAgentWithoutData() {
        assertThatIllegalArgumentException().isThrownBy(() -> Completion.of(new Shape(2, 2), new double[4], new int[][] {{0}, {}}, new double[2]))
                .withMessage("Completion.entries must be there for every agent; leave out agent 1 or give it some: but was none");
        assertThatIllegalArgumentException().isThrownBy(() -> Completion.of(new Shape(2, 2), new double[4], new int[][] {{4}}, new double[1])).withMessageContaining("lie in the matrix");
        double[] target = {1, Double.NaN, 2, 3};
        assertThatIllegalArgumentException().isThrownBy(() -> Completion.of(new Shape(2, 2), target, new int[][] {{0, 1}}, new double[1])).withMessage("Completion.target must be finite where agent 0 observes it, at 1 but was NaN");
        Completion.of(new Shape(2, 2), target, new int[][] {{0, 2}}, new double[1]); // nobody looks there
    }
}
