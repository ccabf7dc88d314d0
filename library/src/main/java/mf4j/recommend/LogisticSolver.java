package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.matrix.SparseRows;

import java.util.Arrays;

/// Solves a row of [LogisticRule].
final class LogisticSolver implements RowSolver {
    private static final Kernel KERNEL = Kernel.active();
    private static final int FEWEST = 64; // in a sample: a short row must see more than a handful of what it has not met

    private final LogisticRule rule;
    private final Factors others;
    private final float[] othersBias;
    private final RowSample sample;
    private final ConvexRow convex;
    private double bias;
    private double pulls; // n of the rule for the row loaded last

    LogisticSolver(LogisticRule rule, Factors others, float[] othersBias, RowSample sample) {
        this.rule = rule;
        this.others = others;
        this.othersBias = othersBias;
        this.sample = sample;
        this.convex = new ConvexRow(others.rank(), true);
    }

    @Override
    public double solve(SparseRows rows, int row, float[] prior, int pi, float[] x, int xi, double startBias) {
        bias = 0;
        if (rows.count(row) == 0) {
            Arrays.fill(x, xi, xi + others.rank(), 0);
            return 0;
        }
        Trials trials = load(rows, RowSample.entries(rows, row));
        double value = convex.solve(trials, pulls * rule.regularization(), pulls * rule.biasRegularization(), x, xi, startBias);
        bias = convex.bias();
        return value;
    }

    @Override
    public double bias() {
        return bias;
    }

    /// Gathers events and sample, the events first.
    private Trials load(SparseRows rows, int[] entries) {
        int[] columns = Arrays.stream(entries).map(entry -> rows.columns()[entry]).toArray();
        int[] rest = sample.without(columns, (int) Math.min(Integer.MAX_VALUE, Math.max(FEWEST, (long) rule.sample() * columns.length)));
        int[] all = Arrays.copyOf(columns, columns.length + rest.length);
        System.arraycopy(rest, 0, all, columns.length, rest.length);
        KERNEL.gather(others.values(), others.rank(), all, 0, all.length, convex.tile(all.length));
        for (int r = 0; r < all.length; r++) convex.offsets()[r] = othersBias[all[r]];
        return trials(rows, entries, rest.length);
    }

    private Trials trials(SparseRows rows, int[] entries, int rest) {
        Trials trials = new Trials(entries.length, entries.length + rest);
        double absent = Math.max(rest, sample.size() - entries.length);
        Arrays.fill(trials.failures, 0, entries.length, (float) rule.unobserved());
        Arrays.fill(trials.failures, entries.length, entries.length + rest, (float) (rule.unobserved() * absent / Math.max(1, rest)));
        double sum = rule.unobserved() * sample.size();
        for (int r = 0; r < entries.length; r++) {
            double value = rule.valued() ? rows.values()[entries[r]] : 1;
            trials.successes[r] = (float) (rule.confidence() * rows.weight(entries[r]) * value);
            sum += trials.successes[r];
        }
        pulls = rule.perTrial() ? sum : 1;
        return trials;
    }

    double[] contributions(SparseRows rated, int item) {
        double[] contributions = new double[rated.entries()];
        if (contributions.length == 0) return contributions;
        float[] x = new float[others.rank()];
        int[] entries = RowSample.entries(rated, 0);
        Trials trials = load(rated, entries);
        convex.solve(trials, pulls * rule.regularization(), pulls * rule.biasRegularization(), x, 0, 0);
        double[] pulled = new double[entries.length];
        double[] alike = new double[entries.length];
        double all = 0;
        double taken = 0; // sum_j u_j q_j.q
        float[] tile = convex.tile(trials.failures.length);
        for (int r = 0; r < trials.failures.length; r++) {
            double like = KERNEL.dot(tile, r * x.length, others.values(), others.start(item), x.length);
            double score = KERNEL.dot(tile, r * x.length, x, 0, x.length) + convex.offsets()[r] + convex.bias();
            taken += trials.failures[r] * Trials.sigma(score) * like;
            if (r >= entries.length) continue;
            alike[r] = like;
            pulled[r] = trials.successes[r] * Trials.sigma(-score);
            all += pulled[r];
        }
        double scale = pulls * rule.regularization();
        for (int r = 0; r < entries.length; r++) contributions[entries[r]] = pulled[r] / scale * (alike[r] - taken / all);
        return contributions;
    }

    /// `sum a_r ln(1 + exp(-s_r)) + u_r ln(1 + exp(s_r))`, a_r successes and u_r failures.
    private static final class Trials implements ConvexRow.Loss {
        private final int events;
        private final float[] successes; // of the events
        private final float[] failures;  // of all
        private final float[] curvatures;

        Trials(int events, int rows) {
            this.events = events;
            this.successes = new float[events];
            this.failures = new float[rows];
            this.curvatures = new float[rows];
        }

        @Override
        public double at(float[] scores, float[] slopes) {
            double value = 0;
            for (int r = 0; r < failures.length; r++) {
                double s = scores[r];
                double small = StrictMath.exp(-Math.abs(s));
                double sigma = s >= 0 ? 1 / (1 + small) : small / (1 + small);
                double a = r < events ? successes[r] : 0;
                double u = failures[r];
                value += (a + u) * StrictMath.log1p(small) + (s >= 0 ? u : -a) * s;
                slopes[r] = (float) ((a + u) * sigma - a);
                curvatures[r] = (float) ((a + u) * small / ((1 + small) * (1 + small)));
            }
            return value;
        }

        @Override
        public void curved(float[] direction, float[] into) {
            for (int r = 0; r < curvatures.length; r++) into[r] = curvatures[r] * direction[r];
        }

        static double sigma(double s) {
            return 1 / (1 + StrictMath.exp(-s));
        }
    }
}
