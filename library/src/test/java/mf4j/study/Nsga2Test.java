package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class Nsga2Test extends SamplerContract {
    @Override
    Sampler sampler() {
        return Nsga2.defaults().withPopulation(8);
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2, 3);
    }

    private static List<Observation> run(Sampler sampler, Space space, int goals, int trials, Function<double[], double[]> losses, ToDoubleFunction<double[]> violation) {
        Proposer proposer = sampler.proposer(space, goals(goals));
        List<Observation> all = new ArrayList<>();
        for (int number = 0; number < trials; number++) {
            double[] point = proposer.next(new Evidence(number, List.copyOf(all))).orElseThrow();
            all.add(new Observation(number, Observation.Kind.COMPLETE, point, losses.apply(point), violation.applyAsDouble(point), -1, Double.NaN));
        }
        return all;
    }

    private static double volume(List<Observation> all, double... reference) {
        return Hypervolume.of(all.stream().filter(Observation::feasible).map(Observation::losses).toArray(double[][]::new), reference);
    }

    /// ZDT1 (Zitzler, Deb and Thiele 2000) in eight dimensions: the front is f2 = 1 - sqrt(f1), below it up to (1.1, 1.1) lies 0.8767.
    private static double[] zdt1(double[] x) {
        double g = 1 + 9 * Arrays.stream(x).skip(1).average().orElseThrow();
        return new double[] {x[0], g * (1 - Math.sqrt(x[0] / g))};
    }

    private static final Space EIGHT = Space.of(IntStream.range(0, 8).mapToObj(j -> Parameter.real("x" + j, 0, 1)).toList());

    @Test
    void findsTheFrontOfZdt1() {
        List<Observation> found = run(Nsga2.defaults(), EIGHT, 2, 2000, Nsga2Test::zdt1, _ -> 0);
        assertThat(volume(found, 1.1, 1.1)).isGreaterThan(0.80);
        assertThat(volume(run(RandomSearch.defaults(), EIGHT, 2, 2000, Nsga2Test::zdt1, _ -> 0), 1.1, 1.1)).isLessThan(0.1);
        long ends = found.stream().skip(1900).filter(one -> one.losses()[0] < 0.1 || one.losses()[0] > 0.8).count();
        assertThat(ends).isGreaterThan(10);
    }

    /// The part of the front with f1 below 0.5 breaks a promise.
    @Test
    void keepsToConstraints() {
        List<Observation> found = run(Nsga2.defaults(), EIGHT, 2, 1500, Nsga2Test::zdt1, x -> 0.5 - x[0]);
        assertThat(found.stream().skip(1000).filter(Observation::feasible).count()).isGreaterThan(400);
        assertThat(volume(found, 1.1, 1.1)).isGreaterThan(0.33); // of 0.6 * 1.1 less the integral of the front: 0.38
    }

    @Test
    void minimizesOneGoal() {
        for (Crossover crossover : Crossover.values()) {
            List<Observation> found = run(Nsga2.defaults().withPopulation(20).withCrossover(crossover), EIGHT, 1, 1500, x -> new double[] {Arrays.stream(x).map(v -> (v - 0.3) * (v - 0.3)).sum()}, _ -> 0);
            assertThat(found.stream().mapToDouble(Observation::loss).min().orElseThrow()).isLessThan(0.01);
        }
    }

    /// So many random points, then children: of equal parents, only a mutation away.
    @Test
    void breedsWhenTheFirstGenerationIsComplete() {
        List<Observation> same = new ArrayList<>();
        for (int n = 0; n < 8; n++) same.add(complete(n, new double[] {0.5, 0.5}, 1));
        Space plane = Space.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1));
        Proposer proposer = sampler().proposer(plane, goals(1));
        assertThat(proposer.next(new Evidence(8, same)).orElseThrow()).containsAnyOf(0.5);
        assertThat(proposer.next(new Evidence(8, same.subList(0, 7))).orElseThrow()).doesNotContain(0.5);
    }
}
