package mf4j.deep;

import mf4j.matrix.Lanczos;
import mf4j.matrix.SymmetricEigen;
import mf4j.train.Check;
import mf4j.train.Sweep;

import java.util.Arrays;

/// How long steps of decentralised gradient descent may be near a point W where nothing is left of the measurements' error:
///
/// ```
/// eta_i = c (1 + lambda_min(V)) / lambda_i          lambda_i the largest eigenvalue of the Hessian of f_i at W
/// ```
///
/// For c below 1 the iteration linearised there, `e <- M e` with `M = V (x) I - diag(eta_i H_i)`, is stable (the bound of "On the Stability of Consensus
/// Gradient Dynamics for Regularized Distributed Deep Matrix Factorization: Explicit Bounds", with the 2 tau that the pull's curvature has). The bound is
/// sufficient; exact is [#threshold]: M is symmetric, and leaves stability where its least eigenvalue passes -1, which is at one over the largest
/// eigenvalue of the pencil `(diag((1 + lambda_min(V)) / lambda_i H_i), I + V (x) I)`.
public final class StepBound {
    private static final Check CHECK = Check.of(StepBound.class);

    private final Agents agents;
    private final Mixing mixing;
    private final double[] point; // size numbers, the same for all
    private final double tolerance;
    private final double[] sharpness;

    private StepBound(Agents agents, Mixing mixing, double[] point, double tolerance) {
        this.agents = agents;
        this.mixing = mixing;
        this.point = point;
        this.tolerance = tolerance;
        this.sharpness = new double[agents.count()];
        Sweep.over(agents.count(), 1, (_, from, to) -> {
            for (int i = from; i < to; i++) sharpness[i] = Sharpness.of(agents, i, point, 0, tolerance).value();
        });
    }

    /// At a point.
    ///
    /// @param point     variables of one agent
    /// @param tolerance of the eigenvalues, relative
    public static StepBound of(Agents agents, Mixing mixing, double[] point, double tolerance) {
        CHECK.that(point.length == agents.size(), "point", "have the " + agents.size() + " numbers of an agent", point.length);
        CHECK.that(mixing.network().agents() == agents.count(), "network", "have the " + agents.count() + " agents of the problem", mixing.network().agents());
        return new StepBound(agents, mixing, point.clone(), tolerance);
    }

    /// At the truth of a sensing problem, to ten digits.
    public static StepBound of(Sensing agents, Mixing mixing) {
        return of(agents, mixing, agents.truth(), 1e-10);
    }

    /// lambda_i, per agent.
    public double[] sharpness() {
        return sharpness.clone();
    }

    /// The steps at c = 1: units for a [Team].
    public double[] units() {
        return times(1);
    }

    /// The steps at c = 1 for [Consensus] with several rounds, whose least eigenvalue takes the place of `lambda_min(V)`: above the others for plain rounds,
    /// but below them, by far, for few rounds of Chebyshev's on a slow network.
    public double[] units(int rounds, boolean chebyshev) {
        CHECK.atLeast("rounds", rounds, 1);
        double least = mixing.least(rounds, chebyshev);
        return Arrays.stream(sharpness).map(one -> (1 + least) / one).toArray();
    }

    /// The steps at a multiple of the bound.
    public double[] times(double c) {
        double[] steps = new double[sharpness.length];
        for (int i = 0; i < steps.length; i++) steps[i] = c * (1 + mixing.spectrum().least()) / sharpness[i];
        return steps;
    }

    /// The length of the mean of all agents' gradients at the point: it is no stationary point where agents are pulled, by 2 tau W.
    public double distanceFromStationary() {
        double[] sum = new double[agents.size()];
        double[] one = new double[agents.size()];
        Agents.Desk desk = agents.desk();
        for (int i = 0; i < agents.count(); i++) {
            desk.loss(i, point, 0, one, 0);
            for (int j = 0; j < sum.length; j++) sum[j] += one[j] / agents.count();
        }
        double squares = 0;
        for (double v : sum) squares += v * v;
        return Math.sqrt(squares);
    }

    /// What leaves stability first.
    ///
    /// @param c         the multiple of the bound at which it does
    /// @param direction agents x size: the disagreement that then neither grows nor decays
    public record Threshold(double c, double[] direction) { }

    /// The exact multiple at which the linearised iteration leaves stability, with the direction.
    ///
    /// @throws ArithmeticException where `I + V` is singular: some disagreement then turns over in every round, whatever the step
    public Threshold threshold() {
        int n = agents.count();
        int size = agents.size();
        double[] root = inverseRoot(n);
        double[] unit = units();
        double[] turned = new double[n * size];
        Lanczos.Pair pair = Lanczos.greatest(n * size, (x, y) -> {
            across(root, x, turned, size);
            curvatures(turned, y, unit);
            System.arraycopy(y, 0, turned, 0, y.length);
            across(root, turned, y, size);
        }, tolerance, 0);
        double[] direction = new double[n * size];
        across(root, pair.vector(), direction, size);
        return new Threshold(1 / pair.value(), direction);
    }

    /// `(I + V)^(-1/2)`.
    private double[] inverseRoot(int n) {
        SymmetricEigen eigen = SymmetricEigen.of(mixing.dense(), n);
        double[] root = new double[n * n];
        for (int k = 0; k < n; k++) {
            double value = 1 + eigen.values()[k];
            if (value < 1e-12) throw new ArithmeticException("I + V is singular: choose lazy weights");
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) root[i * n + j] += eigen.vectors()[i * n + k] * eigen.vectors()[j * n + k] / Math.sqrt(value);
            }
        }
        return root;
    }

    /// `y = (R (x) I) x`.
    private static void across(double[] root, double[] x, double[] y, int size) {
        int n = root.length == 1 ? 1 : (int) Math.round(Math.sqrt(root.length));
        MethodRun.KERNEL.gemm(false, false, n, size, n, 1, root, 0, n, x, 0, size, 0, y, 0, size);
    }

    /// `y_i = scale_i H_i x_i`.
    void curvatures(double[] x, double[] y, double[] scale) {
        int size = agents.size();
        Sweep.over(agents.count(), 1, () -> new Room(agents), (room, from, to) -> {
            for (int i = from; i < to; i++) {
                room.desk.loss(i, point, 0, room.gradient, 0);
                System.arraycopy(x, i * size, room.direction, 0, size);
                room.desk.curvature(room.direction, room.product);
                for (int j = 0; j < size; j++) y[i * size + j] = scale[i] * room.product[j];
            }
        });
    }

    private static final class Room {
        final Agents.Desk desk;
        final double[] gradient;
        final double[] direction;
        final double[] product;

        Room(Agents agents) {
            desk = agents.desk();
            gradient = new double[agents.size()];
            direction = new double[agents.size()];
            product = new double[agents.size()];
        }
    }

    /// The linearised iteration, `to = M from` with `M = V (x) I - diag(steps_i H_i)`.
    ///
    /// @param from agents x size
    public void linearised(double[] steps, double[] from, double[] to) {
        curvatures(from, to, steps);
        double[] mixed = new double[from.length];
        mixing.mix(from, 0, agents.size(), mixed, agents.size(), agents.size());
        for (int j = 0; j < to.length; j++) to[j] = mixed[j] - to[j];
    }

    /// The spectral radius of the linearised iteration: below 1 it is stable.
    public double radius(double[] steps) {
        CHECK.that(steps.length == agents.count(), "steps", "be one per agent", steps.length);
        int all = agents.count() * agents.size();
        double high = Lanczos.greatest(all, (x, y) -> linearised(steps, x, y), tolerance, 0).value();
        double low = Lanczos.least(all, (x, y) -> linearised(steps, x, y), tolerance, 0).value();
        return Math.max(Math.abs(high), Math.abs(low));
    }
}
