package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Provenance;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// A live copy of a model of neighbours. A user's row is its events, so an event is in force once it is put there; one by which an
/// item moves makes other weights.
///
/// Who observes holds the monitor, so that weights are made aside; rows and weights, each immutable, are put in place under the
/// write lock. Who asks takes those of one moment under the read lock and works on them without it.
final class LiveNeighbours implements LiveModel {
    private final NeighbourModel start;
    private final PartialFit which;
    private final Past past;
    private final LiveNames users;
    private final LiveRows rows;           // what is learned of each user
    private final BitSet seen;             // items of which anything was learned
    private final LiveWeights weights;
    private final Shares shares;           // of the rows
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private NeighbourModel now;            // items and weights, of no users
    private long observed;

    LiveNeighbours(NeighbourModel model, PartialFit which) {
        this.start = model;
        this.which = which;
        this.past = model.remembered("a live copy");
        SparseRows learned = past.learnedRows();
        this.users = new LiveNames(model.users());
        this.rows = new LiveRows(learned);
        this.seen = new BitSet();
        for (int item : learned.columns()) seen.set(item);
        this.weights = new LiveWeights(model, which.items(), learned);
        this.shares = new Shares(learned);
        this.now = of(model.items(), model.weights(), model.shares());
    }

    private NeighbourModel of(Ids items, NeighbourWeights weights, float[] shares) {
        return new NeighbourModel(Ids.none(), items, weights, start.rule(), shares, Optional.empty(), start.provenance());
    }

    @Override
    public synchronized void observe(String user, String item, double value, double weight) {
        float number = LiveModel.checked(Scale.EVENTS, value, weight);
        LiveNames.check("user", user);
        LiveNames.check("item", item);
        Ids items = now.items().contains(item) ? now.items() : grown(item);
        int i = items.indexOf(item);
        int u = users.indexOf(user) < 0 ? users.size() : users.indexOf(user);
        SparseRows row = rows.with(u, i, number, (float) weight);
        NeighbourWeights moved = weights.after(new LiveWeights.Event(u, i, item, !seen.get(i)), new After(u, row, items.size()));
        seen.set(i);
        shares.count(rows.row(u), i);
        NeighbourModel next = moved == now.weights() ? now : next(item, items, moved);
        writing(() -> put(user, u, row, next));
    }

    private NeighbourModel next(String item, Ids items, NeighbourWeights moved) {
        boolean all = NeighbourUpdate.follows(now) && which.items().takes(item, false);
        return of(items, moved, all ? shares.of() : Arrays.copyOf(now.shares(), items.size()));
    }

    private Ids grown(String item) {
        Ids.Builder builder = new Ids.Builder(now.items());
        builder.add(item);
        return builder.build();
    }

    private void put(String user, int u, SparseRows row, NeighbourModel next) {
        if (u == users.size()) users.add(user);
        rows.changed().put(u, row);
        now = next;
        observed++;
    }

    /// The rows about an event that gives `user` this row.
    private final class After implements LiveWeights.Rows {
        private final int user;
        private final SparseRows row;
        private final int items;

        After(int user, SparseRows row, int items) {
            this.user = user;
            this.row = row;
            this.items = items;
        }

        @Override
        public SparseRows before(int user) {
            return rows.row(user);
        }

        @Override
        public SparseRows after(int user) {
            return user == this.user ? row : rows.row(user);
        }

        @Override
        public SparseRows all() {
            LiveRows after = rows.copy();
            after.changed().put(user, row);
            return past.joined(after.fresh(Math.max(users.size(), user + 1), items)).learnedRows();
        }
    }

    private void writing(Runnable work) {
        lock.writeLock().lock();
        try {
            work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T reading(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public long observed() {
        return reading(() -> observed);
    }

    @Override
    public Ids users() {
        return reading(users::ids);
    }

    @Override
    public Ids items() {
        return reading(() -> now.items());
    }

    @Override
    public Provenance provenance() {
        return start.provenance();
    }

    /// The weights and some users' rows of one moment.
    private record Moment(NeighbourModel model, SparseRows[] rows) {
        float[] scores(int row) {
            float[] scores = new float[model.items().size()];
            alone(row).scores(0, 1, scores);
            return scores;
        }

        double score(int row, int item) {
            return rows[row] == null ? model.score(-1, item) : alone(row).score(0, item);
        }

        /// The model with one user, of these events.
        private NeighbourModel alone(int row) {
            SparseRows events = rows[row];
            SparseRows wide = new SparseRows(events.offsets(), events.columns(), events.values(), events.weights(), model.items().size());
            return model.foldIn(Ratings.of(Ids.of(List.of("(newcomer)")), model.items(), wide, null));
        }
    }

    /// What answers for a user are made of; there is no row of a user below 0.
    private Moment moment(int first, int count) {
        SparseRows[] of = new SparseRows[count];
        for (int u = 0; u < count; u++) of[u] = first < 0 ? null : rows.row(first + u);
        return new Moment(now, of);
    }

    @Override
    public void scores(int first, int count, float[] into) {
        Moment moment = reading(() -> moment(first, count));
        for (int u = 0; u < count; u++) {
            float[] scores = moment.scores(u);
            System.arraycopy(scores, 0, into, u * scores.length, scores.length);
        }
    }

    @Override
    public double score(int user, int item) {
        return reading(() -> moment(user, 1)).score(0, item);
    }

    @Override
    public double predict(String user, String item) {
        Moment moment = reading(() -> moment(users.indexOf(user), 1));
        return moment.score(0, moment.model.items().indexOf(item));
    }

    @Override
    public List<Recommendation> recommend(String user, int count, Excluding excluding) {
        Moment moment = reading(() -> moment(users.indexOf(user), 1));
        if (moment.rows[0] == null) throw new UnknownName("user", user, "observe an event of the user first");
        float[] scores = moment.scores(0);
        BitSet excluded = new BitSet(scores.length);
        excluding.mark(user, moment.model.items(), excluded);
        return TopN.named(TopN.best(scores, 0, scores.length, excluded, count), scores, 0, moment.model.items());
    }

    @Override
    public List<Recommendation> recommend(Map<String, Double> events, int count, Excluding excluding) {
        return reading(() -> now).foldIn(events).recommend(count, excluding);
    }

    @Override
    public Excluding excludingPast() {
        Excluding remembered = start.excludingPast();
        return (user, items, excluded) -> {
            remembered.mark(user, items, excluded);
            Moment moment = reading(() -> moment(users.indexOf(user), 1));
            if (moment.rows[0] == null) return;
            for (int item : moment.rows[0].columns()) mark(items, moment.model.items(), item, excluded);
        };
    }

    private static void mark(Ids items, Ids own, int item, BitSet excluded) {
        int index = items == own ? item : items.indexOf(own.name(item));
        if (index >= 0) excluded.set(index);
    }

    /// Events wait meanwhile, answers do not.
    @Override
    public synchronized NeighbourModel snapshot() {
        if (observed == 0) return start;
        Ids names = users.ids();
        SparseRows fresh = rows.fresh(names.size(), now.items().size());
        Provenance provenance = NewEvents.changed(start.provenance(), Ratings.of(names, now.items(), fresh, null));
        return new NeighbourModel(names, now.items(), now.weights(), start.rule(), now.shares(), Optional.of(past.joined(fresh)), provenance);
    }
}
