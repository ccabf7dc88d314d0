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
/// computed as the same with what has been held back, `h(0) = 0`:
///
/// ```
/// x(k+1) = V x(k) - eta grad f(x(k)) - h(k)          h(k+1) = h(k) + (I - V) / 2 x(k)
/// ```
///
/// It ends at a stationary point of the sum of all losses, with a constant step that is the same for all. Where links fail and agents are away its ends are the
/// same, as h still sums to zero; but proofs are for weights that do not change, and gradient tracking has one for those that do.
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
            private final double[] held = kept("held"); // h
            private final double eta = commonStep(step);

            @Override
            void move(int iteration) {
                rounds.mix(iteration, x, (i, at, mixed, from, count) -> {
                    if (away[i]) return;
                    for (int j = 0; j < count; j++) {
                        double apart = x[at + j] - mixed[from + j];
                        x[at + j] = mixed[from + j] - eta * g[at + j] - held[at + j];
                        held[at + j] += 0.5 * apart;
                    }
                });
            }
        }, watch);
    }
}
