package mf4j.recommend;

import mf4j.data.Ratings;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopNTest {
    /// One user of factor 1, so that an item's factor is its score: i0 2, i1 -2, i2 1, i3 2, i4 0.
    private static final FactorModel LINE = Handmade.model(1, new float[] {1, -1}, new float[] {2, -2, 1, 2, 0});

    private static List<String> names(TopN wanted, String user) {
        return wanted.of(LINE, user).stream().map(Recommendation::name).toList();
    }

    /// Few distinct values, so that ties are the rule.
    @Property
    void isWhatSortingEverythingWouldGive(@ForAll @Size(max = 60) List<@IntRange(min = -3, max = 3) Integer> values,
                                          @ForAll @IntRange(min = 1, max = 70) int count, @ForAll long exclusions) {
        float[] scores = new float[values.size() + 2];
        for (int j = 0; j < values.size(); j++) scores[j + 2] = values.get(j);
        BitSet excluded = BitSet.valueOf(new long[] {exclusions & (exclusions >>> 1)});
        int[] expected = IntStream.range(0, values.size()).filter(j -> !excluded.get(j)).boxed()
                .sorted(Comparator.<Integer, Float>comparing(j -> -scores[j + 2]).thenComparing(j -> j))
                .limit(count).mapToInt(j -> j).toArray();
        assertThat(TopN.best(scores, 2, values.size(), excluded, count)).containsExactly(expected);
    }

    /// In whatever order items are offered, and however equal they are.
    @Property
    void aShortlistDoesNotDependOnTheOrder(@ForAll @Size(max = 40) List<@IntRange(min = -3, max = 3) Integer> values,
                                           @ForAll @IntRange(min = 1, max = 12) int count, @ForAll @IntRange(min = 0, max = 40) int turn) {
        int n = values.size();
        Shortlist list = new Shortlist(Math.min(count, n), new BitSet(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        for (int j = 0; j < n; j++) list.offer((j * 41 + turn) % n, values.get((j * 41 + turn) % n)); // n < 41, so all of them
        int[] expected = IntStream.range(0, n).boxed().sorted(Comparator.<Integer, Integer>comparing(j -> -values.get(j)).thenComparing(j -> j))
                .limit(count).mapToInt(j -> j).toArray();
        assertThat(list.drain().items()).containsExactly(expected);
    }

    @Test
    void tiesGoToTheFirstAndScoresComeAlong() {
        assertThat(TopN.best(3).of(LINE, "u0")).containsExactly(new Recommendation("i0", 2), new Recommendation("i3", 2), new Recommendation("i2", 1));
        assertThat(names(TopN.best(2), "u1")).containsExactly("i1", "i4");
    }

    @Test
    void moreThanThereAreIsAllThereAre() {
        assertThat(names(TopN.best(Integer.MAX_VALUE), "u0")).containsExactly("i0", "i3", "i2", "i4", "i1");
    }

    @Test
    void refusesToReturnNothing() {
        assertThatThrownBy(() -> new TopN(0, Excluding.nothing())).hasMessage("TopN.count must be at least 1 but was 0");
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThatThrownBy(() -> TopN.best(1).withMinimum(Double.NaN)).hasMessage("TopN.minimum must be a number but was NaN");
        assertThatThrownBy(() -> TopN.best(1).withMinimum(3).withMaximum(2)).hasMessage("TopN.maximum must be at least the minimum, 3.0, but was 2.0");
        assertThatThrownBy(() -> TopN.best(1).withMaximum(Double.NaN)).hasMessageStartingWith("TopN.maximum must be at least the minimum");
    }

    @Test
    void listsWhatLiesBetweenTheLimits() {
        assertThat(names(TopN.best(9).withMinimum(1), "u0")).containsExactly("i0", "i3", "i2");
        assertThat(names(TopN.best(9).withMaximum(1.5), "u0")).containsExactly("i2", "i4", "i1");
        assertThat(names(TopN.best(1).withMinimum(-0.5).withMaximum(0.5), "u0")).containsExactly("i4");
        assertThat(names(TopN.best(9).withMinimum(2.0000001), "u0")).isEmpty(); // between two floats
    }

    @Test
    void anAllowListThatLeavesNothingGivesAnEmptyList() {
        assertThat(names(TopN.best(3).withExcluding(Excluding.allBut(List.of("nobody knows"))), "u0")).isEmpty();
        assertThat(names(TopN.best(3).withExcluding(Excluding.allBut(Set.of())), "u0")).isEmpty();
        assertThat(names(TopN.best(3).withExcluding(Excluding.allBut(_ -> false)), "u0")).isEmpty();
    }

    @Test
    void filtersByWhatIsKnownOfTheItem() {
        assertThat(names(TopN.best(9).withExcluding(Excluding.where(name -> name.compareTo("i3") >= 0)), "u0")).containsExactly("i0", "i2", "i1");
        assertThat(names(TopN.best(9).withExcluding(Excluding.allBut(name -> name.compareTo("i3") >= 0)), "u0")).containsExactly("i3", "i4");
    }

    @Test
    void asksAFilterOncePerItemAndNotPerUser() {
        AtomicInteger asked = new AtomicInteger();
        Excluding counted = Excluding.where(_ -> asked.incrementAndGet() < 0);
        TopN.best(1).withExcluding(Excluding.items(List.of("i0")).and(Excluding.itself()).and(counted)).forEach(LINE, (_, _) -> { });
        assertThat(asked).hasValue(5);
    }

    @Property
    void exclusionsMadeReadyExcludeTheSame(@ForAll @IntRange(min = 0, max = 31) int first, @ForAll @IntRange(min = 0, max = 31) int second) {
        Excluding rule = Excluding.items(some(first)).and(Excluding.itself()).and(Excluding.allBut(some(second)).and(Excluding.where("i1"::equals)));
        BitSet plain = new BitSet();
        BitSet ready = new BitSet();
        rule.mark("i4", LINE.items(), plain);
        rule.within(LINE.items()).mark("i4", LINE.items(), ready);
        BitSet expected = BitSet.valueOf(new long[] {(first | ~second | 2 | 16) & 31});
        assertThat(plain).isEqualTo(expected);
        assertThat(ready).isEqualTo(expected);
    }

    private static List<String> some(int bits) {
        return BitSet.valueOf(new long[] {bits}).stream().mapToObj(j -> "i" + j).toList();
    }

    @Test
    void boostsAddAndMultiply() {
        assertThat(TopN.best(2).withBoost(Boost.adding(Map.of("i1", 5.0, "stranger", 9.0))).of(LINE, "u0"))
                .containsExactly(new Recommendation("i1", 3), new Recommendation("i0", 2));
        assertThat(TopN.best(2).withBoost(Boost.multiplying(Map.of("i2", 4.0))).of(LINE, "u0"))
                .containsExactly(new Recommendation("i2", 4), new Recommendation("i0", 2));
        assertThat(TopN.best(5).withBoost(Boost.multiplying(Map.of("i0", 0.25)).and(Boost.adding(Map.of("i0", 0.25)))).of(LINE, "u0"))
                .contains(new Recommendation("i0", 0.75));
    }

    /// -2 times 4 would be the worst; divided it is -0.5.
    @Test
    void aFactorAboveOneLiftsNegativeScoresToo() {
        assertThat(TopN.best(5).withBoost(Boost.multiplying(Map.of("i0", 4.0))).of(LINE, "u1")).contains(new Recommendation("i0", -0.5));
    }

    @Test
    void aBoostNeitherReturnsWhatIsExcludedNorPassesTheLimits() {
        TopN boosted = TopN.best(2).withBoost(Boost.adding(Map.of("i1", 50.0)));
        assertThat(names(boosted.withExcluding(Excluding.items(List.of("i1"))), "u0")).containsExactly("i0", "i3");
        assertThat(names(boosted.withMaximum(40), "u0")).containsExactly("i0", "i3");
        assertThat(names(boosted.withMinimum(40), "u0")).containsExactly("i1");
    }

    @Test
    void refusesBoostsThatAreNone() {
        assertThatThrownBy(() -> Boost.multiplying(Map.of("x", 0.0))).hasMessage("Boost.factor must be finite and above 0 but was 0.0 of item 'x'");
        assertThatThrownBy(() -> Boost.adding(Map.of("x", Double.NaN))).hasMessage("Boost.addend must be a finite number but was NaN of item 'x'");
    }

    /// Scores 10, 9, 8 and 0 for (1,0), (1,0), (0,1) and (0,1), by user (10,8) with lengths chosen so. By score: i0 i1 i2 i3. Once
    /// i0 is taken, i1 is its twin: 0.5 * 0.9 - 0.5 * 1 < 0.5 * 0.8 - 0.5 * 0, so i2 comes next; then i1 (-0.05) before i3 (-0.5).
    @Test
    void diversityTakesTheUnlikeFirst() {
        FactorModel model = Handmade.model(2, new float[] {10, 8}, new float[] {1, 0, 0.9f, 0, 0, 1, 0, 1e-9f});
        TopN diverse = TopN.best(4).withDiversity(Diversity.of(0.5));
        assertThat(diverse.of(model, "u0")).extracting(Recommendation::name).containsExactly("i0", "i2", "i1", "i3");
        assertThat(diverse.withDiversity(Diversity.of(1)).of(model, "u0")).isEqualTo(TopN.best(4).of(model, "u0"));
        assertThat(diverse.withCount(2).withDiversity(new Diversity(0.5, 2)).of(model, "u0")).extracting(Recommendation::name)
                .containsExactly("i0", "i1"); // i2 is not in the pool
        assertThat(diverse.withCount(2).withDiversity(new Diversity(0.5, 1)).of(model, "u0")).hasSize(2);
    }

    @Test
    void refusesDiversityWithoutFactorsAndWithoutSense() {
        assertThatThrownBy(() -> new Diversity(1.5, 10)).hasMessage("Diversity.lambda must lie between 0 and 1 but was 1.5");
        assertThatThrownBy(() -> new Diversity(0.5, 0)).hasMessage("Diversity.pool must be at least 1 but was 0");
        FactorModel popular = Popularity.defaults().fit(Ratings.builder().add("u", "i", 1).build());
        assertThatThrownBy(() -> TopN.best(1).withDiversity(Diversity.of(0.5)).of(popular, "u"))
                .hasMessage("TopN.diversity must be left out where a model has no item factors but was Popularity");
    }

    @Test
    void allUsersAreTheUsersInTheirOrder() {
        List<String> users = new ArrayList<>();
        TopN.best(1).forEach(LINE, (user, list) -> users.add(user + list.getFirst().name()));
        assertThat(users).containsExactly("u0i0", "u1i1");
    }

    @Test
    void whatIsNoNumberIsNeverListed() {
        FactorModel broken = Handmade.model(1, new float[] {1}, new float[] {Float.NaN, -1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY});
        assertThat(TopN.best(9).of(broken, "u0")).extracting(Recommendation::name).containsExactly("i2", "i1", "i3");
    }
}
