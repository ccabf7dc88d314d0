package mf4j.deep;

import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Gradient tracking (DIGing: Nedic, Olshevsky and Shi 2017): every agent also keeps an estimate y of everyone's mean gradient, and steps along it,
///
/// ```
/// x <- V x - eta y          y <- V y + grad f(x new) - grad f(x old)          y = grad f(x) at first
/// ```
///
/// It ends at a stationary point of the sum of all losses, with a constant step that is the same for all, also where links come and go. Two numbers cross a
/// link per variable and iteration.
///
/// @param step       as a multiple of the least of the team's units
/// @param iterations how many
public record GradientTracking(@Knob(value = "step, as a multiple of the least of the agents' units", atLeast = 0, above = true, search = {0.05, 1}, logarithmic = true) double step,
    @Knob(value = "iterations", atLeast = 0) int iterations) implements Trainer<Team, Agreement> {
    /// Checks the knobs.
    public GradientTracking {
        Knobs.check(GradientTracking.class, step, iterations);
    }

    /// 0.3 of the bound.
    public static GradientTracking defaults() {
        return new GradientTracking(0.3, 100);
    }

    /// With another step.
    public GradientTracking withStep(double step) {
        return Knobs.with(this, "step", step);
    }

    /// With another number of iterations.
    public GradientTracking withIterations(int iterations) {
        return Knobs.with(this, "iterations", iterations);
    }

    @Override
    public Agreement fit(Team team, Watch<? super Agreement> watch) {
        return Epochs.run(iterations, new MethodRun(this, team) {
            private final double[] y = kept("y");
            private final double[] slope = kept("slope"); // gradients at the iteration before
            private final double eta = commonStep(step);

            @Override
            void move(int iteration) {
                rounds.mix(iteration, y, (i, at, mixed, from, count) -> {
                    if (away[i]) return;
                    for (int j = 0; j < count; j++) {
                        y[at + j] = mixed[from + j] + g[at + j] - slope[at + j]; // both are 0 at first
                        slope[at + j] = g[at + j];
                    }
                });
                rounds.mix(iteration, x, (i, at, mixed, from, count) -> {
                    if (away[i]) return;
                    for (int j = 0; j < count; j++) x[at + j] = mixed[from + j] - eta * y[at + j];
                });
            }
        }, watch);
    }
}
