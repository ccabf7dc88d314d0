package mf4j.study;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// What every place that keeps studies promises.
public abstract class StorageContract {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Instant LATER = Instant.parse("2026-01-02T03:05:00.000001Z");
    private static final List<Goal> LESS = List.of(Goal.minimize("loss"));
    private static final Parameter RATE = Parameter.logarithmic("rate", 1e-5, 1);
    private static final Parameter RANK = Parameter.whole("rank", 8, 128).inSteps(8);
    private static final Parameter KIND = Parameter.choice("kind", "sgd", "adam", true, 3, 0.5);

    /// Opens the one place of this test; what was kept before is there again.
    protected abstract Storage open() throws IOException;

    private static FrozenTrial full(State state, double... metrics) {
        return new FrozenTrial(-1, state, Map.of("rate", RATE, "rank", RANK, "kind", KIND), Map.of("rate", 0.001, "rank", 24L, "kind", "adam"), metrics,
                new TreeMap<>(Map.of(1, 0.5, 3, Double.NaN, 7, Double.NEGATIVE_INFINITY)), Map.of("note", List.of(1, "two", Map.of("three", true))), Map.of("fixed_params", Map.of("rank", 24)),
                Optional.of(THEN), state.finished() ? Optional.of(LATER) : Optional.empty());
    }

    @Test
    void givesBackWhatItKeeps() throws IOException {
        try (Storage storage = open()) {
            Ledger ledger = storage.open("s", LESS);
            assertThat(ledger.add(full(State.COMPLETE, 0.25))).isZero();
            assertThat(ledger.add(full(State.PRUNED, Double.POSITIVE_INFINITY))).isEqualTo(1);
            assertThat(ledger.add(full(State.FAIL))).isEqualTo(2);
            assertThat(ledger.add(full(State.RUNNING))).isEqualTo(3);
            assertThat(ledger.add(FrozenTrial.of(State.WAITING, Map.of(), Map.of()))).isEqualTo(4);
            ledger.note(Attribute.USER, "data", Map.of("rows", 5));
            ledger.note(Attribute.SYSTEM, "names", List.of("a", "b"));
        }
        try (Storage storage = open()) {
            Ledger ledger = storage.find("s").orElseThrow();
            assertThat(ledger.maximize()).containsExactly(false);
            assertThat(ledger.attributes(Attribute.USER)).isEqualTo(Map.of("data", Map.of("rows", 5)));
            assertThat(ledger.attributes(Attribute.SYSTEM)).isEqualTo(Map.of("names", List.of("a", "b")));
            List<FrozenTrial> trials = ledger.trials();
            assertThat(trials).extracting(FrozenTrial::state).containsExactly(State.COMPLETE, State.PRUNED, State.FAIL, State.RUNNING, State.WAITING);
            assertThat(trials).extracting(FrozenTrial::number).containsExactly(0, 1, 2, 3, 4);
            FrozenTrial first = trials.getFirst();
            FrozenTrial wanted = full(State.COMPLETE, 0.25);
            assertThat(first.parameters()).isEqualTo(wanted.parameters());
            assertThat(first.values()).isEqualTo(wanted.values());
            assertThat(first.reports()).isEqualTo(wanted.reports());
            assertThat(first.userAttributes()).isEqualTo(wanted.userAttributes());
            assertThat(first.systemAttributes()).isEqualTo(wanted.systemAttributes());
            assertThat(first.metrics()).containsExactly(0.25);
            assertThat(first.started()).contains(THEN);
            assertThat(first.ended()).contains(LATER);
            assertThat(trials.get(1).metrics()).containsExactly(Double.POSITIVE_INFINITY);
            assertThat(trials.get(2).metrics()).isEmpty();
            assertThat(trials.get(4).started()).isEmpty();
        }
    }

    @Test
    void keepsATrialFromItsBeginningToItsEnd() throws IOException {
        try (Storage storage = open()) {
            Ledger ledger = storage.open("s", List.of(Goal.minimize("a"), Goal.maximize("b")));
            int number = ledger.add(FrozenTrial.of(State.WAITING, Map.of(), Map.of()));
            assertThat(ledger.claim(number, THEN)).isTrue();
            assertThat(ledger.claim(number, LATER)).isFalse();
            ledger.choose(number, RANK, 16L);
            ledger.choose(number, KIND, true);
            ledger.report(number, 3, 0.5);
            ledger.note(number, Attribute.USER, "k", "v");
            ledger.note(number, Attribute.USER, "k", "w");
            ledger.note(number, Attribute.SYSTEM, "s", 1);
            assertThat(ledger.finish(number, State.COMPLETE, new double[] {1, 2}, LATER)).isTrue();
            assertThat(ledger.finish(number, State.FAIL, new double[0], LATER)).isFalse();
            ledger.report(number, 4, 0.25);
            ledger.note(number, Attribute.USER, "late", true);
        }
        try (Storage storage = open()) {
            FrozenTrial trial = storage.find("s").orElseThrow().trials().getFirst();
            assertThat(trial.state()).isEqualTo(State.COMPLETE);
            assertThat(trial.values()).isEqualTo(Map.of("rank", 16L, "kind", true));
            assertThat(trial.reports()).isEqualTo(Map.of(3, 0.5));
            assertThat(trial.userAttributes()).isEqualTo(Map.of("k", "w"));
            assertThat(trial.systemAttributes()).isEqualTo(Map.of("s", 1));
            assertThat(trial.metrics()).containsExactly(1, 2);
            assertThat(trial.started()).contains(THEN);
            assertThat(trial.ended()).contains(LATER);
        }
    }

    @Test
    void keepsSeveralStudiesApart() throws IOException {
        try (Storage storage = open()) {
            Ledger a = storage.open("a", LESS);
            Ledger b = storage.open("b", List.of(Goal.maximize("gain")));
            a.add(full(State.COMPLETE, 1));
            assertThat(b.add(full(State.COMPLETE, 2))).isZero();
            a.add(full(State.COMPLETE, 3));
            assertThat(storage.names()).containsExactly("a", "b");
            assertThat(a.trials()).extracting(FrozenTrial::metric).containsExactly(1.0, 3.0);
            assertThat(b.trials()).extracting(FrozenTrial::metric).containsExactly(2.0);
            assertThat(storage.delete("a")).isTrue();
            assertThat(storage.delete("a")).isFalse();
            assertThat(storage.names()).containsExactly("b");
            assertThat(storage.find("a")).isEmpty();
            assertThat(storage.open("a", LESS).trials()).isEmpty();
            assertThat(b.trials()).hasSize(1);
        }
    }

    @Test
    void refusesAStudyWithOtherDirections() throws IOException {
        try (Storage storage = open()) {
            storage.open("s", LESS);
            assertThatIllegalArgumentException().isThrownBy(() -> storage.open("s", List.of(Goal.maximize("loss"))))
                    .withMessage("Study.s must have the goals that it was begun with, [minimize], but was [maximize]");
        }
    }

    /// Reading, deciding and writing as one: no number is taken twice.
    @Test
    void runsExclusiveSectionsOneAfterTheOther() throws Exception {
        try (Storage storage = open()) {
            Ledger ledger = storage.open("s", LESS);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int j = 0; j < 10; j++) {
                        Kept.run(() -> ledger.exclusively(() -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            int count = ledger.trials().size();
                            ledger.add(FrozenTrial.of(State.COMPLETE, Map.of(), Map.of(), count));
                            inside.decrementAndGet();
                            return null;
                        }));
                    }
                }));
            }
            for (Thread thread : threads) thread.join();
            assertThat(most).hasValue(1);
            assertThat(ledger.trials()).hasSize(40).allSatisfy(trial -> assertThat(trial.metric()).isEqualTo(trial.number()));
        }
    }

    /// Two openings of one place, as two processes have it: each sees at once what the other has done, and their sections exclude each other.
    @Test
    void twoOpeningsAreOneStudy() throws Exception {
        try (Storage one = open(); Storage other = open()) {
            List<Ledger> ledgers = List.of(one.open("s", LESS), other.open("s", LESS));
            AtomicInteger inside = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (Ledger ledger : ledgers) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int j = 0; j < 20; j++) Kept.run(() -> ledger.exclusively(() -> oneMore(ledger, inside)));
                }));
            }
            for (Thread thread : threads) thread.join();
            assertThat(inside).hasValue(0);
            for (Ledger ledger : ledgers) assertThat(ledger.trials()).hasSize(40).allSatisfy(trial -> assertThat(trial.metric()).isEqualTo(trial.number()));
            int running = ledgers.get(0).add(full(State.RUNNING));
            assertThat(ledgers.get(1).trials().get(running).state()).isEqualTo(State.RUNNING);
            assertThat(ledgers.get(1).finish(running, State.COMPLETE, new double[] {1}, LATER)).isTrue();
            assertThat(ledgers.get(0).finish(running, State.COMPLETE, new double[] {2}, LATER)).isFalse();
            assertThat(ledgers.get(0).trials().get(running).metric()).isEqualTo(1);
        }
    }

    private static Void oneMore(Ledger ledger, AtomicInteger inside) throws Exception {
        assertThat(inside.incrementAndGet()).isEqualTo(1);
        int number = ledger.add(FrozenTrial.of(State.RUNNING, Map.of(), Map.of()));
        ledger.exclusively(() -> ledger.finish(number, State.COMPLETE, new double[] {ledger.trials().size() - 1}, LATER));
        assertThat(inside.decrementAndGet()).isZero();
        return null;
    }
}
