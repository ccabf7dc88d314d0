package mf4j.deep;

import mf4j.matrix.SingularTriplets;
import mf4j.train.Sweep;
import mf4j.train.Watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Measures agents on a deep product after every iteration. Measures, by name:
///
/// | name | what |
/// |---|---|
/// | `nmse` | mean of `|X(W_i) - X*|^2 / |X*|^2` |
/// | `consensus` | `(1/n) sum_i |W_i - mean|^2`, and `consensus/l` of factor l alone |
/// | `relativeConsensus` | the same over the mean of `|W_i|^2` |
/// | `bytes` | that have crossed links |
/// | `effectiveRank` | `exp(H(sigma / sum sigma))` of the mean's product (Roy and Vetterli 2007) |
/// | `singular/j` | the largest singular values of the mean's product |
/// | `balance` | largest `|W_(l+1)^T W_(l+1) - W_l W_l^T|` of the mean, over the mean of `|W_l|^2` |
/// | `sharpness/i` | largest eigenvalue of agent i's Hessian where it is, when asked for |
public final class Gauges implements Watch<Agreement> {
    private static final int SINGULAR = 5;

    private final DeepAgents agents;
    private final double[] target;
    private final OptionalDouble sharpness; // tolerance

    private Gauges(DeepAgents agents, OptionalDouble sharpness) {
        this.agents = agents;
        this.target = agents.target();
        this.sharpness = sharpness;
    }

    /// All but the sharpness, which costs more than the iteration itself.
    public static Gauges of(DeepAgents agents) {
        return new Gauges(agents, OptionalDouble.empty());
    }

    /// With the sharpness of every agent.
    ///
    /// @param tolerance relative
    public Gauges withSharpness(double tolerance) {
        return new Gauges(agents, OptionalDouble.of(tolerance));
    }

    @Override
    public Verdict after(Progress<? extends Agreement> progress) {
        return new Verdict(measures(progress.model().get()), false, false);
    }

    /// The measures of a state.
    public Map<String, Double> measures(Agreement state) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("nmse", nmse(state));
        double[] mean = state.mean();
        double[] apart = state.disagreement(mean);
        measures.put("consensus", Arrays.stream(apart).sum());
        measures.put("relativeConsensus", state.relative(apart));
        measures.put("bytes", (double) state.sent());
        double[] values = singularValues(mean);
        measures.put("effectiveRank", effectiveRank(values));
        measures.put("balance", balance(mean));
        for (int j = 0; j < Math.min(SINGULAR, values.length); j++) measures.put("singular/" + (j + 1), values[j]);
        for (int l = 0; l < apart.length; l++) measures.put("consensus/" + (l + 1), apart[l]);
        if (sharpness.isPresent()) {
            double[] sharp = Sharpness.of(agents, state.theta(), sharpness.getAsDouble());
            for (int i = 0; i < sharp.length; i++) measures.put("sharpness/" + i, sharp[i]);
        }
        return measures;
    }

    private double nmse(Agreement state) {
        double norm = 0;
        for (double v : target) norm += v * v;
        double[] errors = new double[state.agents()];
        Sweep.over(state.agents(), 1, agents::desk, (desk, from, to) -> {
            for (int i = from; i < to; i++) {
                double[] x = desk.product(state.theta(), i * state.size());
                for (int j = 0; j < target.length; j++) errors[i] += (x[j] - target[j]) * (x[j] - target[j]);
            }
        });
        return Arrays.stream(errors).sum() / norm / state.agents();
    }

    private double[] singularValues(double[] theta) {
        int n = Math.max(agents.shape().rows(), agents.shape().columns());
        double[] product = agents.desk().product(theta, 0);
        double[] square = new double[n * n];
        int columns = agents.shape().columns();
        for (int i = 0; i < agents.shape().rows(); i++) System.arraycopy(product, i * columns, square, i * n, columns);
        return Arrays.copyOf(SingularTriplets.of(square, n).values(), Math.min(agents.shape().rows(), columns));
    }

    /// `exp` of the entropy of singular values as shares of their sum.
    static double effectiveRank(double[] values) {
        double sum = Arrays.stream(values).sum();
        double entropy = 0;
        for (double v : values) if (v > 0) entropy -= v / sum * Math.log(v / sum);
        return sum > 0 ? Math.exp(entropy) : 0;
    }

    private double balance(double[] theta) {
        Shape shape = agents.shape();
        double most = 0;
        double squares = 0;
        for (double v : theta) squares += v * v / shape.depth();
        for (int l = 1; l < shape.depth(); l++) {
            int d = shape.width(l);
            double[] difference = new double[d * d];
            MethodRun.KERNEL.gemm(true, false, d, d, shape.width(l + 1), 1, theta, shape.at(l + 1), d, theta, shape.at(l + 1), d, 0, difference, 0, d);
            MethodRun.KERNEL.gemm(false, true, d, d, shape.width(l - 1), -1, theta, shape.at(l), shape.width(l - 1), theta, shape.at(l), shape.width(l - 1), 1, difference, 0, d);
            double sum = 0;
            for (double v : difference) sum += v * v;
            most = Math.max(most, Math.sqrt(sum));
        }
        return squares > 0 ? most / squares : 0;
    }

    /// The curve of a measure over a run, from its first iteration on.
    public static List<Double> curve(Agreement state, String name) {
        List<Double> curve = new ArrayList<>();
        state.provenance().history().epochs().forEach(epoch -> curve.add(epoch.measures().get(name)));
        return curve;
    }
}
