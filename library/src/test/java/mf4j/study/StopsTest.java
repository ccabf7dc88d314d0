package mf4j.study;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StopsTest {
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Goal LESS = Goal.minimize("loss");
    private static final Goal MORE = Goal.maximize("more");

    /// Trials that end a minute after one another, the first one after a minute; an outcome that is empty is that of a trial under way.
    private static Stop.Standing standing(List<Goal> goals, double[]... outcomes) {
        List<FrozenTrial> trials = new ArrayList<>();
        for (double[] outcome : outcomes) {
            State state = outcome.length == 0 ? State.RUNNING : State.COMPLETE;
            Optional<Instant> ended = state.finished() ? Optional.of(BEGUN.plusSeconds(60L * (trials.size() + 1))) : Optional.empty();
            trials.add(new FrozenTrial(trials.size(), state, Map.of(), Map.of(), outcome, new TreeMap<>(), Map.of(), Map.of(), Optional.of(BEGUN), ended));
        }
        return new Stop.Standing(goals, trials, BEGUN, BEGUN.plusSeconds(60L * (trials.size() + 1)));
    }

    private static Stop.Standing losses(double... losses) {
        double[][] outcomes = new double[losses.length][];
        for (int j = 0; j < losses.length; j++) outcomes[j] = new double[] {losses[j]};
        return standing(List.of(LESS), outcomes);
    }

    @Test
    void trialsUnderWayCount() {
        Stop.Standing two = standing(List.of(LESS), new double[] {1}, new double[0]);
        assertThat(Stops.trials(2).reason(two)).contains("it has its 2 trials");
        assertThat(Stops.trials(3).reason(two)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Stops.trials(0)).withMessage("Stops.trials must be at least 1 but was 0");
    }

    @Test
    void timeIsThatOfTheWorker() {
        Stop.Standing fiveMinutes = losses(1, 2, 3, 4);
        assertThat(Stops.time(Duration.ofMinutes(5)).reason(fiveMinutes)).contains("its time of 5m is over");
        assertThat(Stops.time(Duration.ofMinutes(6)).reason(fiveMinutes)).isEmpty();
        assertThat(Stops.at(BEGUN.plusSeconds(300)).reason(fiveMinutes)).isPresent();
        assertThat(Stops.at(BEGUN.plusSeconds(301)).reason(fiveMinutes)).isEmpty();
        assertThat(Stops.words(Duration.ofMinutes(90))).isEqualTo("1h30m");
        assertThatIllegalArgumentException().isThrownBy(() -> Stops.time(Duration.ZERO)).withMessageContaining("time must be longer than 0");
    }

    /// As good as before is no progress. The best is trial 1, two are finished since, which ended at minutes 3 and 4; it is minute 5.
    @Test
    void progressIsToBeBetterThanAllBefore() {
        Stop.Standing idle = losses(5, 3, 4, 3);
        assertThat(Stops.noProgress(2).reason(idle)).contains("the last 2 trials were no better");
        assertThat(Stops.noProgress(3).reason(idle)).isEmpty();
        assertThat(Stops.noProgress(Duration.ofMinutes(3)).reason(idle)).contains("nothing was better for 3m");
        assertThat(Stops.noProgress(Duration.ofMinutes(4)).reason(idle)).isEmpty();
        assertThat(Stops.noProgress(1).reason(losses(5, 3, 2))).isEmpty();
        assertThat(Stops.noProgress(1).reason(losses())).isEmpty();
    }

    /// What was better before this worker began counts as its beginning.
    @Test
    void aStudyThatGoesOnHasItsTime() {
        Stop.Standing old = losses(5);
        Stop.Standing resumed = new Stop.Standing(old.goals(), old.trials(), BEGUN.plusSeconds(6000), BEGUN.plusSeconds(6060));
        assertThat(resumed.sinceProgress()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void progressOfSeveralGoalsIsANewTradeOff() {
        List<Goal> goals = List.of(LESS, MORE);
        assertThat(Stops.noProgress(1).reason(standing(goals, new double[] {1, 1}, new double[] {2, 2}, new double[] {1.5, 1.5}))).isEmpty();
        assertThat(Stops.noProgress(1).reason(standing(goals, new double[] {1, 1}, new double[] {2, 2}, new double[] {2, 1.5}))).isPresent();
        assertThat(Stops.noProgress(1).reason(standing(List.of(LESS, MORE.safeAt(0)), new double[] {2, 1}, new double[] {1, -1}))).as("a broken promise").isPresent();
    }

    @Test
    void targetsAreReachedFromTheRightSide() {
        assertThat(Stops.target(3).reason(losses(5, 3))).contains("trial 1 has reached loss 3.0");
        assertThat(Stops.target(2.9).reason(losses(5, 3))).isEmpty();
        Stop.Standing both = standing(List.of(LESS, MORE), new double[] {1, 5});
        assertThat(Stops.target("more", 4).reason(both)).isPresent();
        assertThat(Stops.target("more", 6).reason(both)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Stops.target("x", 6).reason(both)).withMessageContaining("be that of one of [loss, more] but was x");
    }

    /// The rules that keep a study going stand before those they hold off, and after those they do not.
    @Test
    void rulesAreAskedInVizierOrder() {
        Stop.Standing four = losses(1, 2, 3, 4); // five minutes, three trials without progress
        StopRules idle = StopRules.defaults().withNoProgressTrials(3);
        assertThat(StopRules.defaults().reason(four)).isEmpty();
        assertThat(idle.reason(four)).contains("the last 3 trials were no better");
        assertThat(idle.withMinimumTime(Duration.ofMinutes(6)).reason(four)).isEmpty();
        assertThat(idle.withMinimumTime(Duration.ofMinutes(5)).reason(four)).isPresent();
        assertThat(idle.withMinimumTrials(5).reason(four)).isEmpty();
        assertThat(idle.withMinimumTrials(5).withMaximumTime(Duration.ofMinutes(5)).reason(four)).contains("its time of 5m is over");
        assertThat(idle.withMinimumTime(Duration.ofMinutes(6)).withMaximumTime(Duration.ofMinutes(5)).reason(four)).isEmpty();
        assertThat(idle.withMinimumTime(Duration.ofMinutes(6)).withAsap(true).reason(four)).contains("it was told to end");
        assertThat(idle.withMaximumTrials(4).reason(four)).contains("it has its 4 trials");
        assertThat(StopRules.defaults().withNoProgressTime(Duration.ofMinutes(4)).reason(four)).contains("nothing was better for 4m");
        assertThatIllegalArgumentException().isThrownBy(() -> StopRules.defaults().withMaximumTrials(0));
    }

    /// Whether trial n begins depends on what it may see, so a study ends after the same trial for any number of workers.
    @Test
    void endsAfterTheSameTrialForAnyNumberOfWorkers() throws IOException {
        List<Integer> counts = new ArrayList<>();
        for (int workers = 1; workers <= 3; workers++) {
            StudyPlan plan = Study.minimize("loss").space(Parameter.real("x", 0, 1)).reproducibleWorkers(3).workers(workers).stop(Stops.noProgress(4));
            counts.add(plan.run(200, trial -> {
                Thread.sleep(trial.number() * 7 % 5);
                return trial.real("x");
            }).trials().size());
        }
        assertThat(counts).allMatch(count -> count > 5 && count < 200).containsOnly(counts.getFirst());
    }
}
