package mf4j.app.docs;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The programs in examples run as their first lines say, against the built modules.
class ExamplesTest {
    private static final Path EXAMPLES = Page.ROOT.resolve("examples");
    private static final int LINES = 60;

    @TempDir
    static Path folder;

    @BeforeAll
    static void fill() throws IOException {
        Sandbox.in(folder);
    }

    @ParameterizedTest
    @CsvSource({"Recommend.java, 10", "FoldIn.java, 5", "OwnEvents.java, 5"})
    void runAsTheirFirstLinesSay(String name, int lines) throws Exception {
        String call = Files.readAllLines(EXAMPLES.resolve(name)).stream().filter(line -> line.startsWith("//     java ")).findFirst().orElseThrow();
        assertThat(call).startsWith("//     java --add-modules jdk.incubator.vector -cp 'app/target/lib/*' examples/" + name);
        List<String> arguments = Stream.of(call.substring(call.indexOf(name) + name.length()).strip().split(" +")).filter(word -> !word.isEmpty()).toList();
        Java.Outcome outcome = new Java(folder).run(Java.classPath(), Stream.concat(Stream.of(EXAMPLES.resolve(name).toString()), arguments.stream()).toList());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines()).hasSizeGreaterThanOrEqualTo(lines);
    }

    @Test
    void areShortAndAllTested() throws Exception {
        List<String> tested = Stream.of(getClass().getDeclaredMethod("runAsTheirFirstLinesSay", String.class, int.class).getAnnotation(CsvSource.class).value())
                .map(row -> row.split(",")[0]).sorted().toList();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> programs = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
            assertThat(programs.stream().map(file -> file.getFileName().toString())).as("examples, and the programs this test runs").containsExactlyElementsOf(tested);
            for (Path program : programs) assertThat(Files.readAllLines(program)).as(program.toString()).hasSizeLessThanOrEqualTo(LINES);
        }
    }
}
