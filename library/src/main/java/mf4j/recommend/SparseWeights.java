package mf4j.recommend;

import mf4j.matrix.SparseRows;

import java.util.List;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SortedMap;

/// A few items add to the score of each.
public final class SparseWeights implements NeighbourWeights {
    private final SparseRows byTarget;
    private final SparseRows bySource;

    /// @param byTarget items x items: row `to` holds the items that add to its score, and what an event of each adds
    public SparseWeights(SparseRows byTarget) {
        this.byTarget = byTarget;
        this.bySource = byTarget.transposed();
    }

    static SparseWeights of(List<NeighbourColumn> columns) {
        int[] offsets = new int[columns.size() + 1];
        for (int i = 0; i < columns.size(); i++) offsets[i + 1] = Math.addExact(offsets[i], columns.get(i).from().length);
        int[] from = new int[offsets[columns.size()]];
        float[] values = new float[from.length];
        for (int i = 0; i < columns.size(); i++) {
            System.arraycopy(columns.get(i).from(), 0, from, offsets[i], offsets[i + 1] - offsets[i]);
            System.arraycopy(columns.get(i).values(), 0, values, offsets[i], offsets[i + 1] - offsets[i]);
        }
        return new SparseWeights(new SparseRows(offsets, from, values, null, columns.size()));
    }

    /// Items x items: row `to` holds the items that add to its score.
    public SparseRows byTarget() {
        return byTarget;
    }

    @Override
    public int items() {
        return byTarget.rows();
    }

    @Override
    public void add(int from, float strength, float[] scores, int at) {
        for (int entry = bySource.offsets()[from]; entry < bySource.offsets()[from + 1]; entry++) {
            int place = at + bySource.columns()[entry];
            scores[place] = Math.fma(strength, bySource.values()[entry], scores[place]);
        }
    }

    @Override
    public float weight(int from, int to) {
        for (int entry = byTarget.offsets()[to]; entry < byTarget.offsets()[to + 1]; entry++) {
            if (byTarget.columns()[entry] == from) return byTarget.values()[entry];
        }
        return 0;
    }

    @Override
    public NeighbourColumn column(int to) {
        int start = byTarget.offsets()[to];
        int end = byTarget.offsets()[to + 1];
        return new NeighbourColumn(Arrays.copyOfRange(byTarget.columns(), start, end), Arrays.copyOfRange(byTarget.values(), start, end), 0);
    }

    @Override
    public SparseWeights with(int items, SortedMap<Integer, NeighbourColumn> columns) {
        List<NeighbourColumn> all = new ArrayList<>(items);
        for (int i = 0; i < items; i++) {
            NeighbourColumn fresh = columns.get(i);
            all.add(fresh != null ? fresh : i < items() ? column(i) : NeighbourColumn.NONE);
        }
        return of(all);
    }
}
