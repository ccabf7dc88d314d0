package mf4j.train;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Rows over cores: every worker has its own scratch and takes the next chunk of rows when it is free, so that long rows do not
/// hold up the rest. The result does not depend on who took what: a row writes only what is its own, and sums are made per fixed
/// block and added in the order of the blocks.
///
/// How many threads run is a resource, not a knob: `Sweep.withThreads(3, () -> als.fit(ratings))`; all processors otherwise.
/// The threads are the library's only pool: daemons, shared by everyone, the calling thread works too.
public final class Sweep {
    private static final ScopedValue<Integer> THREADS = ScopedValue.newInstance();
    private static final ExecutorService POOL = Executors.newCachedThreadPool(
            task -> Thread.ofPlatform().daemon().name("mf4j-worker").unstarted(task));

    private Sweep() { }

    /// The number of threads of the sweeps started from here.
    public static int threads() {
        return THREADS.orElse(Runtime.getRuntime().availableProcessors());
    }

    /// Runs `body` with this many threads for every sweep within it.
    public static <T> T withThreads(int threads, Callable<T> body) throws Exception {
        Check.of(Sweep.class).atLeast("threads", threads, 1);
        return ScopedValue.where(THREADS, threads).call(body::call);
    }

    /// Runs `body` with this many threads for every sweep within it.
    public static void runWithThreads(int threads, Runnable body) {
        Check.of(Sweep.class).atLeast("threads", threads, 1);
        ScopedValue.where(THREADS, threads).run(body);
    }

    /// Work on the rows [from, to) with a worker's own scratch.
    @FunctionalInterface
    public interface Work<S> {
        /// Does it.
        void run(S scratch, int from, int to);
    }

    /// A number from the rows [from, to).
    @FunctionalInterface
    public interface Term {
        /// Computes it.
        double of(int from, int to);
    }

    /// Runs `work` on all chunks of [0, rows), each exactly once, in no particular order.
    ///
    /// @param rows    how many; 0 does nothing
    /// @param chunk   how many rows are handed out at a time
    /// @param scratch makes a worker's scratch, once per worker
    /// @param work    must write only what belongs to its rows
    public static <S> void over(int rows, int chunk, Supplier<S> scratch, Work<? super S> work) {
        int chunks = Math.ceilDiv(rows, Check.of(Sweep.class).atLeast("chunk", chunk, 1));
        AtomicInteger next = new AtomicInteger();
        crew(Math.min(threads(), chunks), () -> {
            S mine = scratch.get();
            for (int c; (c = next.getAndIncrement()) < chunks; ) {
                int from = c * chunk;
                work.run(mine, from, Math.min(rows - from, chunk) + from);
            }
        }, () -> next.set(Integer.MAX_VALUE / 2));
    }

    /// Runs `work` on all chunks of [0, rows) without scratch.
    public static void over(int rows, int chunk, Work<Void> work) {
        over(rows, chunk, () -> null, work);
    }

    /// The sum of `term` over the fixed blocks of [0, rows), added in their order: the same bits for any number of threads.
    public static double sum(int rows, int block, Term term) {
        double[] parts = new double[Math.ceilDiv(rows, block)];
        over(rows, block, (_, from, to) -> parts[from / block] = term.of(from, to));
        double sum = 0;
        for (double part : parts) sum += part;
        return sum;
    }

    private static void crew(int workers, Runnable worker, Runnable stopOthers) {
        if (workers <= 1) {
            if (workers == 1) worker.run();
            return;
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(workers - 1);
        Runnable guarded = () -> {
            try {
                worker.run();
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
                stopOthers.run();
            }
        };
        for (int w = 1; w < workers; w++) {
            POOL.execute(() -> {
                guarded.run();
                done.countDown();
            });
        }
        guarded.run();
        await(done);
        rethrow(failure.get());
    }

    /// Waits whatever happens: the others write into the caller's arrays. An interrupt is kept for the caller.
    private static void await(CountDownLatch done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof RuntimeException e) throw e;
        if (thrown instanceof Error e) throw e;
        if (thrown != null) throw new IllegalStateException(thrown);
    }
}
