package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;

import java.util.List;

/// Bayesian optimisation with Gaussian processes: what was tried becomes a belief about every point, and where most is hoped for is tried next.
///
/// The process has mean 0 and Matern's covariance 5/2 with a length per dimension, choices being 1 apart where they differ ([Matern]); its parameters
/// are those of the greatest posterior density ([Likelihood], [Prior]) and some drawn from it ([SliceSampling]), of whose processes the belief is the mixture
/// ([Blend]); they are fitted anew at certain numbers of finished trials ([Fitting]). A
/// dimension that is not active at a point has a constant in its place. Pending trials are believed to end as expected: they take the
/// uncertainty around them away, and the mean stays. Infeasible and failed trials have a label below the worst. Of pruned trials the last
/// report is their loss. Constraints have a process of their own, and the logarithm of the probability that they hold is added. With
/// several goals the acquisition is the hypervolume that upper bounds may add, by random scalarisations. Earlier studies are the base of a
/// stack of processes, each of what those below did not foretell.
///
/// Names: `GP` and `EMUKIT_GP_EI` are [#defaults()], `GAUSSIAN_PROCESS_BANDIT` is Google Vizier's [#bandit()], `GP_UCB_PE`, `DEFAULT` and
/// `ALGORITHM_UNSPECIFIED` are [#explorer()].
///
/// @param seed       of everything random
/// @param hope       what is hoped for
/// @param scale      on which losses become labels
/// @param starts     trials before the first that the process chooses, spread evenly; with earlier studies there is no need of any
/// @param initial    whether the first trial is the point of initial values
/// @param boldness   how many deviations above the mean the upper bound is
/// @param draws      of parameters of the process from what is thought of them after the data, beside the most probable ones; the belief is the mixture
/// @param points     finished trials that the process is of at most: half of them the best, half of them the newest
/// @param candidates points that are looked at for one suggestion, before the best of them are improved
/// @param directions of the scalarisations of several goals
public record Gp(@Knob("seed of everything random") long seed,
                 @Knob("what is hoped for") Hope hope,
                 @Knob("on which losses become labels") Scale scale,
                 @Knob(value = "trials before the first that the process chooses", atLeast = 1) int starts,
                 @Knob("whether the first trial is the point of initial values") boolean initial,
                 @Knob(value = "how many deviations above the mean the upper bound is", atLeast = 0) double boldness,
                 @Knob(value = "parameters of the process that are drawn, beside the most probable ones", atLeast = 0) int draws,
                 @Knob(value = "finished trials that the process is of at most", atLeast = 2) int points,
                 @Knob(value = "points that are looked at before the best are improved", atLeast = 16) int candidates,
                 @Knob(value = "scalarisations of several goals", atLeast = 1) int directions) implements Sampler {
    /// What is hoped for at a point.
    public enum Hope {
        /// The logarithm of the expected improvement on the best.
        IMPROVEMENT,
        /// An upper bound of the value, not far from what was tried.
        UPPER_BOUND,
        /// The same, and now and then the greatest uncertainty where the best may still be reached; always while others are being evaluated that are
        /// newer than what is known. Where the bound would only polish the best that is known, one time in two it is twice as bold.
        UPPER_BOUND_OR_EXPLORE
    }

    /// On which scale losses become labels.
    public enum Scale {
        /// As Google Vizier has it: the worse half where its ranks say, then a logarithm ([Warp]), and its prior of the parameters.
        RANKED,
        /// Something between the losses as they are and their logarithms, fitted together with the parameters ([Bend]).
        LEARNED
    }

    /// Checks the knobs.
    public Gp {
        Knobs.check(Gp.class, seed, hope, scale, starts, initial, boldness, draws, points, candidates, directions);
    }

    /// Expected improvement after ten trials spread evenly.
    public static Gp defaults() {
        return new Gp(0, Hope.IMPROVEMENT, Scale.LEARNED, 10, false, 1.8, 2, 500, 1000, 1000);
    }

    /// Google Vizier's GAUSSIAN_PROCESS_BANDIT, but that after the initial point come nine trials spread evenly, without which it seldom leaves
    /// the first choices that are good.
    public static Gp bandit() {
        return defaults().withHope(Hope.UPPER_BOUND).withScale(Scale.RANKED).withDraws(0).withInitial(true);
    }

    /// Google Vizier's GP_UCB_PE, its default, after such trials; but that the scale of the labels is learned and parameters are drawn, by which it
    /// is better.
    public static Gp explorer() {
        return defaults().withHope(Hope.UPPER_BOUND_OR_EXPLORE).withInitial(true);
    }

    @Override
    public Gp withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With another hope.
    public Gp withHope(Hope hope) {
        return Knobs.with(this, "hope", hope);
    }

    /// With labels on another scale.
    public Gp withScale(Scale scale) {
        return Knobs.with(this, "scale", scale);
    }

    /// With another number of trials before the process chooses.
    public Gp withStarts(int starts) {
        return Knobs.with(this, "starts", starts);
    }

    /// Beginning with the point of initial values, or not.
    public Gp withInitial(boolean initial) {
        return Knobs.with(this, "initial", initial);
    }

    /// With another number of deviations above the mean.
    public Gp withBoldness(double boldness) {
        return Knobs.with(this, "boldness", boldness);
    }

    /// With so many draws of the parameters.
    public Gp withDraws(int draws) {
        return Knobs.with(this, "draws", draws);
    }

    /// Of at most so many finished trials.
    public Gp withPoints(int points) {
        return Knobs.with(this, "points", points);
    }

    /// Looking at so many points.
    public Gp withCandidates(int candidates) {
        return Knobs.with(this, "candidates", candidates);
    }

    /// With so many scalarisations.
    public Gp withDirections(int directions) {
        return Knobs.with(this, "directions", directions);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return new GpProposer(this, space, goals.size());
    }
}
