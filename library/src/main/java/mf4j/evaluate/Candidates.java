package mf4j.evaluate;

import mf4j.data.Ids;
import mf4j.data.Ratings;
import mf4j.matrix.SparseRows;
import mf4j.train.Check;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.SequencedCollection;

/// The few items that each user's relevant ones are ranked among, where a protocol asks for them instead of all items: the 99
/// negatives of He et al. 2017, as Rendle, Krichene, Zhang and Anderson 2020 judge by too.
///
/// A user's candidates are the given items in their order and then its relevant test items, which need not be given. Of equal scores the
/// earlier comes first, so a relevant item **loses every tie**, as in the published evaluations, whose lists end with it; a
/// model that scores all alike hits nothing. [#tiesByIndex] breaks ties as full rankings do. A user without given items is
/// not judged. Items that the model does not know are behind all others: given ones make no difference, relevant ones are never hit.
///
/// What [Ranking#excluding] excludes is not asked about here: a given candidate stays one.
public final class Candidates {
    private final Ratings given;
    private final boolean byIndex;

    private Candidates(Ratings given, boolean byIndex) {
        this.given = given;
        this.byIndex = byIndex;
    }

    /// Each user's items, in their order; values, weights and times do not matter.
    public static Candidates of(Ratings given) {
        Check.of(Candidates.class).that(given.count() > 0, "given", "hold at least one item", "empty");
        return new Candidates(given, false);
    }

    /// Item names by user name; a name that is given twice counts once.
    public static Candidates of(Map<String, ? extends SequencedCollection<String>> given) {
        Ratings.Builder builder = Ratings.builder();
        given.forEach((user, items) -> items.forEach(item -> builder.add(user, item, 1)));
        return of(builder.build());
    }

    /// For each user of a test, `count` items drawn uniformly and without replacement from those of which the user has no event in any
    /// of the parts: a user for whom fewer are left gets all of these.
    ///
    /// All items that the test names can be drawn, with events or without: the parts of a split share their names. What a user gets
    /// depends on the seed and the user's index, not on threads. Memory: 8 bytes per item drawn.
    ///
    /// @param count how many items for a user
    /// @param test  whose users with ratings get candidates
    /// @param parts what else the users have events in: training, validation, what was folded in
    public static Candidates sampled(int count, long seed, Ratings test, Ratings... parts) {
        Check.of(Candidates.class).atLeast("count", count, 1);
        return new Candidates(new Lottery(count, Seeds.of(seed).forPurpose("candidates"), test, parts).drawn(), false);
    }

    /// The same candidates with ties broken by the index of the item, as in a ranking of all items.
    public Candidates tiesByIndex() {
        return new Candidates(given, true);
    }

    /// Users x the items they are ranked among.
    public Ratings given() {
        return given;
    }

    boolean byIndex() {
        return byIndex;
    }

    /// Draws what users have not touched.
    private static final class Lottery {
        private final int count;
        private final Seeds seeds;
        private final Ratings test;
        private final Ratings[] parts;
        private final Translation[] rowOf;  // from users of the test to those of a part
        private final Translation[] itemOf; // from items of a part to those of the test
        private final int[][] drawn;        // by user of the test

        Lottery(int count, Seeds seeds, Ratings test, Ratings... parts) {
            this.count = count;
            this.seeds = seeds;
            this.test = test;
            this.parts = parts;
            this.rowOf = Arrays.stream(parts).map(part -> Translation.of(test.users(), part.users())).toArray(Translation[]::new);
            this.itemOf = Arrays.stream(parts).map(part -> Translation.of(part.items(), test.items())).toArray(Translation[]::new);
            this.drawn = new int[test.users().size()][];
        }

        Ratings drawn() {
            Sweep.over(drawn.length, 256, () -> new BitSet(test.items().size()), (taken, from, to) -> {
                for (int user = from; user < to; user++) drawn[user] = test.byUser().count(user) > 0 ? draw(user, taken) : new int[0];
            });
            int[] offsets = new int[drawn.length + 1];
            for (int user = 0; user < drawn.length; user++) offsets[user + 1] = Math.addExact(offsets[user], drawn[user].length);
            int[] columns = new int[offsets[drawn.length]];
            for (int user = 0; user < drawn.length; user++) System.arraycopy(drawn[user], 0, columns, offsets[user], drawn[user].length);
            float[] ones = new float[columns.length];
            Arrays.fill(ones, 1);
            return Ratings.of(test.users(), test.items(), new SparseRows(offsets, columns, ones, null, test.items().size()), null);
        }

        private int[] draw(int user, BitSet taken) {
            Ids items = test.items();
            taken.clear();
            for (int item : test.byUser().columns(user)) taken.set(item);
            for (int part = 0; part < parts.length; part++) mark(part, user, taken);
            int free = items.size() - taken.cardinality();
            return free < 2 * (long) count ? fromFew(user, taken) : fromMany(user, taken);
        }

        private void mark(int part, int user, BitSet taken) {
            int row = rowOf[part].at(user);
            if (row < 0) return;
            for (int column : parts[part].byUser().columns(row)) {
                int item = itemOf[part].at(column);
                if (item >= 0) taken.set(item);
            }
        }

        private int[] fromFew(int user, BitSet taken) {
            taken.flip(0, test.items().size());
            int[] free = taken.stream().toArray();
            seeds.stream(user).shuffle(free, 0, free.length);
            return Arrays.copyOf(free, Math.min(count, free.length));
        }

        /// At least every other item that is not the user's own is still free, so what was drawn in vain stays little.
        private int[] fromMany(int user, BitSet taken) {
            Seeds.Stream lots = seeds.stream(user);
            int[] found = new int[count];
            for (int have = 0; have < count; ) {
                int item = lots.nextInt(test.items().size());
                if (taken.get(item)) continue;
                taken.set(item);
                found[have++] = item;
            }
            return found;
        }
    }
}
