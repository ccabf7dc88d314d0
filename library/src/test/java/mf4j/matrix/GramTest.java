package mf4j.matrix;

import mf4j.train.Seeds;
import mf4j.train.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GramTest {
    @ParameterizedTest
    @CsvSource({"1,1", "5,3", "3,5", "2000,7", "7,2000", "300,64", "1500,33", "40,40", "0,4"})
    void isTheSumOfProducts(int rows, int columns) {
        Matrix x = Matrix.normal(rows, columns, Seeds.of(3));
        double[] mean = new double[columns];
        for (int j = 0; j < columns; j++) mean[j] = 0.1 * (j % 10);
        Gram gram = Gram.of(x, mean);
        assertThat(gram.size()).isEqualTo(Math.min(rows, columns));
        assertThat(gram.ofColumns()).isEqualTo(columns <= rows);
        double[] values = x.toDoubles();
        int length = Math.max(rows, columns);
        double trace = 0;
        for (int i = 0; i < gram.size(); i++) {
            for (int j = 0; j < gram.size(); j++) {
                double sum = 0;
                for (int r = 0; r < length; r++) sum += centred(values, mean, gram, columns, i, r) * centred(values, mean, gram, columns, j, r);
                assertThat(gram.values()[i * gram.size() + j]).isCloseTo(sum, within(1e-11 * (1 + length)));
                if (i == j) trace += sum;
            }
        }
        assertThat(gram.trace()).isCloseTo(trace, within(1e-9 * (1 + trace)));
    }

    private static double centred(double[] values, double[] mean, Gram gram, int columns, int vector, int r) {
        int row = gram.ofColumns() ? r : vector;
        int column = gram.ofColumns() ? vector : r;
        return values[row * columns + column] - mean[column];
    }

    @Test
    void isTheSameBitsForAnyNumberOfThreads() {
        Matrix x = Matrix.normal(5000, 50, Seeds.of(4));
        double[] one = new double[0];
        for (int threads : new int[] {1, 2, 5}) {
            double[][] gram = new double[1][];
            Sweep.runWithThreads(threads, () -> gram[0] = Gram.of(x).values());
            if (threads == 1) one = gram[0];
            assertThat(gram[0]).isEqualTo(one);
        }
    }
}
