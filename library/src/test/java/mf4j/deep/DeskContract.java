package mf4j.deep;

import mf4j.matrix.SymmetricEigen;
import mf4j.train.Seeds;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Gradients and Hessian products against differences of the loss, sharpness against dense eigenvalues.
abstract class DeskContract {
    /// A small problem.
    abstract Agents agents();

    private double[] point(int purpose) {
        Seeds.Stream random = Seeds.of(7).forPurpose("point").stream(purpose);
        double[] point = new double[agents().size()];
        Arrays.setAll(point, _ -> 0.7 * random.nextGaussian());
        return point;
    }

    @Test
    void theGradientIsTheSlopeOfTheLoss() {
        Agents agents = agents();
        Agents.Desk desk = agents.desk();
        for (int i = 0; i < agents.count(); i++) {
            double[] theta = point(i);
            double[] gradient = new double[theta.length];
            double loss = desk.loss(i, theta, 0, gradient, 0);
            assertThat(desk.loss(i, theta, 0, null, 0)).isEqualTo(loss);
            double length = Math.sqrt(Arrays.stream(gradient).map(v -> v * v).sum());
            for (int j = 0; j < theta.length; j++) {
                double h = 1e-5;
                double[] plus = theta.clone();
                double[] minus = theta.clone();
                plus[j] += h;
                minus[j] -= h;
                double slope = (desk.loss(i, plus, 0, null, 0) - desk.loss(i, minus, 0, null, 0)) / (2 * h);
                assertThat(gradient[j]).isCloseTo(slope, within(1e-7 * Math.max(1, length)));
            }
        }
    }

    @Test
    void theCurvatureIsTheSlopeOfTheGradient() {
        Agents agents = agents();
        Agents.Desk desk = agents.desk();
        for (int i = 0; i < agents.count(); i++) {
            double[] hessian = hessian(agents, i, point(i));
            int n = agents.size();
            double[] product = new double[n];
            double[] theta = point(i);
            double[] u = point(100 + i);
            desk.loss(i, theta, 0, new double[n], 0);
            desk.curvature(u, product);
            double largest = Arrays.stream(product).map(Math::abs).max().orElseThrow();
            for (int a = 0; a < n; a++) {
                double sum = 0;
                for (int b = 0; b < n; b++) sum += hessian[a * n + b] * u[b];
                assertThat(product[a]).isCloseTo(sum, within(1e-6 * largest));
            }
        }
    }

    /// By differences of the gradient.
    static double[] hessian(Agents agents, int agent, double[] theta) {
        Agents.Desk desk = agents.desk();
        int n = theta.length;
        double[] hessian = new double[n * n];
        double[] up = new double[n];
        double[] down = new double[n];
        for (int b = 0; b < n; b++) {
            double h = 1e-5;
            double[] plus = theta.clone();
            double[] minus = theta.clone();
            plus[b] += h;
            minus[b] -= h;
            desk.loss(agent, plus, 0, up, 0);
            desk.loss(agent, minus, 0, down, 0);
            for (int a = 0; a < n; a++) hessian[a * n + b] = (up[a] - down[a]) / (2 * h);
        }
        return hessian;
    }

    @Test
    void theSharpnessIsTheLargestEigenvalue() {
        Agents agents = agents();
        for (int i = 0; i < agents.count(); i++) {
            double[] theta = point(i);
            double[] values = SymmetricEigen.values(hessian(agents, i, theta), agents.size());
            double most = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
            assertThat(Sharpness.of(agents, i, theta, 0, 1e-10).value()).isCloseTo(values[values.length - 1], within(1e-6 * most));
        }
    }
}
