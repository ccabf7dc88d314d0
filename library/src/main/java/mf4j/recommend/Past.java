package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// What a model remembers of its users: the items each has rated, and which of these ratings it learned from.
///
/// @param byUser  users x items, by the model's indexes
/// @param learned one bit per entry of `byUser`: set where the model was trained on it
/// @param times   one per entry, in seconds: only for a model by whose rule events age ([RowRule#ages])
public record Past(SparseRows byUser, BitSet learned, Optional<long[]> times) {
    /// Without times.
    public Past(SparseRows byUser, BitSet learned) {
        this(byUser, learned, Optional.empty());
    }

    /// Everything was learned from.
    public static Past learned(Ratings ratings) {
        return of(ratings.byUser());
    }

    /// Everything was learned from, and when it was is remembered where it is known.
    static Past timed(Ratings ratings) {
        return new Past(ratings.byUser(), of(ratings.byUser()).learned, times(ratings));
    }

    private static Optional<long[]> times(Ratings ratings) {
        if (!ratings.isTimed()) return Optional.empty();
        long[] times = new long[ratings.count()];
        Arrays.setAll(times, ratings::time);
        return Optional.of(times);
    }

    /// These rows, all of them learned from.
    static Past of(SparseRows byUser) {
        BitSet all = new BitSet(byUser.entries());
        all.set(0, byUser.entries());
        return new Past(byUser, all);
    }

    /// All of `ratings`, of which the entries of this past were learned from; ids must be the same, but for names behind those of the
    /// ratings, which have none.
    ///
    /// The parts of a split keep the order of the whole, so one walk along both finds them.
    public Past within(Ratings ratings) {
        SparseRows whole = ratings.byUser();
        BitSet marks = new BitSet(whole.entries());
        for (int user = 0; user < whole.rows(); user++) {
            int next = byUser.offsets()[user];
            int end = byUser.offsets()[user + 1];
            for (int entry = whole.offsets()[user]; entry < whole.offsets()[user + 1] && next < end; entry++) {
                if (whole.columns()[entry] == byUser.columns()[next] && whole.values()[entry] == byUser.values()[next]) {
                    marks.set(entry, learned.get(next++));
                }
            }
        }
        return new Past(whole, marks, times.isPresent() ? times(ratings) : Optional.empty()).grown(byUser.rows(), byUser.columnCount());
    }

    /// Whether anything of a user was learned from.
    boolean learned(int user) {
        int next = learned.nextSetBit(byUser.offsets()[user]);
        return next >= 0 && next < byUser.offsets()[user + 1];
    }

    /// Of each item, the share of the users with learned events that had it: its popularity, from 0 to 1.
    public float[] shares() {
        int[] users = new int[byUser.columnCount()];
        int active = 0;
        for (int user = 0; user < byUser.rows(); user++) {
            if (learned(user)) active++;
            for (int entry = byUser.offsets()[user]; entry < byUser.offsets()[user + 1]; entry++) if (learned.get(entry)) users[byUser.columns()[entry]]++;
        }
        float[] shares = new float[users.length];
        for (int item = 0; item < shares.length; item++) shares[item] = (float) users[item] / Math.max(1, active);
        return shares;
    }

    /// The entries of one user that were learned from.
    SparseRows learnedBy(int user) {
        int from = byUser.offsets()[user];
        int to = byUser.offsets()[user + 1];
        int[] entries = learned.get(from, to).stream().map(entry -> entry + from).toArray();
        return rows(entries);
    }

    private SparseRows rows(int[] entries) {
        int[] columns = new int[entries.length];
        float[] values = new float[entries.length];
        float[] weights = byUser.weights() == null ? null : new float[entries.length];
        for (int j = 0; j < entries.length; j++) {
            columns[j] = byUser.columns()[entries[j]];
            values[j] = byUser.values()[entries[j]];
            if (weights != null) weights[j] = byUser.weights()[entries[j]];
        }
        return new SparseRows(new int[] {0, entries.length}, columns, values, weights, byUser.columnCount());
    }

    /// What was learned from, alone, each entry weighing as much more as its age in seconds makes of it: the distance to the latest time.
    /// All are of the same age where no times are remembered.
    SparseRows aged(DoubleUnaryOperator worth) {
        if (times.isEmpty()) return learnedRows();
        long latest = latest();
        float[] weights = new float[byUser.entries()];
        for (int entry = 0; entry < weights.length; entry++) {
            weights[entry] = (float) (byUser.weight(entry) * worth.applyAsDouble((double) latest - times.get()[entry]));
        }
        return new Past(new SparseRows(byUser.offsets(), byUser.columns(), byUser.values(), weights, byUser.columnCount()), learned).learnedRows();
    }

    /// The latest time of what was learned from.
    private long latest() {
        return learned.stream().mapToLong(entry -> times.orElseThrow()[entry]).max().orElse(0);
    }

    /// What was learned from, alone.
    SparseRows learnedRows() {
        if (learned.cardinality() == byUser.entries()) return byUser;
        RowsBuilder rows = new RowsBuilder(byUser.rows(), learned.cardinality(), byUser.weights() != null);
        for (int user = 0; user < byUser.rows(); user++) {
            for (int entry = byUser.offsets()[user]; entry < byUser.offsets()[user + 1]; entry++) if (learned.get(entry)) rows.add(byUser, entry);
            rows.endRow();
        }
        return rows.build(byUser.columnCount());
    }

    /// The same of more users and items, who have nothing yet.
    Past grown(int users, int items) {
        if (users == byUser.rows() && items == byUser.columnCount()) return this;
        int[] offsets = Arrays.copyOf(byUser.offsets(), users + 1);
        Arrays.fill(offsets, byUser.rows() + 1, users + 1, byUser.entries());
        return new Past(new SparseRows(offsets, byUser.columns(), byUser.values(), byUser.weights(), items), learned, times);
    }

    /// These entries and the `fresh` ones, which are as late as the latest of these.
    Past joined(SparseRows fresh) {
        return joined(fresh, Optional.empty());
    }

    /// These entries and the `fresh` ones, all of which are learned from; a fresh entry stands in the place of the old one of the
    /// same user and item, or behind the user's others.
    ///
    /// @param fresh the matrix to add, which may have more rows and columns than this one
    /// @param when  the times of its entries; nothing for entries that are as late as the latest of this past
    Past joined(SparseRows fresh, Optional<long[]> when) {
        RowsBuilder rows = new RowsBuilder(fresh.rows(), byUser.entries() + fresh.entries(), byUser.weights() != null || fresh.weights() != null);
        BitSet marks = new BitSet(byUser.entries() + fresh.entries());
        long[] moments = new long[times.isEmpty() ? 0 : byUser.entries() + fresh.entries()];
        long latest = times.isEmpty() ? 0 : latest();
        int[] place = new int[fresh.columnCount()]; // of each item the entry where it was last put: in this row from `start` on
        Arrays.fill(place, -1);
        for (int user = 0; user < fresh.rows(); user++) {
            int start = rows.size();
            if (user < byUser.rows()) keep(user, rows, marks, place, moments);
            for (int entry = fresh.offsets()[user]; entry < fresh.offsets()[user + 1]; entry++) {
                int at = place[fresh.columns()[entry]];
                place[fresh.columns()[entry]] = at < start ? rows.add(fresh, entry) : rows.set(at, fresh, entry);
                marks.set(place[fresh.columns()[entry]]);
                if (times.isPresent()) moments[place[fresh.columns()[entry]]] = when.isPresent() ? when.get()[entry] : latest;
            }
            rows.endRow();
        }
        return new Past(rows.build(fresh.columnCount()), marks, times.map(_ -> Arrays.copyOf(moments, rows.size())));
    }

    private void keep(int user, RowsBuilder rows, BitSet marks, int[] place, long[] moments) {
        for (int entry = byUser.offsets()[user]; entry < byUser.offsets()[user + 1]; entry++) {
            int at = rows.add(byUser, entry);
            place[byUser.columns()[entry]] = at;
            marks.set(at, learned.get(entry));
            if (times.isPresent()) moments[at] = times.get()[entry];
        }
    }

    /// Without one user's row.
    Past without(int user) {
        int from = byUser.offsets()[user];
        int gone = byUser.count(user);
        int[] offsets = new int[byUser.rows()];
        for (int row = 0; row < offsets.length; row++) {
            offsets[row] = row <= user ? byUser.offsets()[row] : byUser.offsets()[row + 1] - gone;
        }
        SparseRows rows = new SparseRows(offsets, cut(byUser.columns(), from, gone), cut(byUser.values(), from, gone),
                byUser.weights() == null ? null : cut(byUser.weights(), from, gone), byUser.columnCount());
        BitSet marks = learned.get(0, from);
        learned.get(from + gone, byUser.entries()).stream().forEach(entry -> marks.set(entry + from));
        return new Past(rows, marks, times.map(all -> cut(all, from, gone)));
    }

    private static int[] cut(int[] values, int from, int gone) {
        int[] rest = new int[values.length - gone];
        System.arraycopy(values, 0, rest, 0, from);
        System.arraycopy(values, from + gone, rest, from, rest.length - from);
        return rest;
    }

    private static long[] cut(long[] values, int from, int gone) {
        long[] rest = new long[values.length - gone];
        System.arraycopy(values, 0, rest, 0, from);
        System.arraycopy(values, from + gone, rest, from, rest.length - from);
        return rest;
    }

    private static float[] cut(float[] values, int from, int gone) {
        float[] rest = new float[values.length - gone];
        System.arraycopy(values, 0, rest, 0, from);
        System.arraycopy(values, from + gone, rest, from, rest.length - from);
        return rest;
    }
}
