package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One kernel name, one set of bits: interpreted, compiled quickly, compiled well, round after round.
final class KernelBitsTest {

    static Stream<String> others() {
        return Kernels.available().stream().filter(name -> !name.equals(Kernel.active().name()));
    }

    @Test
    void areTheSameHoweverTheCodeIsRun() throws Exception {
        areTheSame(Kernel.active().name());
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("others")
    void areTheSameHoweverTheCodeOfAnotherKernelIsRun(String name) throws Exception {
        areTheSame(name);
    }

    private static void areTheSame(String name) throws Exception {
        String interpreted = bits(name, "-Drounds=2", "-Xint");
        assertThat(interpreted).startsWith(name + " ");
        assertThat(bits(name, "-Drounds=1000", "-XX:TieredStopAtLevel=1")).isEqualTo(interpreted);
        assertThat(bits(name, "-Drounds=20000")).isEqualTo(interpreted);
    }

    private static String bits(String name, String... options) throws Exception {
        List<String> all = Stream.concat(Stream.of(KernelProcess.MODULE, "-Dmf4j.kernel=" + name), Stream.of(options)).toList();
        String output = KernelProcess.run(KernelBits.class, all);
        return output.lines().filter(line -> line.startsWith(name)).findFirst().orElseThrow();
    }
}
