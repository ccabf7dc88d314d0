package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class QuasiRandomTest extends SamplerContract {
    @Override
    Sampler sampler() {
        return QuasiRandom.defaults();
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2);
    }

    /// Point 1000 on is what trial 0 on get, as Vizier's.
    @Test
    void goesAlongHaltonsSequence() {
        Halton sequence = new Halton(2, OptionalLong.of(3));
        Proposer proposer = QuasiRandom.defaults().withSeed(3).proposer(Space.of(Parameter.real("x", 0, 1), Parameter.choice("c", "a", "b", "c")), goals(1));
        for (int number = 0; number < 20; number++) {
            double[] u = sequence.at(1000 + number);
            assertThat(proposer.next(new Evidence(number, List.of())).orElseThrow()).containsExactly(u[0], Math.floor(3 * u[1]));
        }
    }
}
