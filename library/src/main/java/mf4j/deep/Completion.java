package mf4j.deep;

import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Every agent knows some entries of a matrix, and all want the deep product that has them:
///
/// ```
/// f_i(W) = (rows columns / entries_i) sum over its entries (X_jk - M_jk)^2 + tau_i sum_l |W_l|^2
/// ```
///
/// The factor before the sum makes agents with few and with many entries count alike.
public final class Completion implements DeepAgents {
    private final Shape shape;
    private final double[] target;
    private final int[][] entries; // per agent row * columns + column, ascending
    private final double[] tau;
    private final String fingerprint;

    private Completion(Shape shape, double[] target, int[][] entries, double[] tau, String fingerprint) {
        this.shape = shape;
        this.target = target;
        this.entries = entries;
        this.tau = tau;
        this.fingerprint = fingerprint;
    }

    /// Entries of a matrix.
    ///
    /// @param target  rows x columns, row-major; only what somebody observes is used to learn
    /// @param entries per agent the places that it observes, `row * columns + column`
    /// @throws IllegalArgumentException naming an agent without an entry
    public static Completion of(Shape shape, double[] target, int[][] entries, double[] tau) {
        Check check = Check.of(Completion.class);
        check.that(target.length == shape.rows() * shape.columns(), "target", "have " + shape.rows() + " x " + shape.columns() + " numbers", target.length);
        check.that(entries.length == tau.length && tau.length >= 1, "agents", "have entries and a tau each", entries.length + " and " + tau.length);
        int[][] sorted = new int[entries.length][];
        for (int i = 0; i < entries.length; i++) {
            sorted[i] = Arrays.stream(entries[i]).sorted().distinct().toArray();
            check.that(sorted[i].length > 0, "entries", "be there for every agent; leave out agent " + i + " or give it some:", "none");
            check.that(sorted[i][0] >= 0 && sorted[i][sorted[i].length - 1] < target.length, "entries", "lie in the matrix, below " + target.length, "agent " + i + "'s");
            for (int at : sorted[i]) if (!Double.isFinite(target[at])) check.that(false, "target", "be finite where agent " + i + " observes it, at " + at, target[at]);
            check.atLeast("tau", tau[i], 0);
        }
        long mark = Arrays.hashCode(target) * 31L * 31 + Arrays.deepHashCode(sorted) * 31L + Arrays.hashCode(tau);
        return new Completion(shape, target.clone(), sorted, tau.clone(), "Completion of " + shape + " by " + tau.length + ", " + Long.toHexString(mark));
    }

    /// Entries of a random product of low rank, each observed by each agent with the same probability.
    ///
    /// @param rank  of the product
    /// @param share of all entries that an agent observes, in (0, 1]
    public static Completion random(int agents, Shape shape, int rank, double share, double tau, long seed) {
        Check check = Check.of(Completion.class);
        check.atLeast("agents", agents, 1);
        check.atLeast("rank", rank, 1);
        check.that(share > 0 && share <= 1, "share", "lie above 0 and at most at 1", share);
        Seeds seeds = Seeds.of(seed);
        double[] target = new double[shape.rows() * shape.columns()];
        for (int r = 0; r < rank; r++) {
            Seeds.Stream random = seeds.forPurpose("target").stream(r);
            double[] left = random.doubles(shape.rows()).map(u -> 2 * u - 1).toArray();
            double[] right = random.doubles(shape.columns()).map(u -> 2 * u - 1).toArray();
            for (int j = 0; j < target.length; j++) target[j] += left[j / shape.columns()] * right[j % shape.columns()];
        }
        int[][] entries = new int[agents][];
        for (int i = 0; i < agents; i++) {
            Seeds.Stream random = seeds.forPurpose("entries").stream(i);
            int[] drawn = IntStream.range(0, target.length).filter(_ -> random.nextDouble() < share).toArray();
            entries[i] = drawn.length > 0 ? drawn : new int[] {random.nextInt(target.length)};
        }
        double[] pulls = new double[agents];
        Arrays.fill(pulls, tau);
        return of(shape, target, entries, pulls);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double[] target() {
        return target.clone();
    }

    @Override
    public int count() {
        return tau.length;
    }

    @Override
    public double tau(int agent) {
        return tau[agent];
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public DeepDesk desk() {
        return new DeepDesk(shape, new ProductLoss() {
            @Override
            public double at(int agent, double[] x, double[] gradient) {
                Arrays.fill(gradient, 0, target.length, 0);
                double weight = weight(agent);
                double sum = 0;
                for (int at : entries[agent]) {
                    double error = x[at] - target[at];
                    sum += error * error;
                    gradient[at] = 2 * weight * error;
                }
                return weight * sum;
            }

            @Override
            public void change(int agent, double[] dx, double[] change) {
                Arrays.fill(change, 0, target.length, 0);
                double weight = weight(agent);
                for (int at : entries[agent]) change[at] = 2 * weight * dx[at];
            }
        }, i -> tau[i]);
    }

    private double weight(int agent) {
        return (double) target.length / entries[agent].length;
    }
}
