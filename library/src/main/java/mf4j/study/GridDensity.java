package mf4j.study;

import java.util.List;
import java.util.stream.IntStream;

/// How often values of a parameter were tried, smoothed, on a grid of at most fifty cells equally far apart on its scale; choices are cells by
/// themselves.
///
/// Each value is the centre of a normal distribution, cut off at the ends of the grid, whose probability is that of the cells; another one, as wide
/// as the grid, stands for not having tried. The width is Scott's, `1.059 min(IQR / 1.34, s) n^(-1/5)`, at least so much that 90 percent of it lie
/// within a cell; quartiles and deviation are those of the values' cells. A choice has its own cell and, with `k` choices seen and so `k + 1`
/// distributions, a weight of `1 / (k + 1)` for every choice. These are Optuna's densities of PED-ANOVA.
final class GridDensity {
    private static final int CELLS = 50;
    private static final double SCOTT = 1.059;
    private static final double LEAST_WIDTH = 0.5 / 1.64;
    private static final double NOTHING = 1e-12; // added, so that no density is 0

    private GridDensity() { }

    /// The density by cell.
    ///
    /// @param trials that have the parameter, at least one
    static double[] of(Parameter parameter, List<FrozenTrial> trials) {
        int cells = cells(parameter);
        int[] counts = new int[cells];
        for (FrozenTrial trial : trials) counts[cell(parameter, parameter.inside(trial.values().get(parameter.name())), cells)]++;
        double[] density = parameter.categorical() ? ofChoices(counts) : ofNumbers(counts);
        for (int x = 0; x < cells; x++) density[x] += NOTHING;
        return density;
    }

    /// How many cells.
    static int cells(Parameter parameter) {
        if (parameter.categorical()) return (int) parameter.count();
        boolean logarithmic = parameter instanceof Whole whole && whole.scale() != Scale.LINEAR;
        long wanted = logarithmic ? (long) Math.ceil(Math.log(parameter.count()) / Math.log(2)) + 1 : parameter.count();
        return (int) Math.min(wanted, CELLS);
    }

    private static int cell(Parameter parameter, double inside, int cells) {
        if (parameter.categorical()) return (int) inside;
        if (parameter instanceof Discrete discrete && parameter.count() <= CELLS) return discrete.index(inside);
        double place = parameter.toUnit(inside) * (cells - 1);
        return Math.clamp((int) Math.ceil(place - 0.5), 0, cells - 1); // halfway belongs to the lower cell
    }

    private static double[] ofChoices(int[] counts) {
        int seen = (int) IntStream.of(counts).filter(c -> c > 0).count();
        double base = 1.0 / (seen + 1);
        double n = IntStream.of(counts).sum();
        double[] density = new double[counts.length];
        for (int x = 0; x < counts.length; x++) {
            double others = n * base + counts[x]; // every kernel's weight of this choice, not yet divided by its sum
            density[x] = (others / (1 + counts.length * base) + 1.0 / counts.length) / (n + 1);
        }
        return density;
    }

    private static double[] ofNumbers(int[] counts) {
        double n = IntStream.of(counts).sum();
        double width = Math.max(SCOTT * Math.min(quartiles(counts) / 1.34, deviation(counts)) * Math.pow(n, -0.2), LEAST_WIDTH);
        double[] density = new double[counts.length];
        for (int c = 0; c < counts.length; c++) if (counts[c] > 0) add(density, counts[c] / (n + 1), c, width);
        add(density, 1 / (n + 1), (counts.length - 1) / 2.0, counts.length);
        return density;
    }

    private static void add(double[] density, double weight, double centre, double width) {
        double all = mass(-0.5, density.length - 0.5, centre, width);
        for (int x = 0; x < density.length; x++) density[x] += weight * mass(x - 0.5, x + 0.5, centre, width) / all;
    }

    private static double mass(double from, double to, double centre, double width) {
        double a = (from - centre) / width;
        double b = (to - centre) / width;
        return a > 0 ? Normal.below(-a) - Normal.below(-b) : Normal.below(b) - Normal.below(a);
    }

    private static double deviation(int[] counts) {
        double n = IntStream.of(counts).sum();
        double mean = IntStream.range(0, counts.length).mapToDouble(c -> c * counts[c] / n).sum();
        double squares = IntStream.range(0, counts.length).mapToDouble(c -> counts[c] * (c - mean) * (c - mean)).sum();
        return Math.sqrt(squares / Math.max(1, n - 1));
    }

    /// Between the cell of the value at place `floor(n / 4)`, from 1, and that of the first after place `floor(3 n / 4)`.
    private static double quartiles(int[] counts) {
        int n = IntStream.of(counts).sum();
        int last = IntStream.range(0, counts.length).filter(c -> counts[c] > 0).max().orElseThrow();
        return Math.min(last, reach(counts, n * 3 / 4 + 1)) - reach(counts, n / 4);
    }

    /// The first cell with a value by which so many have been counted; beyond the last where there are not so many.
    private static int reach(int[] counts, int place) {
        int sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += counts[c];
            if (counts[c] > 0 && sum >= place) return c;
        }
        return counts.length;
    }
}
