package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StudyTest {
    private static final Space PLANE = Space.of(Parameter.real("x", -1, 1), Parameter.real("y", -1, 1));

    /// Chooses by everything it sees, so that a difference in what it sees is one in what it chooses.
    private static final Sampler FOLLOWER = new Given(space -> evidence -> {
        double sum = 0.1 * evidence.number();
        for (Observation one : evidence.trials()) sum += one.finished() ? 31 * one.loss() + one.point()[0] : 7 * one.point()[1] + one.number();
        return Optional.of(space.fromUnit(new double[] {sum - Math.floor(sum), 3 * sum - Math.floor(3 * sum)}));
    });

    @TempDir
    Path folder;

    private static double bowl(Trial trial) {
        return Math.pow(trial.real("x"), 2) + Math.pow(trial.real("y"), 2);
    }

    private static List<Map<String, Object>> values(Findings findings) {
        return findings.trials().stream().map(FrozenTrial::values).toList();
    }

    @Test
    void findsTheBest() {
        Findings found = Study.minimize("bowl").space(PLANE).run(30, StudyTest::bowl);
        assertThat(found.trials()).hasSize(30);
        double least = found.trials().stream().mapToDouble(FrozenTrial::metric).min().orElseThrow();
        assertThat(found.best().orElseThrow().metric()).isEqualTo(least);
        assertThat(Study.maximize("hill").space(PLANE).run(30, trial -> -bowl(trial)).best().orElseThrow().metric()).isEqualTo(-least);
    }

    /// The number of trials is that of the study, not of the call: the same command goes on.
    @Test
    void goesOnWhereItWas() {
        StudyPlan plan = Study.minimize("bowl").space(PLANE).journal(folder.resolve("s.jsonl"));
        Findings whole = Study.minimize("bowl").space(PLANE).run(20, StudyTest::bowl);
        assertThat(plan.run(7, StudyTest::bowl).trials()).hasSize(7);
        assertThat(values(plan.run(20, StudyTest::bowl))).isEqualTo(values(whole));
        assertThat(values(plan.run(20, StudyTest::bowl))).isEqualTo(values(whole));
    }

    @Test
    void asksForParametersAsItRuns() {
        Findings found = Study.minimize("loss").run(20, trial -> {
            double rate = trial.logarithmic("rate", 1e-4, 1);
            String kind = trial.choice("kind", "a", "b");
            assertThat(trial.logarithmic("rate", 1e-4, 1)).isEqualTo(rate);
            return kind.equals("a") ? rate : trial.whole("n", 1, 5);
        });
        assertThat(found.trials()).allSatisfy(t -> assertThat(t.values().keySet()).contains("rate", "kind"));
        assertThat(found.trials().stream().filter(t -> t.values().containsKey("n"))).isNotEmpty().allMatch(t -> t.values().get("kind").equals("b"));
    }

    /// Parameters that are asked for one by one have random numbers of their own.
    @Test
    void asksForParametersApart() {
        Study.minimize("loss").run(5, trial -> {
            double x = trial.real("x", 0, 1);
            assertThat(trial.real("y", 0, 1)).isNotEqualTo(x);
            return x;
        });
    }

    /// Up to so many workers give the same study bit for bit, although they finish in any order.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void isTheSameForAnyNumberOfWorkersUpToItsOwn(int workers) {
        StudyPlan plan = Study.minimize("bowl").space(PLANE).sampler(FOLLOWER).reproducibleWorkers(4);
        Findings one = plan.run(24, StudyTest::bowl);
        Findings many = plan.workers(workers).run(24, trial -> {
            Thread.sleep((trial.number() * 7) % 5);
            return bowl(trial);
        });
        assertThat(values(many)).isEqualTo(values(one));
    }

    /// What an objective asks for as it runs is chosen from the same trials too, how far others have come notwithstanding.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void isTheSameForAnyNumberOfWorkersThatAskAsTheyRun(int workers) {
        StudyPlan plan = Study.minimize("loss").sampler(FOLLOWER).reproducibleWorkers(4);
        assertThat(values(plan.workers(workers).run(24, trial -> asking(trial, (trial.number() * 7) % 5)))).isEqualTo(values(plan.run(24, trial -> asking(trial, 0))));
    }

    /// Trial n is chosen from the outcomes of trials 0 to n - K, all later ones being pending although one worker has finished them.
    @Test
    void seesExactlyWhatItsOwnNumberAllows() {
        Map<Integer, List<Integer>> finished = new LinkedHashMap<>();
        Map<Integer, Integer> all = new LinkedHashMap<>();
        Sampler looking = new Given(space -> evidence -> {
            finished.put(evidence.number(), evidence.trials().stream().filter(Observation::finished).map(Observation::number).toList());
            all.put(evidence.number(), evidence.trials().size());
            return Optional.of(space.random(evidence.random(0, "test")));
        });
        Study.minimize("bowl").space(PLANE).sampler(looking).reproducibleWorkers(3).run(6, StudyTest::bowl);
        assertThat(finished).isEqualTo(Map.of(0, List.of(), 1, List.of(), 2, List.of(), 3, List.of(0), 4, List.of(0, 1), 5, List.of(0, 1, 2)));
        assertThat(all).isEqualTo(Map.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5));
    }

    private static double asking(Trial trial, int milliseconds) throws InterruptedException {
        double x = trial.real("x", -1, 1);
        Thread.sleep(milliseconds);
        double y = trial.real("y", -1, 1);
        Thread.sleep(milliseconds);
        return x * x + y * y + (trial.choice("kind", "a", "b").equals("b") ? trial.real("z", 0, 1) : 0);
    }

    /// A trial is stopped by the same others, although more of them have come as far by then.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void prunesTheSameForAnyNumberOfWorkersUpToItsOwn(int workers) {
        StudyPlan plan = Study.minimize("bowl").space(PLANE).sampler(FOLLOWER).pruner(Pruners.named("median")).reproducibleWorkers(4);
        Findings one = plan.run(40, trial -> reporting(trial, 0));
        Findings many = plan.workers(workers).run(40, trial -> reporting(trial, (trial.number() * 7) % 3));
        assertThat(one.trials()).extracting(FrozenTrial::state).contains(State.PRUNED, State.COMPLETE);
        assertThat(values(many)).isEqualTo(values(one));
        assertThat(many.trials()).extracting(FrozenTrial::state).isEqualTo(one.trials().stream().map(FrozenTrial::state).toList());
        assertThat(many.trials()).extracting(FrozenTrial::reports).isEqualTo(one.trials().stream().map(FrozenTrial::reports).toList());
    }

    private static double reporting(Trial trial, int milliseconds) throws InterruptedException {
        for (int step = 0; step < 4; step++) {
            Thread.sleep(milliseconds);
            if (trial.report(step, bowl(trial) + 1.0 / (step + 1)).shouldPrune()) throw trial.pruned();
        }
        return bowl(trial);
    }

    @Test
    void saysThatMoreWorkersCannotBeReproduced() throws IOException {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        try (Study study = Study.minimize("bowl").space(PLANE).workers(3).open()) {
            study.listener(new Study.Listener() {
                @Override
                public void message(String text) {
                    said.add(text);
                }
            });
            study.run(9, trial -> {
                Thread.sleep(5);
                return bowl(trial);
            });
            assertThat(study.findings().trials()).hasSize(9);
        }
        assertThat(said).singleElement().asString().contains("cannot be reproduced");
    }

    @Test
    void learnsFromWhatCannotBeEvaluated() {
        Findings found = Study.minimize("loss").space(PLANE).run(4, trial -> switch (trial.number()) {
            case 0 -> Double.NaN;
            case 1 -> throw trial.infeasible("too large");
            case 2 -> throw new ArithmeticException("diverged");
            default -> 1;
        });
        assertThat(found.trials()).extracting(FrozenTrial::state).containsExactly(State.FAIL, State.FAIL, State.FAIL, State.COMPLETE);
        assertThat(found.trials()).extracting(t -> t.systemAttributes().get(Notes.INFEASIBLE)).containsExactly("the outcome is not a number", "too large", "diverged", null);
        assertThat(new Observations(PLANE, found.goals()).of(found.trials(), 9, -1)).extracting(Observation::kind)
                .containsExactly(Observation.Kind.INFEASIBLE, Observation.Kind.INFEASIBLE, Observation.Kind.INFEASIBLE, Observation.Kind.COMPLETE);
    }

    /// Optuna marks a trial as failed when its objective throws, whatever the reason.
    @Test
    void learnsNothingFromWhatFailedWithoutAWord() throws IOException {
        Map<String, Object> values = Map.of("x", 0.5, "y", 0.5);
        Map<String, Parameter> parameters = Map.of("x", PLANE.parameter(0), "y", PLANE.parameter(1));
        try (Study study = Study.minimize("loss").space(PLANE).open()) {
            study.add(FrozenTrial.of(State.FAIL, parameters, values));
            study.add(FrozenTrial.of(State.FAIL, parameters, values).infeasible("too large"));
            assertThat(new Observations(PLANE, study.plan().goals()).finished(study.findings().trials())).extracting(Observation::number).containsExactly(1);
        }
    }

    @Test
    void endsWithTheObjectivesOwnFailure() {
        StudyPlan plan = Study.minimize("loss").space(PLANE).journal(folder.resolve("s.jsonl"));
        assertThatThrownBy(() -> plan.run(5, trial -> {
            if (trial.number() == 2) throw new IllegalStateException("a bug");
            return 1;
        })).isInstanceOf(IllegalStateException.class).hasMessage("a bug");
        Findings found = plan.run(5, _ -> 2);
        assertThat(found.trials()).extracting(FrozenTrial::state).containsExactly(State.COMPLETE, State.COMPLETE, State.FAIL, State.COMPLETE, State.COMPLETE, State.COMPLETE);
    }

    @Test
    void triesWhatItIsToldToFirst() throws IOException {
        try (Study study = Study.minimize("bowl").space(PLANE).open()) {
            study.enqueue(Map.of("x", 0.5));
            study.enqueue(Map.of("x", 0.25, "y", -0.25));
            assertThatIllegalArgumentException().isThrownBy(() -> study.enqueue(Map.of("x", 3))).withMessageContaining("Parameter.x must lie between");
            assertThatIllegalArgumentException().isThrownBy(() -> study.enqueue(Map.of("X", 0.5))).withMessage("Study.enqueue must be given values of [x, y] but was X");
            study.run(3, StudyTest::bowl);
            List<FrozenTrial> trials = study.findings().trials();
            assertThat(trials.get(0).values()).containsEntry("x", 0.5).containsKey("y");
            assertThat(trials.get(1).values()).isEqualTo(Map.of("x", 0.25, "y", -0.25));
            assertThat(trials).hasSize(3);
        }
    }

    /// A trial whose worker is silent is freed and tried again, so often; its late outcome counts once, for whoever repeats it.
    @Test
    void freesWhatIsLostAndTakesWhatComesLate() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        MemoryStorage storage = new MemoryStorage();
        StudyPlan plan = Study.minimize("bowl").space(PLANE).in(() -> storage).lease(Duration.ofHours(1)).retries(1);
        Study dead = Study.open(plan, clock);
        Trial lost = dead.ask().orElseThrow();
        dead.close();
        now.set(now.get().plus(Duration.ofMinutes(61)));
        Study alive = Study.open(plan, clock);
        Trial again = alive.ask().orElseThrow();
        assertThat(again.number()).isEqualTo(1);
        assertThat(again.values()).isEqualTo(lost.values());
        assertThat(alive.findings().trials().getFirst().state()).isEqualTo(State.FAIL);
        assertThat(dead.tell(lost.number(), 0.5)).isTrue();
        assertThat(alive.tell(again.number(), 0.5)).isFalse();
        assertThat(alive.findings().trials()).extracting(FrozenTrial::state).containsExactly(State.FAIL, State.COMPLETE);
        Trial other = alive.ask().orElseThrow();
        assertThat(other.values()).isNotEqualTo(lost.values());
    }

    /// Nothing new is learned by trying a point again; when all were tried the study ends by itself.
    @ParameterizedTest
    @ValueSource(strings = {"GRID_SEARCH", "SHUFFLED_GRID_SEARCH", "RANDOM_SEARCH", "QUASI_RANDOM_SEARCH"})
    void triesEveryPointOnceAndEnds(String sampler) throws IOException {
        Space space = Space.of(Parameter.whole("n", 1, 4), Parameter.bool("b")).when("b", List.of(true), Parameter.choice("c", "x", "y"));
        try (Study study = Study.minimize("loss").space(space).sampler(Samplers.named(sampler)).open()) {
            study.run(1000, Trial::number);
            List<FrozenTrial> trials = study.findings().trials();
            assertThat(trials).hasSize(12).extracting(FrozenTrial::values).doesNotHaveDuplicates();
            assertThat(study.ended()).contains("everything there is was tried");
        }
    }

    @Test
    void endsForItsOwnReasons() throws IOException {
        try (Study study = Study.minimize("bowl").space(PLANE).stop(standing -> Optional.of("enough").filter(_ -> standing.finished() >= 3)).open()) {
            study.run(100, StudyTest::bowl);
            assertThat(study.findings().trials()).hasSize(3);
            assertThat(study.ended()).contains("enough");
        }
    }

    @Test
    void stopsTrialsThatArePruned() {
        Pruner atTwo = contest -> contest.trial().reports().lastKey() >= 2;
        Findings found = Study.minimize("loss").space(PLANE).pruner(atTwo).run(2, trial -> {
            for (int step = 0; step < 10; step++) {
                if (trial.report(step, 10 - step).shouldPrune()) throw trial.pruned();
            }
            return 0;
        });
        assertThat(found.trials()).allSatisfy(t -> {
            assertThat(t.state()).isEqualTo(State.PRUNED);
            assertThat(t.metric()).isEqualTo(8);
            assertThat(t.reports()).hasSize(3);
        });
    }

    @Test
    void hasWhatWasChosenWhenATrialBegan() {
        Space space = Space.of(Parameter.choice("kind", "a", "b"), Parameter.discrete("share", 0.25, 0.5), Parameter.choice("size", 8, 16));
        Findings found = Study.of(Goal.minimize("a"), Goal.minimize("b")).space(space).runSeveral(8, trial -> {
            assertThat(trial.choice("kind")).isEqualTo(trial.value("kind"));
            return new double[] {trial.discrete("share"), Integer.parseInt(trial.choice("size"))};
        });
        assertThat(found.trials()).hasSize(8).allMatch(t -> t.metrics()[0] == (Double) t.values().get("share") && t.metrics()[1] == (Long) t.values().get("size"));
        assertThat(found.front()).hasSize(2);
    }

    @Test
    void knowsTheFrontOfSeveralGoals() throws IOException {
        try (Study study = Study.of(Goal.minimize("a"), Goal.maximize("b"), Goal.maximize("safety").safeAt(0)).space(PLANE).open()) {
            double[][] outcomes = {{1, 1, 1}, {2, 2, 0}, {2, 1, 1}, {0, 9, -1}};
            study.runSeveral(4, trial -> outcomes[trial.number()]);
            assertThat(study.findings().front()).extracting(FrozenTrial::number).containsExactly(0, 1);
        }
    }

    @Test
    void keepsAtWhatItWasBegunWith() throws IOException {
        StudyPlan plan = Study.minimize("bowl").space(PLANE).journal(folder.resolve("s.jsonl"));
        plan.reproducibleWorkers(3).open().close();
        try (Study study = plan.open()) {
            assertThat(study.together()).isEqualTo(3);
            study.about(Map.of("data", "abc"));
            study.run(1, StudyTest::bowl);
            study.about(Map.of("data", "abc"));
            assertThatIllegalArgumentException().isThrownBy(() -> study.about(Map.of("data", "xyz"))).withMessageContaining("data must be abc as in the study");
            assertThatIllegalArgumentException().isThrownBy(() -> study.about(Map.of("folds", 5)))
                    .withMessage("Study.folds must be left out as when the study study, which goes on, was begun, but was 5");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> plan.reproducibleWorkers(2).open()).withMessageContaining("together must be 3");
    }

    /// What another process does with a trial: it has nothing but the number.
    @Test
    void aTrialIsReportedOnAndToldByItsNumberAlone() throws IOException {
        Path file = folder.resolve("s.jsonl");
        StudyPlan plan = Study.minimize("loss").space(PLANE).journal(file);
        int number;
        try (Study study = plan.open()) {
            number = study.ask().orElseThrow().number();
            study.leave(number);
        }
        try (Study study = plan.open()) {
            assertThat(study.underWay(number).report(0, 3).report(4, 2).shouldPrune()).isFalse();
            assertThat(study.underWay(number).values().keySet()).containsExactly("x", "y");
            study.renew(number);
            assertThat(study.tell(number, 1)).isTrue();
            assertThatIllegalArgumentException().isThrownBy(() -> study.underWay(number)).withMessage("Study.trial must be under way but was 0, which is COMPLETE");
            assertThatIllegalArgumentException().isThrownBy(() -> study.underWay(7)).withMessage("Study.trial must be one of 0 to 0 but was 7");
            assertThat(study.findings().trials().getFirst().reports()).containsExactlyEntriesOf(new java.util.TreeMap<>(Map.of(0, 3.0, 4, 2.0)));
        }
    }

    /// A process that knows that it is about to end does not keep the next one waiting: the trial is begun again at once, with the same values.
    @Test
    void whatAProcessAbandonsIsTriedAgainAtOnce() throws IOException {
        StudyPlan plan = Study.minimize("loss").space(PLANE).journal(folder.resolve("s.jsonl")).lease(Duration.ofHours(5));
        Map<String, Object> values;
        try (Study study = plan.open()) {
            values = study.ask().orElseThrow().values();
            study.abandon("stopped by somebody");
            assertThat(study.ask()).isEmpty();
            assertThat(study.ended()).hasValue("stopped by somebody");
        }
        try (Study study = plan.open()) {
            Trial again = study.ask().orElseThrow();
            assertThat(again.number()).isEqualTo(1);
            assertThat(again.values()).isEqualTo(values);
        }
    }
}
