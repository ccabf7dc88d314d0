package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BendTest {
    private static final double NAN = Double.NaN;
    private static final double[] GAINS = {-1, -3, NAN, -9, -2, -40};
    private static final double[] NOTHING = new double[6];

    private static double[] standard(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
        return Arrays.stream(values).map(v -> (v - mean) / deviation).toArray();
    }

    /// Shortfalls of -1, -3, -9, -2, -40 are 0, 2, 8, 1, 39, over the middle one 0, 1, 4, 1/2, 39/2.
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1, 700})
    void drawsInWhatIsFarFromTheBest(double c) {
        double[] expected = standard(0, -Math.log(1 + c), -Math.log(1 + 4 * c), -Math.log(1 + c / 2), -Math.log(1 + 19.5 * c));
        assertThat(new Bend(GAINS, NOTHING).labels(Math.log(c))).containsExactly(new double[] {expected[0], expected[1], expected[4] - 1, expected[2], expected[3], expected[4]}, within(1e-10));
    }

    /// With hardly any bend they are of mean 0 and deviation 1 and no more.
    @Test
    void leavesStraightWhatIsNotBent() {
        double[] gains = {5, 4, 2, 1, -1};
        assertThat(new Bend(gains, new double[5]).labels(Math.log(1e-7))).containsExactly(standard(gains), within(1e-5));
    }

    @Test
    void knowsNeitherUnitNorOrigin() {
        double[] moved = Arrays.stream(GAINS).map(g -> 1e6 * g + 5e7).toArray();
        assertThat(new Bend(moved, NOTHING).labels(1)).containsExactly(new Bend(GAINS, NOTHING).labels(1), within(1e-9));
    }

    @Test
    void subtractsWhatWasForetold() {
        double[] foretold = {1, 2, 3, 4, 5, 6};
        double[] plain = new Bend(GAINS, NOTHING).labels(1);
        assertThat(new Bend(GAINS, foretold).labels(1)).containsExactly(IntStream.range(0, 6).mapToDouble(i -> plain[i] - foretold[i]).toArray(), within(1e-12));
    }

    /// The logarithm of the product of the slopes of the labels by the shortfalls, mean and deviation held: slopes by differences of neighbours.
    @Test
    void countsTheDensityThatBendingGives() {
        double c = 2.5;
        double[] labels = new double[6];
        double[] u = {0, 1, NAN, 4, 0.5, 19.5};
        double penalty = new Bend(GAINS, NOTHING).of(Math.log(c), labels, new double[6]) - 0.05 * Math.log(c) * Math.log(c);
        double stretch = (labels[0] - labels[1]) / (Math.log(1 + c) / c); // one over the deviation
        double expected = 0;
        for (double one : u) if (!Double.isNaN(one)) expected -= Math.log(stretch * (Math.log1p(c * (one + 1e-6)) - Math.log1p(c * one)) / c / 1e-6);
        assertThat(penalty).isCloseTo(expected, within(1e-4));
    }

    @Test
    void knowsItsSlopes() {
        double[] slopes = new double[7];
        double[] up = new double[6];
        double[] down = new double[6];
        double[] spare = new double[6];
        Bend bend = new Bend(GAINS, NOTHING);
        bend.of(0.7, new double[6], slopes);
        double change = bend.of(0.7 + 1e-5, up, spare) - bend.of(0.7 - 1e-5, down, spare);
        for (int i = 0; i < 6; i++) assertThat(slopes[i]).isCloseTo((up[i] - down[i]) / 2e-5, within(1e-8));
        assertThat(slopes[6]).isCloseTo(change / 2e-5, within(1e-7));
    }

    @Test
    void takesWhatComes() {
        assertThat(new Bend(new double[0], new double[0]).labels(1)).isEmpty();
        assertThat(new Bend(new double[] {NAN, NAN}, new double[2]).labels(1)).containsExactly(-1, -1);
        assertThat(new Bend(new double[] {3, 3, 3}, new double[3]).labels(1)).containsExactly(0, 0, 0);
        for (double c : new double[] {Bend.LEAST, Bend.MOST}) {
            double[] labels = new Bend(new double[] {Double.NEGATIVE_INFINITY, 1e300, -1e300, 0, Double.POSITIVE_INFINITY, 1}, NOTHING).labels(Math.log(c));
            assertThat(Arrays.stream(labels)).allMatch(Double::isFinite);
            assertThat(labels[1]).isEqualTo(labels[4]).isGreaterThan(labels[5]);
            assertThat(labels[0]).isEqualTo(labels[2]).isLessThan(labels[3]);
        }
    }
}
