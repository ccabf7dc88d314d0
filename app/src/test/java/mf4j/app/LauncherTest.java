package mf4j.app;

import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What the launcher sees to before Java starts.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    Path folder;

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
