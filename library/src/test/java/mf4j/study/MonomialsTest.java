package mf4j.study;

import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MonomialsTest {
    private static final boolean[] ANY = {true, true, true, true};

    /// 4 + 6 + 4 products of four signs; with the last one wanted, 1 + 3 + 3 have it.
    @Test
    void countsProducts() {
        assertThat(Monomials.all(4, 3, ANY)).hasSize(14);
        assertThat(Monomials.all(4, 2, ANY)).hasSize(10);
        assertThat(Monomials.all(4, 3, new boolean[] {false, false, false, true})).hasSize(7);
        assertThat(new Monomials.Term(new int[] {0, 2}, 3).at(new double[] {-1, 1, 1, 0})).isEqualTo(-3);
        assertThat(Monomials.signs(new double[] {0, 1, Double.NaN})).containsExactly(-1, 1, 0);
    }

    /// All 16 points of four signs make the products orthogonal: a lasso takes the penalty off every coefficient, times its signs (the soft threshold). The least that keeps nothing is 2, for both 4 / 2 and 2.
    @Test
    void thresholdsWhereProductsAreOrthogonal() {
        double[][] x = new double[16][4];
        for (int i = 0; i < 16; i++) for (int j = 0; j < 4; j++) x[i][j] = (i >>> j & 1) == 1 ? 1 : -1;
        double[] y = Arrays.stream(x).mapToDouble(s -> 4 * s[0] * s[1] - 2 * s[2] + s[1] * s[2] * s[3] + 0.5 * s[3]).toArray();
        List<Monomials.Term> kept = Monomials.lasso(Monomials.all(4, 3, ANY), x, y, 0.1); // of 2: 0.2
        assertThat(kept).extracting(t -> Arrays.toString(t.signs())).containsExactly("[0, 1]", "[2]", "[1, 2, 3]", "[3]");
        assertThat(kept.stream().mapToDouble(Monomials.Term::weight).toArray()).containsExactly(new double[] {3.6, -1.8, 0.4, 0.3}, within(1e-9));
        assertThat(Monomials.lasso(Monomials.all(4, 3, ANY), x, y, 0.2)).hasSize(3);
        assertThat(Monomials.lasso(Monomials.all(4, 3, ANY), x, y, 1)).isEmpty();
    }

    /// The conditions of the least: a column goes with what is left as far as the penalty, with the sign of its weight, or less far where its weight is 0.
    @Test
    void findsTheLeast() {
        Seeds.Stream random = Seeds.of(5).stream(0);
        double[][] columns = new double[25][12];
        double[] y = new double[12];
        for (int i = 0; i < 12; i++) {
            for (double[] column : columns) column[i] = random.nextGaussian();
            y[i] = random.nextGaussian() + columns[3][i];
        }
        double[] weights = Monomials.weights(columns, y, 0.15);
        double[] rest = IntStream.range(0, 12).mapToDouble(i -> y[i] - IntStream.range(0, 25).mapToDouble(j -> weights[j] * columns[j][i]).sum()).toArray();
        assertThat(Arrays.stream(weights).filter(w -> w != 0).count()).isBetween(2L, 12L);
        for (int j = 0; j < 25; j++) {
            int column = j;
            double along = IntStream.range(0, 12).mapToDouble(i -> columns[column][i] * rest[i]).sum() / 12;
            if (weights[j] != 0) assertThat(along).isCloseTo(0.15 * Math.signum(weights[j]), within(1e-4));
            else assertThat(Math.abs(along)).isLessThan(0.15 + 1e-4);
        }
    }
}
