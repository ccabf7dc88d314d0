package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Provenance;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model of items that are neighbours: `score(u, i) = sum_j x_uj B[j][i]` over the user's events, of strength x_uj, that were
/// learned from. There is nothing to solve for a user: whatever it has had is its row.
///
/// **Fallback chain**: a user without learned events, one the model does not know, and every user of a model that was told to forget
/// gets each item's share of the training users; an item it does not know is scored 0.
public final class NeighbourModel implements Model {
    private static final Check CHECK = Check.of(NeighbourModel.class);

    private final Ids users;
    private final Ids items;
    private final NeighbourWeights weights;
    private final NeighbourRule rule;
    private final float[] shares;
    private final Optional<Past> past;
    private final Provenance provenance;

    /// A model from its parts.
    ///
    /// @param users      names
    /// @param items      names
    /// @param weights    of the same items
    /// @param rule       how they were made
    /// @param shares     of each item the share of the training users that had it
    /// @param past       what each user has had, or empty where the model was told to forget
    /// @param provenance how it was made
    public NeighbourModel(Ids users, Ids items, NeighbourWeights weights, NeighbourRule rule, float[] shares, Optional<Past> past,
                          Provenance provenance) {
        CHECK.that(weights.items() == items.size(), "weights", "be of the " + items.size() + " items", weights.items());
        CHECK.that(shares.length == items.size(), "shares", "hold one number for each of the " + items.size() + " items", shares.length);
        past.ifPresent(p -> CHECK.that(p.byUser().rows() == users.size() && p.byUser().columnCount() == items.size(), "past",
                "be of the " + users.size() + " users and " + items.size() + " items", p.byUser().rows() + " x " + p.byUser().columnCount()));
        this.users = users;
        this.items = items;
        this.weights = weights;
        this.rule = rule;
        this.shares = shares;
        this.past = past;
        this.provenance = provenance;
    }

    @Override
    public Ids users() {
        return users;
    }

    @Override
    public Ids items() {
        return items;
    }

    /// What an event of one item adds to the score of another.
    public NeighbourWeights weights() {
        return weights;
    }

    /// How the weights were made.
    public NeighbourRule rule() {
        return rule;
    }

    /// Of each item the share of the training users that had it. Shared, not to be written.
    public float[] shares() {
        return shares;
    }

    /// [Scale#EVENTS].
    @Override
    public Scale scale() {
        return Scale.EVENTS;
    }

    @Override
    public Optional<Past> past() {
        return past;
    }

    @Override
    public Provenance provenance() {
        return provenance;
    }

    /// Of sparse weights also which items they belong to, as numbers.
    @Override
    public Map<String, float[]> parameters() {
        Map<String, float[]> parameters = new LinkedHashMap<>();
        parameters.put("shares", shares);
        switch (weights) {
            case DenseWeights dense -> {
                parameters.put("weights", dense.values());
                parameters.put("spread", dense.spread());
            }
            case SparseWeights sparse -> {
                parameters.put("weights", sparse.byTarget().values());
                parameters.put("weightItems", numbers(sparse.byTarget().columns()));
                parameters.put("weightOffsets", numbers(sparse.byTarget().offsets()));
            }
        }
        return parameters;
    }

    private static float[] numbers(int[] whole) {
        float[] numbers = new float[whole.length];
        for (int j = 0; j < numbers.length; j++) numbers[j] = whole[j];
        return numbers;
    }

    @Override
    public void scores(int first, int count, float[] into) {
        for (int u = 0; u < count; u++) {
            if (known(first + u)) add(past.orElseThrow(), first + u, into, u * items.size());
            else System.arraycopy(shares, 0, into, u * items.size(), items.size());
        }
    }

    private void add(Past events, int user, float[] into, int at) {
        SparseRows rows = events.byUser();
        Arrays.fill(into, at, at + items.size(), 0);
        for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
            if (events.learned().get(entry)) weights.add(rows.columns()[entry], rule.strength(rows, entry), into, at);
        }
    }

    /// Whether a user has events to be scored by.
    private boolean known(int user) {
        return user >= 0 && past.isPresent() && past.get().learned(user);
    }

    /// The same bits as in [#scores].
    @Override
    public double score(int user, int item) {
        if (item < 0) return 0;
        if (!known(user)) return shares[item];
        SparseRows rows = past.orElseThrow().byUser();
        float score = 0;
        for (int entry = rows.offsets()[user]; entry < rows.offsets()[user + 1]; entry++) {
            if (past.get().learned().get(entry)) score = Math.fma(rule.strength(rows, entry), weights.weight(rows.columns()[entry], item), score);
        }
        return score;
    }

    @Override
    public List<Recommendation> recommend(String name, int count, Excluding excluding) {
        return new TopN(count, excluding).of(this, name);
    }

    @Override
    public Excluding excludingPast() {
        return Excluding.seen(users, items, remembered("excluding what users have seen").byUser());
    }

    Past remembered(String purpose) {
        CHECK.state(past.isPresent(), () -> purpose + " needs the users' events, and this model was saved without them");
        return past.get();
    }

    /// Exact: a user's row is its events.
    ///
    /// @throws IllegalArgumentException for an event that is not above 0
    @Override
    public NeighbourModel foldIn(Ratings ratings) {
        Past rows = Past.of(Foreign.byUser(Events.positive(NeighbourModel.class, ratings), items));
        return new NeighbourModel(ratings.users(), items, weights, rule, shares, Optional.of(rows), provenance);
    }

    /// By the column that [#rule] gives it beside the others as they stand. The newcomer's own events do not change what its users
    /// are scored by.
    ///
    /// @throws IllegalStateException when the model was told to forget
    @Override
    public Newcomer foldInItem(Map<String, Double> ratings) {
        return new NeighbourUpdate(this).newcomer(ratings);
    }

    /// By what an event of each adds to the score of this one; only those that add something or, where all do, all.
    @Override
    public List<Recommendation> similarItems(String name, int count) {
        CHECK.atLeast("count", count, 1);
        int item = items.indexOf(name);
        if (item < 0) throw new UnknownName("item", name, "only what training knew has neighbours");
        NeighbourColumn column = weights.column(item);
        float[] scores = new float[items.size()];
        BitSet others = new BitSet(scores.length);
        others.set(0, scores.length);
        for (int k = 0; k < column.from().length; k++) {
            scores[column.from()[k]] = column.values()[k];
            others.clear(column.from()[k]);
        }
        return TopN.named(TopN.best(scores, 0, scores.length, others, count), scores, 0, items);
    }

    /// By the cosine of their events.
    ///
    /// @throws IllegalStateException when the model was told to forget
    @Override
    public List<Recommendation> similarUsers(String name, int count) {
        CHECK.atLeast("count", count, 1);
        int user = users.indexOf(name);
        if (user < 0) throw new UnknownName("user", name, "only who is known has neighbours");
        float[] cosines = UserCosines.of(rule.strengths(remembered("finding similar users").learnedRows()), user);
        BitSet itself = new BitSet();
        itself.set(user);
        return TopN.named(TopN.best(cosines, 0, cosines.length, itself, count), cosines, 0, users);
    }

    /// Exact, without a rest; `itemBias` is the fallback's share for a user without events.
    @Override
    public Explanation explain(String userName, String itemName) {
        int u = users.indexOf(userName);
        int i = items.indexOf(itemName);
        if (u < 0) throw new UnknownName("user", userName, "only a user with events can be explained to");
        if (i < 0) throw new UnknownName("item", itemName, "only an item of the model can be explained");
        SparseRows events = remembered("explaining").learnedBy(u);
        double[] adds = new double[events.entries()];
        for (int j = 0; j < adds.length; j++) adds[j] = rule.strength(events, j) * (double) weights.weight(events.columns()[j], i);
        return Explanation.of(this, u, i, events, adds, adds.length == 0 ? shares[i] : 0, 0, true);
    }

    @Override
    public NeighbourModel remembering(Ratings ratings) {
        return with(past.map(p -> p.within(ratings)));
    }

    /// All users are scored by the fallback chain then; folding in goes on as before.
    @Override
    public NeighbourModel withoutPast() {
        return with(Optional.empty());
    }

    private NeighbourModel with(Optional<Past> other) {
        return new NeighbourModel(users, items, weights, rule, shares, other, provenance);
    }

    @Override
    public NeighbourModel forgetting(String name) {
        int u = users.indexOf(name);
        if (u < 0) throw new UnknownName("user", name, "there is nothing to forget");
        return new NeighbourModel(Side.without(users, u), items, weights, rule, shares, past.map(p -> p.without(u)), provenance);
    }

    /// A user's row is its events, so every user with new ones is scored by them at once, chosen or not; the columns of the chosen
    /// items are solved once more beside the others. A new item has a score but adds to no other's before the next training.
    ///
    /// Of dense weights all columns come from one inverse. Where an item moves that is not merely unseen, they all move, to those of
    /// training on everything that the model remembers, the new items among them; else known items keep their bits.
    @Override
    public NeighbourModel partialFit(Ratings events, PartialFit which) {
        return new NeighbourUpdate(this).joined(events, which);
    }
}
