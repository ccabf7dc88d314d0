package mf4j.study;

import mf4j.train.Seeds;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MixtureTest {
    static final List<Parameter> KINDS = List.of(Parameter.real("x", -3, 8), Parameter.logarithmic("rate", 1e-5, 2), Parameter.whole("n", 2, 9), Parameter.whole("units", 1, 300).on(Scale.LOG),
            Parameter.real("step", -1, 1).inSteps(0.25), Parameter.choice("kind", "a", "b", "c", "d"), Parameter.whole("five", 0, 20).inSteps(5));

    /// Three trials at 0.2, 0.5 and 0.6 of a line from 0 to 1, worked out by hand: the ways to the farther neighbours are 0.3 (the only one of the
    /// first), 0.3 and 0.1 (the only one of the last), the least width is 1/(3 + 2) = 0.2, so the widths are 0.3, 0.3, 0.2; the fourth kernel has middle
    /// 0.5 and width 1; each has weight 1/4. The density at 0.55 sums phi((0.55 - m) / s) / s / (Phi((1 - m) / s) - Phi(-m / s)):
    /// 0.905405, 1.450064, 1.981085 and 1.040528 with tables of phi and Phi; their mean is 1.344270.
    @Test
    void isWhatWasWorkedOutByHand() {
        Mixture mixture = mixture(List.of(Parameter.real("x", 0, 1)), new double[][] {{0.2}, {0.5}, {0.6}}, true, Tpe.Bandwidth.NEIGHBOURS);
        assertThat(Math.exp(mixture.logDensity(new double[] {0.55}))).isCloseTo(1.344270, within(2e-6));
    }

    /// Two trials with the labels a and b of three: each kernel has 1/3 per label and 1 more for its own, so 4/6, 1/6, 1/6; the third has a third each.
    @Test
    void countsLabels() {
        Mixture mixture = mixture(List.of(Parameter.choice("c", "a", "b", "c")), new double[][] {{0}, {1}}, true, Tpe.Bandwidth.NEIGHBOURS);
        assertThat(Math.exp(mixture.logDensity(new double[] {0}))).isCloseTo((4.0 / 6 + 1.0 / 6 + 1.0 / 3) / 3, within(1e-15));
        assertThat(Math.exp(mixture.logDensity(new double[] {2}))).isCloseTo((1.0 / 6 + 1.0 / 6 + 1.0 / 3) / 3, within(1e-15));
    }

    /// Every kind of parameter alone and all together, against the formulas written out without any of the shortcuts.
    @Property(tries = 150)
    void equalsTheFormulas(@ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int count, @ForAll boolean old, @ForAll @IntRange(min = 0, max = 9) int which, @ForAll Tpe.Bandwidth bandwidth) {
        Seeds.Stream random = Seeds.of(seed).stream(0);
        List<Parameter> parameters = which < KINDS.size() ? List.of(KINDS.get(which)) : KINDS;
        double[][] points = points(parameters, count, random);
        Mixture mixture = mixture(parameters, points, old, bandwidth);
        for (int k = 0; k < 10; k++) {
            double[] point = k % 2 == 0 ? mixture.draw(random) : points(parameters, 1, random)[0];
            double expected = formula(parameters, points, old, bandwidth, point);
            assertThat(mixture.logDensity(point)).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
        }
    }

    /// Columns to which trials come one by one, of which some are forgotten, and whose trials change sides, give what fresh ones give.
    @Property(tries = 50)
    void keepsOnlyWhatIsTheSame(@ForAll long seed) {
        Seeds.Stream random = Seeds.of(seed).stream(0);
        List<Axis> axes = KINDS.stream().map(Axis::of).toList();
        List<Column> kept = axes.stream().map(Column::new).toList();
        Mixture mixture = new Mixture(axes);
        double[][] points = points(KINDS, 90, random);
        int have = 0;
        for (int to : new int[] {1, 2, 40, 41, 30, 31, 90, 0, 45}) {
            int from = Math.min(have, to);
            for (int p = 0; p < axes.size(); p++) {
                kept.get(p).cut(from);
                int parameter = p;
                kept.get(p).add(Arrays.stream(points, from, to).mapToDouble(point -> point[parameter]).toArray());
            }
            have = to;
            boolean[] chosen = new boolean[to];
            for (int row = 0; row < to; row++) chosen[row] = random.nextInt(3) > 0;
            mixture.fit(kept, 1, to, chosen, true, Tpe.Bandwidth.NEIGHBOURS);
            double[][] of = IntStream.range(0, to).filter(row -> chosen[row]).mapToObj(row -> points[row]).toArray(double[][]::new);
            double[] point = points(KINDS, 1, random)[0];
            assertThat(mixture.logDensity(point)).isEqualTo(mixture(KINDS, of, true, Tpe.Bandwidth.NEIGHBOURS).logDensity(point));
        }
    }

    /// Chances of all points of cells and labels are 1 together, and as many draws of each come as its chance says.
    @Test
    void drawsWhatItSays() {
        List<Parameter> parameters = List.of(Parameter.whole("units", 1, 12).on(Scale.LOG), Parameter.choice("c", "a", "b", "c"), Parameter.discrete("d", 1, 2, 10));
        Seeds.Stream random = Seeds.of(4).stream(0);
        Mixture mixture = mixture(parameters, points(parameters, 4, random), true, Tpe.Bandwidth.NEIGHBOURS);
        int draws = 40_000;
        int[][][] drawn = new int[13][3][11];
        for (int k = 0; k < draws; k++) {
            double[] point = mixture.draw(random);
            drawn[(int) point[0]][(int) point[1]][(int) point[2]]++;
        }
        double sum = 0;
        double surprise = 0;
        for (int n = 1; n <= 12; n++) {
            for (int c = 0; c < 3; c++) {
                for (int d : new int[] {1, 2, 10}) {
                    double chance = Math.exp(mixture.logDensity(new double[] {n, c, d}));
                    sum += chance;
                    surprise += Math.pow(drawn[n][c][d] - draws * chance, 2) / (draws * chance);
                }
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(surprise).isLessThan(107 + 5 * Math.sqrt(2 * 107)); // of a chi-square distribution with 107 degrees of freedom
    }

    /// The density of a line has the integral 1, by the rule of the middle.
    @Test
    void hasIntegralOne() {
        Mixture mixture = mixture(List.of(Parameter.real("x", -3, 8)), new double[][] {{-2.9}, {0}, {0}, {7.5}}, true, Tpe.Bandwidth.NEIGHBOURS);
        double sum = IntStream.range(0, 20_000).mapToDouble(k -> Math.exp(mixture.logDensity(new double[] {-3 + 11 * (k + 0.5) / 20_000}))).sum() * 11 / 20_000;
        assertThat(sum).isCloseTo(1, within(1e-8));
    }

    static double[][] points(List<Parameter> parameters, int count, Seeds.Stream random) {
        double[][] points = new double[count][];
        for (int k = 0; k < count; k++) points[k] = parameters.stream().mapToDouble(p -> p.drawn(random.nextDouble())).toArray();
        return points;
    }

    static Mixture mixture(List<Parameter> parameters, double[][] points, boolean old, Tpe.Bandwidth bandwidth) {
        List<Axis> axes = parameters.stream().map(Axis::of).toList();
        List<Column> columns = new ArrayList<>();
        for (int p = 0; p < axes.size(); p++) {
            int parameter = p;
            columns.add(new Column(axes.get(p)));
            columns.get(p).add(Arrays.stream(points).mapToDouble(point -> point[parameter]).toArray());
        }
        boolean[] all = new boolean[points.length];
        Arrays.fill(all, true);
        Mixture mixture = new Mixture(axes);
        mixture.fit(columns, 0, points.length, all, old, bandwidth);
        return mixture;
    }

    /// `log sum_k w_k prod_p pdf_kp`, everything from its definition; of trials at the same place the earlier counts as the left one.
    private static double formula(List<Parameter> parameters, double[][] points, boolean old, Tpe.Bandwidth bandwidth, double[] x) {
        int n = points.length;
        double[] weights = new double[n + 1];
        Arrays.fill(weights, 1);
        for (int k = 0; old && k < n - 25; k++) weights[k] = n == 26 ? 1.0 / n : 1.0 / n + (1 - 1.0 / n) * k / (n - 26);
        double total = Arrays.stream(weights).sum();
        double[] logs = new double[n + 1];
        for (int k = 0; k <= n; k++) {
            logs[k] = Math.log(weights[k] / total);
            for (int p = 0; p < parameters.size(); p++) logs[k] += factor(parameters.get(p), p, points, k, bandwidth, parameters.size(), x[p]);
        }
        double most = Arrays.stream(logs).max().orElseThrow();
        return most + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - most)).sum());
    }

    private static double factor(Parameter parameter, int p, double[][] points, int k, Tpe.Bandwidth bandwidth, int d, double x) {
        int n = points.length;
        if (parameter instanceof Choice choice) {
            if (k == n) return -Math.log(choice.count());
            double own = points[k][p] == x ? 1 : 0;
            return Math.log((1.0 / (n + 1) + own) / (1 + choice.count() / (n + 1.0)));
        }
        boolean log = parameter instanceof Real real ? real.scale() == Scale.LOG : ((Whole) parameter).scale() == Scale.LOG;
        double step = parameter instanceof Real real ? real.step() : ((Whole) parameter).step();
        double least = parameter instanceof Real real ? real.low() : ((Whole) parameter).low();
        double most = parameter instanceof Real real ? real.high() : ((Whole) parameter).high();
        double low = line(least - step / 2, log);
        double high = line(most + step / 2, log);
        double middle = k == n ? (low + high) / 2 : line(points[k][p], log);
        double width = k == n ? high - low : width(Arrays.stream(points).mapToDouble(point -> line(point[p], log)).toArray(), k, low, high, bandwidth, d);
        double mass = mass((low - middle) / width, (high - middle) / width);
        if (step > 0) return Math.log(mass((line(x - step / 2, log) - middle) / width, (line(x + step / 2, log) - middle) / width)) - Math.log(mass);
        return Normal.logDensity((line(x, log) - middle) / width) - Math.log(width) - Math.log(mass);
    }

    private static double line(double x, boolean log) {
        return log ? Math.log(x) : x;
    }

    private static double width(double[] places, int k, double low, double high, Tpe.Bandwidth bandwidth, int d) {
        int n = places.length;
        int[] order = IntStream.range(0, n).boxed().sorted((a, b) -> Double.compare(places[a], places[b])).mapToInt(i -> i).toArray();
        int at = IntStream.range(0, n).filter(i -> order[i] == k).findFirst().orElseThrow();
        double left = at > 0 ? places[k] - places[order[at - 1]] : n == 1 ? places[k] - low : 0;
        double right = at < n - 1 ? places[order[at + 1]] - places[k] : n == 1 ? high - places[k] : 0;
        double width = bandwidth == Tpe.Bandwidth.SPARSE ? 0.2 * Math.pow(n, -1.0 / (d + 4)) * (high - low) : Math.max(left, right);
        return Math.min(Math.max(width, (high - low) / Math.min(100, n + 2)), high - low);
    }

    /// In the tail where both chances are small.
    private static double mass(double a, double b) {
        return b <= 0 ? Normal.below(b) - Normal.below(a) : a > 0 ? Normal.below(-a) - Normal.below(-b) : 1 - Normal.below(a) - Normal.below(-b);
    }
}
