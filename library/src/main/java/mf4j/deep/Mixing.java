package mf4j.deep;

import mf4j.kernel.Kernel;
import mf4j.matrix.Lanczos;
import mf4j.matrix.SymmetricEigen;

import java.util.Arrays;

/// The weights V with which agents mix what they have with what their neighbours say: symmetric, every row sums to 1, zero between agents
/// that are not linked.
public final class Mixing {
    private static final Kernel KERNEL = Kernel.active();
    private static final int DENSE = 400;    // agents up to which all eigenvalues are computed
    private static final int CROWD = 16;     // agents from which many links are mixed as one product of matrices,
    private static final int SHARE = 4;      // where one pair in so many is linked

    private final Network network;
    private final double[] own;              // V_ii
    private final double[][] others;         // per agent the weights of its neighbours, in their order
    private final double[] full;             // all weights, where there are many; else null
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
        this.full = own.length >= CROWD && 2 * SHARE * network.links() >= (long) own.length * own.length ? dense() : null;
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
        int at = Arrays.binarySearch(network.neighbours().get(i), j);
        return at < 0 ? 0 : others[i][at];
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

    /// A number that no eigenvalue of several rounds is below: of plain ones, or of Chebyshev's polynomial, which swings between `1 / T_k(1 / s)` of both signs
    /// on [-s, s], s the second largest modulus - further than the weights themselves where rounds are few and the network is slow.
    double least(int rounds, boolean chebyshev) {
        Spectrum of = spectrum();
        if (rounds == 1) return of.least();
        if (!chebyshev || of.second() <= 0 || of.second() >= 1) return rounds % 2 == 0 ? 0 : Math.min(0, Math.pow(of.least(), rounds));
        double ratio = of.second(); // T_(k-1)(1 / s) / T_k(1 / s)
        double share = ratio;       // 1 / T_k(1 / s)
        for (int k = 1; k < rounds; k++) {
            ratio = 1 / (2 / of.second() - ratio);
            share *= ratio;
        }
        return -share;
    }

    private Spectrum computed() {
        int n = network.agents();
        if (n == 1) return new Spectrum(1, 0);
        if (n <= DENSE) {
            double[] values = SymmetricEigen.values(dense(), n);
            Arrays.sort(values);
            return new Spectrum(values[0], Math.max(Math.abs(values[0]), Math.abs(values[n - 2])));
        }
        double low = Lanczos.least(n, this::times, 1e-10, 0).value();
        // without the constant vector, whose value is 1
        double high = Lanczos.greatest(n, (x, y) -> {
            times(x, y);
            double mean = 0;
            for (double v : x) mean += v / n;
            for (int i = 0; i < n; i++) y[i] -= mean;
        }, 1e-10, 0).value();
        return new Spectrum(low, Math.max(Math.abs(low), Math.abs(high)));
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

    /// One round for some variables of all agents: `to_i = sum_j V_ij from_j`.
    ///
    /// @param from     the first agent's begin at `at`, those of the next one `distance` further on
    /// @param to       another array; the first agent's begin at 0, those of the next one `width` further on
    /// @param count    variables
    void mix(double[] from, int at, int distance, double[] to, int width, int count) {
        int n = network.agents();
        if (full != null) {
            KERNEL.gemm(false, false, n, count, n, 1, full, 0, n, from, at, distance, 0, to, 0, width);
            return;
        }
        for (int i = 0; i < n; i++) {
            int here = at + i * distance;
            int into = i * width;
            double weight = own[i];
            for (int j = 0; j < count; j++) to[into + j] = weight * from[here + j];
            int[] neighbours = network.neighbours().get(i);
            for (int k = 0; k < neighbours.length; k++) KERNEL.axpy(others[i][k], from, at + neighbours[k] * distance, to, into, count);
        }
    }

    /// Numbers that cross links in one round, to each neighbour the same.
    long sent(int size) {
        return 2 * network.links() * size;
    }
}
