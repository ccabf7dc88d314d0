package mf4j.deep;

import mf4j.kernel.Kernel;
import mf4j.matrix.SingularTriplets;
import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.OptionalInt;

/// Every agent sees the same product through measurements of its own, `Y_i = A_i X*`:
///
/// ```
/// f_i(W) = |Y_i - A_i W_L ... W_1|^2 + tau_i sum_l |W_l|^2
/// ```
///
/// The problem of "On the Stability of Consensus Gradient Dynamics for Regularized Distributed Deep Matrix Factorization: Explicit Bounds".
public final class Sensing implements DeepAgents {
    private static final Kernel KERNEL = Kernel.active();

    private final Shape shape;
    private final double[] truth;      // factors, as the shape has them
    private final double[] target;     // their product
    private final double[][] operators; // A_i, rows x rows
    private final double[] tau;
    private final String fingerprint;

    private Sensing(Shape shape, double[] truth, double[][] operators, double[] tau, String fingerprint) {
        this.shape = shape;
        this.truth = truth;
        this.operators = operators;
        this.tau = tau;
        this.fingerprint = fingerprint;
        DeepDesk desk = desk();
        this.target = new double[shape.rows() * shape.columns()];
        System.arraycopy(desk.product(truth, 0), 0, target, 0, target.length);
    }

    /// A problem at random: factors of the truth standard normal, each cut to a rank where one is given, operators standard normal over
    /// `sqrt(rows)`, tau uniform in a range.
    ///
    /// @param rank of every factor of the truth; empty for as they come
    public static Sensing random(int agents, Shape shape, OptionalInt rank, double leastTau, double mostTau, long seed) {
        Check check = Check.of(Sensing.class);
        check.atLeast("agents", agents, 1);
        check.that(leastTau >= 0 && leastTau <= mostTau && mostTau < Double.POSITIVE_INFINITY, "tau", "be a range of numbers of at least 0", leastTau + " to " + mostTau);
        rank.ifPresent(r -> check.that(r >= 1 && r <= Arrays.stream(shape.widths()).min().orElseThrow(), "rank", "lie between 1 and the least width of " + shape, r));
        Seeds seeds = Seeds.of(seed);
        double[] truth = new double[shape.size()];
        for (int l = 1; l <= shape.depth(); l++) {
            double[] factor = normal(shape.size(l), 1, seeds.forPurpose("truth").stream(l));
            System.arraycopy(rank.isPresent() ? cut(factor, shape.width(l), shape.width(l - 1), rank.getAsInt()) : factor, 0, truth, shape.at(l), factor.length);
        }
        double[][] operators = new double[agents][];
        double[] tau = new double[agents];
        for (int i = 0; i < agents; i++) {
            operators[i] = normal(shape.rows() * shape.rows(), 1 / Math.sqrt(shape.rows()), seeds.forPurpose("operators").stream(i));
            tau[i] = leastTau + (mostTau - leastTau) * seeds.forPurpose("tau").stream(i).nextDouble();
        }
        return new Sensing(shape, truth, operators, tau, "Sensing of " + shape + " by " + agents + ", rank " + rank + ", tau " + leastTau + " to " + mostTau + ", seed " + seed);
    }

    /// A given problem.
    ///
    /// @param truth     factors of the target, as the shape has them
    /// @param operators per agent rows x rows, row-major
    /// @param tau       per agent
    public static Sensing of(Shape shape, double[] truth, double[][] operators, double[] tau) {
        Check check = Check.of(Sensing.class);
        check.that(truth.length == shape.size(), "truth", "have the " + shape.size() + " numbers of " + shape, truth.length);
        check.that(operators.length == tau.length && tau.length >= 1, "agents", "have an operator and a tau each", operators.length + " and " + tau.length);
        for (double[] a : operators) check.that(a.length == shape.rows() * shape.rows(), "operator", "be " + shape.rows() + " x " + shape.rows(), a.length + " numbers");
        for (double[] a : operators) for (double v : a) check.that(Double.isFinite(v), "operator", "be finite", v);
        for (double v : truth) check.that(Double.isFinite(v), "truth", "be finite", v);
        for (double one : tau) check.atLeast("tau", one, 0);
        long mark = Arrays.hashCode(truth) * 31L * 31 + Arrays.deepHashCode(operators) * 31L + Arrays.hashCode(tau);
        return new Sensing(shape, truth.clone(), Arrays.stream(operators).map(double[]::clone).toArray(double[][]::new), tau.clone(), "Sensing of " + shape + " by " + tau.length + " as given, " + Long.toHexString(mark));
    }

    private static double[] normal(int size, double deviation, Seeds.Stream random) {
        double[] values = new double[size];
        for (int j = 0; j < size; j++) values[j] = deviation * random.nextGaussian();
        return values;
    }

    /// The nearest matrix of a rank, by the singular triplets of the factor in a square.
    private static double[] cut(double[] factor, int rows, int columns, int rank) {
        int n = Math.max(rows, columns);
        double[] square = new double[n * n];
        for (int i = 0; i < rows; i++) System.arraycopy(factor, i * columns, square, i * n, columns);
        SingularTriplets triplets = SingularTriplets.of(square, n);
        double[] cut = new double[rows * columns];
        for (int r = 0; r < rank; r++) {
            for (int i = 0; i < rows; i++) KERNEL.axpy(triplets.values()[r] * triplets.left()[r * n + i], triplets.right(), r * n, cut, i * columns, columns);
        }
        return cut;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double[] target() {
        return target.clone();
    }

    /// Factors of the target: a point where nothing is left of the measurements' error, though not of the pull.
    public double[] truth() {
        return truth.clone();
    }

    @Override
    public int count() {
        return tau.length;
    }

    @Override
    public double tau(int agent) {
        return tau[agent];
    }

    /// A_i, rows x rows, row-major.
    double[] operator(int agent) {
        return operators[agent];
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public DeepDesk desk() {
        double[] error = new double[shape.rows() * shape.columns()];
        double[] seen = new double[error.length];
        return new DeepDesk(shape, new ProductLoss() {
            @Override
            public double at(int agent, double[] x, double[] gradient) {
                for (int j = 0; j < error.length; j++) error[j] = x[j] - target[j];
                measure(agent, error);
                back(agent, gradient);
                return KERNEL.dot(seen, 0, seen, 0, seen.length);
            }

            @Override
            public void change(int agent, double[] dx, double[] change) {
                measure(agent, dx);
                back(agent, change);
            }

            private void measure(int agent, double[] x) {
                int d = shape.rows();
                KERNEL.gemm(false, false, d, shape.columns(), d, 1, operators[agent], 0, d, x, 0, shape.columns(), 0, seen, 0, shape.columns());
            }

            private void back(int agent, double[] gradient) {
                int d = shape.rows();
                KERNEL.gemm(true, false, d, shape.columns(), d, 2, operators[agent], 0, d, seen, 0, shape.columns(), 0, gradient, 0, shape.columns());
            }
        }, i -> tau[i]);
    }
}
