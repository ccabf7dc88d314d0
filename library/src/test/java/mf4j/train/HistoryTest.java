package mf4j.train;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HistoryTest {
    private static Epoch epoch(int number, boolean best) {
        return new Epoch(number, 1.0 / number, 0, Map.of(), best);
    }

    /// Histories grown from any earlier one, again and again, against lists that are copied whole.
    @Property(tries = 200)
    void growsFromAnyHistoryWithoutChangingAnother(@ForAll @Size(max = 120) List<Integer> from) {
        List<History> histories = new ArrayList<>(List.of(History.EMPTY));
        List<List<Epoch>> expected = new ArrayList<>(List.of(List.of()));
        for (int number = 1; number <= from.size(); number++) {
            int base = number % 3 == 0 ? Math.floorMod(from.get(number - 1), histories.size()) : histories.size() - 1;
            Epoch epoch = epoch(number, number % 5 == 0);
            List<Epoch> longer = new ArrayList<>(expected.get(base));
            longer.add(epoch);
            histories.add(histories.get(base).plus(epoch));
            expected.add(longer);
        }
        for (int j = 0; j < histories.size(); j++) {
            assertThat(histories.get(j).epochs()).isEqualTo(expected.get(j));
            assertThat(histories.get(j)).isEqualTo(new History(expected.get(j))).hasSameHashCodeAs(new History(expected.get(j)));
        }
    }

    /// Half a million epochs that were copied each time would move half a terabyte.
    @Test
    @Timeout(20)
    void takesStepsInProportionToItsEpochs() {
        History history = History.EMPTY;
        for (int number = 1; number <= 500_000; number++) history = history.plus(epoch(number, number == 77));
        assertThat(history.epochs()).hasSize(500_000);
        assertThat(history.kept()).isEqualTo(77);
    }

    @Test
    void cannotBeChangedFromOutside() {
        History history = History.EMPTY.plus(epoch(1, false));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> history.epochs().add(epoch(2, false)));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> history.epochs().set(0, epoch(2, false)));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> history.epochs().get(1));
        List<Epoch> mine = new ArrayList<>(List.of(epoch(1, false)));
        History copied = new History(mine);
        mine.clear();
        assertThat(copied.epochs()).hasSize(1);
    }
}
