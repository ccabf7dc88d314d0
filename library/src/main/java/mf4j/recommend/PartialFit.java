package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.train.Check;

import java.util.BitSet;
import java.util.Collection;
import java.util.Set;

/// Which rows of a model change when new events come, and how often they are solved: see [Model#partialFit].
///
/// @param users  which users, besides those that the model did not know
/// @param items  which items, besides those that the model did not know
/// @param rounds how often items and then users are solved in turn; a second round lets users and items that are new together
///               find each other
public record PartialFit(Chosen users, Chosen items, int rounds) {
    /// Checks the number.
    public PartialFit {
        Check.of(PartialFit.class).atLeast("rounds", rounds, 1);
    }

    /// Users and items that have new events.
    public static PartialFit touched() {
        return new PartialFit(Chosen.TOUCHED, Chosen.TOUCHED, 1);
    }

    /// Users that have new events; items stand still, but for those that the model did not know.
    public static PartialFit touchedUsers() {
        return new PartialFit(Chosen.TOUCHED, Chosen.UNSEEN, 1);
    }

    /// Nobody but these.
    ///
    /// @param users by name, each known to the model or to the events
    /// @param items by name, each known to the model or to the events
    public static PartialFit of(Collection<String> users, Collection<String> items) {
        return new PartialFit(new Chosen(false, Set.copyOf(users)), new Chosen(false, Set.copyOf(items)), 1);
    }

    /// With another number of rounds.
    public PartialFit withRounds(int rounds) {
        return new PartialFit(users, items, rounds);
    }

    /// Which rows of one side.
    ///
    /// @param touched whether those that have new events
    /// @param names   and these, events or not
    public record Chosen(boolean touched, Set<String> names) {
        /// Those that the model did not know, which are solved always.
        public static final Chosen UNSEEN = new Chosen(false, Set.of());

        /// Those that have new events.
        public static final Chosen TOUCHED = new Chosen(true, Set.of());

        /// Keeps its own copy.
        public Chosen {
            names = Set.copyOf(names);
        }

        /// Whether a row is solved after an event of its own.
        boolean takes(String name, boolean unseen) {
            return touched || unseen || names.contains(name);
        }

        /// The rows to solve, in ascending order.
        ///
        /// @param kind  `user` or `item`
        /// @param known how many of `ids` the model knew; the others are unseen
        /// @param fresh the rows that have new events
        int[] rows(String kind, Ids ids, int known, BitSet fresh) {
            BitSet rows = new BitSet(ids.size());
            if (touched) rows.or(fresh);
            rows.set(known, ids.size());
            for (String name : names) rows.set(index(kind, ids, name));
            return rows.stream().toArray();
        }

        private static int index(String kind, Ids ids, String name) {
            int index = ids.indexOf(name);
            if (index < 0) throw new UnknownName(kind, name, "only what the model or the new events know can be fitted");
            return index;
        }
    }
}
