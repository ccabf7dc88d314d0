package mf4j.app;

import mf4j.study.FrozenTrial;
import mf4j.study.Goal;
import mf4j.study.State;
import mf4j.study.Stop;

import java.time.Duration;
import java.util.Optional;

/// Reasons to end a study of one metric.
final class Ends {
    private Ends() { }

    static Stop after(Duration limit) {
        return standing -> Duration.between(standing.begun(), standing.now()).compareTo(limit) < 0 ? Optional.empty() : Optional.of("its time is over");
    }

    /// When so many have begun.
    static Stop begun(int trials) {
        return standing -> {
            long begun = standing.trials().stream().filter(trial -> trial.state() != State.WAITING && !trial.lost()).count();
            return begun < trials ? Optional.empty() : Optional.of("it has its " + trials + " trials");
        };
    }

    static Stop reached(double target) {
        return standing -> {
            Goal goal = standing.goals().getFirst();
            boolean there = standing.trials().stream().anyMatch(trial -> trial.state() == State.COMPLETE && (goal.maximize() ? trial.metrics()[0] >= target : trial.metrics()[0] <= target));
            return there ? Optional.of("a trial reached " + target) : Optional.empty();
        };
    }

    static Stop noProgress(int trials) {
        return standing -> {
            Goal goal = standing.goals().getFirst();
            double best = Double.POSITIVE_INFINITY;
            int waited = 0;
            for (FrozenTrial trial : standing.trials()) {
                if (!trial.state().finished() || trial.lost()) continue;
                double loss = trial.state() == State.COMPLETE ? (goal.maximize() ? -1 : 1) * trial.metrics()[0] : Double.POSITIVE_INFINITY;
                waited = loss < best ? 0 : waited + 1;
                best = Math.min(best, loss);
            }
            return waited >= trials ? Optional.of("none of the last " + waited + " trials was better") : Optional.empty();
        };
    }
}
