package mf4j.deep;

import mf4j.kernel.Kernel;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// Losses of the form `g_i(W_L ... W_1) + tau_i sum_l |W_l|^2`, with all gradients and Hessian products from one sweep up and one down: with
/// P_l = W_l ... W_1 and T_l = (W_L ... W_(l+1))^T G, G the gradient with respect to the product,
///
/// ```
/// gradient_l = T_l P_(l-1)^T + 2 tau W_l          T_(l-1) = W_l^T T_l
/// ```
///
/// and the same differentiated for the product of the Hessian with a direction (Pearlmutter 1994). `O(L)` small products, nothing allocated.
final class DeepDesk implements Agents.Desk {
    private static final Kernel KERNEL = Kernel.active();

    private final Shape shape;
    private final int[] at;              // where factor l begins
    private final ProductLoss losses;
    private final IntToDoubleFunction tau;
    private final double[][] p;          // P_l, widths[l] x columns; P_0 is not there: it is the identity
    private final double[][] t;          // T_l, widths[l] x columns
    private final double[][] dp;
    private final double[] dt;           // of the layer at hand
    private final double[] dtNext;
    private int agent;                   // of the last loss
    private double pull;
    private double[] theta;
    private int from;

    DeepDesk(Shape shape, ProductLoss losses, IntToDoubleFunction tau) {
        this.shape = shape;
        this.losses = losses;
        this.tau = tau;
        this.at = new int[shape.depth() + 2];
        for (int l = 1; l <= shape.depth() + 1; l++) at[l] = shape.at(l);
        this.p = room();
        this.t = room();
        this.dp = room();
        int widest = Arrays.stream(shape.widths()).max().orElseThrow();
        this.dt = new double[widest * shape.columns()];
        this.dtNext = new double[widest * shape.columns()];
    }

    private double[][] room() {
        double[][] room = new double[shape.depth() + 1][];
        for (int l = 1; l <= shape.depth(); l++) room[l] = new double[shape.width(l) * shape.columns()];
        return room;
    }

    /// The product at the variables from `at` on; the array is this desk's own.
    double[] product(double[] theta, int at) {
        this.theta = theta;
        this.from = at;
        System.arraycopy(theta, at, p[1], 0, p[1].length);
        for (int l = 2; l <= shape.depth(); l++) {
            KERNEL.gemm(false, false, shape.width(l), shape.columns(), shape.width(l - 1), 1, theta, at + this.at[l], shape.width(l - 1), p[l - 1], 0, shape.columns(), 0, p[l], 0, shape.columns());
        }
        return p[shape.depth()];
    }

    @Override
    public double loss(int agent, double[] theta, int at, double[] gradient, int into) {
        this.agent = agent;
        pull = tau.applyAsDouble(agent);
        int depth = shape.depth();
        double value = losses.at(agent, product(theta, at), t[depth]) + pull * KERNEL.dot(theta, at, theta, at, shape.size());
        if (gradient == null) return value;
        for (int l = depth; l >= 1; l--) {
            for (int j = 0; j < shape.size(l); j++) gradient[into + this.at[l] + j] = 2 * pull * theta[at + this.at[l] + j];
            onto(l, t[l], p[l - 1], gradient, into + this.at[l]);
            if (l > 1) down(l, theta, at + this.at[l], t[l], 0, t[l - 1]);
        }
        return value;
    }

    /// `result += T P^T`, the gradient of a factor; below the first factor P is the identity.
    private void onto(int l, double[] t, double[] before, double[] result, int into) {
        if (l == 1) KERNEL.axpy(1, t, 0, result, into, shape.size(1));
        else KERNEL.gemm(false, true, shape.width(l), shape.width(l - 1), shape.columns(), 1, t, 0, shape.columns(), before, 0, shape.columns(), 1, result, into, shape.width(l - 1));
    }

    /// `below = W^T T + beta below`.
    private void down(int l, double[] w, int wi, double[] t, double beta, double[] below) {
        KERNEL.gemm(true, false, shape.width(l - 1), shape.columns(), shape.width(l), 1, w, wi, shape.width(l - 1), t, 0, shape.columns(), beta, below, 0, shape.columns());
    }

    /// The change of the product for a change of the factors, at the variables of the last [#product]: J U.
    ///
    /// @return this desk's own array
    double[] push(double[] direction) {
        int depth = shape.depth();
        System.arraycopy(direction, 0, dp[1], 0, dp[1].length);
        for (int l = 2; l <= depth; l++) {
            int inner = shape.width(l - 1);
            KERNEL.gemm(false, false, shape.width(l), shape.columns(), inner, 1, direction, at[l], inner, p[l - 1], 0, shape.columns(), 0, dp[l], 0, shape.columns());
            KERNEL.gemm(false, false, shape.width(l), shape.columns(), inner, 1, theta, from + at[l], inner, dp[l - 1], 0, shape.columns(), 1, dp[l], 0, shape.columns());
        }
        return dp[depth];
    }

    /// The factors' share in a change of the product, at the variables of the last [#product]: `J^T Z`.
    void pull(double[] z, double[] into) {
        System.arraycopy(z, 0, t[shape.depth()], 0, t[shape.depth()].length);
        for (int l = shape.depth(); l >= 1; l--) {
            Arrays.fill(into, at[l], at[l + 1], 0);
            onto(l, t[l], p[l - 1], into, at[l]);
            if (l > 1) down(l, theta, from + at[l], t[l], 0, t[l - 1]);
        }
    }

    @Override
    public void curvature(double[] direction, double[] into) {
        double[] here = dt;
        double[] next = dtNext;
        losses.change(agent, push(direction), here);
        for (int l = shape.depth(); l >= 1; l--) {
            for (int j = 0; j < shape.size(l); j++) into[at[l] + j] = 2 * pull * direction[at[l] + j];
            onto(l, here, p[l - 1], into, at[l]);
            if (l == 1) return;
            onto(l, t[l], dp[l - 1], into, at[l]);
            down(l, theta, from + at[l], here, 0, next);
            down(l, direction, at[l], t[l], 1, next);
            double[] swap = here;
            here = next;
            next = swap;
        }
    }
}
