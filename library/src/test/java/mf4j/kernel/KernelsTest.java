package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelsTest {

    @Test
    void namesWhatIsThere() {
        assertThat(Kernels.available()).startsWith("scalar").contains(Kernel.active().name());
        assertThat(Kernels.named("scalar").name()).isEqualTo("scalar");
        assertThat(Kernels.named("fastest").name()).isEqualTo(Kernels.named("vector").name());
    }

    @Test
    void refusesAnUnknownName() {
        assertThatThrownBy(() -> Kernels.named("turbo")).isInstanceOf(IllegalStateException.class)
                .hasMessage("mf4j.kernel must be one of fastest, scalar, vector, vector-128, vector-256, vector-512 but was 'turbo'");
    }

    @Test
    void refusesAnotherWidthThanTheOneOfThisProcess() {
        String mine = Kernels.named("vector").name();
        String other = Kernels.available().stream().filter(name -> !name.equals("scalar") && !name.equals(mine)).findFirst().orElseThrow();
        assertThatThrownBy(() -> Kernels.named(other)).isInstanceOf(IllegalStateException.class)
                .hasMessage("Kernel '%s' was demanded but is not available: this process already runs %s; demand it at the start with "
                        + "-Dmf4j.kernel=%s", other, mine, other);
    }

    @Test
    void saysHowToAddTheModule() throws Exception {
        assertThat(KernelProcess.run(Demand.class, List.of("-Dmf4j.kernel=vector-256"))).contains("Kernel 'vector-256' was demanded but is not "
                + "available: this process runs without the module jdk.incubator.vector; start Java with --add-modules jdk.incubator.vector");
    }

    @Test
    void saysWhatTheProcessorOffers() throws Exception {
        assertThat(KernelProcess.run(Demand.class, List.of(KernelProcess.MODULE, "-Dmf4j.kernel=vector-512", "-XX:MaxVectorSize=16")))
                .contains("Kernel 'vector-512' was demanded but is not available: this processor and Java offer [scalar, vector-128]");
    }

    @Test
    void runsScalarWithoutTheModuleWhenNothingIsDemanded() throws Exception {
        assertThat(KernelProcess.run(Demand.class, List.of())).contains("scalar [scalar]");
    }

    /// Prints the active kernel and what else there is, or the reason why there is none, twice as a caller would meet it.
    static final class Demand {

        public static void main(String[] args) {
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    IO.println(Kernel.active().name() + " " + Kernels.available());
                } catch (IllegalStateException e) {
                    IO.println(e.getMessage());
                }
            }
        }
    }
}
