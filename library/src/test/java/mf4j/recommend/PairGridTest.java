package mf4j.recommend;

import mf4j.data.Ratings;
import mf4j.train.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class PairGridTest {
    @Property(tries = 100)
    void everyEventIsInTheOneBlockOfItsUserAndItem(@ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int users,
                                                   @ForAll @IntRange(min = 1, max = 120) int items) {
        Ratings events = ToyWorld.events(users, items, seed);
        PairGrid grid = PairGrid.of(events, 4);
        grid.deal(Seeds.of(seed));
        assertThat(Arrays.stream(grid.order).sorted().toArray()).isEqualTo(IntStream.range(0, events.count()).toArray());
        int[] owner = events.byUser().rowOfEntry();
        int[] bandOfUser = new int[users];
        Arrays.fill(bandOfUser, -1);
        for (int block = 0; block < grid.size * grid.size; block++) {
            for (int n = grid.starts[block]; n < grid.starts[block + 1]; n++) {
                int place = grid.place[events.byUser().columns()[grid.order[n]]];
                assertThat(place).isBetween(grid.bands[block % grid.size], grid.bands[block % grid.size + 1] - 1);
                int user = owner[grid.order[n]];
                assertThat(bandOfUser[user]).isIn(-1, block / grid.size);
                bandOfUser[user] = block / grid.size;
            }
        }
    }

    /// A worker that writes down what it draws.
    private static final class Recorder extends PairRun {
        final int[] draws;
        final Set<Long> events = new HashSet<>();
        int taken;

        Recorder(Ratings events) {
            super(Bpr.defaults(), events, new PairRule(0.1, 9), itemRule(events, 0.1, 0.1), 2, 0.1, Seeds.of(5));
            draws = new int[events.items().size()];
            for (int user = 0; user < events.users().size(); user++) {
                for (int item : events.byUser().columns(user)) this.events.add((long) user << 32 | item);
            }
        }

        @Override
        Worker worker() {
            return new Worker() {
                @Override
                double step(int user, int item, float weight) {
                    int at = anyPlace();
                    assertThat(taken(at)).isEqualTo(events.contains((long) user << 32 | items[at]));
                    if (taken(at)) taken++;
                    else draws[items[at]]++;
                    return 0;
                }
            };
        }
    }

    /// Users u and u + 20 have events with the items u and u + 20 alone, so every item is free for as many users.
    @Test
    void drawsAreUniformOverTheEpochsAndKnowWhatAUserHas() {
        Ratings.Builder builder = Ratings.builder();
        for (int u = 0; u < 40; u++) builder.add("u" + u, "i" + u % 20, 1).add("u" + u, "i" + (u % 20 + 20), 1);
        Recorder run = new Recorder(builder.build());
        assertThat(run.grid.size).isEqualTo(2);
        mf4j.train.Sweep.runWithThreads(1, () -> {
            for (int epoch = 1; epoch <= 500; epoch++) run.advance(epoch);
        });
        double expected = (40_000.0 - run.taken) / 40;
        double chi = Arrays.stream(run.draws).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
        assertThat(run.taken).isBetween(2_500, 3_500); // the item itself 1 of 20, its partner in half of the epochs
        assertThat(chi).isLessThan(72.1); // 39 degrees of freedom, one in a thousand
        assertThat(chi).isGreaterThan(12); // and no less random than they should be
    }
}
