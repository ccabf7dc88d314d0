package mf4j.data;

import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;

/// Who rated what, and how: one sparse matrix, users x items, in both orientations, with the names of its rows and columns.
///
/// Immutable. An *entry* is a position in [#byUser]. Within a user the entries keep the order in which they were given; within an
/// item ([#byItem]) they come in the order of the users. Parts of a split share the names of the whole, so a user or an item may
/// have no entry here.
///
/// Memory: 8 bytes per rating for each orientation, 4 more each with weights, 4 for times that lie within 2^32 of each other
/// (8 otherwise), 4 bytes per user and item, and the names. The second orientation is built when it is first asked for. 100 million
/// ratings take 1.6 GB, 2.0 GB with times.
public final class Ratings {
    private static final int BLOCK = 1 << 16;

    private final Ids users;
    private final Ids items;
    private final SparseRows byUser;
    private final Times times; // per entry, or null
    private final Summary summary;
    private final Optional<Attributes> ofUsers;
    private final Optional<Attributes> ofItems;
    private volatile SparseRows byItem;      // when asked for
    private volatile String fingerprint;     // when asked for

    Ratings(Ids users, Ids items, SparseRows byUser, Times times) {
        this(users, items, byUser, times, Summary.of(byUser), Optional.empty(), Optional.empty());
    }

    private Ratings(Ids users, Ids items, SparseRows byUser, Times times, Summary summary, Optional<Attributes> ofUsers, Optional<Attributes> ofItems) {
        this.users = users;
        this.items = items;
        this.byUser = byUser;
        this.times = times;
        this.summary = summary;
        this.ofUsers = ofUsers;
        this.ofItems = ofItems;
    }

    /// The same ratings, knowing besides what users and items are by themselves; for trainers that learn from it, others pass it
    /// by. Parts of these ratings know it too.
    public Ratings described(Attributes ofUsers, Attributes ofItems) {
        Ratings described = new Ratings(users, items, byUser, times, summary, Optional.of(ofUsers).filter(a -> !a.isEmpty()), Optional.of(ofItems).filter(a -> !a.isEmpty()));
        described.byItem = byItem;
        return described;
    }

    /// These, knowing what the other ratings know of users and items.
    Ratings describedAs(Ratings other) {
        return other.ofUsers.isEmpty() && other.ofItems.isEmpty() ? this : described(other.userAttributes(), other.itemAttributes());
    }

    /// What is known of the users by themselves.
    public Attributes userAttributes() {
        return ofUsers.orElseGet(Attributes::none);
    }

    /// What is known of the items by themselves.
    public Attributes itemAttributes() {
        return ofItems.orElseGet(Attributes::none);
    }

    /// Wraps a matrix whose rows are `users` and whose columns are `items`; the arrays are shared, not copied, but for the times.
    ///
    /// @param byUser      its [SparseRows#weights] are one per entry, or null where every rating weighs 1
    /// @param timesOrNull one per entry of `byUser`, or null where the ratings have no times: [#isTimed] is then false and [#time]
    ///                    refuses; there is no time that stands for none
    /// @throws IllegalArgumentException for shapes that do not fit, columns out of range, values that are not finite, weights that
    ///         are not above 0
    public static Ratings of(Ids users, Ids items, SparseRows byUser, long[] timesOrNull) {
        Check check = Check.of(Ratings.class);
        check.that(byUser.rows() == users.size(), "byUser", "have one row per user: " + users.size(), byUser.rows());
        check.that(byUser.columnCount() == items.size(), "byUser", "have one column per item: " + items.size(), byUser.columnCount());
        check.that(timesOrNull == null || timesOrNull.length == byUser.entries(), "times", "be one per rating: " + byUser.entries(),
                timesOrNull == null ? null : timesOrNull.length);
        verify(check, users, items, byUser);
        return new Ratings(users, items, byUser, timesOrNull == null ? null : Times.of(timesOrNull));
    }

    private static void verify(Check check, Ids users, Ids items, SparseRows rows) {
        Sweep.over(rows.rows(), 1024, (_, from, to) -> {
            for (int user = from; user < to; user++) {
                for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
                    int item = rows.columns()[entry];
                    check.that(item >= 0 && item < items.size(), "item", "lie between 0 and " + (items.size() - 1), item);
                    if (!Events.sound(rows.values()[entry], rows.weight(entry))) {
                        throw Events.unsound(users.name(user), items.name(item), rows.values()[entry], rows.weight(entry));
                    }
                }
            }
        });
    }

    /// Ratings as events in their order, by index: `user[j]` gave `item[j]` the value `values[j]`.
    ///
    /// @param count       how many; the arrays may be longer
    /// @param weights     one per event, or null where every one weighs 1; the weights of [#byUser] are then null too
    /// @param times       one per event, or null where the events have no times: [#isTimed] is then false, and of duplicates the one
    ///                    that comes last in the arrays is the latest
    /// @throws IllegalArgumentException for values that are not finite, weights that are not above 0, and, where `duplicates` says
    ///         so, an item rated twice by a user
    public static Ratings ofEvents(Ids users, Ids items, int count, int[] user, int[] item, float[] values, float[] weights,
                                   long[] times, Duplicates duplicates) {
        return new Events(users, items, count, user, item, values, weights, times).ratings(duplicates);
    }

    /// Collects ratings one by one.
    public static Builder builder() {
        return new Builder();
    }

    /// The names of the rows.
    public Ids users() {
        return users;
    }

    /// The names of the columns.
    public Ids items() {
        return items;
    }

    /// Users x items.
    public SparseRows byUser() {
        return byUser;
    }

    /// Items x users, built once.
    public SparseRows byItem() {
        if (byItem == null) {
            synchronized (this) {
                if (byItem == null) byItem = byUser.transposed();
            }
        }
        return byItem;
    }

    /// How many ratings.
    public int count() {
        return byUser.entries();
    }

    /// Whether every rating has a time.
    public boolean isTimed() {
        return times != null;
    }

    /// The time of an entry of [#byUser], in the unit it was given in; seconds since 1970 from tables.
    ///
    /// @throws IllegalStateException where there are no times
    public long time(int entry) {
        Check.of(Ratings.class).state(times != null, () -> "these ratings have no times");
        return times.at(entry);
    }

    /// The entries of a user in the order of time, or in the given order where there are no times; equal times keep the given order.
    public int[] chronological(int user) {
        int from = byUser.offsets()[user], to = byUser.offsets()[user + 1];
        return times == null ? java.util.stream.IntStream.range(from, to).toArray() : times.sorted(from, to);
    }

    /// The mean value, weighted where there are weights; NaN when there is no rating.
    public double mean() {
        return summary.mean();
    }

    /// The least value; NaN when there is no rating.
    public double minimum() {
        return summary.minimum();
    }

    /// The greatest value; NaN when there is no rating.
    public double maximum() {
        return summary.maximum();
    }

    /// These, when every value is above 0, as those of events are: a count, or how sure it is.
    ///
    /// @param owner who wants events, for the message
    /// @throws IllegalArgumentException with the first value that is not, its user and its item
    public Ratings above0(Class<?> owner) {
        for (int user = 0; minimum() <= 0 && user < byUser.rows(); user++) {
            for (int entry = byUser.offsets()[user]; entry < byUser.offsets()[user + 1]; entry++) {
                if (byUser.values()[entry] > 0) continue;
                throw new IllegalArgumentException(owner.getSimpleName() + ".events must be above 0 but was " + byUser.values()[entry] + " of user '"
                        + users.name(user) + "' and item '" + items.name(byUser.columns()[entry]) + "'");
            }
        }
        return this;
    }

    /// The ratings at some entries of [#byUser], with the same names.
    public Ratings subset(BitSet keep) {
        return subset(keep::get);
    }

    /// The ratings at the entries of [#byUser] that pass, with the same names; `keep` is asked by several threads and must always
    /// answer the same.
    public Ratings subset(IntPredicate keep) {
        int[] offsets = new int[byUser.offsets().length];
        Sweep.over(byUser.rows(), 1024, (_, from, to) -> {
            for (int user = from; user < to; user++) offsets[user + 1] = countKept(user, keep);
        });
        for (int user = 0; user < byUser.rows(); user++) offsets[user + 1] += offsets[user];
        int[] kept = new int[offsets[byUser.rows()]];
        Sweep.over(byUser.rows(), 1024, (_, from, to) -> {
            for (int user = from, next = offsets[from]; user < to; user++) {
                for (int entry = byUser.offsets()[user]; entry < byUser.offsets()[user + 1]; entry++) {
                    if (keep.test(entry)) kept[next++] = entry;
                }
            }
        });
        Grouping places = new Grouping(offsets, kept);
        SparseRows rows = new SparseRows(offsets, places.gather(byUser.columns()), places.gather(byUser.values()),
                places.gather(byUser.weights()), items.size());
        return new Ratings(users, items, rows, times == null ? null : times.at(kept)).describedAs(this);
    }

    /// The ratings of at least this value, with the same names; [#compacted] drops the names that are left without one.
    public Ratings atLeast(double value) {
        Check.of(Ratings.class).that(!Double.isNaN(value), "atLeast", "be a number", value);
        return subset(entry -> byUser.values()[entry] >= value);
    }

    /// The same pairs as events: every value is 1, whatever it was; weights, times and names stay. `ratings.atLeast(4).events()` is
    /// what was liked.
    public Ratings events() {
        return mapValues(_ -> 1);
    }

    private int countKept(int user, IntPredicate keep) {
        int count = 0;
        for (int entry = byUser.offsets()[user]; entry < byUser.offsets()[user + 1]; entry++) if (keep.test(entry)) count++;
        return count;
    }

    /// The same ratings without the names of users and items that have none; the others keep their order.
    public Ratings compacted() {
        int[] user = places(byUser), item = places(byItem());
        int keptUsers = user[user.length - 1], keptItems = item[item.length - 1];
        if (keptUsers == users.size() && keptItems == items.size()) return this;
        int[] offsets = new int[keptUsers + 1];
        for (int row = 0; row < byUser.rows(); row++) offsets[user[row + 1]] = byUser.offsets()[row + 1];
        int[] columns = new int[count()];
        Sweep.over(columns.length, BLOCK, (_, from, to) -> {
            for (int j = from; j < to; j++) columns[j] = item[byUser.columns()[j]];
        });
        return new Ratings(named(users, user), named(items, item),
                new SparseRows(offsets, columns, byUser.values(), byUser.weights(), keptItems), times).describedAs(this);
    }

    /// For each row the number of rows with entries before it, and in the end of all.
    private static int[] places(SparseRows rows) {
        int[] places = new int[rows.rows() + 1];
        for (int row = 0; row < rows.rows(); row++) places[row + 1] = places[row] + (rows.count(row) > 0 ? 1 : 0);
        return places;
    }

    private static Ids named(Ids all, int[] places) {
        Ids.Builder kept = new Ids.Builder();
        for (int index = 0; index < all.size(); index++) {
            if (places[index + 1] == places[index]) continue;
            if (all.areIntegers()) kept.add(all.number(index));
            else kept.add(all.name(index));
        }
        return kept.build();
    }

    /// The k-core: what is left when users and items with fewer than `k` ratings are removed until none is left to remove. Their
    /// names go too, so do this before a split.
    public Ratings core(int k) {
        Check.of(Ratings.class).atLeast("k", k, 1);
        Ratings left = compacted();
        while (true) {
            Ratings whole = left;
            int[] row = whole.byUser.rowOfEntry();
            Ratings next = whole.subset(entry -> whole.byUser.count(row[entry]) >= k && whole.byItem().count(whole.byUser.columns()[entry]) >= k);
            if (next.count() == whole.count()) return whole;
            left = next.compacted();
        }
    }

    /// The same ratings with every value replaced.
    ///
    /// @throws IllegalArgumentException when one is not finite as a float
    public Ratings mapValues(DoubleUnaryOperator change) {
        float[] values = new float[count()];
        Sweep.over(values.length, BLOCK, (_, from, to) -> {
            for (int j = from; j < to; j++) values[j] = (float) change.applyAsDouble(byUser.values()[j]);
        });
        SparseRows rows = new SparseRows(byUser.offsets(), byUser.columns(), values, byUser.weights(), items.size());
        verify(Check.of(Ratings.class), users, items, rows);
        return new Ratings(users, items, rows, times).describedAs(this);
    }

    /// 32 hexadecimal digits of a hash over names, entries, values, weights and times, in their order: the same on every machine
    /// and with any number of threads, another after any change.
    public String fingerprint() {
        if (fingerprint == null) {
            Fingerprint print = new Fingerprint();
            users.feed(print);
            items.feed(print);
            print.add(byUser.offsets(), byUser.offsets().length);
            print.add(byUser.columns(), count());
            print.add(byUser.values(), count());
            print.add(byUser.weights() == null ? 0 : 1, times == null ? 0 : 1);
            if (byUser.weights() != null) print.add(byUser.weights(), count());
            if (times != null) times.feed(print, count());
            ofUsers.ifPresent(attributes -> print.add("users " + attributes.fingerprint()));
            ofItems.ifPresent(attributes -> print.add("items " + attributes.fingerprint()));
            fingerprint = print.hex();
        }
        return fingerprint;
    }

    @Override
    public String toString() {
        return count() + " ratings of " + items.size() + " items by " + users.size() + " users";
    }

    private record Summary(double mean, double minimum, double maximum) {
        static Summary of(SparseRows rows) {
            int count = rows.entries();
            if (count == 0) return new Summary(Double.NaN, Double.NaN, Double.NaN);
            double[] low = new double[Math.ceilDiv(count, BLOCK)];
            double[] high = new double[low.length];
            double sum = Sweep.sum(count, BLOCK, (from, to) -> {
                double part = 0;
                float least = rows.values()[from], most = least;
                for (int j = from; j < to; j++) {
                    float value = rows.values()[j];
                    part += (double) value * rows.weight(j);
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
                low[from / BLOCK] = least;
                high[from / BLOCK] = most;
                return part;
            });
            double weight = rows.weights() == null ? count : Sweep.sum(count, BLOCK, (from, to) -> {
                double part = 0;
                for (int j = from; j < to; j++) part += rows.weights()[j];
                return part;
            });
            return new Summary(sum / weight, java.util.Arrays.stream(low).min().orElseThrow(), java.util.Arrays.stream(high).max().orElseThrow());
        }
    }

    /// Collects ratings in their order; not for sharing between threads.
    ///
    /// Either all ratings have a time or none has. Names may be text or numbers: `7` and `"7"` are the same name.
    public static final class Builder {
        private final Ids.Builder users = new Ids.Builder();
        private final Ids.Builder items = new Ids.Builder();
        private final Columns columns = new Columns();
        private Duplicates duplicates = Duplicates.LAST;

        private Builder() { }

        /// What becomes of an item rated more than once by a user; [Duplicates#LAST] unless said otherwise.
        public Builder duplicates(Duplicates duplicates) {
            this.duplicates = Check.of(Ratings.class).present("duplicates", duplicates);
            return this;
        }

        /// One rating without a time.
        public Builder add(String user, String item, double value) {
            return addWeighted(user, item, value, 1);
        }

        /// One rating without a time.
        public Builder add(long user, long item, double value) {
            columns.refuse(value, 1, user, item);
            return append(users.add(user), items.add(item), value, 1, false, 0);
        }

        /// One rating that weighs as much as `weight` of them, without a time.
        public Builder addWeighted(String user, String item, double value, double weight) {
            columns.refuse(value, weight, user, item);
            return append(users.add(user), items.add(item), value, weight, false, 0);
        }

        /// One rating with a time; later is greater.
        public Builder add(String user, String item, double value, double weight, long time) {
            columns.refuse(value, weight, user, item);
            return append(users.add(user), items.add(item), value, weight, true, time);
        }

        /// One rating with a time; later is greater.
        public Builder add(long user, long item, double value, double weight, long time) {
            columns.refuse(value, weight, user, item);
            return append(users.add(user), items.add(item), value, weight, true, time);
        }

        private Builder append(int user, int item, double value, double weight, boolean timed, long time) {
            columns.add(user, item, (float) value, (float) weight, timed, time);
            return this;
        }

        /// How many ratings were added, duplicates counted.
        public int size() {
            return columns.size();
        }

        /// The ratings so far.
        ///
        /// @throws IllegalArgumentException for an item rated twice by a user where duplicates are refused
        public Ratings build() {
            return columns.ratings(users.build(), items.build(), duplicates);
        }
    }
}
