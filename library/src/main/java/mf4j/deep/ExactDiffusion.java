package mf4j.deep;

import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Exact diffusion (Yuan, Ying, Zhao and Sayed 2019): adapt, correct, combine,
///
/// ```
/// psi(k+1) = x(k) - eta grad f(x(k))          x(k+1) = (I + V) / 2 (psi(k+1) + x(k) - psi(k))          psi(0) = x(0)
/// ```
///
/// It ends at a stationary point of the sum of all losses, with a constant step that is the same for all and may be larger than EXTRA's. Where links fail and
/// agents are away its ends are the same, as `x - psi` still sums to zero; but proofs are for weights that do not change, and gradient tracking has one for
/// those that do.
///
/// @param step       as a multiple of the least of the team's units
/// @param iterations how many
public record ExactDiffusion(@Knob(value = "step, as a multiple of the least of the agents' units", atLeast = 0, above = true, search = {0.05, 1}, logarithmic = true) double step,
    @Knob(value = "iterations", atLeast = 0) int iterations) implements Trainer<Team, Agreement> {
    /// Checks the knobs.
    public ExactDiffusion {
        Knobs.check(ExactDiffusion.class, step, iterations);
    }

    /// 0.5 of the bound.
    public static ExactDiffusion defaults() {
        return new ExactDiffusion(0.5, 100);
    }

    /// With another step.
    public ExactDiffusion withStep(double step) {
        return Knobs.with(this, "step", step);
    }

    /// With another number of iterations.
    public ExactDiffusion withIterations(int iterations) {
        return Knobs.with(this, "iterations", iterations);
    }

    @Override
    public Agreement fit(Team team, Watch<? super Agreement> watch) {
        return Epochs.run(iterations, new MethodRun(this, team) {
            private final double[] correction = kept("correction"); // x - psi
            private final double eta = commonStep(step);

            @Override
            void move(int iteration) {
                each((i, row) -> {
                    for (int j = row; j < row + size; j++) x[j] += correction[j] - eta * g[j];
                });
                rounds.mix(iteration, x, (i, at, mixed, from, count) -> {
                    if (away[i]) return;
                    for (int j = 0; j < count; j++) {
                        double half = 0.5 * (mixed[from + j] - x[at + j]);
                        x[at + j] += half;
                        correction[at + j] += half;
                    }
                });
            }
        }, watch);
    }
}
