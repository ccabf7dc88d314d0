package mf4j.study;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalTest {
    private static final Whole RANKS = new Whole("A", 10, 20, 5);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678901Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("me/study.jsonl");
    }

    private Journal open() throws IOException {
        return Journal.open(path(), "study", RANKS, Map.of("epochs", 100), CLOCK);
    }

    /// Every line as Optuna 5 writes and reads it: the op codes and keys of its journal storage.
    @Test
    void writesWhatOptunaReads() throws IOException {
        try (Journal journal = open()) {
            int number = journal.begin(15);
            journal.finish(number, new Journal.Trial(15, 0.25, Map.of("losses", List.of(0.5, 0.25))));
        }
        assertThat(Files.readAllLines(path())).containsExactly(
                "{\"op_code\":0,\"worker_id\":\"mf4j\",\"study_name\":\"study\",\"directions\":[1]}",
                "{\"op_code\":2,\"worker_id\":\"mf4j\",\"study_id\":0,\"user_attr\":{\"epochs\":100}}",
                "{\"op_code\":4,\"worker_id\":\"mf4j\",\"study_id\":0,\"datetime_start\":\"2026-01-02T03:04:05.678901+00:00\",\"state\":0,\"params\":{\"A\":15},"
                        + "\"distributions\":{\"A\":\"{\\\"name\\\":\\\"IntDistribution\\\",\\\"attributes\\\":{\\\"log\\\":false,\\\"step\\\":5,\\\"low\\\":10,\\\"high\\\":20}}\"}}",
                "{\"op_code\":8,\"worker_id\":\"mf4j\",\"trial_id\":0,\"user_attr\":{\"losses\":[0.5,0.25]}}",
                "{\"op_code\":6,\"worker_id\":\"mf4j\",\"trial_id\":0,\"state\":1,\"values\":[0.25],\"datetime_start\":\"2026-01-02T03:04:05.678901+00:00\","
                        + "\"datetime_complete\":\"2026-01-02T03:04:05.678901+00:00\"}");
    }

    @Test
    void goesOnAfterWhatIsFinished() throws IOException {
        try (Journal journal = open()) {
            journal.finish(journal.begin(10), new Journal.Trial(10, 0.5, Map.of("best", 3)));
            journal.begin(15);
        }
        Files.writeString(path(), Files.readString(path()) + "{\"op_code\":8,\"worker");
        try (Journal journal = open()) {
            assertThat(journal.trials()).containsExactly(new Journal.Trial(10, 0.5, Map.of("best", 3)));
            journal.finish(journal.begin(20), new Journal.Trial(20, 0.125, Map.of()));
        }
        try (Journal journal = open()) {
            assertThat(journal.trials()).extracting(Journal.Trial::value).containsExactly(10, 20);
        }
        assertThat(Files.readAllLines(path())).filteredOn(line -> line.contains("\"state\":3")).hasSize(1).first().asString().contains("\"trial_id\":1");
    }

    @Test
    void refusesAnotherStudyInItsPlace() throws IOException {
        open().close();
        assertThatIllegalArgumentException().isThrownBy(() -> Journal.open(path(), "study", RANKS, Map.of("epochs", 200), CLOCK))
                .withMessage("Journal.epochs must be 100 as in the study " + path() + ", which goes on, but was 200");
    }

    @Test
    void isForOneProcessAtATime() throws IOException {
        try (Journal journal = open()) {
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use");
            assertThat(journal.trials()).isEmpty();
        }
        open().close();
    }

    @Test
    void namesTheLineThatIsNone() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "{\"op_code\":0,\"worker_id\":\"w\",\"study_name\":\"s\",\"directions\":[1]}\nhello\n");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("study.jsonl:2: not a line of a study's journal, found 'hello'");
    }
}
