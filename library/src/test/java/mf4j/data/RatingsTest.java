package mf4j.data;

import mf4j.matrix.SparseRows;
import mf4j.train.Sweep;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RatingsTest {
    @Test
    void keepsTheOrderWithinAUserAndTheOrderOfUsersWithinAnItem() {
        Ratings ratings = Ratings.builder().add("ann", "heat", 4).add("bob", "alien", 5).add("ann", "alien", 3).add("bob", "heat", 1)
                .add("ann", "brazil", 2.5).build();
        assertThat(ratings.users().name(1)).isEqualTo("bob");
        assertThat(ratings.byUser().offsets()).containsExactly(0, 3, 5);
        assertThat(ratings.byUser().columns()).containsExactly(0, 1, 2, 1, 0);
        assertThat(ratings.byUser().values()).containsExactly(4, 3, 2.5f, 5, 1);
        assertThat(ratings.byItem().offsets()).containsExactly(0, 2, 4, 5);
        assertThat(ratings.byItem().columns()).containsExactly(0, 1, 0, 1, 0);
        assertThat(ratings.byItem().values()).containsExactly(4, 1, 3, 5, 2.5f);
        assertThat(ratings.mean()).isEqualTo(15.5 / 5);
        assertThat(ratings.minimum()).isEqualTo(1);
        assertThat(ratings.maximum()).isEqualTo(5);
        assertThat(ratings.isTimed()).isFalse();
        assertThatThrownBy(() -> ratings.time(0)).hasMessageContaining("no times");
    }

    @Test
    void theLatestOfDuplicatesSurvivesInItsOwnPlace() {
        Ratings ratings = Ratings.builder().add(1, 10, 1, 1, 50).add(1, 20, 2, 1, 60).add(1, 10, 3, 1, 40).add(1, 10, 4, 1, 50).build();
        assertThat(ratings.byUser().columns()).containsExactly(1, 0);
        assertThat(ratings.byUser().values()).containsExactly(2, 4);
        assertThat(ratings.time(1)).isEqualTo(50);
    }

    @Test
    void duplicatesMayBeAveragedAddedOrRefused() {
        Ratings.Builder builder = Ratings.builder().addWeighted("a", "x", 1, 3).addWeighted("a", "y", 9, 2).addWeighted("a", "x", 5, 1);
        Ratings mean = builder.duplicates(Duplicates.MEAN).build();
        assertThat(mean.byUser().columns()).containsExactly(1, 0);
        assertThat(mean.byUser().values()).containsExactly(9, 2);
        assertThat(mean.byUser().weights()).containsExactly(2, 2);
        Ratings sum = builder.duplicates(Duplicates.SUM).build();
        assertThat(sum.byUser().values()).containsExactly(9, 6);
        assertThatThrownBy(builder.duplicates(Duplicates.ERROR)::build)
                .hasMessage("Ratings.ratings must have each item once per user but was item 'x' twice by user 'a'");
    }

    @Test
    void theMeanIsWeighted() {
        assertThat(Ratings.builder().addWeighted("a", "x", 1, 3).addWeighted("b", "x", 5, 1).build().mean()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNotARating() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
            assertThatThrownBy(() -> Ratings.builder().add("u", "i", bad))
                    .hasMessage("Ratings.value must be a finite number but was " + bad + " (user 'u', item 'i')");
        }
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0, -1}) {
            assertThatThrownBy(() -> Ratings.builder().addWeighted("u", "i", 1, bad)).hasMessageContaining("weight must be a finite number above 0");
        }
        assertThatThrownBy(() -> Ratings.builder().add("u", "i", 1).add("u", "j", 1, 1, 5)).hasMessageContaining("for every rating or for none");
        SparseRows rows = new SparseRows(new int[] {0, 0, 1}, new int[] {0}, new float[] {Float.NaN}, null, 1);
        assertThatThrownBy(() -> Ratings.of(Ids.of(List.of("a", "b")), Ids.of(List.of("x")), rows, null))
                .hasMessage("Ratings.value must be a finite number but was NaN (user 'b', item 'x')");
        assertThatThrownBy(() -> Ratings.ofEvents(Ids.of(List.of("a", "b")), Ids.of(List.of("x")), 1, new int[] {1}, new int[] {0},
                new float[] {Float.NaN}, null, null, Duplicates.LAST)).hasMessageContaining("user 'b', item 'x'");
        SparseRows wide = new SparseRows(new int[] {0, 1}, new int[] {1}, new float[] {1}, null, 1);
        assertThatThrownBy(() -> Ratings.of(Ids.of(List.of("a")), Ids.of(List.of("x")), wide, null)).hasMessageContaining("item must lie between 0 and 0 but was 1");
        assertThatThrownBy(() -> Ratings.of(Ids.none(), Ids.of(List.of("x")), wide, null)).hasMessageContaining("one row per user: 0 but was 1");
        assertThatThrownBy(() -> Ratings.of(Ids.of(List.of("a")), Ids.of(List.of("x")), wide, new long[2])).hasMessageContaining("one per rating");
    }

    @Test
    void nothingOneUserAndOneItemAreMatricesToo() {
        Ratings none = Ratings.builder().build();
        assertThat(none.count()).isZero();
        assertThat(none.mean()).isNaN();
        assertThat(none.byItem().rows()).isZero();
        assertThat(none.subset(_ -> true).count()).isZero();
        Ratings one = Ratings.builder().add("a", "x", 3).build();
        assertThat(one.byItem().columns()).containsExactly(0);
        assertThat(one.minimum()).isEqualTo(3);
    }

    @Test
    void timesMayLieAnywhere() {
        long[] times = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1};
        Ratings.Builder far = Ratings.builder(), near = Ratings.builder();
        for (int j = 0; j < times.length; j++) {
            far.add(1, j, 1, 1, times[j]);
            near.add(1, j, 1, 1, 0xffffffffL * (j & 1) - 5);
        }
        for (int j = 0; j < times.length; j++) {
            assertThat(far.build().time(j)).isEqualTo(times[j]);
            assertThat(near.build().time(j)).isEqualTo(0xffffffffL * (j & 1) - 5);
        }
    }

    @Test
    void theFingerprintSeesEveryChangeAndNothingElse() {
        Ratings ratings = Ratings.builder().add("a", "x", 1, 1, 7).add("a", "y", 2, 1, 8).add("b", "x", 3, 1, 9).build();
        assertThat(ratings.fingerprint()).isEqualTo("a01b66245d9f11e0745ea1af8a5d2934");
        List<String> others = List.of(
                Ratings.builder().add("a", "x", 1, 1, 7).add("a", "y", 2, 1, 8).add("b", "x", 3, 1, 10).build().fingerprint(),
                Ratings.builder().add("a", "x", 1, 1, 7).add("a", "y", 2, 1, 8).add("b", "x", 4, 1, 9).build().fingerprint(),
                Ratings.builder().add("a", "x", 1, 1, 7).add("a", "y", 2, 2, 8).add("b", "x", 3, 1, 9).build().fingerprint(),
                Ratings.builder().add("a", "y", 2, 1, 8).add("a", "x", 1, 1, 7).add("b", "x", 3, 1, 9).build().fingerprint(),
                Ratings.builder().add("a", "x", 1, 1, 7).add("a", "y", 2, 1, 8).add("c", "x", 3, 1, 9).build().fingerprint(),
                Ratings.builder().add("a", "x", 1).add("a", "y", 2).add("b", "x", 3).build().fingerprint(),
                ratings.subset(entry -> entry != 2).fingerprint());
        assertThat(others).doesNotContain(ratings.fingerprint()).doesNotHaveDuplicates();
        assertThat(ratings.subset(_ -> true).fingerprint()).isEqualTo(ratings.fingerprint());
    }

    @Property(tries = 100)
    void isWhatAMapOfMapsWouldBe(@ForAll @IntRange(min = 1, max = 12) int users, @ForAll @IntRange(min = 1, max = 40) int items,
                                 @ForAll @IntRange(max = 400) int events, @ForAll long seed, @ForAll Duplicates duplicates) {
        if (duplicates == Duplicates.ERROR) return;
        Random random = new Random(seed);
        Ratings.Builder builder = Ratings.builder().duplicates(duplicates);
        Map<String, Map<String, List<double[]>>> expected = new TreeMap<>();
        for (int j = 0; j < events; j++) {
            String user = "u" + random.nextInt(users), item = "i" + random.nextInt(items);
            double value = random.nextInt(10), weight = 1 + random.nextInt(3);
            long time = random.nextInt(5);
            builder.add(user, item, value, weight, time);
            expected.computeIfAbsent(user, _ -> new TreeMap<>()).computeIfAbsent(item, _ -> new ArrayList<>()).add(new double[] {value, weight, time, j});
        }
        Ratings ratings = builder.build();
        assertThat(ratings.count()).isEqualTo(expected.values().stream().mapToInt(Map::size).sum());
        for (int user = 0; user < ratings.users().size(); user++) {
            Map<String, List<double[]>> mine = expected.get(ratings.users().name(user));
            double before = -1;
            for (int entry = ratings.byUser().offsets()[user]; entry < ratings.byUser().offsets()[user + 1]; entry++) {
                List<double[]> all = mine.get(ratings.items().name(ratings.byUser().columns()[entry]));
                double[] last = all.getFirst();
                double sum = 0, weighted = 0, mass = 0;
                for (double[] event : all) {
                    if (event[2] >= last[2]) last = event;
                    sum += event[0];
                    weighted += event[0] * event[1];
                    mass += event[1];
                }
                double value = switch (duplicates) {
                    case MEAN -> weighted / mass;
                    case SUM -> sum;
                    default -> last[0];
                };
                assertThat(ratings.byUser().values()[entry]).isEqualTo((float) value);
                assertThat(ratings.byUser().weight(entry)).isEqualTo((float) (duplicates == Duplicates.LAST ? last[1] : mass / all.size()));
                assertThat(ratings.time(entry)).isEqualTo((long) last[2]);
                assertThat(last[3]).isGreaterThan(before);
                before = last[3];
            }
        }
    }

    @Property(tries = 60)
    void bothOrientationsAgreeWhateverTheNumberOfThreads(@ForAll @IntRange(max = 3000) int events, @ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Ratings.Builder builder = Ratings.builder().duplicates(Duplicates.LAST);
        for (int j = 0; j < events; j++) builder.add(random.nextInt(200), (long) Math.abs(random.nextGaussian() * 30), j);
        Ratings one = Sweep.withThreads(1, builder::build);
        for (int threads : new int[] {2, 3, 8}) {
            Ratings many = Sweep.withThreads(threads, () -> {
                Ratings built = builder.build();
                built.byItem();
                return built;
            });
            assertThat(many.fingerprint()).isEqualTo(one.fingerprint());
            assertThat(many.byItem().columns()).isEqualTo(one.byItem().columns());
            assertThat(many.byItem().values()).isEqualTo(one.byItem().values());
        }
        SparseRows back = one.byItem().transposed();
        assertThat(back.offsets()).isEqualTo(one.byUser().offsets());
        for (int item = 0; item < one.byItem().rows(); item++) {
            assertThat(one.byItem().columns(item)).isSorted().doesNotHaveDuplicates();
            for (int entry = one.byItem().offsets()[item]; entry < one.byItem().offsets()[item + 1]; entry++) {
                int user = one.byItem().columns()[entry];
                int place = one.byUser().offsets()[user];
                while (one.byUser().columns()[place] != item) place++;
                assertThat(one.byItem().values()[entry]).isEqualTo(one.byUser().values()[place]);
            }
        }
    }

    @Test
    void eventsAreWhatReachedTheThreshold() {
        Ratings ratings = Ratings.builder().add("a", "x", 5, 2, 10).add("a", "y", 3.5, 1, 20).add("b", "z", 4, 1, 30).build();
        Ratings events = ratings.atLeast(4).events();
        assertThat(events.byUser().values()).containsExactly(1, 1);
        assertThat(events.byUser().weights()).containsExactly(2, 1);
        assertThat(events.time(1)).isEqualTo(30);
        assertThat(events.items()).as("names stay").isSameAs(ratings.items());
        assertThat(events.compacted().items().size()).isEqualTo(2);
        assertThat(ratings.atLeast(3.5).count()).as("the threshold itself counts").isEqualTo(3);
        assertThat(ratings.atLeast(6).count()).isZero();
        assertThatThrownBy(() -> ratings.atLeast(Double.NaN)).hasMessage("Ratings.atLeast must be a number but was NaN");
    }
}
