package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Provenance;
import mf4j.train.Sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// A model of factors: `score(u, i) = mean + b_u + b_i + p_u.q_i`. Immutable; a trainer that learns no factors makes one of rank 0,
/// one that learns no biases has zeros.
///
/// **Fallback chain**: an item that training never saw is scored `mean + b_u`, a user that it never saw `mean + b_i`, both unseen
/// `mean`; the terms that are missing are 0, so nothing is ever NaN. Where the items have [Side#shares] - models of events
/// without biases - a user whose factors are all 0, or who has none, is scored by them: `p_u.q_i` is then the share of the training
/// users that had the item.
public final class FactorModel implements Model {
    private static final Kernel KERNEL = Kernel.active();

    private final Side user;
    private final Side item;
    private final Scale scale;
    private final Optional<Past> past;
    private final Provenance provenance;
    private final ItemSearch search;
    private final FixedItems fixed;
    private final AtomicReference<FactorModel> mirrored = new AtomicReference<>(); // made when the first new item comes
    private final AtomicReference<FactorModel> unitItems = new AtomicReference<>(); // the items to one another by cosine, made when asked
    private final AtomicReference<FactorModel> unitUsers = new AtomicReference<>(); // the users

    /// A model from its parts.
    ///
    /// @param user       names, factors, biases and row rule of the users
    /// @param item       the same of the items; factors of the same rank
    /// @param scale      mean and range of the training ratings
    /// @param past       what each user has rated, or empty where the model was told to forget
    /// @param provenance how it was made
    public FactorModel(Side user, Side item, Scale scale, Optional<Past> past, Provenance provenance) {
        this(user, item, scale, past, provenance, new ItemSearch(item), new FixedItems(user.rule(), item, scale.mean()));
    }

    private FactorModel(Side user, Side item, Scale scale, Optional<Past> past, Provenance provenance, ItemSearch search,
                        FixedItems fixed) {
        Check.of(FactorModel.class).that(user.factors().rank() == item.factors().rank(), "rank", "be the same for users and items",
                user.factors().rank() + " and " + item.factors().rank());
        this.user = user;
        this.item = item;
        this.scale = scale;
        this.past = past;
        this.provenance = provenance;
        this.search = search;
        this.fixed = fixed;
    }

    /// Names, factors, biases and row rule of the users.
    public Side user() {
        return user;
    }

    /// Names, factors, biases and row rule of the items.
    public Side item() {
        return item;
    }

    @Override
    public Scale scale() {
        return scale;
    }

    @Override
    public Optional<Past> past() {
        return past;
    }

    @Override
    public Provenance provenance() {
        return provenance;
    }

    @Override
    public Map<String, float[]> parameters() {
        Map<String, float[]> parameters = new LinkedHashMap<>();
        parameters.put("userFactors", user.factors().values());
        parameters.put("itemFactors", item.factors().values());
        parameters.put("userBias", user.bias());
        parameters.put("itemBias", item.bias());
        item.implied().ifPresent(y -> parameters.put("impliedFactors", y.values()));
        user.described().ifPresent(attributes -> parameters.put("userAttributeFactors", attributes.factors().values()));
        item.described().ifPresent(attributes -> parameters.put("itemAttributeFactors", attributes.factors().values()));
        return parameters;
    }

    @Override
    public Ids users() {
        return user.ids();
    }

    @Override
    public Ids items() {
        return item.ids();
    }

    /// Length of the factors; 0 for a model of biases alone.
    public int rank() {
        return user.factors().rank();
    }

    @Override
    public void scores(int first, int users, float[] into) {
        int items = items().size();
        for (int u = 0; u < users; u++) {
            float base = base(first + u);
            for (int i = 0; i < items; i++) into[u * items + i] = base + item.bias()[i];
        }
        multiply(user.factors().values(), user.factors().start(first), users, into);
        for (int u = 0; u < users; u++) if (byShares(first + u)) KERNEL.axpy(1, item.shares().orElseThrow(), 0, into, u * items, items);
    }

    /// Whether a user is scored by what is popular.
    boolean byShares(int u) {
        return item.shares().isPresent() && user.silent(u);
    }

    /// The score of a user before anything is known of the item.
    float base(int u) {
        return (float) (scale.mean() + user.bias(u));
    }

    /// How the items are searched for so many users.
    Retrieval retrieval(int users, Optional<Strategy> wanted) {
        Retrieval byFactors = rank() == 0 ? new PlainRetrieval(this) : search.retrieval(this, users, wanted);
        return item.shares().isPresent() ? new ShareRetrieval(this, byFactors) : byFactors;
    }

    /// How it was chosen by which [Strategy] a [TopN] searches the items for `users` at a time: every way, timed on a sample of the
    /// users, the chosen one first. Chooses now where nobody has: otherwise that is done when lists for some hundred users have been
    /// asked for. Empty for few items and for short factors: these are always searched block by block.
    ///
    /// Times differ from run to run and so may the choice; lists do not depend on it.
    public List<Trial> trials(int users) {
        return search.trials(this, users);
    }

    /// By which [Strategy] a [TopN] searches the items now for `users` at a time: the chosen one, or [Strategy#BLOCKED] where nothing is
    /// chosen yet or ever. Lists do not depend on it.
    public Strategy strategy(int users) {
        return search.strategy(users);
    }

    /// Adds p.q for some rows of user factors and all items.
    private void multiply(float[] rows, int start, int users, float[] into) {
        if (rank() == 0) return;
        KERNEL.gemm(false, true, users, items().size(), rank(), 1, rows, start, rank(), item.factors().values(), 0, rank(), 1,
                into, 0, items().size());
    }

    /// A float, with the bits that it has in [#scores] and in lists.
    @Override
    public double score(int u, int i) {
        float[] score = {base(u) + (float) item.bias(i)};
        if (byShares(u)) return score[0] + item.share(i);
        if (u >= 0 && i >= 0 && rank() > 0) {
            KERNEL.addProducts(user.factors().values(), user.factors().start(u), rank(), item.factors().values(), new int[] {i}, 1, score);
        }
        return score[0];
    }

    @Override
    public double predict(int u, int i) {
        return scale.held(score(u, i));
    }

    @Override
    public List<Recommendation> recommend(String name, int count, Excluding excluding) {
        return new TopN(count, excluding).of(this, name);
    }

    @Override
    public Excluding excludingPast() {
        return Excluding.seen(users(), items(), remembered("excluding what users have seen").byUser());
    }

    Past remembered(String purpose) {
        Check.of(FactorModel.class).state(past.isPresent(), () -> purpose + " needs the users' ratings, and this model was saved without them");
        return past.get();
    }

    /// By the row solve of training, in parallel. What `ratings` know of their users by themselves is part of a row, where the model
    /// learned what to make of it.
    @Override
    public FactorModel foldIn(Ratings ratings) {
        SparseRows events = Foreign.byUser(user.rule().checked(ratings), items());
        Optional<Described> described = user.described().map(d -> d.of(ratings.users(), ratings.userAttributes()));
        Side newcomers = new Side(ratings.users(), Factors.zeros(events.rows(), rank()), new float[events.rows()], user.rule(), Optional.empty(), described);
        Sweep.over(events.rows(), 1, userRows(), (solver, from, to) -> {
            for (int row = from; row < to; row++) {
                solver.solve(events, row, newcomers.prior(row, events, item), 0, newcomers.factors().values(), newcomers.factors().start(row), 0);
                newcomers.bias()[row] = (float) solver.bias();
            }
        });
        return new FactorModel(newcomers, item, scale, Optional.of(Past.of(events)), provenance, search, fixed);
    }

    /// Solvers of new users' rows.
    Supplier<RowSolver> userRows() {
        return fixed.solvers();
    }

    /// A new user from some ratings of known items and what is known of the user besides, either of which may be empty.
    ///
    /// @param attributes by name; those the model does not know are left out
    /// @throws UnknownName when it knows none of either
    public Newcomer foldIn(Map<String, Double> ratings, Map<String, Double> attributes) {
        return Newcomer.among(this, ratings, attributes);
    }

    @Override
    public Newcomer foldInItem(Map<String, Double> ratings) {
        return mirrored().foldIn(ratings);
    }

    /// A new item from some ratings by known users and what is known of the item besides, either of which may be empty.
    ///
    /// @param attributes by name; those the model does not know are left out
    /// @throws UnknownName when it knows none of either
    public Newcomer foldInItem(Map<String, Double> ratings, Map<String, Double> attributes) {
        return mirrored().foldIn(ratings, attributes);
    }

    /// The same model with users and items exchanged; what users imply does not exist. Kept, for what new items share.
    private FactorModel mirrored() {
        if (mirrored.get() == null) mirrored.compareAndSet(null, exchanged());
        return mirrored.get();
    }

    private FactorModel exchanged() {
        Side users = new Side(item.ids(), item.factors(), item.bias(), item.rule(), Optional.empty(), item.described());
        Side items = new Side(user.ids(), user.factors(), user.bias(), user.rule(), Optional.empty(), user.described());
        return new FactorModel(users, items, scale, Optional.empty(), provenance);
    }

    /// By the cosine of the factors.
    @Override
    public List<Recommendation> similarItems(String name, int count) {
        return similarItems(name, count, Excluding.nothing());
    }

    /// By the cosine of the factors.
    @Override
    public List<Recommendation> similarItems(String name, int count, Excluding excluding) {
        return similar("item", alikeItems(Similarity.COSINE), name, count, excluding);
    }

    /// By the cosine of the factors.
    @Override
    public List<Recommendation> similarUsers(String name, int count) {
        return similarUsers(name, count, Excluding.nothing());
    }

    /// By the cosine of the factors.
    @Override
    public List<Recommendation> similarUsers(String name, int count, Excluding excluding) {
        return similar("user", alikeUsers(Similarity.COSINE), name, count, excluding);
    }

    private static List<Recommendation> similar(String kind, Recommender alike, String name, int count, Excluding excluding) {
        if (!alike.users().contains(name)) throw new UnknownName(kind, name, "only what training knew has neighbours");
        return alike.recommend(name, count, excluding.and(Excluding.itself()));
    }

    /// The items as recommended to one another: its users are the items, its scores their similarity. A [TopN] asked of it finds
    /// the neighbours of one, some or all items, as it finds items for users; [Excluding#itself] leaves out the item that asks.
    ///
    /// Cosines need rows of unit length, as large as the factors; they are made at the first question and kept.
    ///
    /// @throws IllegalStateException for a model without factors
    public Recommender alikeItems(Similarity similarity) {
        return alike(item, unitItems, similarity);
    }

    /// The users as recommended to one another, in the same way.
    ///
    /// @throws IllegalStateException for a model without factors
    public Recommender alikeUsers(Similarity similarity) {
        return alike(user, unitUsers, similarity);
    }

    private FactorModel alike(Side side, AtomicReference<FactorModel> kept, Similarity similarity) {
        Check.of(FactorModel.class).state(rank() > 0, () -> provenance.trainer() + " learns no factors, so nothing is similar to anything");
        if (similarity == Similarity.DOT) return alike(side, side.factors());
        if (kept.get() == null) kept.compareAndSet(null, alike(side, similarity.rows(side.factors())));
        return kept.get();
    }

    private FactorModel alike(Side side, Factors rows) {
        Side both = new Side(side.ids(), rows, new float[side.ids().size()], side.rule());
        return new FactorModel(both, both, Scale.EVENTS, Optional.empty(), provenance);
    }

    @Override
    public Explanation explain(String userName, String itemName) {
        int u = users().indexOf(userName);
        int i = items().indexOf(itemName);
        if (u < 0) throw new UnknownName("user", userName, "only a user with ratings can be explained to");
        if (i < 0) throw new UnknownName("item", itemName, "only an item of the model can be explained");
        return Explanation.of(this, u, i);
    }

    @Override
    public FactorModel remembering(Ratings ratings) {
        return new FactorModel(user, item, scale, past.map(p -> p.within(ratings)), provenance, search, fixed);
    }

    @Override
    public FactorModel withoutPast() {
        return new FactorModel(user, item, scale, Optional.empty(), provenance, search, fixed);
    }

    @Override
    public FactorModel forgetting(String name) {
        int u = users().indexOf(name);
        if (u < 0) throw new UnknownName("user", name, "there is nothing to forget");
        return new FactorModel(user.without(u), item, scale, past.map(p -> p.without(u)), provenance, search, fixed);
    }

    @Override
    public FactorModel partialFit(Ratings events, PartialFit which) {
        return new FactorUpdate(this, events, which).run();
    }
}
