package mf4j.train;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The statistics are fixed numbers, since the streams are: a bound is crossed only when the function changes for the worse.
class SeedsTest {
    private static final int MANY = 100_000;

    /// When one of these fails, every model of every user changes its bits: a new major version, or a mistake. The later ones also
    /// hold the JDK's own derivations from 64 bits, which a new JDK may change.
    @Test
    void theStreamIsTheOneOfTheFirstRelease() {
        assertThat(Seeds.of(0).bits(0)).isEqualTo(-1874357002056266784L);
        assertThat(Seeds.of(42).forPurpose("items").stream(7).nextLong()).isEqualTo(1604667811619968922L);
        assertThat(Seeds.of(-1).at(3).forPurpose("").bits(Long.MAX_VALUE)).isEqualTo(9089316122944766685L);
        Seeds.Stream stream = Seeds.of(1).stream(2);
        assertThat(stream.nextDouble()).isEqualTo(0.007273740383216043);
        assertThat(stream.nextGaussian()).isEqualTo(-0.30983857576745166);
        assertThat(stream.nextInt(1000)).isEqualTo(585);
        assertThat(Seeds.of(5).stream(0).permutation(10, 18)).containsExactly(16, 15, 12, 11, 14, 10, 13, 17);
    }

    @Test
    void aNumberIsAFunctionOfSeedPurposeRowAndPlaceAlone() {
        Seeds seeds = Seeds.of(9).forPurpose("rows");
        long[] backwards = new long[100];
        for (int row = 99; row >= 0; row--) backwards[row] = seeds.stream(row).nextLong();
        for (int row = 0; row < 100; row++) assertThat(Seeds.of(9).forPurpose("rows").bits(row)).isEqualTo(backwards[row]);
        Seeds.Stream interleaved = seeds.stream(3);
        Seeds.Stream other = seeds.stream(4);
        interleaved.nextLong();
        other.nextLong();
        Seeds.Stream alone = seeds.stream(3);
        alone.nextLong();
        assertThat(interleaved.nextLong()).isEqualTo(alone.nextLong());
    }

    @Test
    void seedsPurposesAndRowsNeverMeet() {
        Set<Long> seen = new HashSet<>();
        int drawn = 0;
        for (long seed = -5; seed < 5; seed++) {
            for (String purpose : new String[] {"", "a", "b", "ab", "ba", "aa", "users", "items"}) {
                for (long row = -5; row < 20; row++) {
                    seen.add(Seeds.of(seed).forPurpose(purpose).bits(row));
                    seen.add(Seeds.of(seed).forPurpose(purpose).at(row).bits(0));
                    drawn += 2;
                }
            }
            for (long row = -5; row < 20; row++) seen.add(Seeds.of(seed).bits(row));
            seen.add(Seeds.of(seed).forPurpose("a").forPurpose("b").bits(0));
            drawn += 26;
        }
        assertThat(seen).hasSize(drawn);
    }

    @Test
    void everyWayThroughTheNumbersIsUniform() {
        Seeds seeds = Seeds.of(0);
        Seeds.Stream along = seeds.stream(0);
        uniform("along a stream", n -> along.nextLong());
        uniform("across rows", seeds::bits);
        uniform("across seeds", n -> Seeds.of(n).bits(0));
        uniform("across purposes", n -> seeds.forPurpose(Integer.toString(n)).bits(0));
        uniform("across nested counters", n -> seeds.at(n).bits(0));
        uniform("along the second of all rows", n -> {
            Seeds.Stream row = seeds.stream(n);
            row.nextLong();
            return row.nextLong();
        });
    }

    /// Chi-square of the top and of the bottom byte, the share of ones of every bit, and the correlation of neighbours.
    private static void uniform(String way, IntToLongFunction numbers) {
        long[] drawn = IntStream.range(0, MANY).mapToLong(numbers).toArray();
        assertThat(chiSquare(Arrays.stream(drawn).map(bits -> bits >>> 56).toArray())).as("top byte " + way).isBetween(160.0, 370.0);
        assertThat(chiSquare(Arrays.stream(drawn).map(bits -> bits & 255).toArray())).as("bottom byte " + way).isBetween(160.0, 370.0);
        for (int bit = 0; bit < 64; bit++) {
            int place = bit;
            double share = Arrays.stream(drawn).map(bits -> bits >>> place & 1).sum() / (double) MANY;
            assertThat(share).as("bit " + bit + " " + way).isCloseTo(0.5, within(4.5 * 0.5 / Math.sqrt(MANY)));
        }
        double[] reals = Arrays.stream(drawn).mapToDouble(bits -> (bits >>> 11) * 0x1p-53 - 0.5).toArray();
        for (int lag = 1; lag <= 3; lag++) {
            double sum = 0;
            for (int n = lag; n < MANY; n++) sum += reals[n] * reals[n - lag];
            assertThat(sum / MANY * 12).as("serial correlation " + way).isCloseTo(0, within(4.5 / Math.sqrt(MANY)));
        }
    }

    /// With 255 degrees of freedom: 255 on average, 22.6 the standard deviation.
    private static double chiSquare(long[] bytes) {
        int[] counts = new int[256];
        for (long value : bytes) counts[(int) value]++;
        double expected = bytes.length / 256.0;
        return Arrays.stream(counts).mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
    }

    @Test
    void streamsOfNeighbouringRowsAreIndependent() {
        Seeds seeds = Seeds.of(3).forPurpose("neighbours");
        double sum = 0;
        for (int row = 0; row < 1000; row++) {
            Seeds.Stream one = seeds.stream(row);
            Seeds.Stream next = seeds.stream(row + 1);
            for (int n = 0; n < 100; n++) sum += (one.nextDouble() - 0.5) * (next.nextDouble() - 0.5) * 12;
        }
        assertThat(sum / MANY).isCloseTo(0, within(4.5 / Math.sqrt(MANY)));
    }

    @Test
    void everyOrderOfFourIsEquallyLikely() {
        Map<String, Integer> counts = new HashMap<>();
        for (int row = 0; row < 24_000; row++) counts.merge(Arrays.toString(Seeds.of(1).stream(row).permutation(0, 4)), 1, Integer::sum);
        assertThat(counts).hasSize(24);
        double chi = counts.values().stream().mapToDouble(count -> (count - 1000.0) * (count - 1000.0) / 1000).sum();
        assertThat(chi).isBetween(7.0, 50.0); // 23 degrees of freedom
    }

    @Test
    void permutationsHoldEveryNumberOnceAndShufflesStayInTheirRange() {
        assertThat(Seeds.of(1).stream(0).permutation(5, 5)).isEmpty();
        assertThat(Seeds.of(1).stream(0).permutation(-3, -2)).containsExactly(-3);
        assertThat(Arrays.stream(Seeds.of(1).stream(0).permutation(-50, 950)).sorted().toArray()).isEqualTo(IntStream.range(-50, 950).toArray());
        int[] values = IntStream.range(0, 100).toArray();
        Seeds.of(1).stream(0).shuffle(values, 20, 80);
        for (int j = 0; j < 100; j++) if (j < 20 || j >= 80) assertThat(values[j]).isEqualTo(j);
        assertThat(values).isNotEqualTo(IntStream.range(0, 100).toArray());
        assertThat(Arrays.stream(values).sorted().toArray()).isEqualTo(IntStream.range(0, 100).toArray());
    }
}
