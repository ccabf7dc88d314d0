package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TpeTest extends SamplerContract {
    @Override
    Sampler sampler() {
        return Tpe.defaults();
    }

    @Override
    List<Integer> goals() {
        return List.of(1, 2, 3);
    }

    /// Every ten trials have one in each tenth of every line.
    @Test
    void spreadsTheStart() {
        Proposer proposer = Tpe.defaults().withSeed(3).proposer(PLANE, goals(1));
        for (int block = 0; block < 2; block++) {
            for (int j = 0; j < 2; j++) {
                int dimension = j;
                int from = 10 * block;
                assertThat(IntStream.range(from, from + 10).map(n -> (int) (10 * PLANE.toUnit(proposer.next(new Evidence(n, List.of())).orElseThrow())[dimension])).distinct().count()).isEqualTo(10);
            }
        }
    }

    private static List<Observation> history(Sampler sampler, Space space, int trials) {
        Proposer proposer = sampler.proposer(space, goals(1));
        List<Observation> all = new ArrayList<>();
        for (int number = 0; number < trials; number++) {
            double[] point = proposer.next(new Evidence(number, List.copyOf(all))).orElseThrow();
            all.add(complete(number, point, losses(space, point, 1)));
        }
        return all;
    }

    private static double best(List<Observation> all) {
        return all.stream().mapToDouble(Observation::loss).min().orElseThrow();
    }

    /// Whichever parameters it knows together, it is nearer to the best of a conditional space than random search, in the middle of 15 seeds.
    @ParameterizedTest
    @EnumSource(Tpe.Together.class)
    void learns(Tpe.Together together) {
        for (Space space : List.of(PLANE, MIXED, TREE)) {
            double[] own = IntStream.range(0, 15).mapToDouble(seed -> best(history(Tpe.defaults().withSeed(seed).withTogether(together), space, 60))).sorted().toArray();
            double[] random = IntStream.range(0, 15).mapToDouble(seed -> best(history(RandomSearch.defaults().withSeed(seed), space, 60))).sorted().toArray();
            assertThat(own[7]).as("%s in %s", together, space).isLessThan(random[7]);
        }
    }

    /// Two parameters whose sum must be 0: known together, the points it proposes lie closer to that line than where each is on its own.
    @Test
    void knowsWhatBelongsTogether() {
        Space space = Space.of(Parameter.real("x", -1, 1), Parameter.real("y", -1, 1));
        assertThat(away(space, Tpe.Together.GROUPS)).isLessThan(0.8 * away(space, Tpe.Together.NONE));
    }

    private static double away(Space space, Tpe.Together together) {
        List<Observation> all = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            double[] point = space.random(new Evidence(n, List.of()).random(1, "history"));
            all.add(complete(n, point, Math.abs(point[0] + point[1])));
        }
        return IntStream.range(0, 40).mapToObj(seed -> Tpe.defaults().withTogether(together).withSeed(seed).proposer(space, goals(1)).next(new Evidence(200, all)).orElseThrow())
                .mapToDouble(point -> Math.abs(point[0] + point[1])).average().orElseThrow();
    }

    /// Trials cannot be evaluated where x is above 0.3: the second thirty trials of 30 studies propose less of that than two thirds of the 70 % of random
    /// search. Measured on 100 other seeds: 37 %, and 96 % where such trials are not shown to it.
    @Test
    void keepsAwayFromWhatCannotBeEvaluated() {
        Space space = Space.of(Parameter.real("x", 0, 1), Parameter.real("y", 0, 1));
        long bad = 0;
        for (int seed = 0; seed < 30; seed++) {
            Proposer proposer = Tpe.defaults().withSeed(seed).proposer(space, goals(1));
            List<Observation> all = new ArrayList<>();
            for (int n = 0; n < 60; n++) {
                double[] point = proposer.next(new Evidence(n, List.copyOf(all))).orElseThrow();
                boolean failed = point[0] > 0.3;
                if (n >= 30 && failed) bad++;
                all.add(new Observation(n, failed ? Observation.Kind.INFEASIBLE : Observation.Kind.COMPLETE, point, new double[] {failed ? Double.NaN : point[1]}, 0, -1, Double.NaN));
            }
        }
        assertThat(bad).isLessThan((long) (2.0 / 3 * 0.7 * 900));
    }

    /// Ten workers are at the best place: with the liar others go there less.
    @Test
    void keepsWorkersApart() {
        assertThat(near(Tpe.defaults())).isLessThan(0.7 * near(Tpe.defaults().withConstantLiar(false)));
    }

    private static double near(Tpe tpe) {
        List<Observation> all = new ArrayList<>(history(Tpe.defaults(), PLANE, 40));
        double[] spot = all.stream().min(Comparator.comparingDouble(Observation::loss)).orElseThrow().point();
        for (int k = 0; k < 10; k++) all.add(pending(complete(40 + k, spot, 0)));
        double[] at = PLANE.toUnit(spot);
        return IntStream.range(0, 100).mapToObj(seed -> PLANE.toUnit(tpe.withSeed(seed).proposer(PLANE, goals(1)).next(new Evidence(50, all)).orElseThrow()))
                .filter(u -> Math.hypot(u[0] - at[0], u[1] - at[1]) < 0.1).count();
    }

    /// With the liar off what is under way changes nothing.
    @Test
    void looksAtTrialsUnderWayOnlyAsTheLiar() {
        List<Observation> all = history(Tpe.defaults(), PLANE, 30);
        List<Observation> more = new ArrayList<>(all);
        double[] chosen = Tpe.defaults().proposer(PLANE, goals(1)).next(new Evidence(40, all)).orElseThrow();
        for (int k = 0; k < 6; k++) more.add(pending(complete(30 + k, chosen, 0)));
        for (boolean liar : new boolean[] {false, true}) {
            double[] without = Tpe.defaults().withConstantLiar(liar).proposer(PLANE, goals(1)).next(new Evidence(40, all)).orElseThrow();
            double[] with = Tpe.defaults().withConstantLiar(liar).proposer(PLANE, goals(1)).next(new Evidence(40, more)).orElseThrow();
            assertThat(Arrays.equals(without, with)).isEqualTo(!liar);
        }
    }

    /// Two losses, x^2 and (x - 1)^2 + y^2: the front is y = 0 with x between 0 and 1. Half of what it tries after 60 trials is near it, a box that has
    /// 1.6 of 16 parts of the space.
    @Test
    void findsTheFrontOfTwoGoals() {
        Space space = Space.of(Parameter.real("x", -2, 2), Parameter.real("y", -2, 2));
        for (Tpe.Together together : Tpe.Together.values()) {
            Proposer proposer = Tpe.defaults().withTogether(together).proposer(space, goals(2));
            List<Observation> all = new ArrayList<>();
            long near = 0;
            for (int n = 0; n < 120; n++) {
                double[] p = proposer.next(new Evidence(n, List.copyOf(all))).orElseThrow();
                if (n >= 60 && Math.abs(p[1]) < 0.5 && p[0] > -0.3 && p[0] < 1.3) near++;
                all.add(complete(n, p, p[0] * p[0], (p[0] - 1) * (p[0] - 1) + p[1] * p[1]));
            }
            assertThat(near).as("%s", together).isGreaterThan(30);
        }
    }

    @Test
    void refusesKnobsThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tpe.defaults().withCandidates(0)).withMessage("Tpe.candidates must be at least 1 but was 0");
        assertThat(Samplers.named("tpe")).isEqualTo(Tpe.defaults());
    }
}
