package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.train.Check;

import java.util.Arrays;
import java.util.SortedMap;

/// Every item adds to every other, as in [Ease].
///
/// `P = (I - B) diag(spread)` is the inverse that the weights were made of, so a new column can be solved from what is kept.
///
/// @param values items x items, row-major: row `from`, column `to`; zeros on the diagonal
/// @param spread diagonal of P, one per item; 0 for an item that came after training
public record DenseWeights(float[] values, float[] spread) implements NeighbourWeights {
    private static final Kernel KERNEL = Kernel.active();

    /// Checks the shape.
    public DenseWeights {
        Check.of(DenseWeights.class).that((long) spread.length * spread.length == values.length, "values",
                "hold items x items = " + spread.length + " x " + spread.length + " numbers", values.length);
    }

    @Override
    public int items() {
        return spread.length;
    }

    @Override
    public void add(int from, float strength, float[] scores, int at) {
        KERNEL.axpy(strength, values, from * items(), scores, at, items());
    }

    @Override
    public float weight(int from, int to) {
        return values[from * items() + to];
    }

    @Override
    public NeighbourColumn column(int to) {
        int n = items();
        int[] from = new int[Math.max(0, n - 1)];
        float[] column = new float[from.length];
        for (int j = 0, next = 0; j < n; j++) {
            if (j == to) continue;
            from[next] = j;
            column[next++] = values[j * n + to];
        }
        return new NeighbourColumn(from, column, 0);
    }

    @Override
    public DenseWeights with(int items, SortedMap<Integer, NeighbourColumn> columns) {
        Check.of(DenseWeights.class).that(items <= RidgeRule.MOST, "items", "be at most " + RidgeRule.MOST + " where every item adds to every other", items);
        float[] grown = new float[items * items];
        for (int j = 0; j < items(); j++) System.arraycopy(values, j * items(), grown, j * items, items());
        columns.forEach((to, column) -> {
            for (int j = 0; j < items; j++) grown[j * items + to] = 0;
            for (int k = 0; k < column.from().length; k++) grown[column.from()[k] * items + to] = column.values()[k];
        });
        return new DenseWeights(grown, Arrays.copyOf(spread, items));
    }
}
