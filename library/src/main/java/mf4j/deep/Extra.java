package mf4j.deep;

import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// The exact first-order algorithm (Shi, Ling, Wu and Yin 2015, equation 2.13): the difference of two iterations of decentralised gradient descent with
/// different weights, so that what keeps agents apart cancels,
///
/// ```
/// x(k+2) = (I + V) x(k+1) - (I + V) / 2 x(k) - eta (grad f(x(k+1)) - grad f(x(k)))
/// ```
///
/// It ends at a stationary point of the sum of all losses, with a constant step that is the same for all. Its weights are meant not to change: where links
/// fail use gradient tracking.
///
/// @param step       as a multiple of the least of the team's units
/// @param iterations how many
public record Extra(@Knob(value = "step, as a multiple of the least of the agents' units", atLeast = 0, above = true, search = {0.05, 1}, logarithmic = true) double step,
    @Knob(value = "iterations", atLeast = 0) int iterations) implements Trainer<Team, Agreement> {
    /// Checks the knobs.
    public Extra {
        Knobs.check(Extra.class, step, iterations);
    }

    /// 0.5 of the bound.
    public static Extra defaults() {
        return new Extra(0.5, 100);
    }

    /// With another step.
    public Extra withStep(double step) {
        return Knobs.with(this, "step", step);
    }

    /// With another number of iterations.
    public Extra withIterations(int iterations) {
        return Knobs.with(this, "iterations", iterations);
    }

    @Override
    public Agreement fit(Team team, Watch<? super Agreement> watch) {
        return Epochs.run(iterations, new MethodRun(this, team) {
            private final double[] before = kept("before");           // x(k)
            private final double[] mixedBefore = kept("mixedBefore"); // V x(k)
            private final double[] slope = kept("slope");             // gradients at x(k)
            private final double[] mixed = new double[x.length];
            private final double eta = commonStep(step);

            @Override
            void move(int iteration) {
                rounds.mix(iteration, x, mixed);
                each((i, row) -> {
                    for (int j = row; j < row + size; j++) {
                        double next = iteration == 1 ? mixed[j] - eta * g[j] : x[j] + mixed[j] - 0.5 * (before[j] + mixedBefore[j]) - eta * (g[j] - slope[j]);
                        before[j] = x[j];
                        mixedBefore[j] = mixed[j];
                        slope[j] = g[j];
                        x[j] = next;
                    }
                });
            }
        }, watch);
    }
}
