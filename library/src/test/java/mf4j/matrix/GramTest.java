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

    @Test
    void ofSomeRowsIsThatOfTheirMatrix() {
        Matrix x = Matrix.normal(3000, 5, Seeds.of(12));
        int[] rows = java.util.stream.IntStream.range(0, 1400).map(j -> (j * 7 + 3) % 3000).toArray();
        double[] taken = new double[rows.length * 5];
        for (int r = 0; r < rows.length; r++) System.arraycopy(x.row(rows[r]), 0, taken, r * 5, 5);
        assertThat(Gram.ofRows(x, rows).values()).containsExactly(Gram.of(Matrix.of(taken, rows.length, 5)).values());
        assertThat(Gram.ofRows(x, new int[] {4}).ofColumns()).isTrue();
    }
}
