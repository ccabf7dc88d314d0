package mf4j.data;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdsTest {
    @Test
    void numbersAreKeptAsNumbersAndTheirSpellingCounts() {
        Ids ids = Ids.of(List.of("7", "-3", "0", "9223372036854775807", "-9223372036854775808"));
        assertThat(ids.areIntegers()).isTrue();
        assertThat(ids.indexOf("7")).isZero();
        assertThat(ids.indexOf("007")).isEqualTo(-1);
        assertThat(ids.indexOf("+7")).isEqualTo(-1);
        assertThat(ids.indexOf("-0")).isEqualTo(-1);
        assertThat(ids.indexOf(" 7")).isEqualTo(-1);
        assertThat(ids.indexOf("\u0667")).isEqualTo(-1); // an Arabic seven
        assertThat(ids.indexOf("")).isEqualTo(-1);
        assertThat(ids.indexOf("-9223372036854775808")).isEqualTo(4);
        assertThat(ids.name(3)).isEqualTo("9223372036854775807");
        assertThat(ids.number(1)).isEqualTo(-3);
    }

    @Test
    void oneNameThatIsNoNumberMakesAllOfThemText() {
        for (String odd : List.of("007", "9223372036854775808", "-0", "+1", "1.0", "x", "1 ", "-")) {
            Ids.Builder builder = new Ids.Builder();
            assertThat(builder.add(7)).isZero();
            assertThat(builder.add(odd)).isEqualTo(1);
            assertThat(builder.add("7")).isZero();
            assertThat(builder.add(8)).isEqualTo(2);
            Ids ids = builder.build();
            assertThat(ids.areIntegers()).isFalse();
            assertThat(ids.indexOf("7")).isZero();
            assertThat(ids.indexOf(7)).isZero();
            assertThat(ids.name(1)).isEqualTo(odd);
            assertThatThrownBy(() -> ids.number(0)).isInstanceOf(IllegalStateException.class).hasMessageContaining("text, not numbers");
        }
    }

    /// Fifty thousand names, shared after each: what was shared first stays as it was, also when numbers become text.
    @Test
    void sharedNamesStayWhileOthersAreAdded() {
        Ids.Builder builder = new Ids.Builder(Ids.of(List.of("3", "1", "4")));
        List<Ids> shared = new java.util.ArrayList<>(List.of(builder.shared()));
        for (int n = 0; n < 50_000; n++) {
            assertThat(builder.add(n < 20_000 ? Integer.toString(100 + n) : "name " + n)).isEqualTo(3 + n);
            shared.add(builder.shared());
        }
        for (int n : new int[] {0, 1, 12, 13, 999, 19_999, 20_000, 20_001, 33_333, 50_000}) {
            Ids ids = shared.get(n);
            assertThat(ids.size()).isEqualTo(3 + n);
            assertThat(ids.areIntegers()).isEqualTo(n <= 20_000);
            assertThat(ids.indexOf("1")).isEqualTo(1);
            for (int j : new int[] {0, 11, 12, 998, 19_999, 20_000, 33_332, 49_999}) {
                String name = shared.getLast().name(3 + j);
                assertThat(ids.indexOf(name)).isEqualTo(j < n ? 3 + j : -1);
                if (j < n) assertThat(ids.name(3 + j)).isEqualTo(name);
            }
            Ids copied = new Ids.Builder(ids).build();
            assertThat(copied).isEqualTo(ids).hasSameHashCodeAs(ids);
            assertThat(new Ids.Builder(ids).add("newest")).isEqualTo(3 + n);
        }
        assertThat(builder.build()).isEqualTo(shared.getLast());
    }

    @Test
    void refusesWhatIsNoName() {
        assertThatThrownBy(() -> Ids.of(List.of("a", "b", "a"))).hasMessage("Ids.names must be distinct but was 'a' twice");
        assertThatThrownBy(() -> Ids.ofLongs(new long[] {4, 4})).hasMessage("Ids.names must be distinct but was '4' twice");
        assertThatThrownBy(() -> Ids.of(List.of(""))).hasMessageContaining("at least one character");
        assertThatThrownBy(() -> Ids.of(List.of("\ud800"))).hasMessageContaining("half surrogate");
        assertThatThrownBy(() -> new Ids.Builder().add(new byte[] {(byte) 0xff}, 0, 1)).hasMessageContaining("UTF-8");
        assertThat(Ids.of(List.of("?")).indexOf("\ud800")).isEqualTo(-1);
        assertThatThrownBy(() -> Ids.of(List.of("a")).name(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anEmptyOneKnowsNobody() {
        assertThat(Ids.none().size()).isZero();
        assertThat(Ids.none().indexOf("1")).isEqualTo(-1);
        assertThat(Ids.of(List.of())).isEqualTo(Ids.none());
    }

    @Test
    void longNamesAndManyNumbersAreFoundAgain() {
        Ids.Builder builder = new Ids.Builder();
        for (int j = 0; j < 20_000; j++) assertThat(builder.add((long) j << 32)).isEqualTo(j);
        Ids ids = builder.build();
        for (int j = 0; j < 20_000; j++) assertThat(ids.indexOf((long) j << 32)).isEqualTo(j);
        String name = "a name much longer than eight bytes, \u00e9\u4e2d\ud83c\udfac";
        byte[] bytes = ("<" + name + ">").getBytes(StandardCharsets.UTF_8);
        Ids.Builder text = new Ids.Builder();
        assertThat(text.add(bytes, 1, bytes.length - 1)).isZero();
        assertThat(text.build().name(0)).isEqualTo(name);
    }

    @Property(tries = 200)
    void behavesAsAMapFromNameToArrival(@ForAll List<String> names) {
        Ids.Builder builder = new Ids.Builder();
        Map<String, Integer> expected = new HashMap<>();
        for (String name : names) {
            if (name.isEmpty() || !new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(name)) continue;
            Integer known = expected.putIfAbsent(name, expected.size());
            assertThat(builder.add(name)).isEqualTo(known == null ? expected.size() - 1 : known);
        }
        Ids ids = builder.build();
        assertThat(ids.size()).isEqualTo(expected.size());
        expected.forEach((name, index) -> {
            assertThat(ids.indexOf(name)).isEqualTo(index);
            assertThat(ids.name(index)).isEqualTo(name);
        });
    }

    @Property(tries = 200)
    void numbersAndTheirNamesAreTheSame(@ForAll @Size(max = 50) List<Long> numbers) {
        List<Long> distinct = numbers.stream().distinct().toList();
        Ids asNumbers = Ids.ofLongs(distinct.stream().mapToLong(Long::longValue).toArray());
        assertThat(asNumbers).isEqualTo(Ids.of(distinct.stream().map(Object::toString).toList())).hasSameHashCodeAs(Ids.of(distinct.stream().map(Object::toString).toList()));
        for (long number : distinct) assertThat(asNumbers.number(asNumbers.indexOf(number))).isEqualTo(number);
    }
}
