package mf4j.deep;

import mf4j.train.Epochs;
import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Trainer;
import mf4j.train.Watch;

/// Decentralised gradient descent: agents mix what they have with what their neighbours say and step along their own gradient,
///
/// ```
/// theta_i <- sum_j V_ij theta_j - eta_i grad f_i(theta_i)
/// ```
///
/// with several rounds of mixing an iteration where wanted, or as many of Chebyshev's. With a constant step it ends near a solution, not at it: agents stay
/// apart by the order of the step (Nedic and Ozdaglar 2009; Yuan, Ling and Yin 2016).
///
/// @param step       as a multiple of the team's units: for several rounds those of [StepBound#units(int, boolean)]
/// @param iterations how many
/// @param rounds     of mixing in an iteration
/// @param chebyshev  rounds by Chebyshev's polynomials
public record Consensus(@Knob(value = "step, as a multiple of the agents' units", atLeast = 0, above = true, search = {0.1, 1.5}, logarithmic = true) double step,
                        @Knob(value = "iterations", atLeast = 0) int iterations,
                        @Knob(value = "rounds of mixing in an iteration", atLeast = 1, search = {1, 8}) int rounds,
                        @Knob("rounds by Chebyshev's polynomials: as good as the square of their number for slow networks") boolean chebyshev)
        implements Trainer<Team, Agreement> {
    /// Checks the knobs.
    public Consensus {
        Knobs.check(Consensus.class, step, iterations, rounds, chebyshev);
    }

    /// One round, nine tenths of the bound.
    public static Consensus defaults() {
        return new Consensus(0.9, 100, 1, false);
    }

    /// With another step.
    public Consensus withStep(double step) {
        return Knobs.with(this, "step", step);
    }

    /// With another number of iterations.
    public Consensus withIterations(int iterations) {
        return Knobs.with(this, "iterations", iterations);
    }

    /// With more rounds.
    public Consensus withRounds(int rounds) {
        return Knobs.with(this, "rounds", rounds);
    }

    /// By Chebyshev's polynomials or plainly.
    public Consensus withChebyshev(boolean chebyshev) {
        return Knobs.with(this, "chebyshev", chebyshev);
    }

    @Override
    public Agreement fit(Team team, Watch<? super Agreement> watch) {
        return Epochs.run(iterations, new MethodRun(this, team) {
            @Override
            void move(int iteration) {
                rounds.mix(iteration, Consensus.this.rounds, chebyshev, x, (i, at, mixed, from, count) -> {
                    System.arraycopy(mixed, from, x, at, count);
                    if (!away[i]) KERNEL.axpy(-step(step, i), g, at, x, at, count);
                });
            }
        }, watch);
    }
}
