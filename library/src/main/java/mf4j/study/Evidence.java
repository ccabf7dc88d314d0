package mf4j.study;

import mf4j.train.Seeds;

import java.util.List;
import java.util.stream.Stream;

/// Everything a sampler may know when it chooses a trial: it must not look at anything else, and the same evidence gives the same choice.
///
/// @param number  of the trial to be chosen, from 0
/// @param attempt 0, and more where what was chosen before cannot be used: it had been tried
/// @param trials  in the order of their numbers, finished, infeasible and pending; those whose point is not in the space are left out
/// @param priors  earlier studies of the same space that may teach something, oldest first
public record Evidence(int number, int attempt, List<Observation> trials, List<List<Observation>> priors) {
    /// Without earlier studies.
    public Evidence(int number, List<Observation> trials) {
        this(number, 0, trials, List.of());
    }

    /// The trials of a kind.
    public Stream<Observation> all(Observation.Kind kind) {
        return trials.stream().filter(t -> t.kind() == kind);
    }

    /// Random numbers for this choice: those of no other trial, attempt, seed or purpose.
    public Seeds.Stream random(long seed, String purpose) {
        return Seeds.of(seed).forPurpose(purpose).at(number).stream(attempt);
    }
}
