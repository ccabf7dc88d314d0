package mf4j.study;

/// Ends a trial that cannot be evaluated: a lesson for the sampler.
public final class Infeasible extends RuntimeException {
    Infeasible(String reason) {
        super(reason, null, false, false);
    }
}
