package mf4j.matrix;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The foreign oracle of arrays in files: Python with NumPy, where the machine has it.
public final class NumPy {
    private static final boolean PRESENT = runs("import numpy");

    private NumPy() { }

    /// Runs a script in a folder and returns what it printed; skips the test, saying why, where NumPy is absent.
    public static String run(Path folder, String script) throws IOException {
        Assumptions.assumeTrue(PRESENT, "python3 with numpy is not on this machine: nobody else has judged these files");
        Path output = Files.createTempFile("numpy", ".txt");
        try {
            int status = start(folder, script, output);
            String printed = Files.readString(output);
            if (status != 0) throw new AssertionError("python3 ended with " + status + ":\n" + printed);
            return printed.strip();
        } finally {
            Files.delete(output);
        }
    }

    private static int start(Path folder, String script, Path output) throws IOException {
        Process process = new ProcessBuilder("python3", "-").directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        try (var in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        return process.onExit().join().exitValue();
    }

    private static boolean runs(String script) {
        try {
            Path output = Files.createTempFile("numpy", ".txt");
            int status = start(output.getParent(), script, output);
            Files.delete(output);
            return status == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
