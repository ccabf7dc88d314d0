package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;

import java.util.Arrays;

/// Solves a row of [PairRule].
final class PairSolver implements RowSolver {
    private static final Kernel KERNEL = Kernel.active();

    private final PairRule rule;
    private final Factors others;
    private final float[] othersBias;
    private final Center center;
    private final RowSample sample;
    private final ConvexRow convex;
    private double bias;

    PairSolver(PairRule rule, Factors others, float[] othersBias, Center center, RowSample sample) {
        this.rule = rule;
        this.others = others;
        this.othersBias = othersBias;
        this.center = center;
        this.sample = sample;
        this.convex = new ConvexRow(others.rank(), false);
    }

    @Override
    public double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias) {
        bias = 0;
        if (rows.count(row) == 0) {
            Arrays.fill(x, xi, xi + others.rank(), 0);
            return 0;
        }
        Pairs pairs = load(rows, RowSample.entries(rows, row));
        double value = convex.solve(pairs, rule.regularization() * pairs.weight(), 0, x, xi, 0);
        bias = center.bias(x, xi);
        return value;
    }

    @Override
    public double bias() {
        return bias;
    }

    /// Gathers events and sample, the events first.
    private Pairs load(SparseRows rows, int[] entries) {
        int[] columns = Arrays.stream(entries).map(entry -> rows.columns()[entry]).toArray();
        int[] rest = sample.without(columns, rule.sample());
        int[] all = Arrays.copyOf(columns, columns.length + rest.length);
        System.arraycopy(rest, 0, all, columns.length, rest.length);
        KERNEL.gather(others.values(), others.rank(), all, 0, all.length, convex.tile(all.length));
        for (int r = 0; r < all.length; r++) convex.offsets()[r] = othersBias[all[r]];
        float[] weights = new float[entries.length];
        for (int r = 0; r < weights.length; r++) weights[r] = rows.weight(entries[r]);
        return new Pairs(weights, rest.length);
    }

    double[] contributions(SparseRows rated, int item) {
        double[] contributions = new double[rated.entries()];
        if (contributions.length == 0) return contributions;
        float[] x = new float[others.rank()];
        int[] entries = RowSample.entries(rated, 0);
        Pairs pairs = load(rated, entries);
        double ridge = rule.regularization() * pairs.weight();
        convex.solve(pairs, ridge, 0, x, 0, 0);
        float[] target = Arrays.copyOfRange(others.values(), others.start(item), others.start(item) + x.length);
        KERNEL.axpy(-1, center.factors(), 0, target, 0, x.length);
        double[] shares = pairs.shares(scores(target));
        for (int r = 0; r < entries.length; r++) contributions[entries[r]] = shares[r] / ridge;
        return contributions;
    }

    /// What the gathered rows score for some factors, biases left out.
    private float[] scores(float[] target) {
        float[] scores = new float[convex.rows()];
        for (int r = 0; r < scores.length; r++) scores[r] = KERNEL.dot(convex.tile(scores.length), r * target.length, target, 0, target.length);
        return scores;
    }

    /// `w_i / m sum_j ln(1 + exp(s_j - s_i))` over n events and m others. With `e_r = exp(s_r)` its derivatives need divisions only,
    /// `sigma(s_j - s_i) = e_j / (e_i + e_j)`, and the logarithms of many factors are one of their product.
    private static final class Pairs implements ConvexRow.Loss {
        private static final double FARTHEST = 300; // below the greatest score, where all are as good as infinitely far
        private static final double LARGE = 1e150;  // a product of this and of e^300 is still a number

        private final float[] weights; // per event, divided by m
        private final int rest;
        private final double[] exps;   // per row
        private final double weight;
        private float[] curvatures = new float[0]; // events x rest
        private boolean current;       // whether the curvatures are those of the present point

        Pairs(float[] weights, int rest) {
            double sum = 0;
            for (float w : weights) sum += w;
            this.weight = sum;
            this.weights = weights;
            this.rest = rest;
            this.exps = new double[weights.length + rest];
        }

        /// The sum of the weights.
        double weight() {
            return weight;
        }

        @Override
        public double at(float[] scores, float[] slopes) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int r = 0; r < exps.length; r++) greatest = Math.max(greatest, scores[r]);
            for (int r = 0; r < exps.length; r++) exps[r] = StrictMath.exp(Math.max(scores[r] - greatest, -FARTHEST));
            current = false;
            double[] against = new double[rest];
            double value = 0;
            for (int e = 0; e < weights.length; e++) {
                double share = (double) weights[e] / rest;
                value += share * logarithms(e);
                slopes[e] = (float) -spread(e, share, against);
            }
            for (int j = 0; j < rest; j++) slopes[weights.length + j] = (float) against[j];
            return value;
        }

        private double logarithms(int event) {
            double scale = 1 / exps[event];
            double logarithm = 0;
            double product = 1;
            for (int j = weights.length; j < exps.length; j++) {
                product *= 1 + exps[j] * scale;
                if (product > LARGE) {
                    logarithm += StrictMath.log(product);
                    product = 1;
                }
            }
            return logarithm + StrictMath.log(product);
        }

        /// Adds an event's pulls to those of the rest and returns their sum.
        private double spread(int event, double share, double[] against) {
            double own = exps[event];
            double sum = 0;
            for (int j = 0; j < rest; j++) {
                double other = exps[weights.length + j];
                double pull = share * (other / (own + other));
                against[j] += pull;
                sum += pull;
            }
            return sum;
        }

        @Override
        public void curved(float[] direction, float[] into) {
            if (!current) bend();
            int n = weights.length;
            Arrays.fill(into, 0, exps.length, 0);
            for (int e = 0; e < n; e++) {
                float own = direction[e];
                float sum = 0;
                for (int j = 0; j < rest; j++) {
                    float part = curvatures[e * rest + j] * (own - direction[n + j]);
                    into[n + j] -= part;
                    sum += part;
                }
                into[e] = sum;
            }
        }

        private void bend() {
            int n = weights.length;
            if (curvatures.length == 0) curvatures = new float[Math.multiplyExact(n, rest)];
            for (int e = 0; e < n; e++) {
                for (int j = 0; j < rest; j++) {
                    double sum = exps[e] + exps[n + j];
                    curvatures[e * rest + j] = (float) (weights[e] / rest * (exps[e] / sum) * (exps[n + j] / sum));
                }
            }
            current = true;
        }

        /// What each event's pull is worth in the direction in which the rows score `t`.
        double[] shares(float[] t) {
            double[] shares = new double[weights.length];
            for (int e = 0; e < shares.length; e++) {
                for (int j = 0; j < rest; j++) {
                    double other = exps[shares.length + j];
                    shares[e] += weights[e] / rest * (other / (exps[e] + other)) * (t[e] - t[shares.length + j]);
                }
            }
            return shares;
        }
    }
}
