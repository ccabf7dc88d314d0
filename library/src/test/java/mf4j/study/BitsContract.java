package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// What every sampler of bits does.
abstract class BitsContract extends SamplerContract {
    static final Space FORKS = Space.of(Parameter.bool("a"), Parameter.discrete("d", 1, 4), Parameter.whole("n", 7, 8), Parameter.whole("fixed", 1, 1)).when("a", List.of(true), Parameter.bool("b"))
            .when("b", List.of(false), Parameter.choice("c", "x", "y"));

    /// As messages name it.
    abstract String title();

    @Override
    List<Space> spaces() {
        return List.of(BITS, FORKS, POINT);
    }

    @Override
    List<Space> refused() {
        return List.of(PLANE, MIXED, TREE);
    }

    @Override
    int trials() {
        return 22;
    }

    @Test
    void saysWhatIsNotABit() {
        assertThatIllegalArgumentException().isThrownBy(() -> sampler().check(Space.of(Parameter.bool("on"), Parameter.whole("rank", 1, 9), Parameter.real("x", 0, 1)), goals(1)))
                .withMessage(title() + " fits products of bits, so that every parameter must have two values, but rank has 9, x is a continuum; TPE, NSGA2 and EAGLE_STRATEGY take any");
    }

    /// Twelve bits, most of which matter: -2 - 1 - 1.5 - 1 - 1 of x3, x7, x1, x10 and x11, -3 of x0 and x5 together; others that do not go together.
    private static double planted(double[] x) {
        return -2 * x[3] - (1 - x[7]) - 1.5 * x[1] - 3 * x[0] * x[5] + 2 * x[9] * x[10] + x[3] * x[7] - (1 - x[10]) - x[11];
    }

    /// Random points have the planted minimum once in 128: 45 trials have it with a chance of 0.3, and six seeds all with one of 0.0007.
    @Test
    void findsAPlantedOptimum() {
        Space space = Space.of(IntStream.range(0, 12).mapToObj(j -> Parameter.bool("b" + j)).toList());
        for (int seed = 0; seed < 6; seed++) {
            Findings found = Study.minimize("loss").space(space).sampler(sampler().withSeed(seed)).run(45, trial -> planted(IntStream.range(0, 12).mapToDouble(j -> trial.bool("b" + j) ? 1 : 0).toArray()));
            assertThat(found.best().orElseThrow().metric()).as("seed %s", seed).isEqualTo(-9.5);
        }
    }
}
