package mf4j.train;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KnobsTest {
    enum Kind { PLAIN, HALF_WAY }

    record Sample(
            @Knob(value = "number of factors", atLeast = 1, atMost = 100, search = {4, 64}, logarithmic = true) int rank,
            @Knob(value = "length of a step", atLeast = 0, above = true) double learningRate,
            @Knob(value = "a cap", atMost = 5) double cap,
            @Knob(value = "a share", atLeast = 0, above = true, atMost = 1) double share,
            @Knob("any number") double offset,
            @Knob("any whole number") int shift,
            @Knob("the seed") long seed,
            @Knob("grow with the count") boolean countWeighted,
            @Knob("which kind") Kind kind) {
        Sample {
            Knobs.check(Sample.class, rank, learningRate, cap, share, offset, shift, seed, countWeighted, kind);
        }

        static Sample defaults() {
            return new Sample(8, 0.1, 1, 0.5, 0, 0, 0, false, Kind.PLAIN);
        }
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Knobs<Sample> KNOBS = Knobs.of(Sample.class);

    private static Knobs.Entry knob(String name) {
        return KNOBS.entries().stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
    }

    private static Sample with(Map<String, ?> changes) {
        return KNOBS.with(Sample.defaults(), changes);
    }

    private static void refuses(String message, String name, Object value) {
        assertThatIllegalArgumentException().isThrownBy(() -> with(Collections.singletonMap(name, value))).withMessage(message);
    }

    @Test
    void readsTheRecordInItsOrder() {
        assertThat(KNOBS.entries()).extracting(Knobs.Entry::name)
                .containsExactly("rank", "learningRate", "cap", "share", "offset", "shift", "seed", "countWeighted", "kind");
        assertThat(KNOBS.entries()).extracting(Knobs.Entry::flag)
                .containsExactly("rank", "learning-rate", "cap", "share", "offset", "shift", "seed", "count-weighted", "kind");
        assertThat(knob("rank")).isEqualTo(new Knobs.Entry("rank", int.class, "number of factors", 1, 100, false, List.of(4.0, 64.0), true));
        assertThat(knob("kind").choices()).containsExactly("plain", "half-way");
        assertThat(knob("rank").choices()).isEmpty();
        assertThat(Knobs.of(Sample.class)).isSameAs(KNOBS).isSameAs(Knobs.of(Sample.defaults()));
    }

    @Test
    void saysEveryRuleInWords() {
        assertThat(KNOBS.entries()).extracting(Knobs.Entry::rule).containsExactly(
                "be at least 1 and at most 100", "be a finite number above 0", "be a finite number of at most 5",
                "be a finite number above 0 and at most 1", "be a finite number", "be a whole number", "be a whole number",
                "be true or false", "be one of plain, half-way");
    }

    @Test
    void refusesInOneVoice() {
        refuses("Sample.rank must be at least 1 and at most 100 but was 0", "rank", 0);
        refuses("Sample.rank must be at least 1 and at most 100 but was 101", "rank", "101");
        refuses("Sample.rank must be at least 1 and at most 100 but was null", "rank", null);
        refuses("Sample.rank must be a whole number but was many", "rank", "many");
        refuses("Sample.rank must be a whole number but was 2.5", "rank", 2.5);
        refuses("Sample.rank must be a whole number but was NaN", "rank", Double.NaN);
        refuses("Sample.shift must lie between -2147483648 and 2147483647 but was 3000000000", "shift", 3_000_000_000L);
        refuses("Sample.seed must lie between -9223372036854775808 and 9223372036854775807 but was 1e99", "seed", "1e99");
        refuses("Sample.learningRate must be a finite number above 0 but was 0.0", "learningRate", 0);
        refuses("Sample.learningRate must be a finite number above 0 but was NaN", "learning-rate", "NaN");
        refuses("Sample.offset must be a finite number but was Infinity", "offset", "Infinity");
        refuses("Sample.offset must be a number but was ", "offset", "");
        refuses("Sample.share must be a finite number above 0 and at most 1 but was 1.5", "share", 1.5);
        refuses("Sample.countWeighted must be true or false but was yes", "countWeighted", "yes");
        refuses("Sample.kind must be one of plain, half-way but was full", "kind", "full");
        refuses("Sample.kind must be one of plain, half-way but was null", "kind", null);
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(8, 0.1, 1, 0.5, 0, 0, 0, false, null))
                .withMessage("Sample.kind must be one of plain, half-way but was null");
        assertThatIllegalArgumentException().isThrownBy(() -> Knobs.with(Sample.defaults(), "kind", null))
                .withMessage("Sample.kind must be one of plain, half-way but was null");
    }

    @Test
    void refusesWhatIsNoKnobAndWhatIsGivenTwice() {
        assertThatIllegalArgumentException().isThrownBy(() -> with(Map.of("ranck", 3)))
                .withMessage("Sample has no knob 'ranck'; its knobs are rank, learningRate, cap, share, offset, shift, seed, countWeighted, kind");
        Map<String, Object> twice = new LinkedHashMap<>();
        twice.put("learningRate", 0.1);
        twice.put("learning-rate", 0.2);
        assertThatIllegalArgumentException().isThrownBy(() -> with(twice))
                .withMessage("Sample.learningRate must be given once but was 0.1 and, as learning-rate, 0.2");
    }

    @Test
    void takesValuesAsTheyComeFromFlagsJsonAndStudies() {
        assertThat(with(Map.of("rank", "64")).rank()).isEqualTo(64);
        assertThat(with(Map.of("rank", 64.0)).rank()).isEqualTo(64);
        assertThat(with(Map.of("rank", 64L)).rank()).isEqualTo(64);
        assertThat(with(Map.of("shift", 1e7)).shift()).isEqualTo(10_000_000);
        assertThat(with(Map.of("seed", Long.MIN_VALUE)).seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(with(Map.of("seed", "5.0")).seed()).isEqualTo(5);
        assertThat(with(Map.of("offset", 3)).offset()).isEqualTo(3);
        assertThat(with(Map.of("learning-rate", " 1e-3 ")).learningRate()).isEqualTo(1e-3);
        assertThat(with(Map.of("countWeighted", "TRUE")).countWeighted()).isTrue();
        assertThat(with(Map.of("count-weighted", false)).countWeighted()).isFalse();
        for (Object spelling : List.of(Kind.HALF_WAY, "HALF_WAY", "half-way", "half_way", " Half-Way ")) {
            assertThat(with(Map.of("kind", spelling)).kind()).isEqualTo(Kind.HALF_WAY);
        }
    }

    @Test
    void turnsSomeKnobsAndLeavesTheOthers() {
        assertThat(with(Map.of())).isEqualTo(Sample.defaults());
        assertThat(with(Map.of("rank", 3, "kind", "half-way"))).isEqualTo(new Sample(3, 0.1, 1, 0.5, 0, 0, 0, false, Kind.HALF_WAY));
        assertThat(Knobs.with(Sample.defaults(), "seed", 9)).isEqualTo(new Sample(8, 0.1, 1, 0.5, 0, 0, 9, false, Kind.PLAIN));
    }

    /// Over the edges of every rule: what the constructor takes, what the message says and what the annotation states are one.
    @Property(tries = 60)
    void checkAndMessageComeFromOneStatement(@ForAll int wild, @ForAll double wilder) {
        for (Knobs.Entry knob : KNOBS.entries()) {
            if (knob.type() != int.class && knob.type() != double.class) continue;
            for (double value : candidates(knob, wild, wilder)) {
                Object given = knob.type() == int.class ? (Object) (int) value : (Object) value;
                double meant = ((Number) given).doubleValue();
                boolean allowed = Double.isFinite(meant) && (knob.above() ? meant > knob.least() : meant >= knob.least()) && meant <= knob.most();
                if (allowed) assertThat(KNOBS.values(with(Map.of(knob.name(), given)))).containsEntry(knob.name(), given);
                else refuses("Sample." + knob.name() + " must " + knob.rule() + " but was " + given, knob.name(), given);
            }
        }
    }

    private static List<Double> candidates(Knobs.Entry knob, int wild, double wilder) {
        List<Double> values = new ArrayList<>(List.of((double) wild, wilder, 0.0));
        for (double edge : new double[] {knob.least(), knob.most()}) {
            if (Double.isFinite(edge)) values.addAll(List.of(edge, edge - 1, edge + 1, Math.nextDown(edge), Math.nextUp(edge)));
        }
        if (knob.type() == double.class) values.addAll(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        return values;
    }

    @Property(tries = 60)
    void valuesAsJsonGiveTheSameTrainerBack(@ForAll double offset, @ForAll int shift, @ForAll long seed, @ForAll boolean counted, @ForAll Kind kind) {
        Sample sample = new Sample(1 + Math.floorMod(shift, 100), Math.nextUp(0.0), -Math.abs(offset), 1, offset, shift, seed, counted, kind);
        Map<?, ?> read = JSON.readValue(JSON.writeValueAsString(KNOBS.values(sample)), LinkedHashMap.class);
        Map<String, Object> values = new LinkedHashMap<>();
        read.forEach((name, value) -> values.put((String) name, value));
        assertThat(values.keySet()).containsExactlyElementsOf(KNOBS.values(sample).keySet());
        assertThat(with(values)).isEqualTo(sample);
        Map<String, Object> flags = new LinkedHashMap<>();
        for (Knobs.Entry knob : KNOBS.entries()) flags.put(knob.flag(), String.valueOf(values.get(knob.name())));
        assertThat(with(flags)).isEqualTo(sample);
    }

    record Undocumented(@Knob("yes") int told, int untold) { }

    record Unfit(@Knob("text is no knob") String name) { }

    record Forgetful(@Knob("one") int one, @Knob("two") int two) {
        Forgetful {
            Knobs.check(Forgetful.class, one);
        }
    }

    @Test
    void aTrainerThatIsWrittenWrongIsFoundAtOnce() {
        assertThatThrownBy(() -> Knobs.of(Undocumented.class)).hasMessageContaining("Undocumented.untold has no @Knob");
        assertThatThrownBy(() -> Knobs.of(Unfit.class)).hasMessageContaining("Unfit.name cannot be a knob: class java.lang.String");
        assertThatThrownBy(() -> new Forgetful(1, 2)).hasMessageContaining("checks 1 of its 2 knobs");
        assertThatIllegalArgumentException().isThrownBy(() -> Knobs.of(String.class)).withMessage("java.lang.String must be a record of knobs");
    }
}
