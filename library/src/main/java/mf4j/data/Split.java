package mf4j.data;

import mf4j.train.Check;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.math.BigDecimal;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Ratings in disjoint parts: to learn from, to choose by, to judge with. All parts share the names of the whole, and every rating
/// is in exactly one part, but for those that [#strong] leaves out.
///
/// How to split is a value ([Rule]): `Split.chronological(0.70, 0.15, 0.15).of(ratings)`. The same rule gives the same parts of the
/// same ratings, whatever the number of threads.
///
/// @param name        of the rule, `chronological` for example
/// @param description the rule's arguments by name, ready for JSON
/// @param train       to learn from
/// @param validation  to choose knobs and epochs by; empty where the rule makes none
/// @param test        to judge with
/// @param foldIn      only of [#strong]: what is known of the users whose other ratings are in `validation` and `test`; else empty
public record Split(String name, Map<String, Object> description, Ratings train, Ratings validation, Ratings test, Ratings foldIn) {
    /// A way to split.
    @FunctionalInterface
    public interface Rule {
        /// Splits these.
        Split of(Ratings ratings);
    }

    /// A way to split several times.
    @FunctionalInterface
    public interface Folds {
        /// Splits these, once per fold; the list may make each split anew whenever it is asked for.
        List<Split> of(Ratings ratings);
    }

    private static final byte TRAIN = 0, VALIDATION = 1, TEST = 2, FOLD_IN = 3, NOWHERE = 4;
    private static final int FEWEST = 5; // ratings of a user of whom some are judged, in the published code of strong generalisation
    private static final Check CHECK = Check.of(Split.class);

    /// Keeps its own copy of the description, in order.
    public Split {
        description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
    }

    /// Each user's ratings in the order of time, cut at `(int) (train * n)` and `(int) ((train + validation) * n)`.
    ///
    /// Equal times keep the order of the file, and so do all ratings where there are no times. Users with fewer than three ratings
    /// are in the train part only.
    ///
    /// @throws IllegalArgumentException unless the shares lie between 0 and 1 and add up to 1
    public static Rule chronological(double train, double validation, double test) {
        shares(train, validation, test);
        return ratings -> perUser(ratings, describe("chronological", "train", train, "validation", validation, "test", test), (user, parts) -> {
            int[] order = ratings.chronological(user);
            if (order.length < 3) return;
            int first = (int) (train * order.length), second = (int) ((train + validation) * order.length);
            for (int j = first; j < order.length; j++) parts[order[j]] = j < second ? VALIDATION : TEST;
        });
    }

    /// Everything before `time` to learn from, the rest to judge with.
    public static Rule atTime(long time) {
        return atTime(time, time);
    }

    /// Everything before `validationFrom` to learn from, from there to before `testFrom` to choose by, the rest to judge with.
    public static Rule atTime(long validationFrom, long testFrom) {
        CHECK.that(validationFrom <= testFrom, "testFrom", "be at least validationFrom = " + validationFrom, testFrom);
        return ratings -> {
            timed(ratings, "atTime");
            return perEntry(ratings, describe("atTime", "validationFrom", validationFrom, "testFrom", testFrom),
                    entry -> ratings.time(entry) < validationFrom ? TRAIN : ratings.time(entry) < testFrom ? VALIDATION : TEST);
        };
    }

    /// A global cut in time at the times by which these shares of all ratings were made; ratings of equal time stay together, on the
    /// later side.
    public static Rule globalTime(double train, double validation, double test) {
        shares(train, validation, test);
        return ratings -> {
            timed(ratings, "globalTime");
            long[] times = new long[ratings.count()];
            Sweep.over(times.length, 1 << 16, (_, from, to) -> {
                for (int j = from; j < to; j++) times[j] = ratings.time(j);
            });
            Arrays.parallelSort(times);
            long validationFrom = cut(times, train), testFrom = cut(times, train + validation);
            Map<String, Object> description = describe("globalTime", "train", train, "validation", validation, "test", test,
                    "validationFrom", validationFrom, "testFrom", testFrom);
            return perEntry(ratings, description, entry -> ratings.time(entry) < validationFrom ? TRAIN : ratings.time(entry) < testFrom ? VALIDATION : TEST);
        };
    }

    private static long cut(long[] sorted, double share) {
        int place = (int) (share * sorted.length);
        return place < sorted.length ? sorted[place] : Long.MAX_VALUE;
    }

    private static void timed(Ratings ratings, String rule) {
        CHECK.state(ratings.isTimed() || ratings.count() == 0, () -> rule + " needs ratings with times");
    }

    /// Every rating into a part by lot; of n ratings the train part gets exactly `(int) (train * n)`, train and validation together
    /// `(int) ((train + validation) * n)`, the test part the rest.
    public static Rule random(long seed, double train, double validation, double test) {
        shares(train, validation, test);
        return ratings -> {
            Lots lots = new Lots(Seeds.of(seed).forPurpose("random split"), ratings.count());
            int n = ratings.count();
            long first = lots.threshold((int) (train * n)), second = lots.threshold((int) ((train + validation) * n));
            return perEntry(ratings, describe("random", "seed", seed, "train", train, "validation", validation, "test", test),
                    entry -> lots.of(entry) < first ? TRAIN : lots.of(entry) < second ? VALIDATION : TEST);
        };
    }

    /// Each user's latest `k` ratings to judge with; users with `k` or fewer are in the train part only.
    public static Rule leaveLast(int k) {
        return leaveLast(0, k);
    }

    /// Each user's latest `test` ratings to judge with and the `validation` before them to choose by; users who would have nothing
    /// left to learn from are in the train part only.
    public static Rule leaveLast(int validation, int test) {
        return leave(describe("leaveLast", "validation", validation, "test", test), validation, test, Ratings::chronological);
    }

    /// Some `k` ratings of each user, by lot, to judge with; users with `k` or fewer are in the train part only.
    public static Rule leaveOut(int k, long seed) {
        return leaveOut(0, k, seed);
    }

    /// Some `test` ratings of each user, by lot, to judge with and some `validation` to choose by; users who would have nothing left
    /// to learn from are in the train part only.
    public static Rule leaveOut(int validation, int test, long seed) {
        Seeds seeds = Seeds.of(seed).forPurpose("leave out");
        return leave(describe("leaveOut", "validation", validation, "test", test, "seed", seed), validation, test, (ratings, user) ->
                seeds.stream(user).permutation(ratings.byUser().offsets()[user], ratings.byUser().offsets()[user + 1]));
    }

    private interface Order {
        int[] of(Ratings ratings, int user);
    }

    private static Rule leave(Map<String, Object> description, int validation, int test, Order order) {
        CHECK.atLeast("validation", validation, 0);
        CHECK.atLeast("test", test, 1);
        return ratings -> perUser(ratings, description, (user, parts) -> {
            int[] entries = order.of(ratings, user);
            int first = entries.length - validation - test;
            for (int j = first; first > 0 && j < entries.length; j++) parts[entries[j]] = j < first + validation ? VALIDATION : TEST;
        });
    }

    /// Every rating is in the test part of exactly one of `k` splits, by lot, and in the train part of the others.
    ///
    /// The list holds no split: [List#get] makes one, the same each time, so that going through it needs the memory of the ratings
    /// and one fold, not of `k` copies. Keep what you ask for; asking twice costs the work twice.
    ///
    /// @throws IllegalArgumentException when there are fewer than `k` ratings
    public static Folds kFold(int k, long seed) {
        CHECK.atLeast("k", k, 2);
        return ratings -> {
            int n = ratings.count();
            CHECK.that(k <= n, "k", "be at most the number of ratings " + n, k);
            Lots lots = new Lots(Seeds.of(seed).forPurpose("folds"), n);
            long[] cuts = new long[k + 1]; // fold j has the lots from cuts[j] to below cuts[j + 1]
            cuts[0] = Long.MIN_VALUE;
            for (int fold = 1; fold < k; fold++) cuts[fold] = lots.threshold((int) ((long) n * fold / k));
            cuts[k] = Long.MAX_VALUE;
            return new Lazy(k, fold -> perEntry(ratings, describe("kFold", "k", k, "seed", seed, "fold", fold + 1),
                    entry -> lots.of(entry) >= cuts[fold] && lots.of(entry) < cuts[fold + 1] ? TEST : TRAIN));
        };
    }

    /// Splits that are made when they are asked for and forgotten when they are let go.
    private static final class Lazy extends AbstractList<Split> {
        private final int size;
        private final IntFunction<Split> maker;

        Lazy(int size, IntFunction<Split> maker) {
            this.size = size;
            this.maker = maker;
        }

        @Override
        public Split get(int index) {
            return maker.apply(Objects.checkIndex(index, size));
        }

        @Override
        public int size() {
            return size;
        }
    }

    /// Strong generalisation as published (Liang, Krishnan, Hoffman and Jebara 2018, and their code): a share of the users is held out of
    /// training altogether. Their ratings of items that nobody left in training has are in no part. Of the n others of each,
    /// `(int) ((1 - foldInShare) n)`, by lot, judge the model, none where n is below 5, and the rest is known to it afterwards. Users with so
    /// few ratings that none would judge are never held out; where nobody is left in training, no item is unknown to it.
    public static Rule strong(double heldOutUsersShare, double foldInShare, long seed) {
        return strong(0, heldOutUsersShare, foldInShare, seed);
    }

    /// Strong generalisation with held-out users to choose by and others to judge with.
    public static Rule strong(double validationUsersShare, double testUsersShare, double foldInShare, long seed) {
        CHECK.within("validationUsersShare", validationUsersShare, 0, 1);
        CHECK.within("testUsersShare", testUsersShare, 0, 1);
        CHECK.within("validationUsersShare + testUsersShare", validationUsersShare + testUsersShare, 0, 1);
        CHECK.that(foldInShare > 0 && foldInShare < 1, "foldInShare", "lie between 0 and 1, both excluded,", foldInShare);
        Map<String, Object> description = describe("strong", "validationUsers", validationUsersShare, "testUsers", testUsersShare, "foldIn", foldInShare, "seed", seed);
        double judgedShare = BigDecimal.ONE.subtract(BigDecimal.valueOf(foldInShare)).doubleValue(); // of 0.8 it is 0.2 and not 0.19999999999999996
        return ratings -> {
            Seeds seeds = Seeds.of(seed).forPurpose("strong");
            byte[] judged = heldOut(ratings, validationUsersShare, testUsersShare, judgedShare, seeds);
            BitSet items = learned(ratings, judged);
            return perUser(ratings, description, (user, parts) -> {
                if (judged[user] == TRAIN) return;
                int from = ratings.byUser().offsets()[user], to = ratings.byUser().offsets()[user + 1];
                Arrays.fill(parts, from, to, NOWHERE);
                int[] order = Arrays.stream(seeds.stream(user).permutation(from, to)).filter(entry -> items.get(ratings.byUser().columns()[entry])).toArray();
                int known = order.length - judged(order.length, judgedShare);
                for (int j = 0; j < order.length; j++) parts[order[j]] = j < known ? FOLD_IN : judged[user];
            });
        };
    }

    /// How many of n ratings judge.
    private static int judged(int n, double share) {
        return n < FEWEST ? 0 : (int) (share * n);
    }

    /// The items that somebody has who is not held out; all where everybody is.
    private static BitSet learned(Ratings ratings, byte[] judged) {
        BitSet items = new BitSet();
        for (int user = 0; user < judged.length; user++) if (judged[user] == TRAIN) for (int item : ratings.byUser().columns(user)) items.set(item);
        if (items.isEmpty()) items.set(0, ratings.items().size());
        return items;
    }

    /// The part that judges for each user, [#TRAIN] for those not held out.
    private static byte[] heldOut(Ratings ratings, double validation, double test, double share, Seeds seeds) {
        int[] able = IntStream.range(0, ratings.users().size()).filter(user -> judged(ratings.byUser().count(user), share) > 0).toArray();
        seeds.forPurpose("users").stream(0).shuffle(able, 0, able.length);
        int tests = (int) (test * able.length), both = (int) ((validation + test) * able.length);
        byte[] judged = new byte[ratings.users().size()];
        for (int j = 0; j < both; j++) judged[able[j]] = j < tests ? TEST : VALIDATION;
        return judged;
    }

    /// The train and validation parts in one: what a refit learns from after the knobs were chosen.
    public Ratings trainAndValidation() {
        if (validation.count() == 0) return train;
        return Joined.of(train, validation);
    }

    private static void shares(double train, double validation, double test) {
        CHECK.within("train", train, 0, 1);
        CHECK.within("validation", validation, 0, 1);
        CHECK.within("test", test, 0, 1);
        CHECK.that(Math.abs(train + validation + test - 1) < 1e-9, "train + validation + test", "be 1", train + validation + test);
    }

    private static Map<String, Object> describe(String name, Object... arguments) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", name);
        for (int j = 0; j < arguments.length; j += 2) description.put((String) arguments[j], arguments[j + 1]);
        return description;
    }

    private interface ByUser {
        void assign(int user, byte[] parts);
    }

    private interface ByEntry {
        byte part(int entry);
    }

    private static Split perUser(Ratings ratings, Map<String, Object> description, ByUser rule) {
        byte[] parts = new byte[ratings.count()];
        Sweep.over(ratings.users().size(), 256, (_, from, to) -> {
            for (int user = from; user < to; user++) rule.assign(user, parts);
        });
        return of(ratings, description, parts);
    }

    private static Split perEntry(Ratings ratings, Map<String, Object> description, ByEntry rule) {
        byte[] parts = new byte[ratings.count()];
        Sweep.over(parts.length, 1 << 16, (_, from, to) -> {
            for (int entry = from; entry < to; entry++) parts[entry] = rule.part(entry);
        });
        return of(ratings, description, parts);
    }

    private static Split of(Ratings ratings, Map<String, Object> description, byte[] parts) {
        return new Split((String) description.get("name"), description, part(ratings, parts, TRAIN), part(ratings, parts, VALIDATION),
                part(ratings, parts, TEST), part(ratings, parts, FOLD_IN));
    }

    private static Ratings part(Ratings ratings, byte[] parts, byte wanted) {
        return ratings.subset(entry -> parts[entry] == wanted);
    }

    /// A random number per entry, and the number below which exactly so many of them lie.
    private record Lots(Seeds seeds, int count) {
        private static final int BUCKETS = 1 << 16;

        long of(int entry) {
            return seeds.bits(entry);
        }

        /// Finds the bucket of the wanted order statistic first, so that only a 65,536th of the numbers is ever held.
        long threshold(int wanted) {
            if (wanted >= count) return Long.MAX_VALUE;
            int[] sizes = new int[BUCKETS];
            for (int entry = 0; entry < count; entry++) sizes[bucket(of(entry))]++;
            int bucket = 0;
            for (; sizes[bucket] <= wanted; bucket++) wanted -= sizes[bucket];
            long[] within = new long[sizes[bucket]];
            for (int entry = 0, next = 0; entry < count; entry++) if (bucket(of(entry)) == bucket) within[next++] = of(entry);
            Arrays.sort(within);
            return within[wanted];
        }

        private static int bucket(long lot) {
            return (int) (lot >> 48) + BUCKETS / 2;
        }
    }
}
