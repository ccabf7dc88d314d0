package mf4j.study;

import mf4j.train.Check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a study is to do: its goals, what it may choose, how it chooses, where it is kept. A record of settings; [#open] begins or goes on.
///
/// @param name     of the study where it is kept
/// @param goals    one per metric
/// @param space    what may be chosen; [Space#EMPTY] where the objective asks for its parameters as it runs
/// @param sampler  how it is chosen
/// @param pruner   which trials are not finished
/// @param stops    when the study ends, beside the number of trials
/// @param workers  threads of this process
/// @param together how many trials may run at the same time with the same outcome of the study: trial n is chosen from the results of trials
///                 0 to n - together, all others being pending; empty for what the study was begun with, else 1
/// @param retries  how often a trial that was lost with its worker is tried again
/// @param lease    how long a worker may be silent before its trial counts as lost
/// @param noisy    whether a point may be worth trying again
/// @param priors   names of earlier studies in the same place that samplers may learn from
/// @param storage  where it is kept
public record StudyPlan(String name, List<Goal> goals, Space space, Sampler sampler, Pruner pruner, List<Stop> stops, int workers, Optional<Integer> together, int retries, Duration lease,
                        boolean noisy, List<String> priors, Place storage) {
    /// Opens what the study is kept in.
    @FunctionalInterface
    public interface Place {
        /// Opens it.
        Storage open() throws IOException;
    }

    /// Checks the settings.
    public StudyPlan {
        Check check = Check.of(Study.class);
        goals = List.copyOf(goals);
        stops = List.copyOf(stops);
        priors = List.copyOf(priors);
        check.that(!name.isBlank(), "name", "be given", "'" + name + "'");
        check.that(goals.stream().anyMatch(goal -> goal.safe().isEmpty()), "goals", "have one that is no promise", goals);
        check.that(goals.stream().map(Goal::metric).distinct().count() == goals.size(), "goals", "have each metric once", goals);
        check.atLeast("workers", workers, 1);
        if (together.isPresent()) check.atLeast("together", together.get(), 1);
        check.atLeast("retries", retries, 0);
        check.that(!lease.isNegative() && !lease.isZero(), "lease", "be longer than 0", lease);
    }

    /// The one place of the defaults.
    static StudyPlan of(Goal... goals) {
        return new StudyPlan("study", List.of(goals), Space.EMPTY, Samplers.defaults(), Pruner.NONE, List.of(), 1, Optional.empty(), 1, Duration.ofMinutes(1), false, List.of(), MemoryStorage::new);
    }

    /// Under another name.
    public StudyPlan name(String name) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// With one more goal or promise.
    public StudyPlan and(Goal goal) {
        List<Goal> all = new ArrayList<>(goals);
        all.add(goal);
        return new StudyPlan(name, all, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// With what may be chosen.
    public StudyPlan space(Space space) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// With what may be chosen.
    public StudyPlan space(Parameter... parameters) {
        return space(Space.of(parameters));
    }

    /// With another sampler.
    public StudyPlan sampler(Sampler sampler) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// With a pruner.
    public StudyPlan pruner(Pruner pruner) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// With one more reason to end.
    public StudyPlan stop(Stop stop) {
        List<Stop> all = new ArrayList<>(stops);
        all.add(stop);
        return new StudyPlan(name, goals, space, sampler, pruner, all, workers, together, retries, lease, noisy, priors, storage);
    }

    /// With so many threads.
    public StudyPlan workers(int workers) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// The same study for any number of workers up to this one.
    public StudyPlan reproducibleWorkers(int together) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, Optional.of(together), retries, lease, noisy, priors, storage);
    }

    /// Trying lost trials again so often.
    public StudyPlan retries(int retries) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// Waiting so long for a silent worker.
    public StudyPlan lease(Duration lease) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// With outcomes that differ from time to time: points may be tried again.
    public StudyPlan withNoise() {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, true, priors, storage);
    }

    /// With earlier studies, kept in the same place, to learn from.
    public StudyPlan priors(String... names) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, List.of(names), storage);
    }

    /// Kept in a journal file.
    public StudyPlan journal(Path path) {
        return in(() -> JournalStorage.open(path));
    }

    /// Kept where `storage` says; it is closed with the study.
    public StudyPlan in(Place storage) {
        return new StudyPlan(name, goals, space, sampler, pruner, stops, workers, together, retries, lease, noisy, priors, storage);
    }

    /// Begins the study, or goes on with the one that is there.
    public Study open() throws IOException {
        return Study.open(this);
    }

    /// Runs until the study has so many trials in all, those of before and of other workers among them, or another reason ends it.
    ///
    /// @throws UncheckedIOException where it cannot be kept
    public Findings run(int trials, Objective objective) {
        return runSeveral(trials, trial -> new double[] {objective.of(trial)});
    }

    /// The same with several metrics.
    ///
    /// @throws UncheckedIOException where it cannot be kept
    public Findings runSeveral(int trials, Objective.Several objective) {
        try (Study study = open()) {
            study.runSeveral(trials, objective);
            return study.findings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
