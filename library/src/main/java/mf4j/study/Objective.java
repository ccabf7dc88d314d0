package mf4j.study;

/// What a study tries: takes the values it needs from the trial and gives the metric.
@FunctionalInterface
public interface Objective {
    /// The value of the study's metric. NaN says that nothing can be evaluated there.
    ///
    /// @throws Pruned     from [Trial#pruned()], to end a trial early
    /// @throws Infeasible from [Trial#infeasible], where nothing can be evaluated
    double of(Trial trial) throws Exception;

    /// The same for several metrics.
    @FunctionalInterface
    interface Several {
        /// One value per metric of the study, in their order.
        double[] of(Trial trial) throws Exception;
    }
}
