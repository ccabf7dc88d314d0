package mf4j.bench.kernel;

import java.util.concurrent.TimeUnit;
import mf4j.kernel.Kernel;
import mf4j.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One operation under JMH, each kernel in its own fork: `java -cp bench/target/classes:bench/target/lib/* org.openjdk.jmh.Main KernelBenchmark -p work="cholesky n=32"`.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class KernelBenchmark {

    /// Name of a [KernelWork].
    @Param({"symmetricUpdate k=32 rows=256", "symmetricUpdate k=64 rows=256", "cholesky n=32", "cholesky n=64", "solveLower + transposed n=32",
        "descend rank=32 biased AdaGrad x 4096", "gemm A B^T 256 x 1024 k=64", "gemm A B n=512"})
    public String work;

    /// Name of a kernel.
    @Param({"scalar", "fastest"})
    public String kernel;

    private KernelWork.Body body;
    private Kernel chosen;

    /// Finds the work and the kernel.
    @Setup
    public void find() {
        body = KernelWork.all().stream().filter(candidate -> candidate.name().equals(work)).findFirst().orElseThrow().body();
        chosen = Kernels.named(kernel);
    }

    /// The call.
    @Benchmark
    public void call() {
        body.run(chosen);
    }
}
