package mf4j.recommend;

import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/// The rows of pairs and of logistic regression, against their definitions written down once more.
class RowRuleTest {
    private static final int ITEMS = 30;

    private final Factors q = Factors.normal(ITEMS, 3, 0.7, Seeds.of(3));
    private final float[] bias = Factors.normal(ITEMS, 1, 0.5, Seeds.of(4)).values();
    private final int[] columns = {4, 17, 2, 11, 29};
    private final SparseRows row = new SparseRows(new int[] {0, 5}, columns, new float[] {1, 2, 1, 3, 1}, new float[] {1, 2, 1, 0.5f, 1}, ITEMS);

    private double pairLoss(double[] x) {
        double sum = 0.2 * 5.5 / 2 * dot(x, x);
        for (int e = 0; e < 5; e++) {
            for (int j : others()) sum += row.weight(e) / 25.0 * Math.log1p(Math.exp(score(x, 0, j) - score(x, 0, columns[e])));
        }
        return sum;
    }

    private double logisticLoss(double[] x, double b) {
        double pulls = 25 * 0.3 + 5 * 0.3 + 2 * (1 + 4 + 1 + 1.5 + 1);
        double sum = pulls * (0.2 / 2 * dot(x, x) + 0.1 / 2 * b * b);
        for (int e = 0; e < 5; e++) sum += 2 * row.weight(e) * row.values()[e] * Math.log1p(Math.exp(-score(x, b, columns[e])));
        for (int i = 0; i < ITEMS; i++) sum += 0.3 * Math.log1p(Math.exp(score(x, b, i)));
        return sum;
    }

    private int[] others() {
        return IntStream.range(0, ITEMS).filter(i -> Arrays.stream(columns).noneMatch(c -> c == i)).toArray();
    }

    private double score(double[] x, double b, int item) {
        double sum = b + bias[item];
        for (int f = 0; f < 3; f++) sum += x[f] * q.row(item)[f];
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
    }

    private static double[] doubles(float[] x) {
        return IntStream.range(0, x.length).mapToDouble(j -> x[j]).toArray();
    }

    @Test
    void aRowOfPairsHasNoGradientAtItsSolution() {
        RowSolver solver = new PairRule(0.2, 100).against(q, bias, 0).get();
        float[] x = new float[3];
        double value = solver.solve(row, 0, null, 0, x, 0, 0);
        assertThat(value).isCloseTo(pairLoss(doubles(x)), within(1e-5));
        double length = 0;
        for (int f = 0; f < 3; f++) {
            double slope = (pairLoss(moved(x, f, 1e-4)) - pairLoss(moved(x, f, -1e-4))) / 2e-4;
            length += slope * slope;
            assertThat(Math.abs((pairLoss(moved(new float[3], f, 1e-4)) - pairLoss(moved(new float[3], f, -1e-4))) / 2e-4)).isGreaterThan(0.05);
        }
        assertThat(Math.sqrt(length)).isLessThan(1e-3);
    }

    @Test
    void anAverageItemScoresZeroForARowOfPairs() {
        RowSolver solver = new PairRule(0.2, 100).against(q, bias, 0).get();
        float[] x = new float[3];
        solver.solve(row, 0, null, 0, x, 0, 0);
        double sum = 0;
        for (int i = 0; i < ITEMS; i++) sum += score(doubles(x), solver.bias(), i);
        assertThat(sum).isCloseTo(0, within(1e-4));
    }

    @Test
    void aLogisticRowHasNoGradientAtItsSolution() {
        RowSolver solver = new LogisticRule(true, 2, 0.3, 0.2, 0.1, true, 9).against(q, bias, 0).get();
        float[] x = new float[3];
        double value = solver.solve(row, 0, null, 0, x, 0, 0.7);
        double b = solver.bias();
        assertThat(value).isCloseTo(logisticLoss(doubles(x), b), within(1e-4));
        for (int f = 0; f < 3; f++) {
            assertThat((logisticLoss(moved(x, f, 1e-4), b) - logisticLoss(moved(x, f, -1e-4), b)) / 2e-4).isCloseTo(0, within(2e-3));
        }
        assertThat((logisticLoss(doubles(x), b + 1e-4) - logisticLoss(doubles(x), b - 1e-4)) / 2e-4).isCloseTo(0, within(2e-3));
        assertThat((logisticLoss(new double[3], 1e-4) - logisticLoss(new double[3], -1e-4)) / 2e-4).isLessThan(-1);
    }

    private static double[] moved(float[] x, int f, double by) {
        double[] moved = doubles(x);
        moved[f] += by;
        return moved;
    }

    @Test
    void whereItStartsAndHowItsEventsStandDoNotMatter() {
        SparseRows turned = new SparseRows(new int[] {0, 5}, new int[] {29, 11, 2, 17, 4}, new float[] {1, 3, 1, 2, 1}, new float[] {1, 0.5f, 1, 2, 1}, ITEMS);
        for (RowRule rule : new RowRule[] {new PairRule(0.2, 7), new LogisticRule(true, 2, 0.3, 0.2, 0.1, false, 1)}) {
            float[] x = new float[3];
            float[] y = new float[3];
            float[] far = {2, -3, 1};
            rule.against(q, bias, 0).get().solve(row, 0, null, 0, x, 0, 0);
            rule.against(q, bias, 0).get().solve(turned, 0, null, 0, y, 0, 0);
            rule.against(q, bias, 0).get().solve(row, 0, null, 0, far, 0, -1);
            assertThat(y).containsExactly(x);
            for (int f = 0; f < 3; f++) assertThat(far[f]).isCloseTo(x[f], within(1e-3f));
        }
    }

    @Test
    void aRowFarFromItsSolutionFindsItToo() {
        float[] x = {400, -300, 100};
        float[] y = new float[3];
        for (RowRule rule : new RowRule[] {new PairRule(0.2, 100), new LogisticRule(true, 2, 0.3, 0.2, 0.1, true, 9)}) {
            rule.against(q, bias, 0).get().solve(row, 0, null, 0, y, 0, 0);
            float[] far = x.clone();
            rule.against(q, bias, 0).get().solve(row, 0, null, 0, far, 0, 0);
            for (int f = 0; f < 3; f++) assertThat(far[f]).isCloseTo(y[f], within(1e-2f));
        }
    }

    /// Each event's contribution by its formula, in double; with nothing of the others left over.
    @Test
    void contributionsOfALogisticRowAddUpToItsScore() {
        LogisticRule rule = new LogisticRule(true, 2, 0.3, 0.2, 0.1, true, 9);
        RowSolver solver = rule.against(q, bias, 0).get();
        float[] x = new float[3];
        solver.solve(row, 0, null, 0, x, 0, 0);
        double[] parts = new LogisticSolver(rule, q, bias, RowSample.of(RowSample.pool(q))).contributions(row, 8);
        double taken = 0;
        for (int j = 0; j < ITEMS; j++) taken += 0.3 * sigma(score(doubles(x), solver.bias(), j)) * dot(doubles(q.row(j)), doubles(q.row(8)));
        double[] pulled = new double[row.entries()];
        double trials = ITEMS * 0.3;
        for (int e = 0; e < pulled.length; e++) {
            double confidence = 2 * row.weights()[e] * row.values()[e];
            pulled[e] = confidence * sigma(-score(doubles(x), solver.bias(), row.columns()[e]));
            trials += confidence;
        }
        for (int e = 0; e < pulled.length; e++) {
            double alike = dot(doubles(q.row(row.columns()[e])), doubles(q.row(8)));
            assertThat(parts[e]).isCloseTo(pulled[e] * (alike - taken / Arrays.stream(pulled).sum()) / (trials * 0.2), within(1e-5));
        }
        assertThat(Arrays.stream(parts).sum()).isCloseTo(score(doubles(x), solver.bias(), 8) - bias[8] - solver.bias(), within(2e-3));
    }

    private static double sigma(double score) {
        return 1 / (1 + Math.exp(-score));
    }

    @Property(tries = 200)
    void samplesAreDistinctRowsThatTheRowHasNot(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int wanted) {
        Factors some = Factors.normal(50, 2, 1, Seeds.of(seed));
        Arrays.fill(some.values(), 2 * 7, 2 * 8, 0); // item 7 learned nothing
        int[] own = Seeds.of(seed).stream(1).ints(10, 0, 50).distinct().toArray();
        int[] sample = RowSample.of(RowSample.pool(some)).without(own, wanted);
        long free = IntStream.range(0, 50).filter(i -> i != 7 && Arrays.stream(own).noneMatch(o -> o == i)).count();
        assertThat(sample).isSorted().doesNotHaveDuplicates().doesNotContain(own).doesNotContain(7).hasSize((int) Math.min(wanted, free));
    }

    @Test
    void refusesImpossibleNumbers() {
        assertThatThrownBy(() -> new PairRule(0, 5)).hasMessage("PairRule.regularization must be a finite number above 0 but was 0.0");
        assertThatThrownBy(() -> new PairRule(1, 0)).hasMessage("PairRule.sample must be at least 1 but was 0");
        assertThatThrownBy(() -> new LogisticRule(true, Double.NaN, 1, 1, 1, true, 1)).hasMessage("LogisticRule.confidence must be a finite number above 0 but was NaN");
        assertThatThrownBy(() -> new LogisticRule(true, 1, 1, 1, 0, true, 1)).hasMessage("LogisticRule.biasRegularization must be a finite number above 0 but was 0.0");
    }
}
