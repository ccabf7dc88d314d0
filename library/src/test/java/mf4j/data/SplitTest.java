package mf4j.data;

import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SplitTest {
    @Test
    void chronologicalGivesThePublishedCountsOnMovieLens() {
        Split split = Split.chronological(0.70, 0.15, 0.15).of(RealData.movieLens());
        assertThat(split.train().count()).isEqualTo(70_312);
        assertThat(split.validation().count()).isEqualTo(15_102);
        assertThat(split.test().count()).isEqualTo(15_422);
        SparseRows train = split.train().byUser();
        SparseRows test = split.test().byUser();
        assertThat(split.test().users()).isSameAs(split.train().users());
        long unseen = 0;
        for (int item : test.columns()) if (split.train().byItem().count(item) == 0) unseen++;
        assertThat(unseen).isEqualTo(1_514);
        assertThat(train.rows()).isEqualTo(610);
    }

    @Test
    void equalTimesKeepTheOrderOfTheFileAndShortUsersOnlyTrain() {
        Ratings.Builder builder = Ratings.builder();
        long[] times = {5, 3, 5, 1, 5, 3};
        for (int j = 0; j < times.length; j++) builder.add("ann", "i" + j, j, 1, times[j]);
        builder.add("bob", "i0", 9, 1, 0).add("bob", "i1", 9, 1, 1);
        Split split = Split.chronological(0.5, 0.25, 0.25).of(builder.build());
        // by time: i3 i1 i5 | i0 | i2 i4; within a part the file's order
        assertThat(names(split.train(), 0)).containsExactly("i1", "i3", "i5");
        assertThat(names(split.validation(), 0)).containsExactly("i0");
        assertThat(names(split.test(), 0)).containsExactly("i2", "i4");
        assertThat(names(split.train(), 1)).containsExactly("i0", "i1");
        assertThat(split.name()).isEqualTo("chronological");
        assertThat(split.description()).containsExactly(Map.entry("name", "chronological"), Map.entry("train", 0.5), Map.entry("validation", 0.25), Map.entry("test", 0.25));
        assertThat(names(split.trainAndValidation(), 0)).containsExactly("i1", "i3", "i5", "i0");
        assertThat(split.trainAndValidation().time(3)).isEqualTo(5);
    }

    @Test
    void withoutTimesTheOrderOfTheFileStandsForTime() {
        Split split = Split.chronological(0.5, 0.25, 0.25).of(row(4));
        assertThat(names(split.train(), 0)).containsExactly("i0", "i1");
        assertThat(names(split.validation(), 0)).containsExactly("i2");
        assertThat(names(split.test(), 0)).containsExactly("i3");
        assertThat(names(Split.leaveLast(1).of(row(4)).test(), 0)).containsExactly("i3");
        assertThatThrownBy(() -> Split.atTime(3).of(row(4))).isInstanceOf(IllegalStateException.class).hasMessage("Split: atTime needs ratings with times");
        assertThatThrownBy(() -> Split.globalTime(0.5, 0, 0.5).of(row(4))).hasMessageContaining("needs ratings with times");
    }

    @Test
    void aGlobalCutPutsTheMomentItselfOnTheLaterSide() {
        Ratings ratings = Ratings.builder().add("a", "x", 1, 1, 10).add("b", "x", 1, 1, 20).add("a", "y", 1, 1, 30).add("b", "y", 1, 1, 20).build();
        Split split = Split.atTime(20, 30).of(ratings);
        assertThat(counts(split)).containsExactly(1, 2, 1);
        assertThat(counts(Split.atTime(30).of(ratings))).containsExactly(3, 0, 1);
        assertThat(counts(Split.globalTime(0.5, 0.25, 0.25).of(ratings))).containsExactly(1, 2, 1);
        assertThat(counts(Split.globalTime(1, 0, 0).of(ratings))).containsExactly(4, 0, 0);
    }

    @Test
    void leavingOutKeepsUsersWhoHaveTooFew() {
        Ratings ratings = Ratings.builder().add("a", "x", 1).add("a", "y", 2).add("a", "z", 3).add("b", "x", 4).add("c", "x", 5).add("c", "y", 6).build();
        assertThat(counts(Split.leaveLast(1).of(ratings))).containsExactly(4, 0, 2);
        assertThat(counts(Split.leaveLast(1, 1).of(ratings))).containsExactly(4, 1, 1);
        assertThat(names(Split.leaveLast(1, 1).of(ratings).validation(), 0)).containsExactly("y");
        assertThat(counts(Split.leaveOut(2, 7).of(ratings))).containsExactly(4, 0, 2);
        Set<String> drawn = new HashSet<>();
        for (long seed = 0; seed < 40; seed++) drawn.addAll(names(Split.leaveOut(1, seed).of(ratings).test(), 0));
        assertThat(drawn).containsExactlyInAnyOrder("x", "y", "z");
    }

    /// Of n ratings `int(0.2 * n)` judge, none of fewer than five, as the published code has it, and only of items that training knows.
    @Test
    void heldOutUsersAreUnknownToTraining() {
        Ratings ratings = Planted.defaults().withShape(100, 50, 1000).ratings();
        Split split = Split.strong(0.1, 0.2, 0.8, 3).of(ratings);
        int test = 0, validation = 0, short5 = 0;
        for (int user = 0; user < 100; user++) {
            int known = split.foldIn().byUser().count(user), judged = split.test().byUser().count(user), chosen = split.validation().byUser().count(user);
            int all = known + judged + chosen;
            if (all > 0) {
                assertThat(split.train().byUser().count(user)).isZero();
                assertThat(judged * chosen).isZero();
                assertThat(judged + chosen).isEqualTo(all < 5 ? 0 : all / 5);
                for (int item : ratings.byUser().columns(user)) if (split.train().byItem().count(item) == 0) all++;
            }
            assertThat(all + split.train().byUser().count(user)).isEqualTo(ratings.byUser().count(user));
            if (ratings.byUser().count(user) < 5) {
                assertThat(all).isZero();
                short5++;
            }
            if (judged > 0) test++;
            if (chosen > 0) validation++;
        }
        assertThat(short5).isBetween(1, 99);
        assertThat(test).isEqualTo((int) (0.2 * (100 - short5)));
        assertThat(test + validation).isEqualTo((int) ((0.1 + 0.2) * (100 - short5)));
    }

    @ParameterizedTest
    @CsvSource({"4, 0.8, 0", "5, 0.8, 1", "9, 0.8, 1", "10, 0.8, 2", "15, 0.8, 3", "4, 0.5, 0", "7, 0.5, 3", "9, 0.9, 0", "10, 0.9, 1"})
    void asManyJudgeAsInThePublishedCode(int ratings, double foldIn, int judging) {
        Split split = Split.strong(1, foldIn, 1).of(row(ratings)); // everybody is held out, so that no item is unknown
        assertThat(split.test().count()).isEqualTo(judging);
        assertThat(split.foldIn().count()).isEqualTo(judging == 0 ? 0 : ratings - judging);
        assertThat(split.train().count()).isEqualTo(judging == 0 ? ratings : 0);
    }

    /// What nobody in training has is neither folded in nor judged.
    @Test
    void itemsThatTrainingDoesNotKnowAreLeftOutOfStrongGeneralisation() {
        Ratings.Builder builder = Ratings.builder();
        for (int user = 0; user < 10; user++) {
            for (int item = 0; item < 6; item++) builder.add("u" + user, "i" + item, 1);
            for (int item = 0; item < 9; item++) builder.add("u" + user, "own " + user + " " + item, 1);
        }
        Ratings ratings = builder.build();
        Split split = Split.strong(0, 0.5, 0.8, 1).of(ratings);
        assertThat(counts(split)).containsExactly(5 * 15, 0, 5);
        assertThat(split.foldIn().count()).isEqualTo(5 * 5);
        for (Ratings part : List.of(split.test(), split.foldIn())) {
            for (int item : part.byUser().columns()) assertThat(ratings.items().name(item)).startsWith("i");
        }
    }

    @Test
    void oneUserOneItemOneRatingAreNoTrouble() {
        Ratings one = row(1);
        assertThat(counts(Split.chronological(0.7, 0.15, 0.15).of(one))).containsExactly(1, 0, 0);
        assertThat(counts(Split.leaveLast(1).of(one))).containsExactly(1, 0, 0);
        assertThat(counts(Split.strong(1, 0.5, 1).of(one))).containsExactly(1, 0, 0);
        assertThat(counts(Split.random(1, 0, 0, 1).of(one))).containsExactly(0, 0, 1);
        assertThatThrownBy(() -> Split.kFold(2, 1).of(one)).hasMessage("Split.k must be at most the number of ratings 1 but was 2");
        Ratings none = Ratings.builder().build();
        assertThat(counts(Split.random(1, 0.8, 0.1, 0.1).of(none))).containsExactly(0, 0, 0);
        assertThat(counts(Split.strong(0.5, 0.5, 1).of(none))).containsExactly(0, 0, 0);
    }

    @Test
    void refusesImpossibleShares() {
        assertThatThrownBy(() -> Split.chronological(0.7, 0.2, 0.2)).hasMessageContaining("Split.train + validation + test must be 1 but was 1.0");
        assertThatThrownBy(() -> Split.random(1, -0.1, 0.6, 0.5)).hasMessageContaining("Split.train must lie between 0 and 1 but was -0.1");
        assertThatThrownBy(() -> Split.chronological(Double.NaN, 0, 1)).hasMessageContaining("but was NaN");
        assertThatThrownBy(() -> Split.leaveLast(0)).hasMessageContaining("Split.test must be at least 1 but was 0");
        assertThatThrownBy(() -> Split.kFold(1, 1)).hasMessageContaining("Split.k must be at least 2");
        assertThatThrownBy(() -> Split.strong(0.1, 1, 1)).hasMessageContaining("foldInShare");
        assertThatThrownBy(() -> Split.atTime(5, 4)).hasMessageContaining("testFrom must be at least");
    }

    @Property(tries = 120)
    void partsAreDisjointCompleteAndTheSameForAnyNumberOfThreads(@ForAll("rules") Split.Rule rule, @ForAll @IntRange(max = 300) int events,
                                                                 @ForAll long seed) throws Exception {
        Ratings ratings = timed(events, seed);
        Split split = Sweep.withThreads(1, () -> rule.of(ratings));
        Set<String> union = new TreeSet<>();
        int total = 0;
        for (Ratings part : parts(split)) {
            total += part.count();
            union.addAll(rows(part));
            assertThat(part.users()).isSameAs(ratings.users());
        }
        assertThat(total).isEqualTo(union.size());
        Set<String> leftOut = new TreeSet<>(rows(ratings));
        leftOut.removeAll(union);
        if (!split.name().equals("strong")) assertThat(leftOut).isEmpty();
        for (String row : leftOut) assertThat(split.train().byItem().count(ratings.items().indexOf(row.split(" ")[1]))).isZero();
        Split again = Sweep.withThreads(3, () -> rule.of(ratings));
        for (int j = 0; j < 4; j++) assertThat(parts(again).get(j).fingerprint()).isEqualTo(parts(split).get(j).fingerprint());
    }

    @Property(tries = 60)
    void noRatingToJudgeIsEarlierThanOneToLearnFrom(@ForAll @IntRange(max = 300) int events, @ForAll long seed) {
        Split split = Split.chronological(0.6, 0.2, 0.2).of(timed(events, seed));
        for (int user = 0; user < split.train().users().size(); user++) {
            assertThat(latest(split.train(), user)).isLessThanOrEqualTo(earliest(split.validation(), user)).isLessThanOrEqualTo(earliest(split.test(), user));
            assertThat(latest(split.validation(), user)).isLessThanOrEqualTo(earliest(split.test(), user));
        }
    }

    @Property(tries = 40)
    void aRandomSplitHasExactSharesAndFoldsCoverEverythingOnce(@ForAll @IntRange(min = 5, max = 300) int events, @ForAll long seed) {
        Ratings ratings = timed(events, seed);
        int n = ratings.count();
        if (n < 5) return;
        Split split = Split.random(seed, 0.8, 0.1, 0.1).of(ratings);
        assertThat(split.train().count()).isEqualTo((int) (0.8 * n));
        assertThat(split.train().count() + split.validation().count()).isEqualTo((int) ((0.8 + 0.1) * n));
        Set<String> judged = new TreeSet<>();
        int total = 0;
        for (Split fold : Split.kFold(5, seed).of(ratings)) {
            assertThat(fold.test().count()).isBetween(n / 5, n / 5 + 1);
            assertThat(fold.train().count()).isEqualTo(n - fold.test().count());
            judged.addAll(rows(fold.test()));
            total += fold.test().count();
        }
        assertThat(total).isEqualTo(n);
        assertThat(judged).hasSize(n);
    }

    @Test
    void foldsAreMadeOneByOneAndNotKept() {
        List<Split> folds = Split.kFold(4, 3).of(timed(200, 1));
        assertThat(folds).hasSize(4);
        assertThat(folds.get(2)).isNotSameAs(folds.get(2));
        assertThat(folds.get(2).test().fingerprint()).isEqualTo(folds.get(2).test().fingerprint()).isNotEqualTo(folds.get(1).test().fingerprint());
        assertThat(folds.get(3).description()).containsEntry("fold", 4);
        assertThatThrownBy(() -> folds.get(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anotherSeedIsAnotherSplit() {
        Ratings ratings = timed(200, 1);
        assertThat(Split.random(1, 0.5, 0, 0.5).of(ratings).train().fingerprint()).isNotEqualTo(Split.random(2, 0.5, 0, 0.5).of(ratings).train().fingerprint());
    }

    @Test
    void theCoreIsWhatNothingCanBeRemovedFrom() {
        Ratings ratings = Ratings.builder().add("a", "x", 1, 1, 1).add("a", "y", 2, 1, 2).add("b", "x", 3, 1, 3).add("b", "y", 4, 1, 4)
                .add("c", "x", 5, 1, 5).add("c", "z", 6, 1, 6).add("d", "z", 7, 1, 7).build();
        Ratings core = ratings.core(2); // d goes, then z, then c
        assertThat(rows(core)).containsExactly("a x 1.0 1", "a y 2.0 2", "b x 3.0 3", "b y 4.0 4");
        assertThat(core.users().size()).isEqualTo(2);
        assertThat(core.items().contains("z")).isFalse();
        assertThat(ratings.core(1)).isSameAs(ratings);
        assertThat(ratings.core(3).count()).isZero();
        assertThat(ratings.core(3).users().size()).isZero();
    }

    @Provide
    Arbitrary<Split.Rule> rules() {
        return Arbitraries.of(List.of(Split.chronological(0.7, 0.15, 0.15), Split.chronological(0, 0.5, 0.5), Split.atTime(3, 5),
                Split.globalTime(0.5, 0.3, 0.2), Split.random(4, 0.6, 0.2, 0.2), Split.leaveLast(2), Split.leaveLast(1, 2), Split.leaveOut(1, 3, 5),
                Split.strong(0.3, 0.5, 6), Split.strong(0.5, 0.5, 0.9, 6), r -> r.count() < 3 ? Split.leaveLast(1).of(r) : Split.kFold(3, 1).of(r).get(1)));
    }

    private static Ratings timed(int events, long seed) {
        Random random = new Random(seed);
        Ratings.Builder builder = Ratings.builder();
        for (int j = 0; j < events; j++) builder.add(random.nextInt(12), random.nextInt(30), random.nextInt(10), 1, random.nextInt(8));
        return builder.build();
    }

    private static Ratings row(int length) {
        Ratings.Builder builder = Ratings.builder();
        for (int j = 0; j < length; j++) builder.add("u", "i" + j, j);
        return builder.build();
    }

    private static List<Ratings> parts(Split split) {
        return List.of(split.train(), split.validation(), split.test(), split.foldIn());
    }

    private static List<Integer> counts(Split split) {
        return List.of(split.train().count(), split.validation().count(), split.test().count());
    }

    private static List<String> names(Ratings ratings, int user) {
        return java.util.Arrays.stream(ratings.byUser().columns(user)).mapToObj(ratings.items()::name).toList();
    }

    private static List<String> rows(Ratings ratings) {
        int[] owner = ratings.byUser().rowOfEntry();
        return java.util.stream.IntStream.range(0, ratings.count()).mapToObj(e -> ratings.users().name(owner[e]) + " "
                + ratings.items().name(ratings.byUser().columns()[e]) + " " + ratings.byUser().values()[e] + " " + ratings.time(e)).toList();
    }

    private static long latest(Ratings part, int user) {
        return times(part, user).max().orElse(Long.MIN_VALUE);
    }

    private static long earliest(Ratings part, int user) {
        return times(part, user).min().orElse(Long.MAX_VALUE);
    }

    private static java.util.stream.LongStream times(Ratings part, int user) {
        return java.util.stream.IntStream.range(part.byUser().offsets()[user], part.byUser().offsets()[user + 1]).mapToLong(part::time);
    }
}
