package mf4j.study;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class JournalKillingTest {
    @TempDir
    Path folder;

    /// A worker of the test.
    static final class Worker {
        private Worker() { }

        public static void main(String[] arguments) throws IOException {
            Killing.work(() -> JournalStorage.open(Path.of(arguments[0])), arguments);
        }
    }

    private void killed(int kills) throws IOException, InterruptedException {
        Path path = folder.resolve("study.jsonl");
        new Killing(Worker.class, path.toString(), folder).run(kills, () -> JournalStorage.open(path));
        assertThat(Files.readString(path)).endsWith("\n");
        assertThat(Files.readAllLines(path)).allSatisfy(line -> assertThat(Notes.value(line)).isInstanceOf(Map.class));
        assertThat(Files.exists(folder.resolve("study.jsonl.lock"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void losesNothingToSomeKills() throws IOException, InterruptedException {
        killed(20);
    }

    @Test
    @Tag("slow")
    void losesNothingToManyKills() throws IOException, InterruptedException {
        killed(200);
    }
}
