package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SamplerTest {
    private static final Whole RANKS = new Whole("A", 10, 40, 5);

    private static List<Integer> all(Sampler sampler, Whole parameter, long seed) {
        List<Integer> tried = new ArrayList<>();
        for (OptionalInt next; (next = sampler.next(parameter, tried, seed)).isPresent(); ) tried.add(next.getAsInt());
        return tried;
    }

    @ParameterizedTest
    @EnumSource(Sampler.class)
    void proposesEveryValueOnceAndThenEnds(Sampler sampler) {
        for (int count = 1; count < 70; count += 3) {
            Whole parameter = new Whole("A", 3, 3 + 2 * (count - 1), 2);
            assertThat(all(sampler, parameter, 7)).containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).map(parameter::at).boxed().toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Sampler.class)
    void theSameSeedAndHistoryGiveTheSameNext(Sampler sampler) {
        List<Integer> order = all(sampler, RANKS, 5);
        for (int done = 0; done < order.size(); done++) {
            assertThat(sampler.next(RANKS, order.subList(0, done), 5)).hasValue(order.get(done));
        }
    }

    @Test
    void haveTheOrderOfTheirNames() {
        assertThat(all(Sampler.GRID_SEARCH, RANKS, 1)).isSorted();
        assertThat(all(Sampler.QUASI_RANDOM_SEARCH, new Whole("A", 0, 7, 1), 1)).containsExactly(0, 4, 2, 6, 1, 5, 3, 7);
        assertThat(all(Sampler.RANDOM_SEARCH, RANKS, 1)).isNotEqualTo(all(Sampler.RANDOM_SEARCH, RANKS, 2));
        assertThat(all(Sampler.SHUFFLED_GRID_SEARCH, RANKS, 1)).isNotEqualTo(all(Sampler.SHUFFLED_GRID_SEARCH, RANKS, 2));
    }

    /// A value of another range, of before the range was changed, is no value of this one.
    @Test
    void forgetsValuesThatAreNone() {
        assertThat(Sampler.GRID_SEARCH.next(RANKS, List.of(10, 11, 400), 1)).hasValue(15);
    }

    @Test
    void refusesNamesAndRangesThatAreNone() {
        assertThat(Sampler.named("grid-search")).isEqualTo(Sampler.GRID_SEARCH);
        assertThatIllegalArgumentException().isThrownBy(() -> Sampler.named("HILL"))
                .withMessage("there is no algorithm 'HILL'; there are GRID_SEARCH, SHUFFLED_GRID_SEARCH, RANDOM_SEARCH, QUASI_RANDOM_SEARCH");
        assertThatIllegalArgumentException().isThrownBy(() -> Sampler.named("GP_UCB_PE")).withMessageStartingWith("the algorithm GP_UCB_PE is not there yet; there are GRID_SEARCH");
        assertThatIllegalArgumentException().isThrownBy(() -> new Whole("rank", 10, 24, 5)).withMessage("Whole.rank end must be reached from 10 in steps of 5, as 20 is, but was 24");
        assertThatIllegalArgumentException().isThrownBy(() -> new Whole("rank", 10, 9, 1)).withMessage("Whole.rank end must be at least its start 10 but was 9");
    }
}
