package mf4j.recommend;

import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/// One [TopN] asked of one model: what is the same for all of its users is made here, once.
final class Query {
    private static final int ROUND = 4096;     // users whose lists wait for their turn, at most
    private static final int LISTED = 1 << 20; // recommendations that wait for their turn, about
    private static final int KEPT = 1 << 20;   // places in the lists of a worker's block

    private final TopN wanted;
    private final Recommender model;
    private final Excluding excluding;
    private final Boost.Lifts lifts;

    Query(TopN wanted, Recommender model) {
        this.wanted = wanted;
        this.model = model;
        this.excluding = wanted.excluding().within(model.items());
        this.lifts = wanted.boost().on(model.items());
        Check.of(TopN.class).that(wanted.diversity().isEmpty() || model instanceof FactorModel factors && factors.rank() > 0, "diversity",
                "be left out where a model has no item factors", model.provenance().trainer());
    }

    /// The lists of `n` users, named by their place; computed in parallel, each by one worker.
    List<List<Recommendation>> lists(int n, IntFunction<String> name) {
        int[] users = new int[n];
        for (int j = 0; j < n; j++) users[j] = known(name.apply(j));
        @SuppressWarnings({"unchecked", "rawtypes"}) // each element is written once, by the worker of its block
        List<Recommendation>[] lists = new List[n];
        Retrieval retrieval = model instanceof FactorModel factors ? factors.retrieval(n, wanted.strategy()) : new PlainRetrieval(model);
        int block = Math.min(retrieval.block(n), Math.max(1, KEPT / Math.max(1, capacity())));
        Sweep.over(n, block, () -> retrieval.search(block), (search, from, to) -> {
            Request[] requests = new Request[to - from];
            for (int j = from; j < to; j++) requests[j - from] = request(users[j], name.apply(j));
            search.run(requests);
            for (int j = from; j < to; j++) lists[j] = answer(requests[j - from].list().drain());
        });
        return List.of(lists);
    }

    private int known(String name) {
        int user = model.users().indexOf(name);
        if (user < 0) throw new UnknownName("user", name, "fold the user in with some ratings, or ask for the fallback list");
        return user;
    }

    private Request request(int user, String name) {
        BitSet excluded = new BitSet(model.items().size());
        excluding.mark(name, model.items(), excluded);
        int[] lifted = lifts.but(excluded);
        lifts.mark(excluded);
        int left = model.items().size() - excluded.cardinality();
        return new Request(user, new Shortlist(capacity(), excluded, wanted.minimum(), wanted.maximum()), lifts, lifted, left);
    }

    /// Items of a list while it is made.
    private int capacity() {
        return Math.min(pool(), model.items().size());
    }

    /// How many users' lists may wait for their turn.
    int round() {
        return Math.clamp(LISTED / Math.max(1, Math.min(wanted.count(), model.items().size())), 1, ROUND);
    }

    private int pool() {
        return wanted.diversity().map(diversity -> Math.max(diversity.pool(), wanted.count())).orElse(wanted.count());
    }

    private List<Recommendation> answer(Shortlist.Best best) {
        Shortlist.Best chosen = wanted.diversity().map(d -> d.chosen(best, wanted.count(), ((FactorModel) model).item().factors())).orElse(best);
        List<Recommendation> list = new ArrayList<>(chosen.items().length);
        for (int j = 0; j < chosen.items().length; j++) list.add(new Recommendation(model.items().name(chosen.items()[j]), chosen.scores()[j]));
        return list;
    }

    /// One user's search: the items that its list does not skip are offered to it, then the boosted ones.
    ///
    /// @param lifted which of the boosted items are not excluded, by their number among them
    /// @param left   items that are not skipped
    record Request(int user, Shortlist list, Boost.Lifts lifts, int[] lifted, int left) {
        /// Offers boosted item number `lifted[j]`.
        void offerLifted(int j, float score) {
            list.offer(lifts.items()[lifted[j]], lifts.lifted(lifted[j], score));
        }

        /// The index of that item.
        int liftedItem(int j) {
            return lifts.items()[lifted[j]];
        }
    }
}
