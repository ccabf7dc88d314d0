package mf4j.app;

import mf4j.data.Planted;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Processes that end before they are done: by Ctrl-C, or for lack of room.
@DisabledOnOs(OS.WINDOWS)
class StoppedTest {
    @TempDir
    Path folder;

    Path ratings;

    @BeforeEach
    void plant() {
        ratings = folder.resolve("planted.csv");
        Rehearsal.write(Planted.defaults().withShape(300, 200, 12_000).ratings(), ratings);
    }

    @Test
    void ctrlCLeavesAStateFromWhichTheSameCommandReachesTheSameBits() throws Exception {
        Path model = folder.resolve("stopped.mf4j");
        Object[] command = {"train", ratings, "--trainer", "sgd", "--rank", "8", "--epochs", "400", "--patience", "0", "--out", model};
        Process process = new ProcessBuilder(Mf4j.command(command)).start();
        List<String> said = new ArrayList<>();
        try (BufferedReader err = process.errorReader()) {
            for (String line; (line = err.readLine()) != null; said.add(line)) if (line.contains("epoch 3 of 400")) stop(process);
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(interruptsAreIgnored() ? 143 : 130);
        assertThat(said).anyMatch(line -> line.contains("mf4j: stopped after epoch") && line.contains("the same command goes on from there"));
        assertThat(model).doesNotExist();
        assertThat(folder.resolve("stopped.mf4j.resume")).exists();
        assertSameAsNeverStopped(command, model);
    }

    /// As Ctrl-C does; where this process was started with interrupts ignored, as in the background of a script, so is its child,
    /// and the signal to terminate does the same.
    private static void stop(Process process) throws IOException {
        new ProcessBuilder("kill", interruptsAreIgnored() ? "-TERM" : "-INT", String.valueOf(process.pid())).start();
    }

    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return false;
        String ignored = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow().substring(7).strip();
        return (Long.parseUnsignedLong(ignored, 16) & 1L << 1) != 0;
    }

    private void assertSameAsNeverStopped(Object[] command, Path model) {
        Mf4j resumed = Mf4j.done(command);
        assertThat(resumed.err()).contains("sgd: going on after epoch").doesNotContain("epoch 1 of 400");
        assertThat(folder.resolve("stopped.mf4j.resume")).doesNotExist();
        Path whole = folder.resolve("whole.mf4j");
        command[command.length - 1] = whole;
        Mf4j.done(command);
        String arrays = Mf4j.done("inspect", whole, "--json").json().at("/entries").toString();
        assertThat(Mf4j.done("inspect", model, "--json").json().at("/entries").toString()).isEqualTo(arrays);
    }

    /// A limit on the size of files stands for a full disk: it needs no rights of an administrator.
    @Test
    void aFullDiskLeavesTheOldModelAsItWas() throws Exception {
        Path model = folder.resolve("model.mf4j");
        Mf4j.done("train", ratings, "--trainer", "item-mean", "--out", model);
        byte[] before = Files.readAllBytes(model);
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 100; exec \"$@\"", "bash"));
        command.addAll(Mf4j.command("train", ratings, "--trainer", "als", "--rank", "100", "--epochs", "1", "--out", model));
        command.add(5, "-XX:-UsePerfData");
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).containsPattern("mf4j: cannot save .*File too large");
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".new"))).isEmpty();
        }
    }
}
