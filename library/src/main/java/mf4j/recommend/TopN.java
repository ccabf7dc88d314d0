package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.train.Check;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The exact best `count` items of users, best first, ties by index of the item; a score that is not a number is never listed.
///
/// Fewer come back where fewer are left: `count` may be above the number of items, and where everything is excluded the list is
/// empty. Memory is bounded whatever the numbers: users are searched for in blocks and handed on.
///
/// @param count     how many
/// @param excluding what a user must not get
/// @param boost     what is done to the scores of some items before they are compared
/// @param minimum   scores (boosted) below it are not listed
/// @param maximum   scores (boosted) above it are not listed
/// @param diversity how the list is re-ranked, or empty for none; needs a model with factors
/// @param strategy  how the items are searched, or empty for the one that is fastest on a sample; changes no list. A model without
///                  factors, or with numbers too large for bounds, is searched as it can be
public record TopN(int count, Excluding excluding, Boost boost, double minimum, double maximum, Optional<Diversity> diversity,
                   Optional<Strategy> strategy) {
    private static final Check CHECK = Check.of(TopN.class);

    /// Checks the numbers.
    public TopN {
        CHECK.atLeast("count", count, 1);
        CHECK.that(!Double.isNaN(minimum), "minimum", "be a number", minimum);
        CHECK.that(maximum >= minimum, "maximum", "be at least the minimum, " + minimum + ",", maximum);
    }

    /// By score alone, whatever it is.
    public TopN(int count, Excluding excluding) {
        this(count, excluding, Boost.nothing(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Optional.empty(), Optional.empty());
    }

    /// The best `count` of all items.
    public static TopN best(int count) {
        return new TopN(count, Excluding.nothing());
    }

    /// With another number.
    public TopN withCount(int count) {
        return new TopN(count, excluding, boost, minimum, maximum, diversity, strategy);
    }

    /// With another exclusion instead of this one.
    public TopN withExcluding(Excluding excluding) {
        return new TopN(count, excluding, boost, minimum, maximum, diversity, strategy);
    }

    /// With one more exclusion.
    public TopN excludingAlso(Excluding more) {
        return withExcluding(excluding.and(more));
    }

    /// With another boost.
    public TopN withBoost(Boost boost) {
        return new TopN(count, excluding, boost, minimum, maximum, diversity, strategy);
    }

    /// Without scores below.
    public TopN withMinimum(double minimum) {
        return new TopN(count, excluding, boost, minimum, maximum, diversity, strategy);
    }

    /// Without scores above.
    public TopN withMaximum(double maximum) {
        return new TopN(count, excluding, boost, minimum, maximum, diversity, strategy);
    }

    /// Re-ranked.
    public TopN withDiversity(Diversity diversity) {
        return new TopN(count, excluding, boost, minimum, maximum, Optional.of(diversity), strategy);
    }

    /// Searched in this way.
    public TopN withStrategy(Strategy strategy) {
        return new TopN(count, excluding, boost, minimum, maximum, diversity, Optional.of(strategy));
    }

    /// One user's list.
    ///
    /// @throws UnknownName for a user the model does not know
    public List<Recommendation> of(Recommender model, String user) {
        return new Query(this, model).lists(1, _ -> user).getFirst();
    }

    /// Hands every given user's list to `taker`, in the order given.
    ///
    /// @throws UnknownName for a user the model does not know, once the users of the rounds before have been handed on
    public void forEach(Recommender model, List<String> users, BiConsumer<String, List<Recommendation>> taker) {
        inRounds(new Query(this, model), users.size(), users::get, taker);
    }

    /// Hands the list of every user of the model to `taker`, in the order of their indexes.
    public void forEach(Recommender model, BiConsumer<String, List<Recommendation>> taker) {
        inRounds(new Query(this, model), model.users().size(), model.users()::name, taker);
    }

    static void inRounds(Query query, int n, IntFunction<String> name, BiConsumer<String, List<Recommendation>> taker) {
        int round = query.round();
        for (int start = 0; start < n; start += round) {
            int first = start;
            List<List<Recommendation>> lists = query.lists(Math.min(round, n - first), j -> name.apply(first + j));
            for (int j = 0; j < lists.size(); j++) taker.accept(name.apply(first + j), lists.get(j));
        }
    }

    static List<Recommendation> named(int[] best, float[] scores, int start, Ids ids) {
        return IntStream.of(best).mapToObj(index -> new Recommendation(ids.name(index), scores[start + index])).toList();
    }

    /// The indexes of the `count` largest of `scores[start..start + n)` that are not excluded, best first, ties by index.
    public static int[] best(float[] scores, int start, int n, BitSet excluded, int count) {
        CHECK.atLeast("count", count, 1);
        Shortlist list = new Shortlist(Math.min(count, n), excluded, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        float floor = Float.NEGATIVE_INFINITY;
        for (int j = excluded.nextClearBit(0); j < n; j = excluded.nextClearBit(j + 1)) {
            float score = scores[start + j];
            if (score > floor || floor == Float.NEGATIVE_INFINITY) {
                list.offer(j, score);
                floor = list.floor();
            }
        }
        return list.drain().items();
    }
}
