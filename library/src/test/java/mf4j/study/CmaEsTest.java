package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class CmaEsTest extends SamplerContract {
    @Override
    Sampler sampler() {
        return CmaEs.defaults();
    }

    @Override
    List<Space> spaces() {
        return List.of(PLANE, MIXED, TREE, POINT);
    }

    @Override
    List<Space> refused() {
        return List.of(BITS);
    }

    private static List<Observation> run(CmaEs sampler, Space space, int trials, ToDoubleFunction<double[]> loss) {
        Proposer proposer = sampler.proposer(space, goals(1));
        List<Observation> all = new ArrayList<>();
        for (int number = 0; number < trials; number++) {
            double[] point = proposer.next(new Evidence(number, List.copyOf(all))).orElseThrow();
            all.add(complete(number, point, loss.applyAsDouble(point)));
        }
        return all;
    }

    private static double best(List<Observation> all) {
        return all.stream().mapToDouble(Observation::loss).min().orElseThrow();
    }

    /// Five dimensions, from a box of length 2: 1e-6 takes 500 trials, a random search is at 1e-1 there.
    @Test
    void convergesOnASphere() {
        Space box = Space.of(IntStream.range(0, 5).mapToObj(j -> Parameter.real("x" + j, -1, 1)).toList());
        for (int seed = 0; seed < 3; seed++) {
            assertThat(best(run(CmaEs.defaults().withSeed(seed), box, 500, x -> Arrays.stream(x).map(v -> (v - 0.4) * (v - 0.4)).sum()))).isLessThan(2e-6);
        }
    }

    /// An optimum in a corner: what is drawn outside is drawn again.
    @Test
    void findsACorner() {
        Space box = Space.of(Parameter.real("x", 0, 1), Parameter.logarithmic("y", 1e-3, 1));
        List<Observation> all = run(CmaEs.defaults(), box, 200, x -> x[0] + x[1]);
        assertThat(best(all)).isLessThan(5e-3);
        assertThat(all.stream().filter(one -> one.point()[0] == 0 || one.point()[1] == 1e-3).count()).isLessThan(20);
    }

    /// Of a trial only the rounded number is known, yet what was drawn is learned from: where losses do not tell the difference, stepped numbers are searched as the continuum is.
    @Test
    void learnsFromWhatWasDrawn() {
        Space steps = Space.of(Parameter.real("x", 0, 1).inSteps(0.25), Parameter.real("y", 0, 1).inSteps(0.25), Parameter.choice("c", "a", "b"));
        Space smooth = Space.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1), Parameter.choice("c", "a", "b"));
        CmaEs plain = CmaEs.defaults().withMargin(false);
        List<Observation> stepped = run(plain, steps, 60, x -> Math.pow(x[0] - 0.75, 2) + 2 * x[1]);
        List<Observation> free = run(plain, smooth, 60, x -> Math.pow(Math.floor(5 * x[0]) / 4 - 0.75, 2) + 2 * Math.floor(5 * x[1]) / 4);
        for (int n = 1; n < 60; n++) {
            for (int j = 0; j < 2; j++) assertThat(stepped.get(n).point()[j]).isEqualTo(Math.min(4, Math.floor(5 * free.get(n).point()[j])) / 4);
        }
    }

    /// Whole numbers, the best of which is far from the middle: with a margin the last step is found.
    @Test
    void findsWholeNumbers() {
        Space space = Space.of(Parameter.whole("a", 0, 60), Parameter.whole("b", 1, 1000).on(Scale.LOG), Parameter.bool("c"), Parameter.real("x", 0, 1));
        List<Observation> all = run(CmaEs.defaults(), space, 400, x -> Math.abs(x[0] - 51) + Math.abs(Math.log(x[1] / 7)) + x[2] + x[3]);
        assertThat(all.stream().min(Comparator.comparingDouble(Observation::loss)).orElseThrow().point()).startsWith(51, 7, 0);
    }

    /// Two hills: when it has settled on the lower, it begins anew and finds the other.
    @Test
    void beginsAnewWhereItHasSettled() {
        Space line = Space.of(Parameter.real("x", 0, 1));
        List<Observation> all = run(CmaEs.defaults(), line, 600, x -> Math.min(1 + Math.abs(x[0] - 0.5), 40 * Math.abs(x[0] - 0.93)));
        assertThat(best(all)).isLessThan(0.5);
    }

    /// A better point that somebody else tried moves it there.
    @Test
    void learnsFromOthersPoints() {
        Space plane = Space.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1));
        List<Observation> all = new ArrayList<>(List.of(complete(0, new double[] {0.5, 0.5}, 1)));
        for (int n = 1; n <= 6; n++) all.add(complete(n, new double[] {0.9, n / 10.0}, n));
        double mean = IntStream.range(7, 107).mapToDouble(n -> CmaEs.defaults().proposer(plane, goals(1)).next(new Evidence(n, all)).orElseThrow()[0]).average().orElseThrow();
        assertThat(mean).isGreaterThan(0.7);
    }
}
