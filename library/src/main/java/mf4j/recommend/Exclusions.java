package mf4j.recommend;

import mf4j.data.Ids;
import mf4j.matrix.SparseRows;

import java.util.BitSet;
import java.util.Collection;
import java.util.function.BiConsumer;

/// The kinds of [Excluding].
final class Exclusions {
    static final Excluding NOTHING = new Made(new BitSet());

    private Exclusions() { }

    static void mark(Collection<String> names, Ids items, BitSet excluded) {
        names.stream().mapToInt(items::indexOf).filter(index -> index >= 0).forEach(excluded::set);
    }

    /// The same for everybody, not yet looked up.
    ///
    /// @param marks sets bits in an empty set
    record Shared(BiConsumer<Ids, BitSet> marks) implements Excluding {
        @Override
        public void mark(String user, Ids items, BitSet excluded) {
            within(items).mark(user, items, excluded);
        }

        @Override
        public Excluding within(Ids items) {
            BitSet bits = new BitSet(items.size());
            marks.accept(items, bits);
            return new Made(bits);
        }
    }

    /// The same for everybody, looked up.
    record Made(BitSet bits) implements Excluding {
        @Override
        public void mark(String user, Ids items, BitSet excluded) {
            excluded.or(bits);
        }
    }

    /// What a user has seen.
    record Seen(Ids users, Ids seenItems, SparseRows byUser) implements Excluding {
        @Override
        public void mark(String user, Ids items, BitSet excluded) {
            int row = users.indexOf(user);
            if (row < 0) return;
            for (int entry = byUser.offsets()[row]; entry < byUser.offsets()[row + 1]; entry++) mark(byUser.columns()[entry], items, excluded);
        }

        private void mark(int item, Ids items, BitSet excluded) {
            int index = items == seenItems ? item : items.indexOf(seenItems.name(item));
            if (index >= 0) excluded.set(index);
        }
    }

    /// What either excludes.
    record Both(Excluding one, Excluding other) implements Excluding {
        @Override
        public void mark(String user, Ids items, BitSet excluded) {
            one.mark(user, items, excluded);
            other.mark(user, items, excluded);
        }

        @Override
        public Excluding within(Ids items) {
            Excluding first = one.within(items);
            Excluding second = other.within(items);
            if (!(first instanceof Made(BitSet bits) && second instanceof Made(BitSet more))) return new Both(first, second);
            BitSet all = (BitSet) bits.clone();
            all.or(more);
            return new Made(all);
        }
    }
}
