package mf4j.study;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SpaceTest {
    private static final Space TREE = Space.of(Parameter.choice("solver", "exact", "cg", "sgd"), Parameter.whole("rank", 1, 3))
            .when("solver", List.of("cg"), Parameter.whole("steps", 1, 4)).when("solver", List.of("sgd"), Parameter.whole("steps", 5, 6));

    /// The formulas of the scales, worked out by hand: ln 3 / ln 9 is a half.
    @Test
    void hasTheScalesOfVizier() {
        assertThat(Parameter.real("x", -2, 6).toUnit(0)).isEqualTo(0.25);
        assertThat(Parameter.logarithmic("x", 1, 9).toUnit(3)).isCloseTo(0.5, within(1e-15));
        assertThat(Parameter.logarithmic("x", 1, 9).fromUnit(0.5)).isCloseTo(3, within(1e-14));
        assertThat(Parameter.real("x", 1, 9).on(Scale.REVERSE_LOG).toUnit(7)).isCloseTo(0.5, within(1e-15));
        assertThat(Parameter.real("x", 1, 9).on(Scale.REVERSE_LOG).fromUnit(0.5)).isCloseTo(7, within(1e-14));
        assertThat(Parameter.real("x", 3, 3).toUnit(3)).isEqualTo(0.5);
    }

    @Property
    void goesToTheUnitAndBack(@ForAll @DoubleRange(min = 0, max = 1) double u) {
        for (Parameter p : List.of(Parameter.real("a", -3, 8), Parameter.logarithmic("b", 1e-7, 10), Parameter.real("c", 1, 9).on(Scale.REVERSE_LOG), Parameter.whole("d", 3, 900).on(Scale.LOG),
                Parameter.real("e", 0, 1).inSteps(0.1), Parameter.discrete("f", 1, 2, 10), Parameter.choice("g", "x", "y", "z"))) {
            double inside = p.fromUnit(u);
            assertThat(p.has(inside)).isTrue();
            assertThat(p.inside(p.outside(inside))).isEqualTo(inside);
            assertThat(p.fromUnit(p.toUnit(inside))).isCloseTo(inside, within(1e-9 * Math.max(1, Math.abs(inside))));
            assertThat(p.has(p.drawn(Math.min(u, Math.nextDown(1.0))))).isTrue();
        }
    }

    /// Every whole number has the share of the scale that reaches half a step to both sides.
    @Test
    void drawsWholeNumbersWithEqualChances() {
        int[] counts = new int[4];
        for (int j = 0; j < 4000; j++) counts[(int) Parameter.whole("n", 0, 3).drawn((j + 0.5) / 4000)]++;
        assertThat(counts).containsExactly(1000, 1000, 1000, 1000);
        assertThat(Parameter.whole("n", 1, 2).on(Scale.LOG).drawn(Math.log(3) / Math.log(5) - 1e-9)).isEqualTo(1); // between 0.5 and 2.5 the middle is 1.5
        assertThat(Parameter.whole("n", 1, 2).on(Scale.LOG).drawn(Math.log(3) / Math.log(5) + 1e-9)).isEqualTo(2);
    }

    @Test
    void knowsWhatIsActive() {
        double[] point = TREE.point(Map.of("solver", "sgd", "rank", 2, "steps", 6)).orElseThrow();
        assertThat(point).containsExactly(2, 2, Double.NaN, 6);
        assertThat(TREE.values(point)).isEqualTo(Map.of("solver", "sgd", "rank", 2L, "steps", 6L));
        assertThat(TREE.point(Map.of("solver", "exact", "rank", 2, "steps", 6)).orElseThrow()).containsExactly(0, 2, Double.NaN, Double.NaN);
        assertThat(TREE.point(Map.of("solver", "cg", "rank", 2, "steps", 6))).isEmpty();
        assertThat(TREE.point(Map.of("solver", "cg", "rank", 2))).isEmpty();
    }

    /// (1 + 4 + 2) points of the solver's branch times three ranks; each once.
    @Test
    void countsTheLeavesOfATree() {
        assertThat(TREE.count()).isEqualTo(21);
        Lattice lattice = new Lattice(TREE, 10);
        Set<Map<String, Object>> all = new HashSet<>();
        for (long j = 0; j < 21; j++) all.add(TREE.values(lattice.at(j)));
        assertThat(all).hasSize(21);
        assertThat(Space.of(Parameter.real("x", 0, 1)).count()).isEqualTo(Long.MAX_VALUE);
    }

    /// Vizier's order: the first varies fastest, choices by their text, ten points of a continuum with both bounds.
    @Test
    void walksTheGridAsVizierDoes() {
        Space space = Space.of(Parameter.choice("c", "b", "a"), Parameter.logarithmic("x", 1e-3, 1e6), Parameter.bool("t"));
        Lattice lattice = new Lattice(space, 10);
        assertThat(lattice.count()).isEqualTo(40);
        List<Map<String, Object>> first = new ArrayList<>();
        for (int j = 0; j < 4; j++) first.add(space.values(lattice.at(j)));
        assertThat(first).extracting(m -> m.get("c")).containsExactly("a", "b", "a", "b");
        assertThat((Double) space.values(lattice.at(2)).get("x")).isCloseTo(1e-2, within(1e-14));
        assertThat((Double) space.values(lattice.at(19)).get("x")).isCloseTo(1e6, within(1e-6));
        assertThat(space.values(lattice.at(20)).get("t")).isEqualTo(true);
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatIllegalArgumentException().isThrownBy(() -> Space.of(Parameter.whole("a", 1, 2), Parameter.whole("a", 3, 4)))
                .withMessage("Space.a must be there once, or under conditions that exclude each other but was there twice");
        assertThatIllegalArgumentException().isThrownBy(() -> TREE.when("rate", List.of(1), Parameter.whole("b", 1, 2))).withMessageContaining("Space.rate must be there before b");
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.logarithmic("x", 0, 1)).withMessage("Parameter.x must begin above 0 on a logarithmic scale but was 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.whole("n", 5, 4)).withMessage("Parameter.n must end at or above its start 5 but was 4");
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.choice("c", "a").inside("b")).withMessage("Parameter.c must be one of [a] but was b");
        assertThatIllegalArgumentException().isThrownBy(() -> Parameter.choice("c", "a", "a")).withMessageContaining("each choice once");
    }

    /// 5 comes with each of 1 to 3, 999 999 999 with each of 8 and 9: three points more than there are values. Before, between and behind them are the
    /// other values.
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void countsTheValuesOfAParentThatDecidesSeldom() {
        Space space = Space.of(Parameter.whole("n", 1, 1_000_000_000)).when("n", List.of(5), Parameter.whole("a", 1, 3)).when("n", List.of(999_999_999), Parameter.whole("b", 8, 9));
        Lattice lattice = new Lattice(space, 0);
        assertThat(lattice.count()).isEqualTo(1_000_000_003L);
        assertThat(lattice.at(3)).containsExactly(4, Double.NaN, Double.NaN);
        assertThat(lattice.at(4)).containsExactly(5, 1, Double.NaN);
        assertThat(lattice.at(6)).containsExactly(5, 3, Double.NaN);
        assertThat(lattice.at(7)).containsExactly(6, Double.NaN, Double.NaN);
        assertThat(lattice.at(1_000_000_001)).containsExactly(999_999_999, Double.NaN, 9);
        assertThat(lattice.at(1_000_000_002)).containsExactly(1_000_000_000, Double.NaN, Double.NaN);
    }

    @Test
    void refusesToBeginWithWhatItDoesNotHave() {
        assertThat(Parameter.whole("n", 1, 9).startingAt("4").initial()).contains(4L);
        assertThat(Parameter.real("x", 0, 1).startingAt("0.5").initial()).contains(0.5);
        assertThat(Parameter.real("x", 0, 1).inSteps(0.1).startingAt(0.1 + 0.2).initial()).contains(3 * 0.1);
        assertThat(Parameter.discrete("d", 1, 2).startingAt("2").initial()).contains(2.0);
        refuses(() -> Parameter.whole("n", 1, 9).inSteps(2).startingAt(4), "Parameter.n must begin with a whole number between 1 and 9 in steps of 2 but was 4");
        refuses(() -> Parameter.whole("n", 1, 9).startingAt(2.5), "Parameter.n must begin with a whole number between 1 and 9 but was 2.5");
        refuses(() -> Parameter.whole("n", 1, 9).startingAt("many"), "Parameter.n must be a number but was many");
        refuses(() -> Parameter.real("x", 0, 1).inSteps(0.25).startingAt(0.3), "Parameter.x must begin with a value between 0.0 and 1.0 in steps of 0.25 but was 0.3");
        refuses(() -> Parameter.real("x", 0, 1).startingAt("half"), "Parameter.x must be a number but was half");
        refuses(() -> Parameter.discrete("d", 1, 2).startingAt("two"), "Parameter.d must be a number but was two");
        refuses(() -> Parameter.choice("c", 'x'), "Parameter.c must have choices that are text, numbers or truth values but was a Character");
        refuses(() -> Parameter.choice("c", "x").startingAt('x'), "Parameter.c must have choices that are text, numbers or truth values but was a Character");
    }

    private static void refuses(ThrowingCallable made, String message) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
    }
}
