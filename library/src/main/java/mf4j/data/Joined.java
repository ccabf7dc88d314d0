package mf4j.data;

import mf4j.matrix.SparseRows;
import mf4j.train.Check;

/// Two parts of the same ratings in one: each user's entries of the first part, then those of the second.
final class Joined {
    private Joined() { }

    static Ratings of(Ratings first, Ratings second) {
        Check.of(Ratings.class).that(first.users() == second.users() && first.items() == second.items(), "parts", "be of the same split", second);
        SparseRows a = first.byUser(), b = second.byUser();
        int entries = Math.addExact(a.entries(), b.entries());
        int[] offsets = new int[a.rows() + 1];
        int[] columns = new int[entries];
        float[] values = new float[entries];
        float[] weights = a.weights() == null && b.weights() == null ? null : new float[entries];
        long[] times = first.isTimed() && second.isTimed() ? new long[entries] : null;
        for (int row = 0, next = 0; row < a.rows(); row++) {
            for (Ratings part : new Ratings[] {first, second}) {
                SparseRows rows = part.byUser();
                for (int entry = rows.offsets()[row]; entry < rows.offsets()[row + 1]; entry++, next++) {
                    columns[next] = rows.columns()[entry];
                    values[next] = rows.values()[entry];
                    if (weights != null) weights[next] = rows.weight(entry);
                    if (times != null) times[next] = part.time(entry);
                }
            }
            offsets[row + 1] = next;
        }
        return new Ratings(first.users(), first.items(), new SparseRows(offsets, columns, values, weights, a.columnCount()),
                times == null ? null : Times.of(times)).describedAs(first);
    }
}
