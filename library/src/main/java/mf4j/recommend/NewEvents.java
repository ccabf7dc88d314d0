package mf4j.recommend;

import mf4j.data.Attributes;
import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Provenance;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// New events in the indexes of a model that has grown to know them, and the past they make together with the old one.
///
/// @param users names of the grown model
/// @param items names of the grown model
/// @param byUser the new events alone, one row per grown user
/// @param before the old events
/// @param past   the old events and the new ones
/// @param ofUsers what is newly known of users besides
/// @param ofItems what is newly known of items besides
record NewEvents(Grown users, Grown items, SparseRows byUser, Past before, Past past, Attributes ofUsers, Attributes ofItems) {
    /// @param ofUsers what is known besides of users, new or not; nothing for a model that can make nothing of it
    /// @param ofItems the same of items
    static NewEvents of(Model model, Past past, Ratings events, Attributes ofUsers, Attributes ofItems) {
        Grown users = Grown.of(model.users(), events.users(), events.byUser(), ofUsers);
        Grown items = Grown.of(model.items(), events.items(), events.byItem(), ofItems);
        SparseRows rows = rows(users, items, events.byUser());
        return new NewEvents(users, items, rows, past, past.joined(rows, times(users, past, events)), ofUsers, ofItems);
    }

    /// The row of each grown user among the events, or -1 for a user without.
    private static int[] from(Grown users) {
        int[] from = new int[users.ids().size()];
        Arrays.fill(from, -1);
        for (int row = 0; row < users.to().length; row++) if (users.to()[row] >= 0) from[users.to()[row]] = row;
        return from;
    }

    /// The times of the new events in the order of [#rows], where the past has some too.
    private static Optional<long[]> times(Grown users, Past past, Ratings events) {
        if (past.times().isEmpty() || !events.isTimed()) return Optional.empty();
        long[] times = new long[events.count()];
        int next = 0;
        for (int row : from(users)) {
            for (int entry = row < 0 ? 0 : events.byUser().offsets()[row]; row >= 0 && entry < events.byUser().offsets()[row + 1]; entry++) times[next++] = events.time(entry);
        }
        return Optional.of(times);
    }

    private static SparseRows rows(Grown users, Grown items, SparseRows events) {
        int[] from = from(users);
        int[] offsets = new int[from.length + 1];
        for (int user = 0; user < from.length; user++) offsets[user + 1] = offsets[user] + (from[user] < 0 ? 0 : events.count(from[user]));
        int[] columns = new int[events.entries()];
        float[] values = new float[columns.length];
        float[] weights = events.weights() == null ? null : new float[columns.length];
        for (int user = 0, next = 0; user < from.length; user++) {
            for (int entry = from[user] < 0 ? 0 : events.offsets()[from[user]]; next < offsets[user + 1]; entry++, next++) {
                columns[next] = items.to()[events.columns()[entry]];
                values[next] = events.values()[entry];
                if (weights != null) weights[next] = events.weights()[entry];
            }
        }
        return new SparseRows(offsets, columns, values, weights, items.ids().size());
    }

    /// The users to solve.
    ///
    /// @param described those of whom something else is known than before; they are taken for users with new events
    int[] users(PartialFit which, BitSet described) {
        BitSet fresh = (BitSet) described.clone();
        for (int user = 0; user < byUser.rows(); user++) if (byUser.count(user) > 0) fresh.set(user);
        BitSet unseen = (BitSet) fresh.clone();
        for (int user = 0; user < before.byUser().rows(); user++) if (before.learned(user)) unseen.clear(user);
        return which.users().rows("user", users.ids(), fresh, unseen);
    }

    /// The items to solve, alike.
    int[] items(PartialFit which, BitSet described) {
        BitSet fresh = (BitSet) described.clone();
        for (int item : byUser.columns()) fresh.set(item);
        BitSet unseen = (BitSet) fresh.clone();
        for (int entry = 0; entry < before.byUser().entries(); entry++) if (before.learned().get(entry)) unseen.clear(before.byUser().columns()[entry]);
        return which.items().rows("item", items.ids(), fresh, unseen);
    }

    /// How the model was made, and that it has been changed since: it is no longer what training alone would give.
    static Provenance changed(Provenance made, Ratings events) {
        String data = made.data() + " updated by " + events.fingerprint();
        return new Provenance(made.trainer(), made.knobs(), data, made.version(), made.kernel(), made.history());
    }
}
