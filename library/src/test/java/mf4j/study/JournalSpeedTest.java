package mf4j.study;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// A long study opens in no time: 100,000 trials with five parameters, one report each, as MF4J writes them.
@Tag("slow")
class JournalSpeedTest {
    private static final int TRIALS = 100_000;
    private static final int CORES = 2; // the second one compiles what the first one runs
    private static final Duration BAR = Duration.ofSeconds(2);
    private static final Space SPACE = Space.of(Parameter.logarithmic("rate", 1e-5, 0.1), Parameter.real("dropout", 0, 0.5), Parameter.whole("rank", 8, 128).inSteps(8),
            Parameter.whole("epochs", 1, 1000).on(Scale.LOG), Parameter.choice("kind", "sgd", "adam", "lion"));

    @TempDir
    Path folder;

    /// What the process of a user does first.
    static final class Opening {
        private Opening() { }

        public static void main(String[] arguments) throws IOException {
            long begun = System.nanoTime();
            try (Storage storage = JournalStorage.open(Path.of(arguments[0]))) {
                List<FrozenTrial> trials = storage.find("long").orElseThrow().trials();
                long wall = (System.nanoTime() - begun) / 1_000_000;
                long processors = ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(Long.MAX_VALUE);
                System.out.println(Math.min(wall, processors / CORES) + " " + trials.size() + " " + trials.getLast().metric());
            }
        }
    }

    static void write(Path path) throws Exception {
        try (Storage storage = JournalStorage.open(path)) {
            Ledger ledger = storage.open("long", List.of(Goal.minimize("loss")));
            for (int n = 0; n < TRIALS; n += 1000) {
                int from = n;
                ledger.exclusively(() -> {
                    for (int j = from; j < from + 1000; j++) one(ledger, j);
                    return null;
                });
            }
        }
    }

    private static void one(Ledger ledger, int j) throws IOException {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int p = 0; p < SPACE.size(); p++) {
            parameters.put(SPACE.parameter(p).name(), SPACE.parameter(p));
            values.put(SPACE.parameter(p).name(), SPACE.parameter(p).outside(SPACE.parameter(p).fromUnit((j * 0.618 + p * 0.377) % 1)));
        }
        Instant begun = Instant.parse("2026-01-01T00:00:00Z").plusMillis(1001L * j);
        int number = ledger.add(FrozenTrial.of(State.RUNNING, parameters, values).at(Optional.of(begun), Optional.empty()).withAttribute(Attribute.SYSTEM, Notes.LEASE, begun.toEpochMilli()));
        ledger.report(number, 0, 1.0 / (j + 1));
        ledger.finish(number, State.COMPLETE, new double[] {1.0 / (j + 1)}, begun.plusMillis(1000));
    }

    private static long opened(Path path) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"), Opening.class.getName(), path.toString()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] said = new String(process.getInputStream().readAllBytes()).strip().split(" ");
        assertThat(said).hasSize(3).endsWith("" + TRIALS, "" + 1.0 / TRIALS);
        return Long.parseLong(said[0]);
    }

    /// In a process that has just begun; by the clock, or, where others use the machine too, by what its processors' time comes to on two cores. The
    /// best of five.
    @Test
    void opensALongJournal() throws Exception {
        Path path = folder.resolve("long.jsonl");
        write(path);
        long best = Long.MAX_VALUE;
        for (int j = 0; j < 5; j++) best = Math.min(best, opened(path));
        assertThat(best).isLessThan(BAR.toMillis());
    }
}
