package mf4j.lowrank;

import mf4j.matrix.Matrix;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SvdTest {
    /// Columns that shrink 20 binary digits each; singular values by mpmath 1.3.0 with 80 digits: mpmath.svd_r(A, compute_uv=False).
    private static final double[] GRADED = {10.535653752852944552, 0.000013860606655882813494, 1.1541887517419880961e-11, 1.0885641016713326376e-17,
        1.1399423561302615111e-23, 1.2622452240803253119e-29};

    private static Matrix graded() {
        double[] values = new double[54];
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 6; j++) values[i * 6 + j] = Math.scalb((3 * i * i + 5 * i * j + 7 * j + i) % 11 - 5 + (i == j ? 12 : 0), -20 * j);
        }
        return Matrix.of(values, 9, 6);
    }

    @Test
    void jacobiHasSmallValuesToTheirOwnDigits() {
        for (Matrix x : new Matrix[] {graded(), graded().transposed()}) {
            LowRank made = Svd.defaults().withRank(6).withWay(Svd.Way.JACOBI).fit(x);
            for (int k = 0; k < 6; k++) assertThat(made.values()[k] / GRADED[k]).isCloseTo(1, within(1e-13));
        }
    }

    @Test
    void gramHasLargeValuesAndStaysOrthonormal() {
        LowRank made = Svd.defaults().withRank(4).withWay(Svd.Way.GRAM).fit(graded());
        assertThat(made.values()[0]).isCloseTo(GRADED[0], within(1e-13 * GRADED[0]));
        assertThat(made.values()[1]).isCloseTo(GRADED[1], within(1e-8));
        for (int k = 0; k < 4; k++) {
            double dot = 0;
            for (int i = 0; i < 9; i++) dot += made.left().at(i, k) * made.left().at(i, (k + 1) % 4);
            assertThat(dot).isCloseTo(0, within(1e-13));
        }
    }

    @Test
    void takesTheWayBySizeAndSaysWhich() {
        assertThat(Svd.defaults().withRank(2).fit(Matrix.normal(60, 20, Seeds.of(1))).provenance().knobs()).containsEntry("way", "jacobi");
        assertThat(Svd.defaults().withRank(2).fit(Matrix.normal(60_000, 300, Seeds.of(1))).provenance().knobs()).containsEntry("way", "gram");
    }

    @Test
    void bothWaysAreTheSameProduct() {
        Matrix x = Matrix.normal(400, 60, Seeds.of(2));
        LowRank jacobi = Svd.defaults().withRank(10).withWay(Svd.Way.JACOBI).fit(x);
        LowRank gram = Svd.defaults().withRank(10).withWay(Svd.Way.GRAM).fit(x);
        for (int k = 0; k < 10; k++) {
            assertThat(gram.values()[k]).isCloseTo(jacobi.values()[k], within(1e-12 * jacobi.values()[0]));
            for (int j = 0; j < 60; j++) assertThat(gram.right().at(k, j)).isCloseTo(jacobi.right().at(k, j), within(1e-9));
        }
        assertThat(gram.fit().mse()).isCloseTo(jacobi.fit().mse(), within(1e-13));
        assertThat(gram.fit().gap()).isLessThan(1e-12);
    }
}
