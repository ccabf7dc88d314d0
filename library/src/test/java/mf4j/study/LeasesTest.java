package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

class LeasesTest {
    private static final Space PLANE = Space.of(Parameter.real("x", -1, 1), Parameter.real("y", -1, 1));

    @TempDir
    Path folder;

    private static Clock hours(int after) {
        return Clock.fixed(Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(after)), ZoneOffset.UTC);
    }

    private StudyPlan plan(Path path) {
        return Study.minimize("bowl").space(PLANE).journal(path).lease(Duration.ofMinutes(30)).retries(1);
    }

    /// A section that frees a lost trial and begins its repetition is several lines, and a kill may leave any number of them. Whatever is left, the
    /// lost point is tried again, once.
    @Test
    void nothingIsLostWhereverASectionIsCut() throws IOException {
        Path path = folder.resolve("whole.jsonl");
        Map<String, Object> lost;
        try (Study study = Study.open(plan(path), hours(0))) {
            lost = study.ask().orElseThrow().values();
        }
        int before = Files.readAllLines(path).size();
        try (Study study = Study.open(plan(path), hours(1))) {
            assertThat(study.ask().orElseThrow().values()).isEqualTo(lost);
        }
        List<String> lines = Files.readAllLines(path);
        assertThat(lines.size() - before).as("lines of the section").isGreaterThan(4);
        for (int cut = before; cut <= lines.size(); cut++) goesOn(lines.subList(0, cut), lost);
    }

    private void goesOn(List<String> lines, Map<String, Object> lost) throws IOException {
        Path path = folder.resolve("cut" + lines.size() + ".jsonl");
        Files.write(path, lines);
        try (Study study = Study.open(plan(path).retries(2), hours(2))) {
            Trial again = study.ask().orElseThrow();
            assertThat(again.values()).as("after %d lines", lines.size()).isEqualTo(lost);
            assertThat(study.tell(again.number(), 1)).isTrue();
            Trial next = study.ask().orElseThrow();
            assertThat(next.values()).as("after %d lines", lines.size()).isNotEqualTo(lost);
            study.tell(next.number(), 2);
            assertThat(study.findings().trials()).allMatch(t -> t.state().finished()).filteredOn(t -> t.state() == State.COMPLETE).hasSize(2);
        }
    }

    /// An outcome that comes after its trial was freed and before anybody has begun to repeat it: the repetition has it, with all that belongs to it.
    @Test
    void aLateOutcomeBringsEverythingAlong() throws Exception {
        Path path = folder.resolve("s.jsonl");
        try (Study slow = Study.open(plan(path), hours(0)); Study other = Study.open(plan(path), hours(1))) {
            Trial late = slow.ask().orElseThrow();
            late.report(0, 0.5);
            late.note("k", "v");
            other.ledger().exclusively(() -> {
                new Leases(other.ledger(), Duration.ofMinutes(30), hours(1)).release(1);
                return null;
            });
            slow.constrain(late.number(), Map.of("memory", 2.0));
            assertThat(slow.tell(late.number(), 0.25)).isTrue();
            List<FrozenTrial> trials = other.findings().trials();
            assertThat(trials).extracting(FrozenTrial::state).containsExactly(State.FAIL, State.COMPLETE);
            FrozenTrial heir = trials.get(1);
            assertThat(heir.values()).isEqualTo(late.values());
            assertThat(heir.metric()).isEqualTo(0.25);
            assertThat(heir.reports()).isEqualTo(Map.of(0, 0.5));
            assertThat(heir.userAttributes()).isEqualTo(Map.of("k", "v"));
            assertThat(other.findings().best()).as("it breaks a constraint").isEmpty();
            assertThat(other.ask().orElseThrow().values()).isNotEqualTo(late.values());
        }
    }

    /// A trial is abandoned while the thread that renews is about to do so: its time stays over.
    @Test
    @Timeout(20)
    void isNotRenewedOnceItIsAbandoned() throws Exception {
        MemoryStorage storage = new MemoryStorage();
        try (Study study = Study.minimize("bowl").space(PLANE).in(() -> storage).open()) {
            int number = study.ask().orElseThrow().number();
            Ledger ledger = study.ledger();
            AtomicReference<Thread> renewing = new AtomicReference<>();
            Ledger watched = (Ledger) Proxy.newProxyInstance(Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (_, method, arguments) -> {
                if (Thread.currentThread().getName().equals("mf4j-leases")) renewing.set(Thread.currentThread());
                return method.invoke(ledger, arguments);
            });
            try (Leases leases = new Leases(watched, Duration.ofMillis(30), Clock.systemUTC())) {
                watched.exclusively(() -> {
                    leases.hold(number);
                    while (renewing.get() == null || renewing.get().getState() == Thread.State.RUNNABLE) Thread.sleep(1); // it waits to write
                    leases.abandon();
                    return null;
                });
                Thread.sleep(60);
                long until = ((Number) study.findings().trials().getFirst().systemAttributes().get(Notes.LEASE)).longValue();
                assertThat(until).isLessThan(System.currentTimeMillis() - 50);
            }
        }
    }
}
