package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Golden values: SciPy 1.17.1, `S = qmc.Sobol(64, scramble=False).random(1024)`.
class SobolTest {
    private static final Sobol PLAIN = new Sobol(Sobol.DIMENSIONS, OptionalLong.empty());

    private static double[] some(long index) {
        double[] point = PLAIN.at(index);
        return IntStream.of(0, 1, 2, 3, 10, 31, 63).mapToDouble(j -> point[j]).toArray();
    }

    /// `S[i, [0, 1, 2, 3, 10, 31, 63]]`.
    @Test
    void isTheSequenceOfSciPy() {
        assertThat(some(0)).containsOnly(0);
        assertThat(some(1)).containsOnly(0.5);
        assertThat(some(2)).containsExactly(0.75, 0.25, 0.25, 0.25, 0.75, 0.25, 0.75);
        assertThat(some(3)).containsExactly(0.25, 0.75, 0.75, 0.75, 0.25, 0.75, 0.25);
        assertThat(some(1000)).containsExactly(0.2197265625, 0.0966796875, 0.5185546875, 0.6767578125, 0.0849609375, 0.1455078125, 0.4462890625);
        assertThat(some(1023)).containsExactly(0.0009765625, 0.7529296875, 0.6123046875, 0.1455078125, 0.6787109375, 0.6142578125, 0.0400390625);
    }

    /// `(S[i] * arange(1, 65)).sum()` of some points, and `(S[:, 1:] * S[:, :-1]).sum()`: exact in binary, they hold every direction number of all dimensions.
    @Test
    void isItInEveryDimension() {
        int[] indices = {5, 77, 500, 1001};
        double[] sums = {1083.0, 992.390625, 928.86328125, 1079.234375};
        for (int k = 0; k < indices.length; k++) {
            double[] point = PLAIN.at(indices[k]);
            assertThat(IntStream.range(0, 64).mapToDouble(j -> (j + 1) * point[j]).sum()).isEqualTo(sums[k]);
        }
        double products = 0;
        for (int i = 0; i < 1024; i++) {
            double[] point = PLAIN.at(i);
            for (int j = 1; j < 64; j++) products += point[j] * point[j - 1];
        }
        assertThat(products).isEqualTo(16103.49853515625);
    }

    /// A (0, k, 2) net in its first two dimensions: among 2^k points every box of volume 2^-k that halving makes has one. Flipping bits keeps that.
    @Test
    void keepsItsSpreadWithBitsFlipped() {
        Sobol flipped = new Sobol(2, OptionalLong.of(4));
        for (int a = 0; a <= 6; a++) {
            int shift = a;
            int[] boxes = IntStream.range(0, 64).map(i -> {
                double[] point = flipped.at(64 + i);
                return (int) (point[0] * (1 << shift)) << (6 - shift) | (int) (point[1] * (1 << (6 - shift)));
            }).sorted().toArray();
            assertThat(boxes).isEqualTo(IntStream.range(0, 64).toArray());
        }
        assertThat(flipped.at(0)).isNotEqualTo(new Sobol(2, OptionalLong.of(5)).at(0));
    }

    /// Over seeds the corner that the plain sequence begins with goes anywhere, uniformly.
    @Test
    void isUniformOverSeeds() {
        int[] tenths = new int[10];
        for (int seed = 0; seed < 2000; seed++) tenths[(int) (10 * new Sobol(3, OptionalLong.of(seed)).at(0)[2])]++;
        assertThat(Arrays.stream(tenths)).allMatch(count -> Math.abs(count - 200) < 60); // 4.5 standard deviations
    }
}
