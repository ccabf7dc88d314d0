package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/// Numbers by scikit-learn 1.9.1: sklearn.decomposition.PCA(n_components=3, svd_solver='full', whiten=...).fit(X).
class PcaTest {
    private static final double[] VARIANCE = {5.407477931160776, 3.422481601540707, 2.511191233184404};
    private static final double[] RATIO = {0.4459601464567753, 0.28225550167729985, 0.2071004679794393};
    private static final double NOISE = 0.3921613594812994;
    private static final double[][] COMPONENTS = {{0.45749152820407535, 0.5503141304950252, 0.10987049943536542, 0.550314130495025, 0.41585897913876163},
        {0.6822700804206963, -0.2712781293199188, -0.6089859909387736, -0.2712781293199195, 0.12829634955222768},
        {0.1455566909363721, -0.3503622084356438, 0.6032570815464389, -0.3503622084356375, 0.6077719877453451}};
    private static final double[][] NEW = {{1, 2, 3, 4, 5}, {0, 0, 1, 0, 0.5}};
    private static final double[][] TRANSFORMED = {{0.06090822084568437, -1.6578609166931777, 0.4431899447801939}, {-5.789574495323699, -0.07182381230183565, -1.5416816034892715}};
    private static final double[][] WHITENED = {{0.026192595492137587, -0.896143444769263, 0.2796726549197754}, {-2.4897128946158498, -0.03882378667868673, -0.9728699673063742}};

    private static Matrix example() {
        double[] values = new double[60];
        for (int i = 0; i < 12; i++) for (int j = 0; j < 5; j++) values[i * 5 + j] = (7 * i * i + 3 * i * j + 11 * j + 5 * j * j * i) % 23 / 4.0;
        return Matrix.of(values, 12, 5);
    }

    @ParameterizedTest
    @EnumSource(TruncatedSvd.Method.class)
    void agreesWithScikitLearn(TruncatedSvd.Method method) {
        for (boolean whiten : new boolean[] {false, true}) {
            LowRank made = Pca.defaults().withRank(3).withWhiten(whiten).withMethod(method).fit(example());
            Pca.Explained explained = Pca.Explained.of(made);
            Matrix placed = made.transform(Matrix.of(NEW));
            double sign = made.right().at(1, 0) * COMPONENTS[1][0] < 0 ? -1 : 1;
            assertThat(sign).isEqualTo(1);
            for (int k = 0; k < 3; k++) {
                assertThat(explained.variance()[k]).isCloseTo(VARIANCE[k], within(1e-12));
                assertThat(explained.ratio()[k]).isCloseTo(RATIO[k], within(1e-12));
                assertThat(explained.singular()[k]).isCloseTo(Math.sqrt(11 * VARIANCE[k]), within(1e-12));
                for (int j = 0; j < 5; j++) assertThat(made.right().at(k, j)).isCloseTo(COMPONENTS[k][j], within(1e-11));
                for (int i = 0; i < 2; i++) assertThat(placed.at(i, k)).isCloseTo((whiten ? WHITENED : TRANSFORMED)[i][k], within(1e-11));
            }
            assertThat(explained.noise()).isCloseTo(NOISE, within(1e-12));
        }
    }

    @Test
    void whitenedComponentsHaveVarianceOneAndNoCovariance() {
        LowRank made = Pca.defaults().withRank(3).withWhiten(true).fit(example());
        for (int k = 0; k < 3; k++) {
            for (int m = 0; m <= k; m++) {
                double sum = 0;
                for (int i = 0; i < 12; i++) sum += made.left().at(i, k) * made.left().at(i, m);
                assertThat(sum / 11).isCloseTo(k == m ? 1 : 0, within(1e-12));
            }
        }
    }

    /// A mean a million times the spread costs digits of the input, no others.
    @Test
    void takesAMeanThatIsFarAway() {
        double[] values = Matrix.normal(200, 10, Seeds.of(1)).toDoubles();
        double[] far = values.clone();
        for (int j = 0; j < far.length; j++) far[j] += 1e6 * (1 + j % 10);
        Pca.Explained near = Pca.Explained.of(Pca.defaults().withRank(4).fit(Matrix.of(values, 200, 10)));
        Pca.Explained away = Pca.Explained.of(Pca.defaults().withRank(4).fit(Matrix.of(far, 200, 10)));
        for (int k = 0; k < 4; k++) assertThat(away.variance()[k]).isCloseTo(near.variance()[k], within(1e-8));
    }

    @Test
    void wideMatricesHaveTheSameComponents() {
        Matrix x = Matrix.normal(15, 60, Seeds.of(2));
        LowRank gram = Pca.defaults().withRank(3).withMethod(TruncatedSvd.Method.GRAM).fit(x);
        LowRank krylov = Pca.defaults().withRank(3).withMethod(TruncatedSvd.Method.KRYLOV).fit(x);
        for (int k = 0; k < 3; k++) for (int j = 0; j < 60; j++) assertThat(gram.right().at(k, j)).isCloseTo(krylov.right().at(k, j), within(1e-5));
        assertThat(gram.fit().mse()).isCloseTo(gram.fit().floor(), within(1e-12));
    }

    @Test
    void constantColumnsHaveNoVariance() {
        LowRank made = Pca.defaults().withRank(2).fit(Matrix.of(new double[][] {{1, 5}, {1, 5}, {1, 5}}));
        Pca.Explained explained = Pca.Explained.of(made);
        assertThat(explained.variance()).containsOnly(0);
        assertThat(explained.ratio()).containsOnly(0);
        assertThat(made.reconstruct().at(1, 1)).isEqualTo(5);
        assertThat(made.transform(Matrix.of(new double[][] {{2, 5}})).at(0, 0)).isFinite();
        assertThat(Pca.defaults().withRank(1).fit(Matrix.of(new double[][] {{4, 2}})).reconstruct().at(0, 0)).isEqualTo(4);
    }

    @Test
    void onlyItsOwnModelsExplainVariance() {
        assertThatIllegalArgumentException().isThrownBy(() -> Pca.Explained.of(Svd.defaults().withRank(1).fit(example()))).withMessage("Explained.model must be made by Pca but was Svd");
    }
}
