package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;

import java.util.BitSet;
import java.util.Collection;

/// Which items a user must not be shown.
@FunctionalInterface
public interface Excluding {
    /// Sets the bit of every item, by the model's index, that `user` must not get.
    ///
    /// @param user its name
    void mark(String user, Ids items, BitSet excluded);

    /// Nothing is excluded.
    static Excluding nothing() {
        return (_, _, _) -> { };
    }

    /// What the user has rated in these ratings, whatever ids they use inside.
    static Excluding seen(Ratings ratings) {
        return seen(ratings.users(), ratings.items(), ratings.byUser());
    }

    /// What the user has rated in this matrix.
    static Excluding seen(Ids users, Ids seenItems, SparseRows byUser) {
        return (user, items, excluded) -> {
            int row = users.indexOf(user);
            if (row < 0) return;
            for (int item : byUser.columns(row)) {
                int index = items == seenItems ? item : items.indexOf(seenItems.name(item));
                if (index >= 0) excluded.set(index);
            }
        };
    }

    /// These items, for everybody; names the model does not know are ignored.
    static Excluding items(Collection<String> names) {
        return (_, items, excluded) -> names.stream().mapToInt(items::indexOf).filter(index -> index >= 0).forEach(excluded::set);
    }

    /// Everything but these items, for everybody.
    static Excluding allBut(Collection<String> names) {
        return (_, items, excluded) -> {
            BitSet allowed = new BitSet(items.size());
            names.stream().mapToInt(items::indexOf).filter(index -> index >= 0).forEach(allowed::set);
            allowed.flip(0, items.size());
            excluded.or(allowed);
        };
    }

    /// What either excludes.
    default Excluding and(Excluding other) {
        return (user, items, excluded) -> {
            mark(user, items, excluded);
            other.mark(user, items, excluded);
        };
    }
}
