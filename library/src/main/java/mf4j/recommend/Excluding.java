package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;

import java.util.BitSet;
import java.util.Collection;
import java.util.function.Predicate;

/// Which items a user must not be shown.
@FunctionalInterface
public interface Excluding {
    /// Sets the bit of every item, by the model's index, that `user` must not get.
    ///
    /// @param user its name
    void mark(String user, Ids items, BitSet excluded);

    /// The same rule made ready for many users of one model: what is the same for everybody is looked up once, here.
    default Excluding within(Ids items) {
        return this;
    }

    /// Nothing is excluded.
    static Excluding nothing() {
        return Exclusions.NOTHING;
    }

    /// What the user has rated in these ratings, whatever ids they use inside.
    static Excluding seen(Ratings ratings) {
        return seen(ratings.users(), ratings.items(), ratings.byUser());
    }

    /// What the user has rated in this matrix.
    static Excluding seen(Ids users, Ids seenItems, SparseRows byUser) {
        return new Exclusions.Seen(users, seenItems, byUser);
    }

    /// These items, for everybody; names the model does not know are ignored.
    static Excluding items(Collection<String> names) {
        return new Exclusions.Shared((items, excluded) -> Exclusions.mark(names, items, excluded));
    }

    /// Everything but these items, for everybody. Where the model knows none of them nothing is left, and lists are empty.
    static Excluding allBut(Collection<String> names) {
        return new Exclusions.Shared((items, excluded) -> {
            Exclusions.mark(names, items, excluded);
            excluded.flip(0, items.size());
        });
    }

    /// The items whose name the filter takes, for everybody. The filter is asked once per item and query, not per user.
    static Excluding where(Predicate<String> filter) {
        return new Exclusions.Shared((items, excluded) -> {
            for (int index = 0; index < items.size(); index++) if (filter.test(items.name(index))) excluded.set(index);
        });
    }

    /// Everything but the items whose name the filter takes, for everybody.
    static Excluding allBut(Predicate<String> filter) {
        return where(filter.negate());
    }

    /// Whoever asks, by its own name: for neighbours of items among items, or of users among users.
    static Excluding itself() {
        return (name, items, excluded) -> {
            int index = items.indexOf(name);
            if (index >= 0) excluded.set(index);
        };
    }

    /// What either excludes.
    default Excluding and(Excluding other) {
        return new Exclusions.Both(this, other);
    }
}
