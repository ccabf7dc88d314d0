package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalStorageTest extends StorageContract {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678901Z");

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("deep/study.jsonl");
    }

    @Override
    protected JournalStorage open() throws IOException {
        return JournalStorage.open(path());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(path()).stream().map(line -> line.replaceAll("\"worker_id\":\"[^\"]*\"", "\"worker_id\":\"w\"")).toList();
    }

    /// Every line as the journal storage of Optuna 5 writes and reads it: op codes, keys, the JSON text of distributions, internal values.
    @Test
    void writesWhatOptunaReads() throws IOException {
        try (Storage storage = open()) {
            Ledger ledger = storage.open("s", List.of(Goal.maximize("gain")));
            int number = ledger.add(FrozenTrial.of(State.RUNNING, Map.of("rank", Parameter.whole("rank", 8, 64)), Map.of("rank", 16L)).at(Optional.of(THEN), Optional.empty()));
            ledger.choose(number, Parameter.choice("kind", "a", "b"), "b");
            ledger.report(number, 2, Double.NaN);
            ledger.note(number, Attribute.USER, "k", 1);
            ledger.finish(number, State.COMPLETE, new double[] {0.5}, THEN);
        }
        assertThat(lines()).containsExactly(
                "{\"op_code\":0,\"worker_id\":\"w\",\"study_name\":\"s\",\"directions\":[2]}",
                "{\"op_code\":4,\"worker_id\":\"w\",\"study_id\":0,\"state\":0,\"datetime_start\":\"2026-01-02T03:04:05.678901+00:00\","
                        + "\"distributions\":{\"rank\":\"{\\\"name\\\":\\\"IntDistribution\\\",\\\"attributes\\\":{\\\"log\\\":false,\\\"step\\\":1,\\\"low\\\":8,\\\"high\\\":64}}\"},\"params\":{\"rank\":16}}",
                "{\"op_code\":5,\"worker_id\":\"w\",\"trial_id\":0,\"param_name\":\"kind\",\"param_value_internal\":1,"
                        + "\"distribution\":\"{\\\"name\\\":\\\"CategoricalDistribution\\\",\\\"attributes\\\":{\\\"choices\\\":[\\\"a\\\",\\\"b\\\"]}}\"}",
                "{\"op_code\":7,\"worker_id\":\"w\",\"trial_id\":0,\"step\":2,\"intermediate_value\":NaN}",
                "{\"op_code\":8,\"worker_id\":\"w\",\"trial_id\":0,\"user_attr\":{\"k\":1}}",
                "{\"op_code\":6,\"worker_id\":\"w\",\"trial_id\":0,\"state\":1,\"values\":[0.5],\"datetime_start\":\"2026-01-02T03:04:05.678901+00:00\","
                        + "\"datetime_complete\":\"2026-01-02T03:04:05.678901+00:00\"}");
    }

    /// What a kill has cut off never was, and the next line begins on its own.
    @Test
    void removesALineThatWasCutOff() throws IOException {
        try (Storage storage = open()) {
            storage.open("s", List.of(Goal.minimize("loss"))).add(FrozenTrial.of(State.COMPLETE, Map.of(), Map.of(), 1));
        }
        Files.writeString(path(), "{\"op_code\":4,\"worker", StandardOpenOption.APPEND);
        try (Storage storage = open()) {
            Ledger ledger = storage.find("s").orElseThrow();
            assertThat(ledger.trials()).hasSize(1);
            ledger.add(FrozenTrial.of(State.COMPLETE, Map.of(), Map.of(), 2));
        }
        assertThat(lines()).hasSize(3).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void seesWhatOthersWrite() throws IOException {
        try (Storage one = open(); Storage other = open()) {
            Ledger here = one.open("s", List.of(Goal.minimize("loss")));
            Ledger there = other.open("s", List.of(Goal.minimize("loss")));
            assertThat(here.add(FrozenTrial.of(State.COMPLETE, Map.of(), Map.of(), 1))).isZero();
            assertThat(there.add(FrozenTrial.of(State.COMPLETE, Map.of(), Map.of(), 2))).isEqualTo(1);
            assertThat(here.trials()).extracting(FrozenTrial::metric).containsExactly(1.0, 2.0);
        }
    }

    /// A worker of MF4J that was killed in an exclusive section leaves its link; who comes next need not wait.
    @Test
    void takesOverFromADeadWorker() throws IOException {
        open().close();
        Path link = path().resolveSibling("study.jsonl.lock");
        Files.createSymbolicLink(link, Path.of("./././study.jsonl"));
        try (Storage storage = open()) {
            assertThat(storage.names()).isEmpty();
        }
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void namesTheLineThatIsNone() throws IOException {
        open().close();
        Files.writeString(path(), "{\"op_code\":0,\"worker_id\":\"w\",\"study_name\":\"s\",\"directions\":[1]}\nrank,loss\n");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage(path() + ":2: not a line of a study's journal, found 'rank,loss'");
    }

    /// A worker of Optuna that waits for half a minute takes the lock away and writes. What it wrote stays; the section that was too slow was none.
    @Test
    void neverOverwritesWhatWasWrittenMeanwhile() throws IOException {
        try (Storage storage = open()) {
            Ledger ledger = storage.open("s", List.of(Goal.minimize("loss")));
            String other = "{\"op_code\":4,\"worker_id\":\"optuna\",\"study_id\":0,\"datetime_start\":null,\"state\":4}\n";
            assertThatThrownBy(() -> ledger.exclusively(() -> {
                ledger.add(FrozenTrial.of(State.RUNNING, Map.of(), Map.of()));
                return Files.writeString(path(), other, StandardOpenOption.APPEND);
            })).isInstanceOf(IOException.class).hasMessageContaining("study.jsonl: somebody else has written");
            assertThat(Files.readString(path())).endsWith(other);
            assertThat(ledger.trials()).extracting(FrozenTrial::state).containsExactly(State.WAITING);
            assertThat(ledger.add(FrozenTrial.of(State.RUNNING, Map.of(), Map.of()))).isEqualTo(1);
        }
    }
}
