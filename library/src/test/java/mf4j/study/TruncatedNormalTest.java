package mf4j.study;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TruncatedNormalTest {
    /// The second column: `log_ndtr` of SciPy 1.
    @ParameterizedTest
    @CsvSource({"-1e4, -50000010.12927892", "-300, -45006.62273211866", "-40, -804.6084420137539", "-20, -203.9171553710973", "-6, -20.73676894997471", "-1, -1.8410216450092634",
        "-0.3, -0.9621028181688505", "0, -0.6931471805599453", "0.5, -0.36894641528865635", "3, -0.0013508099647481925", "9, -1.1285884059538324e-19"})
    void knowsItsTails(double x, double log) {
        assertThat(TruncatedNormal.logBelow(x)).isCloseTo(log, within(1e-14 * Math.abs(log)));
    }

    /// Two ways to the same function: rational approximations here, a series and a continued fraction there.
    @Property(tries = 500)
    void agreesWithTheContinuedFraction(@ForAll @DoubleRange(min = -60, max = 12) double x) {
        assertThat(TruncatedNormal.logBelow(x)).isCloseTo(Normal.logBelow(x), within(1e-14 * Math.max(1, Math.abs(x)) * Math.abs(Normal.logBelow(x))));
        assertThat(TruncatedNormal.below(x)).isCloseTo(Normal.below(x), within(1e-14 * Math.max(1, x * x) * Normal.below(x)));
    }

    /// The asymptotic series `ln Phi(x) = -x^2/2 - ln(-x) - ln(2 pi)/2 + ln(1 - 1/x^2 + 3/x^4 - 15/x^6 ...)`.
    @Property(tries = 100)
    void followsItsAsymptoticSeries(@ForAll @DoubleRange(min = -1e5, max = -20) double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 12; k++) sum += term *= -(2 * k - 1) / (x * x);
        double log = -0.5 * x * x - Math.log(-x) - 0.5 * Math.log(2 * Math.PI) + Math.log(sum);
        assertThat(TruncatedNormal.logBelow(x)).isCloseTo(log, within(1e-15 * Math.abs(log)));
    }

    /// The logarithms: complementary error functions of mpmath with 40 digits, subtracted.
    @ParameterizedTest
    @CsvSource({"-1, 2, -0.20016629432446257995", "3, 4, -6.6314677865382250655", "-12, -11, -63.824943392209644907", "30, 30.5, -454.32124422188508635",
        "-0.001, 0.0015, -6.9104033719792779717", "0.3, 0.3001, -10.174293906810119773", "8, 9e9, -35.013437159914549896", "-50, -49.999, -1257.8015898164459593"})
    void measuresWhatIsBetween(double a, double b, double log) {
        assertThat(TruncatedNormal.logMass(a, b)).isCloseTo(log, within(1e-13 * Math.max(1, Math.abs(log))));
        assertThat(TruncatedNormal.logMass(-b, -a)).isEqualTo(TruncatedNormal.logMass(a, b));
    }

    /// Cells side by side are together what is between the outermost edges, narrow ones as well.
    @Property(tries = 200)
    void addsUp(@ForAll @DoubleRange(min = -9, max = 9) double a, @ForAll @DoubleRange(min = -6, max = 0.5) double exponent) {
        double width = Math.pow(10, exponent);
        double sum = 0;
        for (int k = 0; k < 64; k++) sum += Math.exp(TruncatedNormal.logMass(a + width * k / 64, a + width * (k + 1) / 64) - TruncatedNormal.logMass(a, a + width));
        assertThat(sum).isCloseTo(1, within(2e-9));
    }

    @Property(tries = 300)
    void isUndoneByItsInverse(@ForAll @DoubleRange(min = -1e3, max = 8) double x) {
        assertThat(TruncatedNormal.inverseLogBelow(TruncatedNormal.logBelow(x))).isCloseTo(x, within(1e-9 * Math.max(1, Math.abs(x)) * (x > 5 ? 1e4 : 1)));
    }

    /// A share u of what is between the bounds is below the quantile.
    @Property(tries = 300)
    void findsQuantiles(@ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double u, @ForAll @DoubleRange(min = -30, max = 30) double a, @ForAll @DoubleRange(min = 0.01, max = 40) double width) {
        double x = TruncatedNormal.quantile(u, a, a + width);
        assertThat(x).isBetween(a, a + width);
        double share = x == a ? 0 : Math.exp(TruncatedNormal.logMass(a, x) - TruncatedNormal.logMass(a, a + width));
        assertThat(share).isCloseTo(u, within(1e-9));
    }

    @Test
    void bearsTheEnds() {
        assertThat(TruncatedNormal.quantile(0, -1, 2)).isEqualTo(-1);
        assertThat(TruncatedNormal.quantile(0, 3, 4)).isEqualTo(3);
        assertThat(TruncatedNormal.quantile(Math.nextDown(1.0), -1, 2)).isCloseTo(2, within(1e-12));
        assertThat(TruncatedNormal.inverseLogBelow(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(TruncatedNormal.inverseLogBelow(Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
