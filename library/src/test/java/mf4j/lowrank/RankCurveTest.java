package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class RankCurveTest {
    /// Normal factors and white noise: every rule can find the rank.
    static Matrix planted(int rows, int columns, int rank, double noise) {
        double[] l = Matrix.normal(rows, rank, Seeds.of(1)).toDoubles();
        double[] r = Matrix.normal(rank, columns, Seeds.of(2)).toDoubles();
        double[] values = Matrix.normal(rows, columns, Seeds.of(3)).toDoubles().clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] *= noise;
                for (int k = 0; k < rank; k++) values[i * columns + j] += l[i * rank + k] * r[k * columns + j];
            }
        }
        return Matrix.of(values, rows, columns);
    }

    private static RankCurve curve(int rows, int columns, double... values) {
        return new RankCurve(new Spectrum(rows, columns, Arrays.stream(values).map(s -> s * s).toArray()));
    }

    @ParameterizedTest
    @CsvSource({"300,60,5,1", "60,300,5,1", "2000,100,12,0.5", "120,120,3,0.3"})
    void findsAPlantedRank(int rows, int columns, int rank, double noise) {
        RankCurve curve = RankCurve.of(planted(rows, columns, rank, noise));
        assertThat(curve.hardThreshold()).isEqualTo(rank);
        assertThat(curve.hardThreshold(noise)).isEqualTo(rank);
        assertThat(curve.noise()).isCloseTo(noise, within(0.07 * noise));
        assertThat(curve.elbow()).isEqualTo(rank);
        if (rows > columns) assertThat(curve.minka()).hasValue(rank);
        else assertThat(curve.minka()).isEmpty();
        RankCurve.Recommendation recommendation = curve.recommend();
        assertThat(recommendation.chosen().name()).isEqualTo("hard-threshold");
        assertThat(recommendation.chosen().rank()).isEqualTo(rank);
    }

    @Test
    void floorsAndSharesAreThoseOfTheSpectrum() {
        RankCurve curve = RankCurve.of(Matrix.normal(40, 9, Seeds.of(4)));
        for (int k = 0; k <= 9; k++) {
            assertThat(curve.floors()[k]).isCloseTo(curve.spectrum().floor(k), within(1e-15));
            assertThat(curve.explained()[k]).isCloseTo(1 - curve.floors()[k] / curve.floors()[0], within(1e-15));
        }
        assertThat(curve.explaining(0)).isZero();
        assertThat(curve.explaining(1)).isEqualTo(9);
        int half = curve.explaining(0.5);
        assertThat(curve.explained()[half]).isGreaterThanOrEqualTo(0.5);
        assertThat(curve.explained()[half - 1]).isLessThan(0.5);
    }

    @Test
    void effectiveAndStableRankOfEqualValuesIsTheirNumber() {
        assertThat(curve(9, 6, 2, 2, 2, 2, 0, 0).effectiveRank()).isCloseTo(4, within(1e-12));
        assertThat(curve(9, 6, 2, 2, 2, 2, 0, 0).stableRank()).isCloseTo(4, within(1e-12));
        double share = 3.0 / 4;
        assertThat(curve(2, 2, 3, 1).effectiveRank()).isCloseTo(Math.exp(-share * Math.log(share) - 0.25 * Math.log(0.25)), within(1e-12));
        assertThat(curve(2, 2, 3, 1).stableRank()).isCloseTo(10.0 / 9, within(1e-12));
    }

    /// The published table: Gavish and Donoho 2014, table IV. Their code finds the median of the distribution to 0.001 only.
    @ParameterizedTest
    @CsvSource({"0.05,1.5194", "0.1,1.6089", "0.15,1.6896", "0.2,1.7650", "0.25,1.8371", "0.3,1.9061", "0.35,1.9741", "0.4,2.0403", "0.45,2.106", "0.5,2.1711", "0.55,2.2365",
        "0.6,2.3021", "0.65,2.3679", "0.7,2.4339", "0.75,2.5011", "0.8,2.5697", "0.85,2.6399", "0.9,2.7099", "0.95,2.7832", "1,2.8582"})
    void omegaIsThatOfTheTable(double beta, double omega) {
        assertThat(HardThreshold.omega(beta)).isCloseTo(omega, within(1e-3));
    }

    /// By scipy 1.17.1: scipy.integrate.quad of the density, scipy.optimize.brentq of its half.
    @ParameterizedTest
    @CsvSource({"0.05,1.506607410723397,1.5193409596311689", "0.25,1.7580293771397153,1.8368657911196309", "0.5,1.9785990537531035,2.171185348451374",
        "0.95,2.280210274364535,2.783502562769147", "1,2.309401076758503,2.858362424069536"})
    void omegaIsThatOfAnIntegral(double beta, double lambda, double omega) {
        assertThat(HardThreshold.lambda(beta)).isCloseTo(lambda, within(1e-14));
        assertThat(HardThreshold.omega(beta)).isCloseTo(omega, within(1e-8));
        assertThat(HardThreshold.lambda(1)).isCloseTo(4 / Math.sqrt(3), within(1e-15));
    }

    /// By scikit-learn 1.9.1: sklearn.decomposition._pca._assess_dimension(spectrum, rank, 100).
    @Test
    void evidenceIsThatOfScikitLearn() {
        double[] expected = {-442.0224021791891, -400.1641811235021, -347.71867504671786, -350.08337456771795, -351.47811721804345, -353.0399850906309, -355.0416026713578};
        double[] evidence = Minka.evidence(new double[] {9, 7, 5, 1.2, 1.1, 1.05, 1, 0.9}, 100);
        for (int k = 1; k < 8; k++) assertThat(evidence[k]).isCloseTo(expected[k - 1], within(1e-10));
    }

    @Test
    void evidenceTakesEqualValues() {
        double[] evidence = Minka.evidence(new double[] {5, 5, 5, 1, 1, 1, 1}, 400);
        for (int k = 1; k < 7; k++) if (k != 3) assertThat(evidence[k]).isFinite().isLessThan(evidence[3]);
    }

    /// Against the product formula, through half a million.
    @Test
    void logGammaIsThatOfItsRecurrence() {
        double log = Math.log(Math.sqrt(Math.PI));
        double whole = 0;
        for (int k = 0; k < 1000; k++) {
            assertThat(Minka.logGamma(k + 0.5)).isCloseTo(log, within(1e-13 * Math.max(1, Math.abs(log))));
            assertThat(Minka.logGamma(k + 1)).isCloseTo(whole, within(1e-13 * Math.max(1, whole)));
            log += Math.log(k + 0.5);
            whole += Math.log(k + 1);
        }
    }

    @Test
    void choosesByWhatWasMeasuredFirst() {
        RankCurve curve = RankCurve.of(planted(300, 60, 5, 1));
        RankErrors turning = new RankErrors("held-out", new int[] {1, 4, 8}, new double[] {3, 1, 2});
        RankErrors falling = new RankErrors("bi-cross-validation", new int[] {1, 2, 3}, new double[] {3, 2, 1});
        assertThat(curve.recommend(turning).chosen()).isEqualTo(new RankCurve.Choice("held-out", 4, "it predicts hidden entries best"));
        assertThat(curve.recommend(falling, turning).chosen().name()).isEqualTo("held-out");
        assertThat(curve.recommend(falling).chosen().name()).isEqualTo("elbow");
        assertThat(curve.recommend(falling).choices().getFirst().reason()).contains("a higher one may do better");
        assertThat(curve.recommend(turning).choices()).extracting(RankCurve.Choice::name).containsExactly("held-out", "hard-threshold", "elbow", "minka", "explained-90", "explained-95",
                "explained-99", "effective-rank");
    }

    @Test
    void saysThatNothingStandsOut() {
        RankCurve zeros = RankCurve.of(Matrix.of(new double[12], 4, 3));
        assertThat(zeros.recommend().chosen().rank()).isZero();
        assertThat(zeros.explained()).containsOnly(1);
        assertThat(zeros.effectiveRank()).isZero();
        assertThat(zeros.stableRank()).isZero();
        RankCurve noise = RankCurve.of(Matrix.normal(500, 50, Seeds.of(9)));
        assertThat(noise.hardThreshold()).isZero();
        assertThat(noise.recommend(BiCrossValidation.defaults().errors(Matrix.normal(500, 50, Seeds.of(9)))).chosen())
                .isEqualTo(new RankCurve.Choice("bi-cross-validation", 0, "no rank predicts hidden entries better than zeros do"));
        RankCurve single = RankCurve.of(Matrix.of(new double[] {3}, 1, 1));
        assertThat(single.recommend().chosen()).isEqualTo(new RankCurve.Choice("explained-99", 1, "the least rank that can keep 99% of the sum of squares"));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> RankCurve.of(Matrix.of(new double[0], 0, 3))).withMessage("RankCurve.x must have rows and columns but was 0 x 3 doubles");
        assertThatIllegalArgumentException().isThrownBy(() -> RankCurve.of(Matrix.of(new double[][] {{1, Double.NaN}}))).withMessageContaining("NaN in row 0, column 1");
        assertThatIllegalArgumentException().isThrownBy(() -> curve(2, 2, 3, 1).explaining(1.5)).withMessage("RankCurve.share must lie between 0 and 1 but was 1.5");
        assertThatIllegalArgumentException().isThrownBy(() -> curve(2, 2, 3, 1).hardThreshold(-1)).withMessage("RankCurve.deviation must be a finite number of at least 0 but was -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new RankErrors("x", new int[] {1, 2}, new double[] {1})).withMessage("RankErrors.errors must be one per rank, 2, but was 1");
    }
}
