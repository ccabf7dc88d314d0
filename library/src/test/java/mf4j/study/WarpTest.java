package mf4j.study;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Every expected number is worked out by hand from the definitions, with Phi^-1 from SciPy's norm.ppf.
class WarpTest {
    private static final double NAN = Double.NaN;
    private static final Offset<Double> TIGHT = within(1e-12);

    /// The median 2 of 1, 1, 2, 3, 5 is a label: D = 1 + 1/2, rank 1, so 2 + s Phi^-1(1/6) with s^2 = (0 + 1 + 9) / 3.
    @Test
    void putsTheWorseHalfWhereItsRanksSay() {
        double low = 2 + Math.sqrt(10.0 / 3) * -0.967421566101701;
        assertThat(Warp.HALF_RANK.of(new double[] {3, 1, 2, NAN, 5, 1})).containsExactly(new double[] {3, low, 2, NAN, 5, low}, TIGHT);
    }

    /// The median 2.5 of 0, 1, 4, 4 is none: D = 2, ranks 1 and 2, so 2.5 + 1.5 Phi^-1(1/8) and 2.5 + 1.5 Phi^-1(3/8).
    @Test
    void ranksBelowAMedianThatIsNoLabel() {
        assertThat(Warp.HALF_RANK.of(new double[] {4, 1, 0, 4})).containsExactly(new double[] {4, 2.5 + 1.5 * -0.3186393639643752, 2.5 + 1.5 * -1.1503493803760083, 4}, TIGHT);
    }

    /// Where all from the median on are equal to it, the spread is that of all distinct labels: 1, 5 around 5 is sqrt(16 / 2); D = 1 + 1/2.
    @Test
    void takesTheSpreadOfAllWhereTheBetterHalfHasNone() {
        assertThat(Warp.HALF_RANK.of(new double[] {5, 1, 5, 5})).containsExactly(new double[] {5, 5 + Math.sqrt(8) * -0.967421566101701, 5, 5}, TIGHT);
        assertThat(Warp.HALF_RANK.of(new double[] {7})).containsExactly(7);
    }

    /// t of 5, 4, 1 is 0, 1/4, 1.
    @Test
    void enlargesWhatIsNearTheBest() {
        assertThat(Warp.LOG.of(new double[] {4, NAN, 1, 5})).containsExactly(new double[] {0.5 - Math.log(1.125) / Math.log(1.5), NAN, -0.5, 0.5}, TIGHT);
    }

    /// Range 2, so bad = -1 - (1 + 1) = -3; p = 3.5 / 5 with 3 finite of 4 of mean 1/3; shift = -7/30 + 0.9 = 2/3.
    @Test
    void putsTheInfeasibleBelowTheWorst() {
        double shift = 2.0 / 3;
        assertThat(Warp.INFEASIBLE.of(new double[] {1, NAN, -1, 1})).containsExactly(new double[] {1 + shift, -3 + shift, -1 + shift, 1 + shift}, TIGHT);
    }

    /// The half rank of 0, 1 around 1/2: s = 1/2, D = 1, 1/2 + 1/2 Phi^-1(1/4); then best 1/2, worst -1/2; then bad -2, p = 2.5 / 4, shift 3/4.
    @Test
    void warpsOneAfterAnother() {
        assertThat(Warp.all(new double[] {0, NAN, 1})).containsExactly(new double[] {0.25, -1.25, 1.25}, TIGHT);
        assertThat(Warp.all(new double[] {3, 3})).containsExactly(0, 0);
        assertThat(Warp.all(new double[] {NAN, NAN})).containsExactly(-1, -1);
        assertThat(Warp.all(new double[0])).isEmpty();
    }

    @Test
    void takesInfiniteLabelsForTheMostOrLeast() {
        assertThat(Warp.all(new double[] {0, Double.NEGATIVE_INFINITY, 1, Double.POSITIVE_INFINITY})).containsExactly(Warp.all(new double[] {0, 0, 1, 1}));
        assertThat(Warp.standard(new double[] {0, Double.POSITIVE_INFINITY, 2})).containsExactly(Warp.standard(new double[] {0, 2, 2}));
    }

    /// 1, 3, 5: the median 3 is a label, D = 3/2, so 1 becomes 3 + s Phi^-1(1/6) with s^2 = (0 + 4) / 2; then mean and deviation go.
    @Test
    void standardises() {
        double low = 3 + Math.sqrt(2) * -0.967421566101701;
        double mean = (low + 3 + 5) / 3;
        double deviation = Math.sqrt((Math.pow(low - mean, 2) + Math.pow(3 - mean, 2) + Math.pow(5 - mean, 2)) / 3);
        double[] expected = {(low - mean) / deviation, (3 - mean) / deviation, (low - mean) / deviation - 1, (5 - mean) / deviation};
        assertThat(Warp.standard(new double[] {1, 3, NAN, 5})).containsExactly(expected, TIGHT);
        assertThat(Warp.standard(new double[] {4, 4, NAN})).containsExactly(0, 0, -1);
    }

    @Test
    void keepsTheOrder() {
        double[] labels = {0.3, -7, 2, 11, 2, 0.1, -1e9, 4, 4.5, 1e5};
        double[] warped = Warp.all(labels);
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < labels.length; j++) assertThat(Double.compare(warped[i], warped[j])).as(Arrays.toString(warped)).isEqualTo(Double.compare(labels[i], labels[j]));
        }
    }
}
