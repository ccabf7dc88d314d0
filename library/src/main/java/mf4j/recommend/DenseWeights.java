package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.train.Check;

import java.util.Arrays;
import java.util.SortedMap;

/// Every item adds to every other, as in [Ease].
///
/// `P = (I - B) diag(spread)` is the inverse that the weights were made of, so whatever follows new events can start from what is kept.
/// An item whose column was put here later is outside of P: its spread is 0, and it adds to no other.
///
/// @param values items x items, row-major: row `from`, column `to`; zeros on the diagonal
/// @param spread diagonal of P, one per item; 0 for an item outside of P
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

    /// Whether P knows nothing of an item: it is outside, or had no events and adds to no other.
    boolean stranger(int item) {
        boolean alone = true;
        for (int i = 0; item < items() && alone && i < items(); i++) alone = values[item * items() + i] == 0;
        return alone || spread[item] == 0;
    }

    /// {@inheritDoc} The items of the columns are outside of P from then on, so only a [#stranger] may be given one: what another adds to the
    /// others is in theirs.
    @Override
    public DenseWeights with(int items, SortedMap<Integer, NeighbourColumn> columns) {
        Check.of(DenseWeights.class).that(items <= RidgeRule.MOST, "items", "be at most " + RidgeRule.MOST + " where every item adds to every other", items);
        float[] grown = new float[items * items];
        for (int j = 0; j < items(); j++) System.arraycopy(values, j * items(), grown, j * items, items());
        float[] inside = Arrays.copyOf(spread, items);
        columns.forEach((to, column) -> {
            inside[to] = 0;
            for (int j = 0; j < items; j++) grown[j * items + to] = 0;
            for (int k = 0; k < column.from().length; k++) grown[column.from()[k] * items + to] = column.values()[k];
        });
        return new DenseWeights(grown, inside);
    }
}
