package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;
import mf4j.train.Sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How much of the variance of the outcome over the whole space is due to each parameter alone: functional analysis of variance of a random
/// forest (Hutter, Hoos and Leyton-Brown 2014). What is due to several parameters together is nobody's share.
///
/// Per tree, the variance of the mean outcome given a parameter's value over the variance of the outcome, every value being as likely as every
/// other on the parameter's scale; the trees are averaged. Choices are split as one against the rest. A parameter that is not always
/// there, or not with the same range, is one for each range; where one is not there its value does not matter, and each tree gives it a random one.
///
/// @param seed   of everything random
/// @param trees  of the forest
/// @param depth  of a tree at most
/// @param values whether values are likely by their difference rather than on the scale: what Optuna does, for whom a rate between 1e-5 and 1 is
///               above 0.1 nine times in ten
public record Fanova(@Knob("seed of everything random") long seed,
                     @Knob(value = "trees of the forest", atLeast = 1) int trees,
                     @Knob(value = "depth of a tree at most", atLeast = 1) int depth,
                     @Knob("values are likely by their difference, whatever the scale") boolean values) implements Importance {
    /// Checks the knobs.
    public Fanova {
        Knobs.check(Fanova.class, seed, trees, depth, values);
    }

    /// Sixty-four trees.
    public static Fanova defaults() {
        return new Fanova(0, 64, 64, false);
    }

    /// With another seed.
    public Fanova withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With so many trees.
    public Fanova withTrees(int trees) {
        return Knobs.with(this, "trees", trees);
    }

    /// With trees of another depth.
    public Fanova withDepth(int depth) {
        return Knobs.with(this, "depth", depth);
    }

    /// By the difference of values, or on their scales.
    public Fanova withValues(boolean values) {
        return Knobs.with(this, "values", values);
    }

    @Override
    public Map<String, Double> shares(Findings findings, int metric) {
        List<FrozenTrial> trials = Importance.counted(findings, metric);
        List<Parameter> dimensions = trials.stream().flatMap(t -> t.parameters().values().stream()).distinct().filter(p -> p.count() > 1).toList();
        Map<String, Double> amounts = new TreeMap<>();
        for (FrozenTrial trial : trials) trial.parameters().keySet().forEach(name -> amounts.put(name, 0.0));
        if (trials.size() > 1) {
            double[] shares = shares(trials, dimensions, trials.stream().mapToDouble(t -> t.metrics()[metric]).toArray());
            for (int j = 0; j < shares.length; j++) amounts.merge(dimensions.get(j).name(), shares[j], Double::sum);
        }
        return Importance.shared(amounts);
    }

    /// The share of the variance of each parameter: the mean over trees; one without variance has no share for anybody.
    private double[] shares(List<FrozenTrial> trials, List<Parameter> dimensions, double[] y) {
        int[] choices = dimensions.stream().mapToInt(p -> p.categorical() ? (int) p.count() : 0).toArray();
        double[][] places = trials.stream().map(t -> dimensions.stream().mapToDouble(p -> place(t, p)).toArray()).toArray(double[][]::new);
        double[][] byTree = new double[trees][];
        Sweep.over(trees, 1, (_, from, to) -> {
            for (int t = from; t < to; t++) byTree[t] = tree(Seeds.of(seed).forPurpose("fanova").stream(t), places, choices, y);
        });
        double[] mean = new double[choices.length];
        for (double[] shares : byTree) for (int j = 0; j < shares.length; j++) mean[j] += shares[j] / trees;
        return mean;
    }

    /// A bootstrap sample's tree.
    private double[] tree(Seeds.Stream random, double[][] places, int[] choices, double[] y) {
        double[][] x = Arrays.stream(places).map(double[]::clone).toArray(double[][]::new);
        for (double[] row : x) {
            for (int j = 0; j < row.length; j++) if (Double.isNaN(row[j])) row[j] = choices[j] > 0 ? random.nextInt(choices[j]) : random.nextDouble();
        }
        int[] sample = random.ints(y.length, 0, y.length).toArray();
        return new RegressionTree(x, choices, y, depth, random).grown(sample).variances();
    }

    /// Where a value lies between 0 and 1; of a choice its index; NaN where the trial has not got it.
    private double place(FrozenTrial trial, Parameter parameter) {
        if (!parameter.equals(trial.parameters().get(parameter.name()))) return Double.NaN;
        double inside = parameter.inside(trial.values().get(parameter.name()));
        if (parameter.categorical()) return inside;
        if (values) return (inside - Axes.bound(parameter, 0)) / (Axes.bound(parameter, 1) - Axes.bound(parameter, 0));
        if (parameter instanceof Discrete discrete) return (discrete.index(inside) + 0.5) / discrete.count();
        boolean steps = !parameter.continuous() && !(parameter instanceof Whole whole && whole.scale() != Scale.LINEAR);
        return steps ? (parameter.toUnit(inside) * (parameter.count() - 1) + 0.5) / parameter.count() : parameter.toUnit(inside);
    }
}
