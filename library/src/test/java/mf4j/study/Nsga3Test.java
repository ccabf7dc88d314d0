package mf4j.study;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class Nsga3Test extends SamplerContract {
    @Override
    Sampler sampler() {
        return Nsga3.defaults().withPopulation(8);
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2, 3);
    }

    /// DTLZ2 (Deb, Thiele, Laumanns and Zitzler 2002): the front is an eighth of the unit sphere; points on it are found near its corners and its middle.
    @Test
    void spreadsOverTheFrontOfThreeGoals() {
        Space space = Space.of(IntStream.range(0, 6).mapToObj(j -> Parameter.real("x" + j, 0, 1)).toList());
        Proposer proposer = Nsga3.defaults().proposer(space, goals(3));
        List<Observation> all = new ArrayList<>();
        for (int number = 0; number < 2500; number++) {
            double[] x = proposer.next(new Evidence(number, List.copyOf(all))).orElseThrow();
            all.add(complete(number, x, dtlz2(x)));
        }
        List<double[]> front = all.stream().skip(2000).map(Observation::losses).filter(f -> length(f) < 1.05).toList();
        assertThat(front.size()).isGreaterThan(250);
        for (double[] aim : new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.577, 0.577, 0.577}, {0.707, 0.707, 0}}) {
            assertThat(front).anyMatch(f -> length(new double[] {f[0] - aim[0], f[1] - aim[1], f[2] - aim[2]}) < 0.2);
        }
    }

    private static double[] dtlz2(double[] x) {
        double g = 1;
        for (int j = 2; j < x.length; j++) g += (x[j] - 0.5) * (x[j] - 0.5);
        double a = x[0] * Math.PI / 2;
        double b = x[1] * Math.PI / 2;
        return new double[] {g * Math.cos(a) * Math.cos(b), g * Math.cos(a) * Math.sin(b), g * Math.sin(a)};
    }

    private static double length(double[] f) {
        return Math.sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
    }
}
