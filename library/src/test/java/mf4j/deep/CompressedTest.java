package mf4j.deep;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CompressedTest {
    /// Against sorting, with many numbers that are the same.
    @Property(tries = 300)
    void findsTheNumberAtAPlace(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 9) Integer> numbers, @ForAll @IntRange(max = 39) int any) {
        int place = any % numbers.size();
        double[] values = numbers.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        assertThat(Compressed.select(values, values.length, place)).isEqualTo(sorted[place]);
        Arrays.sort(values);
        assertThat(values).isEqualTo(sorted);
    }
}
