package mf4j.study;

import mf4j.train.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class NonDominationTest {
    @Test
    void knowsWhoIsBetter() {
        assertThat(NonDomination.dominates(new double[] {1, 2}, new double[] {1, 3})).isTrue();
        assertThat(NonDomination.dominates(new double[] {1, 3}, new double[] {1, 3})).isFalse();
        assertThat(NonDomination.dominates(new double[] {1, 3}, new double[] {2, 2})).isFalse();
        assertThat(NonDomination.dominates(new double[] {0.0, 3}, new double[] {-0.0, 3})).isFalse();
        assertThat(NonDomination.dominates(new double[] {1, Double.POSITIVE_INFINITY}, new double[] {1, Double.NaN})).isTrue();
    }

    /// The definition: a point's front is one after the last front among those that dominate it. Coarse numbers, so that many are equal.
    @Property(tries = 200)
    void putsPointsIntoTheirFronts(@ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int points, @ForAll @IntRange(min = 1, max = 4) int losses) {
        double[][] values = coarse(seed, points, losses);
        int[] ranks = NonDomination.ranks(values);
        for (int i = 0; i < points; i++) {
            int expected = 0;
            for (int k = 0; k < points; k++) if (NonDomination.dominates(values[k], values[i])) expected = Math.max(expected, ranks[k] + 1);
            assertThat(ranks[i]).isEqualTo(expected);
        }
    }

    @Test
    void putsWhatBreaksConstraintsBehind() {
        double[][] losses = {{9, 9}, {1, 1}, {2, 2}, {0, 0}, {5, 5}};
        assertThat(NonDomination.ranks(losses, new double[] {0, 0.5, -1, 3, 0.5})).containsExactly(1, 2, 0, 3, 2);
        assertThat(NonDomination.ranks(losses, new double[] {Double.NaN, 1, 1, 1, 1})).containsExactly(0, 1, 1, 1, 1);
    }

    static double[][] coarse(long seed, int points, int losses) {
        var random = Seeds.of(seed).stream(0);
        double[][] values = new double[points][losses];
        for (double[] value : values) Arrays.setAll(value, _ -> random.nextInt(6));
        return values;
    }
}
