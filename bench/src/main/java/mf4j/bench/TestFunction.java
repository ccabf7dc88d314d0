package mf4j.bench;

import mf4j.study.Parameter;
import mf4j.study.Scale;
import mf4j.study.Space;
import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// A function that samplers minimise, of known minimum.
///
/// @param name    of it
/// @param space   of its parameters
/// @param minimum its least value
/// @param of      the value at values by name
record TestFunction(String name, Space space, double minimum, ToDoubleFunction<Map<String, Object>> of) {
    private static final double[] HARTMANN_WEIGHT = {1, 1.2, 3, 3.2};
    private static final double[][] HARTMANN_WIDTH = {{10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}};
    private static final double[][] HARTMANN_PLACE = {{1312, 1696, 5569, 124, 8283, 5886}, {2329, 4135, 8307, 3736, 1004, 9991}, {2348, 1451, 3522, 2883, 3047, 6650},
        {4047, 8828, 8732, 5743, 1091, 381}};
    private static final double[] ACKLEY_SHIFT = {8.1, -12.3, 5.7, -3.9, 14.2};
    private static final double[] RASTRIGIN_SHIFT = {1.3, -2.1, 0.7, -1.6, 2.4};
    private static final double[] ONES = {1, 1, 1, 1, 1};

    /// A function of real numbers in a box.
    private record Field(String name, double[] low, double[] high, double[] where, double minimum, ToDoubleFunction<double[]> of) {
        static Field cube(String name, int size, double low, double high, double[] where, double minimum, ToDoubleFunction<double[]> of) {
            double[] lows = new double[size];
            double[] highs = new double[size];
            Arrays.fill(lows, low);
            Arrays.fill(highs, high);
            return new Field(name, lows, highs, where, minimum, of);
        }

        private Space space() {
            List<Parameter> all = new ArrayList<>();
            for (int j = 0; j < low.length; j++) all.add(Parameter.real("x" + j, low[j], high[j]));
            return Space.of(all);
        }

        private double[] point(Map<String, Object> values) {
            double[] x = new double[low.length];
            for (int j = 0; j < x.length; j++) x[j] = (Double) values.get("x" + j);
            return x;
        }

        TestFunction asItIs() {
            return new TestFunction(name, space(), minimum, values -> of.applyAsDouble(point(values)));
        }

        /// Turned by a random rotation in the unit cube and moved so that its minimum is at a random place in it.
        TestFunction copy(int seed) {
            Seeds.Stream random = Seeds.of(seed).forPurpose(name).stream(0);
            int n = low.length;
            double[][] turn = rotation(n, random);
            double[] to = new double[n];
            for (int j = 0; j < n; j++) to[j] = 0.15 + 0.7 * random.nextDouble();
            return new TestFunction(name + "#" + seed, space(), minimum, values -> {
                double[] x = point(values);
                double[] turned = new double[n];
                for (int i = 0; i < n; i++) {
                    turned[i] = where[i];
                    for (int j = 0; j < n; j++) turned[i] += (high[i] - low[i]) * turn[i][j] * ((x[j] - low[j]) / (high[j] - low[j]) - to[j]);
                }
                return of.applyAsDouble(turned);
            });
        }

        /// Gram and Schmidt on normal numbers.
        private static double[][] rotation(int n, Seeds.Stream random) {
            double[][] rows = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) rows[i][j] = random.nextGaussian();
                for (int k = 0; k < i; k++) {
                    double dot = 0;
                    for (int j = 0; j < n; j++) dot += rows[i][j] * rows[k][j];
                    for (int j = 0; j < n; j++) rows[i][j] -= dot * rows[k][j];
                }
                double length = Math.sqrt(Arrays.stream(rows[i]).map(v -> v * v).sum());
                for (int j = 0; j < n; j++) rows[i][j] /= length;
            }
            return rows;
        }
    }

    private static final List<Field> FIELDS = List.of(
            new Field("branin2", new double[] {-5, 0}, new double[] {10, 15}, new double[] {Math.PI, 2.275}, 0.39788735772973816, TestFunction::branin),
            Field.cube("hartmann6", 6, 0, 1, new double[] {0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573}, -3.322368011391339, TestFunction::hartmann),
            Field.cube("ackley5", 5, -32.768, 32.768, ACKLEY_SHIFT, 0, x -> ackley(minus(x, ACKLEY_SHIFT))),
            Field.cube("rosenbrock5", 5, -5, 10, ONES, 0, TestFunction::rosenbrock),
            Field.cube("levy5", 5, -10, 10, ONES, 0, TestFunction::levy),
            Field.cube("rastrigin5", 5, -5.12, 5.12, RASTRIGIN_SHIFT, 0, x -> rastrigin(minus(x, RASTRIGIN_SHIFT))));

    /// The seven functions of the baselines.
    static List<TestFunction> all() {
        List<TestFunction> all = new ArrayList<>();
        FIELDS.forEach(field -> all.add(field.asItIs()));
        all.add(mixed("mixed7", new double[5], 0));
        return all;
    }

    /// Spaces of other kinds, beyond the baselines: choices alone, and a tree of conditions.
    static List<TestFunction> further() {
        return List.of(chain(10, 5), tree());
    }

    /// Choices with a cost each and one per pair of neighbours, all drawn at random; the minimum by dynamic programming along the chain.
    private static TestFunction chain(int length, int values) {
        Seeds.Stream random = Seeds.of(1).forPurpose("chain").stream(0);
        double[][] own = new double[length][values];
        double[][][] pair = new double[length][values][values];
        for (int j = 0; j < length; j++) {
            for (int a = 0; a < values; a++) {
                own[j][a] = random.nextGaussian();
                for (int b = 0; b < values; b++) pair[j][a][b] = random.nextGaussian();
            }
        }
        double[] least = own[0].clone();
        for (int j = 1; j < length; j++) {
            double[] next = new double[values];
            for (int b = 0; b < values; b++) {
                next[b] = Double.POSITIVE_INFINITY;
                for (int a = 0; a < values; a++) next[b] = Math.min(next[b], least[a] + pair[j][a][b] + own[j][b]);
            }
            least = next;
        }
        List<Parameter> all = new ArrayList<>();
        for (int j = 0; j < length; j++) all.add(Parameter.choice("c" + j, "a", "b", "c", "d", "e"));
        return new TestFunction("chain" + length, Space.of(all), Arrays.stream(least).min().orElseThrow(), point -> {
            double sum = 0;
            for (int j = 0, before = 0; j < length; j++) {
                int at = ((String) point.get("c" + j)).charAt(0) - 'a';
                sum += own[j][at] + (j == 0 ? 0 : pair[j][before][at]);
                before = at;
            }
            return sum;
        });
    }

    /// One of three methods with knobs of its own; the best of the second is the least, 0 but for 1e-8 because rounds are whole.
    private static TestFunction tree() {
        Space space = Space.of(Parameter.choice("method", "forest", "boosting", "linear"), Parameter.real("share", 0.1, 1))
                .when("method", List.of("forest"), Parameter.whole("trees", 10, 1000).on(Scale.LOG)).when("method", List.of("forest"), Parameter.whole("depth", 2, 30))
                .when("method", List.of("boosting"), Parameter.logarithmic("rate", 1e-3, 1)).when("method", List.of("boosting"), Parameter.whole("rounds", 10, 2000).on(Scale.LOG))
                .when("method", List.of("boosting"), Parameter.whole("leaves", 4, 256).on(Scale.LOG))
                .when("method", List.of("linear"), Parameter.logarithmic("decay", 1e-6, 10)).when("method", List.of("linear"), Parameter.real("mix", 0, 1));
        return new TestFunction("tree9", space, 0, point -> {
            double share = Math.pow((Double) point.get("share") - 0.7, 2);
            return share + switch ((String) point.get("method")) {
                case "forest" -> 0.04 + 0.05 * Math.pow(Math.log10((Long) point.get("trees")) - 2.7, 2) + 2e-4 * Math.pow((Long) point.get("depth") - 14, 2);
                case "boosting" -> {
                    double rate = Math.log10((Double) point.get("rate"));
                    double rounds = Math.log10((Long) point.get("rounds"));
                    yield 0.2 * Math.pow(rate + rounds - 1, 2) + 0.03 * Math.pow(rate + 1.5, 2) + 0.03 * (rounds - 2.5) * (rounds - 2.5) + 0.01 * Math.pow(Math.log((Long) point.get("leaves")) / Math.log(2) - 5, 2);
                }
                default -> 0.08 + 0.02 * Math.pow(Math.log10((Double) point.get("decay")) + 2, 2) + 0.1 * Math.pow((Double) point.get("mix") - 0.3, 2);
            };
        });
    }

    /// Copies of them, each turned and moved by the seed; of the one with choices the numbers are moved and the choices change places.
    static List<TestFunction> copies(int seed) {
        List<TestFunction> all = new ArrayList<>();
        FIELDS.forEach(field -> all.add(field.copy(seed)));
        Seeds.Stream random = Seeds.of(seed).forPurpose("mixed7").stream(0);
        double[] reach = {1, 1, 1.2, 2, 0.15};
        double[] shift = new double[5];
        for (int j = 0; j < 5; j++) shift[j] = reach[j] * (2 * random.nextDouble() - 1);
        shift[3] = Math.rint(shift[3]);
        all.add(mixed("mixed7#" + seed, shift, 1 + random.nextInt(11)));
        return all;
    }

    private static double[] minus(double[] x, double[] shift) {
        double[] z = new double[x.length];
        for (int j = 0; j < z.length; j++) z[j] = x[j] - shift[j];
        return z;
    }

    private static double branin(double[] x) {
        double bend = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
        return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
    }

    private static double hartmann(double[] x) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double exponent = 0;
            for (int j = 0; j < 6; j++) exponent += HARTMANN_WIDTH[i][j] * Math.pow(x[j] - 1e-4 * HARTMANN_PLACE[i][j], 2);
            sum += HARTMANN_WEIGHT[i] * Math.exp(-exponent);
        }
        return -sum;
    }

    private static double ackley(double[] z) {
        double squares = 0;
        double waves = 0;
        for (double v : z) {
            squares += v * v;
            waves += Math.cos(2 * Math.PI * v);
        }
        return -20 * Math.exp(-0.2 * Math.sqrt(squares / z.length)) - Math.exp(waves / z.length) + 20 + Math.E;
    }

    private static double rosenbrock(double[] x) {
        double sum = 0;
        for (int j = 0; j + 1 < x.length; j++) sum += 100 * Math.pow(x[j + 1] - x[j] * x[j], 2) + Math.pow(1 - x[j], 2);
        return sum;
    }

    private static double levy(double[] x) {
        double[] w = new double[x.length];
        for (int j = 0; j < w.length; j++) w[j] = 1 + (x[j] - 1) / 4;
        double sum = Math.pow(Math.sin(Math.PI * w[0]), 2);
        for (int j = 0; j + 1 < w.length; j++) sum += Math.pow(w[j] - 1, 2) * (1 + 10 * Math.pow(Math.sin(Math.PI * w[j] + 1), 2));
        double last = w[w.length - 1];
        return sum + Math.pow(last - 1, 2) * (1 + Math.pow(Math.sin(2 * Math.PI * last), 2));
    }

    private static double rastrigin(double[] z) {
        double sum = 10.0 * z.length;
        for (double v : z) sum += v * v - 10 * Math.cos(2 * Math.PI * v);
        return sum;
    }

    private static final List<String> OPTIMIZERS = List.of("sgd", "momentum", "adam", "rmsprop");
    private static final List<String> ACTIVATIONS = List.of("relu", "tanh", "gelu");
    private static final double[] OPTIMIZER_RATE = {-1, -1.7, -3, -3.3};
    private static final double[] OPTIMIZER_COST = {0.35, 0.10, 0, 0.20};
    private static final double[] ACTIVATION_COST = {0.05, 0.20, 0};

    /// Whole numbers, choices and logarithmic scales that depend on each other.
    ///
    /// @param shift of the five numbers on their scales
    /// @param turn  how far the choices go round
    private static TestFunction mixed(String name, double[] shift, int turn) {
        Space space = Space.of(Parameter.logarithmic("lr", 1e-5, 1), Parameter.logarithmic("wd", 1e-7, 1e-1), Parameter.whole("units", 8, 1024).on(Scale.LOG),
                Parameter.whole("layers", 1, 8), Parameter.real("dropout", 0, 0.8), Parameter.choice("opt", OPTIMIZERS.toArray()), Parameter.choice("act", ACTIVATIONS.toArray()));
        return new TestFunction(name, space, 0, values -> {
            int optimizer = (OPTIMIZERS.indexOf(values.get("opt")) + turn) % 4;
            int activation = (ACTIVATIONS.indexOf(values.get("act")) + turn) % 3;
            double u = Math.log10((Double) values.get("lr")) - OPTIMIZER_RATE[optimizer] - shift[0];
            double v = Math.log10((Double) values.get("wd")) + 4 - shift[1];
            double w = Math.log((Long) values.get("units")) / Math.log(2) - 7.6 - shift[2];
            double l = (Long) values.get("layers") - 4 - shift[3];
            double d = (Double) values.get("dropout") - 0.25 - 0.02 * w - shift[4];
            return OPTIMIZER_COST[optimizer] + ACTIVATION_COST[activation] + 0.25 * u * u + 0.05 * Math.pow(v + 0.5 * u, 2) + 0.08 * w * w + 0.06 * l * l + 0.02 * w * l + 1.5 * d * d;
        });
    }
}
