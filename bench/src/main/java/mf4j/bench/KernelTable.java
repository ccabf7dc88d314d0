package mf4j.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import mf4j.bench.kernel.KernelWork;
import mf4j.kernel.Kernel;
import mf4j.kernel.Kernels;
import mf4j.kernel.Peak;

/// Prints what every kernel operation reaches on this machine, as a Markdown table: time, GFLOP/s, how many times faster than the
/// scalar kernel, and which part of the peak of one core, measured between the rows by fused multiply-adds alone.
///
/// Times are processor time of the thread, the median of nine slices after warming up: other processes' turns do not count, but what they do
/// to caches and clocks does. `java -Xbatch --add-modules jdk.incubator.vector -cp 'bench/target/classes:bench/target/lib/*'
/// mf4j.bench.KernelTable [part of a name]`
public final class KernelTable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SLICES = 9;
    private static final long SLICE = 4_000_000;
    private static final int WARM_CALLS = 12_000;
    private static final long WARM_NANOS = 1_500_000_000;

    private static float sink;                // keeps the compiler from leaving the peak out

    private KernelTable() { }

    /// Argument: only the operations whose names contain it.
    public static void main(String[] args) {
        Kernel fast = Kernels.named("fastest");
        Kernel scalar = Kernels.named("scalar");
        IO.println("| " + fast.name() + " | ns a call | GFLOP/s | of peak | x scalar |");
        IO.println("|---|---:|---:|---:|---:|");
        for (KernelWork work : KernelWork.all()) {
            if (args.length == 0 || work.name().contains(args[0])) {
                double peak = peak();
                double time = time(() -> work.body().run(fast));
                double reference = time(() -> work.body().run(scalar));
                double gigaflops = work.operations() / time;
                IO.println("| %s | %.0f | %.1f | %.0f %% | %.1f |".formatted(work.name(), time, gigaflops, 100 * gigaflops / peak, reference / time));
            }
        }
        IO.println("\nPeak of one core: %.0f GFLOP/s".formatted(peak()));
    }

    private static double peak() {
        return 10_000.0 * Peak.operations() / time(() -> sink += Peak.run(10_000));
    }

    /// Nanoseconds of one call.
    private static double time(Runnable call) {
        long start = System.nanoTime();
        for (int n = 0; n < WARM_CALLS && System.nanoTime() - start < WARM_NANOS; n++) {
            call.run();
        }
        int calls = 1;
        while (slice(call, calls) < SLICE) {
            calls *= 2;
        }
        double[] times = new double[SLICES];
        for (int s = 0; s < SLICES; s++) {
            times[s] = (double) slice(call, calls) / calls;
        }
        Arrays.sort(times);
        return times[SLICES / 2];
    }

    private static long slice(Runnable call, int calls) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int n = 0; n < calls; n++) {
            call.run();
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
