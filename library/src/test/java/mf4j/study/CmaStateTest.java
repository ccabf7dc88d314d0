package mf4j.study;

import mf4j.matrix.SymmetricEigen;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CmaStateTest {
    private static CmaState begin(int population, double step, double... mean) {
        return CmaState.begin(CmaRates.of(mean.length, population, false), mean, step);
    }

    private static CmaState run(CmaState state, ToDoubleFunction<double[]> loss, int generations, long seed) {
        CmaState now = state;
        for (int g = 0; g < generations; g++) {
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < now.rates().population(); i++) points.add(now.draw(Seeds.of(seed).at(g).stream(i)));
            points.sort(Comparator.comparingDouble(loss));
            now = now.next(points);
        }
        return now;
    }

    private static double ellipsoid(double[] x, double... centre) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) sum += Math.pow(1e4, (double) j / (x.length - 1)) * Math.pow(x[j] - centre[j], 2);
        return sum;
    }

    /// The tutorial's equations, written once more with NumPy: the weights of a population of seven in three dimensions.
    @Test
    void hasTheWeightsOfTheTutorial() {
        CmaRates rates = CmaRates.of(3, 7, false);
        assertThat(rates.weights()).containsExactly(new double[] {0.5856451065097651, 0.29282255325488254, 0.12153234023535246, 0.0, -0.4241269418431741, -0.7706638857059224, -1.0636566969842556}, within(1e-12));
        double[] all = {rates.mass(), rates.rankOne(), rates.rankMu(), rates.stepPath(), rates.stepDamping(), rates.meanPath(), rates.expectedNorm()};
        assertThat(all).containsExactly(new double[] {2.2548150822016044, 0.09640963257927214, 0.05124308701358615, 0.4149090010980616, 1.4149090010980616, 0.5588013228860189, 1.5968775302586076}, within(1e-14));
        assertThat(CmaRates.population(5)).isEqualTo(8);
    }

    /// The same script: two generations of given points, the second so far away that the path of the mean stops.
    @Test
    void learnsByTheEquationsOfTheTutorial() {
        CmaState first = begin(7, 0.2, 0.5, 0.4, 0.3).next(points(0));
        assertState(first, new double[] {0.5074252117333651, 0.4261430223760696, 0.32679436168627934}, 0.15567156506833846,
                new double[] {0.9488166193321587, 0.01765693496803585, 0.9367642735616488, -0.0798222705159924, 0.04253883175369916, 0.6936814085999379});
        assertState(first.next(points(1)), new double[] {0.43869546721054653, 0.46263792615847577, -0.5732056383137207}, 0.5540593696600622,
                new double[] {1.001989595992297, 0.018105286734689873, 0.9941216256596552, 0.05583730146913306, -0.04304683823260305, 2.206399370377448});
    }

    private static List<double[]> points(int g) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 7; i++) points.add(new double[] {0.5 + 0.1 * Math.cos(1 + i + g), 0.4 + 0.15 * Math.sin(2 * i + g), 0.3 + 0.05 * i - 0.9 * g});
        return points;
    }

    private static void assertState(CmaState state, double[] mean, double step, double[] lower) {
        assertThat(new double[] {state.mean(0), state.mean(1), state.mean(2)}).containsExactly(mean, within(1e-13));
        assertThat(state.step()).isCloseTo(step, within(1e-13));
        double[] entries = {state.covariance(0, 0), state.covariance(1, 0), state.covariance(1, 1), state.covariance(2, 0), state.covariance(2, 1), state.covariance(2, 2)};
        assertThat(entries).containsExactly(lower, within(1e-12));
    }

    /// A space that is moved and scaled is searched as the one it was.
    @Test
    void doesNotMindWhereItIs() {
        CmaState here = run(begin(8, 0.1, 0.5, 0.5, 0.5), x -> ellipsoid(x, 0.6, 0.3, 0.55), 12, 1);
        CmaState there = run(begin(8, 0.4, 7, 2, -1), x -> ellipsoid(x, 7.4, 1.2, -0.8), 12, 1);
        double[] start = {7, 2, -1};
        for (int j = 0; j < 3; j++) {
            assertThat((there.mean(j) - start[j]) / 4).isCloseTo(here.mean(j) - 0.5, within(1e-9));
            assertThat(there.covariance(j, 0)).isCloseTo(here.covariance(j, 0), within(1e-9));
        }
        assertThat(there.step()).isCloseTo(4 * here.step(), within(1e-9));
    }

    /// Points that are turned about the mean teach what they would have taught, turned; separable ones do not.
    @Test
    void doesNotMindTheDirections() {
        double[][] turn = {{0.36, 0.48, -0.8}, {-0.8, 0.6, 0}, {0.48, 0.64, 0.6}};
        CmaState plain = begin(7, 0.2, 0, 0, 0);
        CmaState turned = begin(7, 0.2, 0, 0, 0);
        for (int g = 0; g < 6; g++) {
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < 7; i++) points.add(plain.draw(Seeds.of(3).at(g).stream(i)));
            plain = plain.next(points);
            turned = turned.next(points.stream().map(x -> product(turn, x)).toList());
        }
        double[] mean = product(turn, new double[] {plain.mean(0), plain.mean(1), plain.mean(2)});
        assertThat(turned.step()).isCloseTo(plain.step(), within(1e-12));
        for (int i = 0; i < 3; i++) {
            assertThat(turned.mean(i)).isCloseTo(mean[i], within(1e-12));
            for (int j = 0; j < 3; j++) {
                double entry = 0;
                for (int k = 0; k < 3; k++) for (int l = 0; l < 3; l++) entry += turn[i][k] * plain.covariance(k, l) * turn[j][l];
                assertThat(turned.covariance(i, j)).isCloseTo(entry, within(1e-12));
            }
        }
    }

    private static double[] product(double[][] matrix, double[] x) {
        return Arrays.stream(matrix).mapToDouble(row -> row[0] * x[0] + row[1] * x[1] + row[2] * x[2]).toArray();
    }

    /// From far off, 1e-10 of a sphere of ten dimensions takes it about 1800 evaluations (Hansen's tutorial draws about as many); here with seed 5 fewer than 2400.
    @Test
    void convergesOnASphere() {
        double[] mean = new double[10];
        Arrays.fill(mean, 1);
        CmaState end = run(begin(10, 0.3, mean), x -> Arrays.stream(x).map(v -> v * v).sum(), 240, 5);
        assertThat(IntStream.range(0, 10).mapToDouble(j -> end.mean(j) * end.mean(j)).sum()).isLessThan(1e-10);
    }

    /// On an ellipsoid, the covariance becomes the inverse of its curvature, but for a factor: 1e4 between the longest axis and the shortest.
    @Test
    void learnsTheShapeOfAnEllipsoid() {
        double[] zero = new double[5];
        CmaState end = run(begin(8, 0.3, 1, 1, 1, 1, 1), x -> ellipsoid(x, zero), 400, 2);
        assertThat(ellipsoid(new double[] {end.mean(0), end.mean(1), end.mean(2), end.mean(3), end.mean(4)}, zero)).isLessThan(1e-10);
        double[] covariance = new double[25];
        for (int i = 0; i < 5; i++) for (int j = 0; j < 5; j++) covariance[i * 5 + j] = end.covariance(i, j);
        double[] values = SymmetricEigen.values(covariance, 5);
        assertThat(Math.log10(values[4] / values[0])).isCloseTo(4, within(0.6));
    }

    /// Variances alone learn an ellipsoid along the axes as well, and more of it per generation.
    @Test
    void learnsVariancesAlone() {
        double[] zero = new double[5];
        double[] ones = {1, 1, 1, 1, 1};
        CmaState end = run(CmaState.begin(CmaRates.of(5, 8, true), ones, 0.3), x -> ellipsoid(x, zero), 200, 2);
        assertThat(ellipsoid(new double[] {end.mean(0), end.mean(1), end.mean(2), end.mean(3), end.mean(4)}, zero)).isLessThan(1e-10);
        assertThat(end.covariance(0, 1)).isZero();
    }

    /// However narrow it has become, the chance to leave the value at the mean is alpha, to the two sides of it or to the only one.
    @Test
    void keepsAChanceToChange() {
        List<Parameter> parameters = List.of(Parameter.whole("a", 1, 9), Parameter.whole("b", 1, 9), Parameter.real("c", 0, 1), Parameter.bool("d"));
        CmaMargin margin = new CmaMargin(parameters, 0.02);
        CmaState kept = margin.applied(begin(8, 1e-6, 0.51, 0.001, 0.3, 0.9));
        double left = Normal.below((4.0 / 9 - kept.mean(0)) / kept.deviation(0));
        double right = Normal.below((kept.mean(0) - 5.0 / 9) / kept.deviation(0));
        assertThat(left).isCloseTo(0.01, within(1e-9));
        assertThat(right).isCloseTo(0.01, within(1e-9));
        assertThat(Normal.below((kept.mean(1) - 1.0 / 9) / kept.deviation(1))).isCloseTo(0.02, within(1e-9));
        assertThat(kept.mean(2)).isEqualTo(0.3);
        assertThat(kept.deviation(2)).isCloseTo(1e-6, within(1e-18));
        assertThat(Normal.below((0.5 - kept.mean(3)) / kept.deviation(3))).isCloseTo(0.02, within(1e-9));
        CmaState wide = begin(8, 0.3, 0.51, 0.001, 0.3, 0.9);
        assertThat(margin.applied(wide).deviation(0)).isEqualTo(wide.deviation(0));
    }

    @Test
    void bringsForeignPointsNear() {
        CmaState state = begin(8, 0.1, 0, 0);
        assertThat(state.near(new double[] {0.05, -0.1})).containsExactly(0.05, -0.1);
        assertThat(state.near(new double[] {0, 100})[1]).isCloseTo(0.1 * (Math.sqrt(2) + 1), within(1e-12));
    }
}
