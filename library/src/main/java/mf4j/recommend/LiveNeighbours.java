package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Provenance;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A live copy of a model of neighbours. A user's row is its events, so an event is in force once it is put there; one by which an
/// item moves makes another model. Guarded by its monitor.
final class LiveNeighbours implements LiveModel {
    private final PartialFit which;
    private final Map<String, SparseRows> fresh = new HashMap<>(); // by user, its new events alone, by the model's items
    private NeighbourModel model;                                  // without the fresh events
    private LiveNames users;
    private LiveRows rows;                                         // what is learned of each user, fresh events among them
    private BitSet seen;                                           // items of which anything was learned
    private long observed;

    LiveNeighbours(NeighbourModel model, PartialFit which) {
        this.which = which;
        start(model);
    }

    private void start(NeighbourModel from) {
        SparseRows learned = from.remembered("a live copy").learnedRows();
        model = from;
        users = new LiveNames(from.users());
        rows = new LiveRows(learned);
        seen = new BitSet();
        for (int item : learned.columns()) seen.set(item);
        fresh.clear();
    }

    @Override
    public synchronized void observe(String user, String item, double value, double weight) {
        float number = LiveModel.checked(Scale.EVENTS, value, weight);
        LiveNames.check("user", user);
        LiveNames.check("item", item);
        int i = model.items().indexOf(item);
        if (which.items().takes(item, i < 0 || !seen.get(i))) {
            start(snapshot().partialFit(Ratings.builder().addWeighted(user, item, number, weight).build(), which));
        } else {
            put(user, i, number, (float) weight);
        }
        observed++;
    }

    private void put(String user, int item, float value, float weight) {
        int known = users.indexOf(user);
        int u = known >= 0 ? known : users.add(user);
        rows.changed().put(u, rows.with(u, item, value, weight));
        LiveRows news = new LiveRows(fresh.getOrDefault(user, new SparseRows(new int[2], new int[0], new float[0], null, model.items().size())));
        fresh.put(user, news.with(0, item, value, weight));
    }

    @Override
    public synchronized long observed() {
        return observed;
    }

    @Override
    public synchronized Ids users() {
        return users.ids();
    }

    @Override
    public synchronized Ids items() {
        return model.items();
    }

    @Override
    public synchronized Provenance provenance() {
        return model.provenance();
    }

    @Override
    public synchronized void scores(int first, int count, float[] into) {
        for (int u = 0; u < count; u++) {
            float[] scores = scores(rows.row(first + u));
            System.arraycopy(scores, 0, into, u * scores.length, scores.length);
        }
    }

    private float[] scores(SparseRows events) {
        float[] scores = new float[model.items().size()];
        alone(events).scores(0, 1, scores);
        return scores;
    }

    /// The model with one user, of these events.
    private NeighbourModel alone(SparseRows events) {
        SparseRows row = new SparseRows(events.offsets(), events.columns(), events.values(), events.weights(), model.items().size());
        return model.foldIn(Ratings.of(Ids.of(List.of("(newcomer)")), model.items(), row, null));
    }

    @Override
    public synchronized double score(int user, int item) {
        return user < 0 ? model.score(-1, item) : alone(rows.row(user)).score(0, item);
    }

    @Override
    public synchronized double predict(String user, String item) {
        return predict(users.indexOf(user), model.items().indexOf(item));
    }

    @Override
    public synchronized List<Recommendation> recommend(String user, int count, Excluding excluding) {
        int u = users.indexOf(user);
        if (u < 0) throw new UnknownName("user", user, "observe an event of the user first");
        return best(user, scores(rows.row(u)), count, excluding);
    }

    private List<Recommendation> best(String user, float[] scores, int count, Excluding excluding) {
        BitSet excluded = new BitSet(scores.length);
        excluding.mark(user, model.items(), excluded);
        return TopN.named(TopN.best(scores, 0, scores.length, excluded, count), scores, 0, model.items());
    }

    @Override
    public synchronized List<Recommendation> recommend(Map<String, Double> events, int count, Excluding excluding) {
        return model.foldIn(events).recommend(count, excluding);
    }

    @Override
    public Excluding excludingPast() {
        return this::mark;
    }

    private synchronized void mark(String user, Ids items, BitSet excluded) {
        model.excludingPast().mark(user, items, excluded);
        SparseRows news = fresh.get(user);
        if (news == null) return;
        for (int item : news.columns()) {
            int index = items == model.items() ? item : items.indexOf(model.items().name(item));
            if (index >= 0) excluded.set(index);
        }
    }

    /// Events wait meanwhile, and so do answers.
    @Override
    public synchronized NeighbourModel snapshot() {
        if (fresh.isEmpty()) return model;
        Ratings.Builder news = Ratings.builder();
        for (String user : fresh.keySet().stream().sorted().toList()) {
            SparseRows row = fresh.get(user);
            for (int entry = 0; entry < row.entries(); entry++) {
                news.addWeighted(user, model.items().name(row.columns()[entry]), row.values()[entry], row.weight(entry));
            }
        }
        return model.partialFit(news.build(), PartialFit.of(List.of(), List.of()));
    }
}
