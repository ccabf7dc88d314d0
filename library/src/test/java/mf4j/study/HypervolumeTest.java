package mf4j.study;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HypervolumeTest {
    /// The staircase of (1, 3), (2, 2), (3, 1) below (4, 4) has columns of height 1, 2, 3; a fourth point lies within it, a fifth beyond.
    @Test
    void measuresAStaircase() {
        double[][] points = {{1, 3}, {3, 1}, {2, 2}, {3, 3}, {0, 5}, {Double.NaN, 0}};
        assertThat(Hypervolume.of(points, new double[] {4, 4})).isEqualTo(1 + 2 + 3);
        assertThat(Hypervolume.of(new double[0][], new double[] {4, 4})).isZero();
    }

    /// Points have whole numbers from 0 to 5, so the volume below (6, ..., 6) is the number of unit cells that a point dominates.
    @Property(tries = 200)
    void countsTheCellsThatAreDominated(@ForAll long seed, @ForAll @IntRange(min = 0, max = 12) int points, @ForAll @IntRange(min = 1, max = 4) int losses) {
        double[][] values = NonDominationTest.coarse(seed, points, losses);
        double[] reference = new double[losses];
        Arrays.fill(reference, 6);
        long cells = 0;
        for (int cell = 0; cell < Math.pow(6, losses); cell++) {
            double[] corner = new double[losses];
            for (int j = 0, rest = cell; j < losses; j++, rest /= 6) corner[j] = rest % 6;
            if (Arrays.stream(values).anyMatch(v -> IntStream.range(0, losses).allMatch(j -> v[j] <= corner[j]))) cells++;
        }
        assertThat(Hypervolume.of(values, reference)).isCloseTo(cells, within(1e-9));
    }

    @Test
    void goesBeyondTheWorst() {
        assertThat(Hypervolume.beyond(new double[][] {{1, -3, 0}, {2, -4, -1}})).containsExactly(1.1 * 2, 0.9 * -3, 1e-12);
    }

    /// One after the other the point that adds the most, by the definition; whole numbers are exact, of equal gains the first in the points' order counts.
    @Property(tries = 100)
    void takesWhatAddsTheMost(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int points, @ForAll @IntRange(min = 1, max = 6) int size) {
        double[][] values = NonDominationTest.coarse(seed, points, 3);
        double[] reference = {6, 6, 6};
        int[] chosen = Hypervolume.subset(values, size, reference);
        assertThat(chosen).hasSize(Math.min(size, points)).doesNotHaveDuplicates();

        double best = 0;
        for (int set = 0; set < 1 << points; set++) {
            if (Integer.bitCount(set) != chosen.length) continue;
            int of = set;
            best = Math.max(best, Hypervolume.of(IntStream.range(0, points).filter(i -> (of >> i & 1) == 1).mapToObj(i -> values[i]).toArray(double[][]::new), reference));
        }
        double reached = Hypervolume.of(Arrays.stream(chosen).mapToObj(i -> values[i]).toArray(double[][]::new), reference);
        assertThat(reached).isBetween((1 - 1 / Math.E) * best, best + 1e-9).isCloseTo(stepByStep(values, chosen.length, reference), within(1e-9));
    }

    private static double stepByStep(double[][] values, int size, double[] reference) {
        int[] order = NonDomination.order(values);
        double[][] taken = new double[0][];
        for (int k = 0; k < size; k++) {
            double[] best = null;
            double volume = Hypervolume.of(taken, reference);
            for (int index : order) {
                double[][] more = Arrays.copyOf(taken, taken.length + 1);
                more[taken.length] = values[index];
                if (Hypervolume.of(more, reference) <= volume + 1e-9) continue;
                volume = Hypervolume.of(more, reference);
                best = values[index];
            }
            if (best == null) break;
            taken = Arrays.copyOf(taken, taken.length + 1);
            taken[taken.length - 1] = best;
        }
        return Hypervolume.of(taken, reference);
    }

    @Test
    void takesEqualPointsOnceBeforeTwice() {
        double[][] points = {{1, 1}, {1, 1}, {0, 2}, {1, 1}};
        assertThat(Hypervolume.subset(points, 2, new double[] {3, 3})).containsExactly(0, 2);
        assertThat(Hypervolume.subset(points, 3, new double[] {3, 3})).containsExactly(0, 1, 2);
        assertThat(Hypervolume.subset(points, 3, new double[] {3, Double.POSITIVE_INFINITY})).containsExactly(0, 1, 2);
    }
}
