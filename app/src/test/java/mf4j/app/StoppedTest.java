package mf4j.app;

import mf4j.data.Planted;
import mf4j.train.Checkpoint;
import mf4j.train.Epoch;
import mf4j.train.History;
import mf4j.train.Watch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        List<String> said = stoppedAt("epoch 3 of 400", command);
        assertThat(said).anyMatch(line -> line.contains("mf4j: stopped after epoch") && line.contains("the same command goes on from there"));
        assertThat(model).doesNotExist();
        assertThat(folder.resolve("stopped.mf4j.resume")).exists();
        assertSameAsNeverStopped(command, model, keptBy(said));
    }

    /// Runs a command, stops it when it says this, and gives the lines that it said.
    static List<String> stoppedAt(String words, Object... command) throws Exception {
        Process process = new ProcessBuilder(Mf4j.command(command)).start();
        List<String> said = new ArrayList<>();
        try (BufferedReader err = process.errorReader()) {
            for (String line; (line = err.readLine()) != null; said.add(line)) if (line.contains(words)) stop(process);
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(interruptsAreIgnored() ? 143 : 130);
        return said;
    }

    private static int keptBy(List<String> said) {
        String last = said.stream().filter(line -> line.startsWith("mf4j: stopped after epoch ")).findFirst().orElseThrow();
        int kept = Integer.parseInt(last.replaceFirst("mf4j: stopped after epoch ([0-9]+);.*", "$1"));
        assertThat(kept).isGreaterThanOrEqualTo(2);
        return kept;
    }

    /// What a training says whose saving fails, so that its state is left: once it speaks of epochs a folder is where the model should be.
    private String failing(Path model, Object... more) throws IOException {
        Files.deleteIfExists(model);
        StringWriter said = new StringWriter();
        PrintWriter err = new PrintWriter(said, true) {
            @Override
            public void println(String line) {
                model.toFile().mkdir();
                super.println(line);
            }
        };
        List<String> command = new ArrayList<>(List.of("train", ratings.toString(), "--rank", "2", "--out", model.toString()));
        for (Object word : more) command.add(word.toString());
        assertThat(Main.run(new PrintWriter(new StringWriter()), err, command.toArray(String[]::new))).isEqualTo(1);
        return said.toString();
    }

    @Test
    void aStateOfOneEpochIsNamedAndAnotherJudgeDoesNotGoOnFromIt() throws Exception {
        Path model = folder.resolve("judged.mf4j");
        assertThat(failing(model, "--epochs", "1")).contains("cannot save");
        for (Object[] other : new Object[][] {{"--parts", "0.7,0.05,0.25"}, {"--metric", "mae"}, {"--patience", "4"}}) {
            assertThat(failing(model, "--epochs", "1", other[0], other[1])).contains("epoch 1 of 1");
        }
        failing(model, "--epochs", "3");
        assertThat(Files.exists(folder.resolve("judged.mf4j.resume"))).isTrue();
        Files.delete(model);
        assertThat(Mf4j.done("train", ratings, "--rank", "2", "--epochs", "3", "--out", model).err()).doesNotContain("epoch 1 of 3");
    }

    @Test
    void aTrainingGoesOnAfterItsFirstEpoch() {
        StringWriter said = new StringWriter();
        Resume resume = new Resume(folder.resolve("first.mf4j"), "judge");
        resume.save(new Checkpoint.State("run", new History(List.of(new Epoch(1, 1, 1, Map.of(), false))), Map.of()));
        Resume again = new Resume(folder.resolve("first.mf4j"), "judge");
        again.load("run");
        Progress<Object> progress = new Progress<>(Watch.none(), new PrintWriter(said, true), "als", again);
        for (int epoch = 1; epoch <= 2; epoch++) progress.after(new Watch.Progress<>(new Epoch(epoch, 1, 1, Map.of(), false), 3, History.EMPTY, () -> null));
        assertThat(said.toString()).contains("als: going on after epoch 1").contains("als: epoch 2 of 3").doesNotContain("als: epoch 1 of 3");
    }

    /// What was under way is tried again at once: nobody waits for a lease to run out.
    @Test
    void ctrlCLeavesAStudyWithWhichTheSameCommandGoesOn() throws Exception {
        Path study = folder.resolve("tune.jsonl");
        Object[] command = {"tune", ratings, "--trainer", "sgd", "--sampler", "random-search", "--space", "rank=int:8:32", "--epochs", "300", "--epoch-patience", "0", "--metrics", "none", "--trials", "40", "--study", study};
        List<String> said = stoppedAt("trial 1: ", command);
        assertThat(said).anyMatch(line -> line.matches("mf4j: stopped after [0-9]+ of 40 trials; the same command goes on from there \\(study sgd in .*tune.jsonl\\)"));
        command[command.length - 3] = "4";
        long began = System.nanoTime();
        Mf4j resumed = Mf4j.done(command);
        assertThat(resumed.err()).contains("sgd: going on with " + study + " after ").doesNotContain("trial 0: ");
        assertThat(System.nanoTime() - began).isLessThan(55_000_000_000L);
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

    private void assertSameAsNeverStopped(Object[] command, Path model, int kept) {
        Mf4j resumed = Mf4j.done(command);
        assertThat(resumed.err()).contains("sgd: going on after epoch " + kept + System.lineSeparator() + "sgd: epoch " + (kept + 1) + " of 400").doesNotContain("epoch 1 of 400");
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
        Mf4j.done("train", ratings, "--trainer", "item-mean", "--without-history", "--out", model);
        byte[] before = Files.readAllBytes(model);
        // item-mean keeps no state in between: what does not fit is the model itself, which the users' ratings make larger than 16 KiB
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 16; exec \"$@\"", "bash"));
        command.addAll(Mf4j.command("train", ratings, "--trainer", "item-mean", "--out", model));
        command.add(5, "-XX:-UsePerfData");
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("mf4j: cannot save " + model + ": File too large").contains("what was there before is unchanged");
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".new"))).isEmpty();
        }
    }
}
