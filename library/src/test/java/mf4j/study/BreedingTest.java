package mf4j.study;

import mf4j.train.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BreedingTest {
    /// By hand, far from the bounds, where a spread of 2 and a chance of 1/2 make the ratio 1: the parents themselves; and where alpha is nearly 2, the ratio is the cube root of twice the chance.
    @Test
    void crossesAsBitsWould() {
        assertThat(Breeding.simulatedBinary(0.49, 0.51, 0.5, false, 2)).isCloseTo(0.49, within(1e-5));
        assertThat(Breeding.simulatedBinary(0.49, 0.51, 0.5, true, 2)).isCloseTo(0.51, within(1e-5));
        assertThat(Breeding.simulatedBinary(0.49, 0.51, 0.0625, true, 2)).isCloseTo(0.5 + 0.01 * 0.5, within(1e-6));
        assertThat(Breeding.simulatedBinary(0.51, 0.49, 15 / 16.0, false, 2)).isCloseTo(0.5 - 0.01 * 2, within(1e-4));
        assertThat(Breeding.simulatedBinary(0.3, 0.3, 0.9, true, 2)).isEqualTo(0.3);
    }

    /// The whole range is reached and not passed: chance 0 is the middle of the parents, chance 1 the bound that is nearer to its side.
    @Property
    void staysWithinTheBounds(@ForAll @DoubleRange(min = 0, max = 1) double a, @ForAll @DoubleRange(min = 0, max = 1) double b, @ForAll @DoubleRange(min = 0, max = 1) double chance) {
        for (boolean upper : new boolean[] {false, true}) {
            assertThat(Breeding.simulatedBinary(a, b, chance, upper, 20)).isBetween(0.0, 1.0);
            if (Math.abs(a - b) < 1e-3) continue;
            assertThat(Breeding.simulatedBinary(a, b, 0, upper, 2)).isCloseTo((a + b) / 2, within(1e-12));
            assertThat(Breeding.simulatedBinary(a, b, 1, upper, 2)).isCloseTo(upper ? 1 : 0, within(1e-9));
        }
        assertThat(Breeding.polynomial(a, chance, 20)).isBetween(0.0, 1.0);
        assertThat(Breeding.polynomial(a, 0.5, 20)).isCloseTo(a, within(1e-12));
        assertThat(Breeding.polynomial(a, 0, 20)).isCloseTo(0, within(1e-9));
        assertThat(Breeding.polynomial(a, 1, 20)).isCloseTo(1, within(1e-9));
    }

    /// Half of the mutations are below; a quarter is below `1 - 2^(-1/21)` less, where the bound is far: the formula's quartile.
    @Test
    void mutatesMostlyALittle() {
        assertThat(Breeding.polynomial(0.5, 0.25, 20)).isCloseTo(0.5 - (1 - Math.pow(0.5, 1 / 21.0)), within(1e-6));
    }

    /// Children of two branches of a tree are points of it; what both have in common stays but for mutations; nobody is a twin of a parent.
    @Test
    void breedsInTrees() {
        Space tree = SamplerContract.TREE;
        double[] mother = tree.point(Map.of("solver", "cg", "rank", 7, "steps", 3)).orElseThrow();
        double[] father = tree.point(Map.of("solver", "sgd", "rank", 7, "steps", 300.0, "momentum", "plain", "beta", 0.5)).orElseThrow();
        for (Crossover crossover : Crossover.values()) {
            Breeding breeding = new Breeding(tree, crossover, 0.9, 2, 20);
            Set<Object> solvers = new HashSet<>();
            int sevens = 0;
            int same = 0;
            for (int k = 0; k < 500; k++) {
                double[] child = breeding.child(mother, father, Seeds.of(1).stream(k));
                Map<String, Object> values = tree.values(child);
                assertThat(tree.point(values).orElseThrow()).containsExactly(child);
                solvers.add(values.get("solver"));
                if (values.get("rank").equals(7L)) sevens++;
                if (Arrays.equals(child, mother) || Arrays.equals(child, father)) same++;
            }
            assertThat(solvers).contains("cg", "sgd");
            assertThat(sevens).isBetween(350, 495);
            assertThat(same).isZero();
        }
    }

    @Test
    void takesNumbersOfOneParentWhereTheyAreNotMixed() {
        Space plane = Space.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1));
        Breeding never = new Breeding(plane, Crossover.SIMULATED_BINARY, 0, 2, 20);
        Breeding uniform = new Breeding(plane, Crossover.UNIFORM, 1, 2, 1e9);
        for (int k = 0; k < 50; k++) {
            double[] child = never.child(new double[] {0.2, 0.2}, new double[] {0.9, 0.9}, Seeds.of(2).stream(k));
            assertThat(List.of(child[0], child[1])).anySatisfy(v -> assertThat(v).isLessThan(0.5));
            double[] mixed = uniform.child(new double[] {0.2, 0.2}, new double[] {0.9, 0.9}, Seeds.of(3).stream(k));
            assertThat(List.of(mixed[0], mixed[1])).anySatisfy(v -> assertThat(Math.min(Math.abs(v - 0.2), Math.abs(v - 0.9))).isLessThan(1e-6));
        }
    }
}
