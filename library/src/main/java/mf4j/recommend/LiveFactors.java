package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.SparseRows;
import mf4j.recommend.LiveSide.Kept;
import mf4j.recommend.LiveSide.LiveRow;
import mf4j.train.Provenance;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// A live copy of a factor model. Who observes holds the monitor, so that rows can be solved while others read; what they read
/// is written under the write lock alone.
final class LiveFactors implements LiveModel {
    private static final Kernel KERNEL = Kernel.active();
    private static final int NEWCOMER = Integer.MAX_VALUE; // a row behind all others

    private final FactorModel start;
    private final PartialFit which;
    private final Past past;
    private final LiveSide user;
    private final LiveSide item;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Integer, BitSet> newest = new HashMap<>(); // of each user the items of its observed events; only where events age
    private long observed;

    LiveFactors(FactorModel model, PartialFit which) {
        this.start = model;
        this.which = which;
        this.past = model.remembered("a live copy");
        this.user = new LiveSide(model.user(), model.user().rule().rows(past));
        this.item = new LiveSide(model.item(), model.item().rule().rows(past).transposed());
    }

    @Override
    public synchronized void observe(String userName, String itemName, double value, double weight) {
        float number = LiveModel.checked(start.scale(), value, weight);
        LiveNames.check("user", userName);
        LiveNames.check("item", itemName);
        int u = writing(() -> user.reserve(userName, item));
        int i = writing(() -> item.reserve(itemName, user));
        Kept userBefore = user.kept(u);
        Kept itemBefore = item.kept(i);
        try {
            put(user, u, user.rows.with(u, i, number, (float) weight));
            put(item, i, item.rows.with(i, u, number, (float) weight));
            solve(userName, u, itemName, i);
        } catch (RuntimeException | Error cause) {
            restore(userBefore, itemBefore);
            throw cause;
        }
        name(u, userName, i, itemName);
        if (past.times().isPresent()) newest.computeIfAbsent(u, _ -> new BitSet()).set(i);
        observed++;
    }

    private void put(LiveSide side, int row, SparseRows alone) {
        writing(() -> side.rows.changed().put(row, alone));
    }

    private void restore(Kept userBefore, Kept itemBefore) {
        writing(() -> {
            user.restore(userBefore, item);
            item.restore(itemBefore, user);
            return null;
        });
    }

    private void name(int u, String userName, int i, String itemName) {
        writing(() -> {
            user.named(u, userName);
            item.named(i, itemName);
            return null;
        });
    }

    private void solve(String userName, int u, String itemName, int i) {
        boolean userMoves = which.users().takes(userName, user.unseen(u));
        boolean itemMoves = which.items().takes(itemName, item.unseen(i));
        if (userMoves) solve(user, u, item);
        for (int round = 0; itemMoves && round < which.rounds(); round++) {
            solve(item, i, user);
            if (userMoves) solve(user, u, item);
        }
    }

    private void solve(LiveSide own, int row, LiveSide other) {
        if (!own.rule.learns(start.rank())) return;
        LiveRow before = new LiveRow(own.row(row), own.bias(row));
        LiveRow solved = own.solved(row, own.rows.row(row), before, other, start.scale().mean());
        writing(() -> {
            own.put(row, solved);
            return null;
        });
        other.changed(row, before.factors());
    }

    private <T> T writing(Supplier<T> work) {
        lock.writeLock().lock();
        try {
            return work.get();
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
    public synchronized long observed() {
        return observed;
    }

    @Override
    public Ids users() {
        return reading(user.names::ids);
    }

    @Override
    public Ids items() {
        return reading(item.names::ids);
    }

    @Override
    public Provenance provenance() {
        return start.provenance();
    }

    @Override
    public void scores(int first, int users, float[] into) {
        reading(() -> {
            for (int u = 0; u < users; u++) fill(start.scale().mean() + user.bias(first + u), user.values(), user.start(first + u), into, u * item.size());
            multiply(user.values(), user.start(first), users, into);
            return null;
        });
    }

    /// What the items say by themselves: how popular they are, too, to a row that says nothing.
    private void fill(double base, float[] row, int from, float[] into, int at) {
        boolean byShares = byShares(row, from);
        for (int i = 0; i < item.size(); i++) into[at + i] = (float) base + item.bias(i) + (byShares ? item.share(i) : 0);
    }

    private boolean byShares(float[] row, int from) {
        return item.hasShares() && Side.silent(row, from, start.rank());
    }

    private void multiply(float[] rows, int from, int users, float[] into) {
        int items = item.size();
        int rank = start.rank();
        if (rank > 0) KERNEL.gemm(false, true, users, items, rank, 1, rows, from, rank, item.values(), item.start(0), rank, 1, into, 0, items);
    }

    /// A float, with the bits that it has in [#scores] and in lists.
    @Override
    public double score(int u, int i) {
        return reading(() -> {
            float base = (float) (start.scale().mean() + (u < 0 ? 0 : user.bias(u)));
            if (i < 0) return (double) base;
            base += item.bias(i);
            if (u < 0 || byShares(user.values(), user.start(u))) return (double) (base + item.share(i));
            return (double) item.plusProduct(base, user.values(), user.start(u), i);
        });
    }

    @Override
    public double predict(int u, int i) {
        return start.scale().held(score(u, i));
    }

    @Override
    public double predict(String userName, String itemName) {
        return reading(() -> predict(user.names.indexOf(userName), item.names.indexOf(itemName)));
    }

    @Override
    public List<Recommendation> recommend(String name, int count, Excluding excluding) {
        return reading(() -> {
            int u = user.names.indexOf(name);
            if (u < 0) throw new UnknownName("user", name, "observe an event of the user first");
            return best(name, new LiveRow(user.row(u), user.bias(u)), count, excluding);
        });
    }

    private List<Recommendation> best(String name, LiveRow row, int count, Excluding excluding) {
        float[] scores = new float[item.size()];
        fill(start.scale().mean() + row.bias(), row.factors(), 0, scores, 0);
        multiply(row.factors(), 0, 1, scores);
        BitSet excluded = new BitSet(scores.length);
        excluding.mark(name, item.names.ids(), excluded);
        return TopN.named(TopN.best(scores, 0, scores.length, excluded, count), scores, 0, item.names.ids());
    }

    @Override
    public List<Recommendation> recommend(Map<String, Double> events, int count, Excluding excluding) {
        LiveRow folded = foldIn(events);
        return reading(() -> best("(newcomer)", folded, count, excluding.and(Excluding.items(events.keySet()))));
    }

    private synchronized LiveRow foldIn(Map<String, Double> events) {
        LiveRows rows = new LiveRows(new SparseRows(new int[2], new int[0], new float[0], null, item.size()));
        List<String> known = events.keySet().stream().filter(name -> item.names.indexOf(name) >= 0).sorted().toList();
        if (known.isEmpty()) throw new UnknownName("item", events.keySet().stream().findFirst().orElse(""), "a fold-in needs at least one known item");
        for (String name : known) {
            rows.changed().put(0, rows.with(0, item.names.indexOf(name), LiveModel.checked(start.scale(), events.get(name), 1), 1));
        }
        return user.solved(NEWCOMER, rows.row(0), new LiveRow(new float[start.rank()], 0), item, start.scale().mean());
    }

    @Override
    public Excluding excludingPast() {
        Excluding remembered = start.excludingPast();
        return (name, items, excluded) -> {
            remembered.mark(name, items, excluded);
            reading(() -> {
                int u = user.names.indexOf(name);
                if (u >= 0) for (int i : user.rows.row(u).columns()) mark(items, i, excluded);
                return null;
            });
        };
    }

    private void mark(Ids items, int i, BitSet excluded) {
        if (i >= item.size()) return; // of an event that is being taken
        int index = items == item.names.ids() ? i : items.indexOf(item.names.name(i));
        if (index >= 0) excluded.set(index);
    }

    /// Events wait meanwhile, answers do not.
    @Override
    public synchronized FactorModel snapshot() {
        Side users = user.snapshot();
        Side items = item.snapshot();
        SparseRows taken = taken(items.ids().size());
        Provenance provenance = observed == 0 ? start.provenance()
                : NewEvents.changed(start.provenance(), Ratings.of(users.ids(), items.ids(), taken, null));
        return new FactorModel(users, items, start.scale(), Optional.of(past.joined(taken)), provenance);
    }

    /// The rows that have changed, whole; but where events age, those alone that were observed and so are the latest.
    private SparseRows taken(int items) {
        SparseRows changed = user.rows.fresh(user.size(), items);
        if (past.times().isEmpty()) return changed;
        RowsBuilder rows = new RowsBuilder(changed.rows(), changed.entries(), changed.weights() != null);
        for (int u = 0; u < changed.rows(); u++) {
            for (int entry = changed.offsets()[u]; entry < changed.offsets()[u + 1]; entry++) if (newest.get(u).get(changed.columns()[entry])) rows.add(changed, entry);
            rows.endRow();
        }
        return rows.build(items);
    }
}
