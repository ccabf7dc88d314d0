package mf4j.app.docs;

import mf4j.app.DocsDoor;
import mf4j.data.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// The two searches of docs/guide/tune.md on the ratings that it speaks of, within a minute: 27 trainings of a grid and 50 trials. Skipped where
/// the ratings are absent.
class TuneGuideTest {
    private static final com.sun.management.OperatingSystemMXBean MACHINE = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    Path folder;

    @Test
    void theTwoSearchesReachWhatThePageSaysWithinAMinute() throws IOException {
        Path ratings = RealData.file("ml-latest-small/ratings.csv");
        List<String> commands = searches();
        long before = MACHINE.getProcessCpuTime();
        String grid = run(commands.getFirst(), ratings), search = run(commands.getLast(), ratings);
        // of processors, not of the clock: other processes may be at work
        assertThat((MACHINE.getProcessCpuTime() - before) * 1e-9).isLessThan(60);
        assertThat(grid).contains("27 trials: 27 complete");
        assertThat(search).contains("50 trials: 50 complete");
        assertThat(best(search)).isLessThan(best(grid)).isLessThan(0.869);
    }

    private static List<String> searches() {
        Page page = Page.of(Page.ROOT.resolve("docs/guide/tune.md"));
        return page.blocks().stream().filter(block -> block.language().equals("sh")).map(block -> String.join("\n", block.text()).replace("\\\n", " ")).limit(2).toList();
    }

    private String run(String command, Path ratings) {
        List<String> arguments = new ArrayList<>(ShellSnippetsTest.arguments(command, folder));
        arguments.set(1, ratings.toString());
        DocsDoor.Outcome outcome = DocsDoor.run(arguments);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Files.exists(folder.resolve("tune.jsonl"))).isTrue();
        return outcome.out();
    }

    /// The first row of the table.
    private static double best(String out) {
        String row = out.lines().dropWhile(line -> !line.startsWith("trial ")).skip(1).findFirst().orElseThrow();
        return Double.parseDouble(row.strip().split(" +")[1]);
    }
}
