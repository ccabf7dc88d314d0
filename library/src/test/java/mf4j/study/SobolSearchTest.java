package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class SobolSearchTest extends SamplerContract {
    @Override
    Sampler sampler() {
        return SobolSearch.defaults();
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2);
    }

    /// The plain sequence begins with 0, 1/2, 3/4, 1/4 in the first dimension.
    @Test
    void isThePlainSequenceWhereAsked() {
        Proposer plain = SobolSearch.defaults().withScrambled(false).withSeed(8).proposer(Space.of(Parameter.real("x", 0, 8)), goals(1));
        assertThat(IntStream.range(0, 4).mapToDouble(n -> plain.next(new Evidence(n, List.of())).orElseThrow()[0])).containsExactly(0.0, 4.0, 6.0, 2.0);
    }

    /// Beyond the direction numbers: Halton's, whose 65th dimension has base 313.
    @Test
    void hasHaltonsWhereItHasNoDirections() {
        Space wide = Space.of(IntStream.range(0, 65).mapToObj(j -> Parameter.real("x" + j, 0, 1)).toList());
        double[] point = SobolSearch.defaults().withScrambled(false).proposer(wide, goals(1)).next(new Evidence(1, List.of())).orElseThrow();
        assertThat(point[0]).isEqualTo(0.5);
        assertThat(point[64]).isEqualTo(1.0 / 313);
    }
}
