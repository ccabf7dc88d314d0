package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A second Java process with other options: one process has one width of vectors.
final class KernelProcess {

    static final String MODULE = "--add-modules=jdk.incubator.vector";

    private KernelProcess() { }

    /// Runs a main class of the tests and gives back what it printed; fails when the process does.
    static String run(Class<?> main, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", options, output).isZero();
        return output;
    }

    /// Runs the whole contract against the active kernel.
    static final class Contract extends KernelContract {

        @Override
        Kernel kernel() {
            return Kernel.active();
        }

        public static void main(String[] args) throws ReflectiveOperationException {
            int tests = 0;
            for (Class<?> floor = KernelContract.class; floor != Object.class; floor = floor.getSuperclass()) {
                for (Method method : floor.getDeclaredMethods()) {
                    if (method.isAnnotationPresent(Test.class)) {
                        method.setAccessible(true);
                        method.invoke(new Contract());
                        tests++;
                    }
                }
            }
            assertThat(tests).as("tests of all floors of the contract").isGreaterThan(20);
            IO.println("passed by " + Kernel.active().name());
        }
    }
}
