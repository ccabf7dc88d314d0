package mf4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every width of vectors this machine has keeps the contract, each in a process of its own.
final class KernelWidthsTest {

    @ParameterizedTest
    @ValueSource(strings = {"vector-128", "vector-256", "vector-512"})
    void keepsTheContract(String name) throws Exception {
        assumeTrue(Kernels.available().contains(name), name + " is not on this machine");
        assertThat(KernelProcess.run(KernelProcess.Contract.class, List.of(KernelProcess.MODULE, "-Dmf4j.kernel=" + name)))
                .endsWith("passed by " + name + System.lineSeparator());
    }

    @Test
    void keepsTheContractWithSixteenRegisters() throws Exception {
        assumeTrue(Kernels.available().contains("vector-512"), "nothing to take away");
        assertThat(KernelProcess.run(KernelProcess.Contract.class, List.of(KernelProcess.MODULE, "-XX:UseAVX=2")))
                .endsWith("passed by vector-256" + System.lineSeparator());
    }

    @Test
    void runsWithoutTheModule() throws Exception {
        assertThat(KernelProcess.run(KernelProcess.Contract.class, List.of())).endsWith("passed by scalar" + System.lineSeparator());
    }
}
