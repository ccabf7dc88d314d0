package mf4j.deep;

import mf4j.kernel.Kernel;
import mf4j.matrix.Lanczos;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Sweep;

/// The weights V with which agents mix what they have with what their neighbours say: symmetric, every row sums to 1, zero between agents
/// that are not linked.
public final class Mixing {
    private static final Kernel KERNEL = Kernel.active();
    private static final int DENSE = 400;    // agents up to which all eigenvalues are computed
    private static final int PIECE = 4096;   // numbers of an agent that are mixed while they are in the cache

    private final Network network;
    private final double[] own;              // V_ii
    private final double[][] others;         // per agent the weights of its neighbours, in their order
    private Spectrum spectrum;

    /// What decides how fast agents agree.
    ///
    /// @param least  the least eigenvalue
    /// @param second the second largest modulus: what is left of a disagreement after a round
    public record Spectrum(double least, double second) {
        /// The distance of the second largest modulus to 1.
        public double gap() {
            return 1 - second;
        }

        /// Rounds until a disagreement has shrunk by this factor, 0.01 for example; infinite where it never does.
        public double mixingTime(double factor) {
            return second >= 1 ? Double.POSITIVE_INFINITY : second <= 0 ? 1 : Math.log(factor) / Math.log(second);
        }
    }

    private Mixing(Network network, double[] own, double[][] others) {
        this.network = network;
        this.own = own;
        this.others = others;
    }

    /// The weights of a rule.
    public static Mixing of(Network network, WeightRule rule) {
        int n = network.agents();
        int most = 0;
        for (int i = 0; i < n; i++) most = Math.max(most, network.degree(i));
        double[] own = new double[n];
        double[][] others = new double[n][];
        for (int i = 0; i < n; i++) {
            int[] neighbours = network.neighbours().get(i);
            others[i] = new double[neighbours.length];
            own[i] = 1;
            for (int k = 0; k < neighbours.length; k++) {
                others[i][k] = rule.weight(neighbours.length, network.degree(neighbours[k]), most);
                own[i] -= others[i][k];
            }
        }
        return new Mixing(network, own, others);
    }

    /// Who mixes with whom.
    public Network network() {
        return network;
    }

    /// The weight of agent j for agent i.
    public double weight(int i, int j) {
        if (i == j) return own[i];
        int at = java.util.Arrays.binarySearch(network.neighbours().get(i), j);
        return at < 0 ? 0 : others[i][at];
    }

    double own(int agent) {
        return own[agent];
    }

    double[] others(int agent) {
        return others[agent];
    }

    /// All weights, agents x agents.
    public double[] dense() {
        int n = network.agents();
        double[] v = new double[n * n];
        for (int i = 0; i < n; i++) {
            v[i * n + i] = own[i];
            for (int k = 0; k < others[i].length; k++) v[i * n + network.neighbours().get(i)[k]] = others[i][k];
        }
        return v;
    }

    /// The eigenvalues that matter, computed once: all of them for a few hundred agents, else the outer ones by Lanczos.
    public synchronized Spectrum spectrum() {
        if (spectrum == null) spectrum = computed();
        return spectrum;
    }

    private Spectrum computed() {
        int n = network.agents();
        if (n == 1) return new Spectrum(1, 0);
        if (n <= DENSE) {
            double[] values = SymmetricEigen.values(dense(), n);
            java.util.Arrays.sort(values);
            return new Spectrum(values[0], Math.max(Math.abs(values[0]), Math.abs(values[n - 2])));
        }
        // without the constant vector, whose value is 1
        Lanczos.Operator deflated = (x, y) -> {
            times(x, y);
            double mean = 0;
            for (double v : x) mean += v / n;
            for (int i = 0; i < n; i++) y[i] -= mean;
        };
        double low = Lanczos.least(n, deflated, 1e-10, 0).value();
        double high = Lanczos.greatest(n, deflated, 1e-10, 0).value();
        return new Spectrum(Math.min(low, 1), Math.max(Math.abs(low), Math.abs(high)));
    }

    /// y = V x for one number per agent.
    void times(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            double sum = own[i] * x[i];
            int[] neighbours = network.neighbours().get(i);
            for (int k = 0; k < neighbours.length; k++) sum += others[i][k] * x[neighbours[k]];
            y[i] = sum;
        }
    }

    /// One round: `to_i = sum_j V_ij from_j`.
    ///
    /// @param from agents x size, row-major
    /// @param to   the same, another array
    void mix(double[] from, double[] to, int size) {
        int pieces = Math.ceilDiv(size, PIECE);
        Sweep.over(network.agents() * pieces, 1, (_, first, end) -> {
            for (int piece = first; piece < end; piece++) {
                int agent = piece % network.agents(); // neighbours' pieces follow each other: what is read is in the cache for those who read it too
                int at = piece / network.agents() * PIECE;
                mix(from, to, size, agent, at, Math.min(PIECE, size - at));
            }
        });
    }

    private void mix(double[] from, double[] to, int size, int agent, int at, int count) {
        int into = agent * size + at;
        double weight = own[agent];
        for (int j = 0; j < count; j++) to[into + j] = weight * from[into + j];
        int[] neighbours = network.neighbours().get(agent);
        for (int k = 0; k < neighbours.length; k++) KERNEL.axpy(others[agent][k], from, neighbours[k] * size + at, to, into, count);
    }

    /// Numbers that cross links in one round, to each neighbour the same.
    long sent(int size) {
        return 2 * network.links() * size;
    }
}
