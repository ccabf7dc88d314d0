package mf4j.recommend;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopNTest {
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

    @Test
    void refusesToReturnNothing() {
        assertThatThrownBy(() -> new TopN(0, Excluding.nothing())).hasMessage("TopN.count must be at least 1 but was 0");
    }
}
