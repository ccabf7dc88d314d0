package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FoldTest {
    private static Observation trial(int number, double loss) {
        return SamplerContract.complete(number, new double[] {number}, loss);
    }

    private final List<Integer> begun = new ArrayList<>();
    private final Fold<List<Integer>> numbers = new Fold<>(() -> {
        begun.add(0);
        return new ArrayList<>();
    }, (list, one) -> list.add(one.number()));

    /// What comes after is added, also to equal trials; with another in between, everything begins anew.
    @Test
    void goesOnWhereTrialsAreTheSame() {
        assertThat(numbers.of(List.of(trial(0, 1), trial(1, 2)))).containsExactly(0, 1);
        assertThat(numbers.of(List.of(trial(0, 1), trial(1, 2), trial(2, 3)))).containsExactly(0, 1, 2);
        assertThat(begun).hasSize(1);
        assertThat(numbers.of(List.of(trial(0, 1), trial(2, 3)))).containsExactly(0, 2);
        assertThat(numbers.of(List.of(trial(0, 1)))).containsExactly(0);
        assertThat(numbers.of(List.of(trial(0, 7)))).containsExactly(0);
        assertThat(begun).hasSize(4);
    }
}
