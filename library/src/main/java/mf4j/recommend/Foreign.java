package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;

import java.util.Arrays;

/// Ratings that came with names of their own, in the indexes of a model.
final class Foreign {
    private Foreign() { }

    /// One row per user of `ratings`, columns by `items`; ratings of items that are not among them are left out.
    static SparseRows byUser(Ratings ratings, Ids items) {
        SparseRows rows = ratings.byUser();
        if (ratings.items() == items || ratings.items().equals(items)) return rows;
        int[] to = new int[ratings.items().size()];
        for (int item = 0; item < to.length; item++) to[item] = items.indexOf(ratings.items().name(item));
        return translated(rows, to, items.size());
    }

    /// The same rows in other columns; entries whose column is nowhere, -1, are left out.
    static SparseRows translated(SparseRows rows, int[] to, int columnCount) {
        int[] offsets = new int[rows.rows() + 1];
        int[] columns = new int[rows.entries()];
        float[] values = new float[rows.entries()];
        float[] weights = rows.weights() == null ? null : new float[rows.entries()];
        int kept = 0;
        for (int row = 0; row < rows.rows(); row++) {
            for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++) {
                if (to[rows.columns()[entry]] < 0) continue;
                columns[kept] = to[rows.columns()[entry]];
                values[kept] = rows.values()[entry];
                if (weights != null) weights[kept] = rows.weight(entry);
                kept++;
            }
            offsets[row + 1] = kept;
        }
        return new SparseRows(offsets, Arrays.copyOf(columns, kept), Arrays.copyOf(values, kept),
                weights == null ? null : Arrays.copyOf(weights, kept), columnCount);
    }
}
