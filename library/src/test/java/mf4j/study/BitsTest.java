package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BitsTest {
    private static final Space SPACE = Space.of(Parameter.bool("a"), Parameter.whole("fixed", 5, 5), Parameter.discrete("d", 1, 4)).when("a", List.of(true), Parameter.choice("c", "x", "y"));

    @Test
    void areTheSecondOfTwoValues() {
        Bits bits = new Bits(SPACE);
        assertThat(bits.size()).isEqualTo(3);
        assertThat(bits.point(new double[] {1, 0, 1})).containsExactly(1, 5, 1, 1);
        assertThat(bits.of(new double[] {1, 5, 1, 1})).containsExactly(1, 0, 1);
        assertThat(bits.masked(new double[] {0, 1, 1})).containsExactly(0, 1, Double.NaN);
    }

    private static Observation trial(Observation.Kind kind, double loss, double violation) {
        return new Observation(0, kind, new double[0], new double[] {loss}, violation, -1, Double.NaN);
    }

    /// 0, 2, and twice the worst, 2: mean 1.5, deviation sqrt(3) / 2.
    @Test
    void standardizesLosses() {
        double[] losses = Bits.losses(List.of(trial(Observation.Kind.COMPLETE, 0, -1), trial(Observation.Kind.COMPLETE, 2, 0), trial(Observation.Kind.COMPLETE, 1, 3), trial(Observation.Kind.INFEASIBLE, Double.NaN, 0)));
        assertThat(losses).containsExactly(new double[] {-Math.sqrt(3), 1 / Math.sqrt(3), 1 / Math.sqrt(3), 1 / Math.sqrt(3)}, within(1e-12));
        assertThat(Bits.losses(List.of(trial(Observation.Kind.COMPLETE, 3, 0), trial(Observation.Kind.COMPLETE, 3, 0)))).containsExactly(0, 0);
    }

    /// With the least of all 2^10 of a random quadratic form.
    @Test
    void areAnnealedToTheLeast() {
        Space ten = Space.of(IntStream.range(0, 10).mapToObj(j -> Parameter.bool("b" + j)).toList());
        Bits bits = new Bits(ten);
        for (int seed = 0; seed < 5; seed++) {
            double[][] form = new double[10][10];
            Seeds.Stream random = Seeds.of(seed).stream(1);
            for (double[] row : form) for (int j = 0; j < 10; j++) row[j] = random.nextGaussian() / 3;
            double least = Double.POSITIVE_INFINITY;
            for (int code = 0; code < 1024; code++) {
                int all = code;
                least = Math.min(least, energy(form, IntStream.range(0, 10).mapToDouble(j -> all >>> j & 1).toArray()));
            }
            assertThat(energy(form, Annealing.least(bits, b -> energy(form, b), Seeds.of(seed).stream(2)))).isCloseTo(least, within(1e-12));
        }
    }

    private static double energy(double[][] form, double[] bits) {
        double sum = 0;
        for (int i = 0; i < 10; i++) for (int j = 0; j < 10; j++) sum += form[i][j] * bits[i] * bits[j];
        return sum;
    }
}
