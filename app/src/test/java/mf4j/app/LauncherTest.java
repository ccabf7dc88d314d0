package mf4j.app;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What the launcher sees to before Java starts.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    Path folder;

    /// A program that was started from a build keeps its folder, whatever it has become, until it ends; newer builds do not wait for it.
    @Test
    void aBuildStaysWhileSomethingRunsFromIt() throws Exception {
        Assumptions.assumeTrue(bash("command -v flock").waitFor() == 0, "there is no flock on this machine: builds are left alone for a week");
        build("first");
        Process running = bash("hold; echo held; exec cat");
        assertThat(running.inputReader().readLine()).isEqualTo("held");
        build("second");
        build("third");
        Files.createDirectory(folder.resolve("unfinished"));
        assertThat(bash("sweep").waitFor()).isZero();
        assertThat(builds()).containsExactly("first", "third");
        assertThat(bash("hold; echo $home").inputReader().readLine()).isEqualTo(folder.resolve("third").toString());
        running.outputWriter().close();
        assertThat(running.waitFor()).isZero();
        assertThat(bash("sweep").waitFor()).isZero();
        assertThat(builds()).containsExactly("third");
    }

    /// Whoever read the name of a build that is deleted the next moment takes the newer one.
    @Test
    void aBuildThatIsGoneIsNotTaken() throws Exception {
        Files.writeString(folder.resolve("current"), "gone\n");
        Process waiting = bash("hold; echo $home");
        build("newer");
        assertThat(waiting.inputReader().readLine()).isEqualTo(folder.resolve("newer").toString());
    }

    private void build(String name) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("mf4j.jar"), "");
        Files.writeString(folder.resolve("next"), name + "\n");
        Files.move(folder.resolve("next"), folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> builds() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Process bash(String script) throws IOException {
        return new ProcessBuilder("bash", "-c", "set -euo pipefail; dist=$1; . launcher/builds.sh; " + script, "bash", folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", ""})
    void namesKeepTheirLettersInThePlainLocale(String locale) throws Exception {
        Path model = folder.resolve("model.mf4j");
        Path table = Mf4j.write(folder.resolve("table.csv"), "user,item,rating\nJosé,x,5\nJosé,y,3\nAna,z,4\n");
        Mf4j.done("train", table, "--trainer", "biases", "--split", "none", "--out", model);
        // the shell spells the name, because this Java may be of the plain locale too
        List<String> command = new ArrayList<>(List.of("bash", "-c", ". launcher/jdk.sh; speak_utf8; exec \"$@\" --user \"$(printf 'Jos\\303\\251')\"", "bash"));
        command.addAll(Mf4j.command("recommend", model));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(out).contains("For user José:");
    }
}
