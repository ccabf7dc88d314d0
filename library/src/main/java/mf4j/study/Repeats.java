package mf4j.study;

import mf4j.train.Check;
import mf4j.train.Seeds;

import java.util.Arrays;

/// An outcome that is a mean over instances: seeds of a training that begins at random, folds of the data.
///
/// Instance i has the same seed in every trial (common random numbers: chance that all trials share does not count in their differences), unless
/// each trial is to have its own. The seeds follow from that of the study's sampler. Values are reported as they come, the instance being the
/// step, so that a pruner that compares instance by instance, [Wilcoxon], ends the race of a trial that is clearly worse than the best one; its
/// outcome is then the mean so far. Where values are alike over instances, other pruners will do.
///
/// @param times  how many instances
/// @param common whether all trials have the same seeds
public record Repeats(int times, boolean common) {
    /// Checks the number.
    public Repeats {
        Check.of(Repeats.class).atLeast("times", times, 1);
    }

    /// So many instances, the same for all trials.
    public static Repeats of(int times) {
        return new Repeats(times, true);
    }

    /// With the same seeds in all trials, or not.
    public Repeats withCommon(boolean common) {
        return new Repeats(times, common);
    }

    /// One evaluation.
    @FunctionalInterface
    public interface Instance {
        /// The value of the study's metric. NaN says that nothing can be evaluated there.
        ///
        /// @param instance from 0: the fold
        /// @param seed     of everything random
        double of(int instance, long seed) throws Exception;

        /// The same for several metrics.
        @FunctionalInterface
        interface Several {
            /// One value per metric of the study, in their order.
            double[] of(int instance, long seed) throws Exception;
        }
    }

    /// The seed of an instance of a trial.
    ///
    /// @param study seed of its sampler
    public long seed(long study, int trial, int instance) {
        Seeds seeds = Seeds.of(study).forPurpose("repeats");
        return (common ? seeds : seeds.at(trial)).bits(instance);
    }

    /// The mean over all instances, of a trial whose study has one metric.
    ///
    /// @return NaN as soon as one value is
    /// @throws Pruned where the trial is not worth going on
    public double of(Trial trial, Instance instance) throws Exception {
        return several(trial, (i, seed) -> new double[] {instance.of(i, seed)})[0];
    }

    /// The means of several metrics over all instances.
    ///
    /// @return with NaN as soon as one value is
    /// @throws Pruned where the trial is not worth going on
    public double[] several(Trial trial, Instance.Several instance) throws Exception {
        double[] sums = {};
        for (int i = 0; i < times; i++) {
            double[] values = instance.of(i, seed(trial.seed(), trial.number(), i));
            if (i == 0) sums = new double[values.length];
            for (int j = 0; j < sums.length; j++) sums[j] += values[j];
            trial.report(i, values);
            if (Arrays.stream(values).anyMatch(Double::isNaN)) return values;
            trial.average(means(sums, i + 1));
            if (i + 1 < times && trial.shouldPrune()) throw trial.pruned();
        }
        return means(sums, times);
    }

    private static double[] means(double[] sums, int count) {
        return Arrays.stream(sums).map(sum -> sum / count).toArray();
    }
}
