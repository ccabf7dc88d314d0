package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.train.Check;

import java.util.BitSet;
import java.util.Collection;
import java.util.Set;

/// Which rows of a model change when new events come, and how often they are solved: see [Model#partialFit].
///
/// *Unseen* is a user or item that has new events and of which the model had learned nothing: a name that it did not know, or one
/// without any event that it learned from. Unseen rows are always solved.
///
/// @param users  which users, besides the unseen ones
/// @param items  which items, besides the unseen ones
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

    /// Users that have new events; items stand still, but for the unseen ones.
    public static PartialFit touchedUsers() {
        return new PartialFit(Chosen.TOUCHED, Chosen.UNSEEN, 1);
    }

    /// Nobody but these, and the unseen ones.
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
        /// None besides the unseen ones.
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
        /// @param kind   `user` or `item`
        /// @param fresh  the rows that have new events
        /// @param unseen those of them of which nothing had been learned
        int[] rows(String kind, Ids ids, BitSet fresh, BitSet unseen) {
            BitSet rows = (BitSet) (touched ? fresh : unseen).clone();
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
