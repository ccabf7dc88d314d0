package mf4j.train;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Rows over cores: every worker has its own scratch and takes the next chunk of rows when it is free, so that long rows do not
/// hold up the rest. The result does not depend on who took what: a row writes only what is its own, and sums are made per fixed
/// block and added in the order of the blocks.
///
/// How many threads run is a resource, not a knob: `Sweep.withThreads(3, () -> als.fit(ratings))`; all processors otherwise.
/// The threads are the library's only pool: daemons, shared by everyone, the calling thread works too. A sweep within a sweep has
/// its worker's share of them, so the number holds for everything that runs below it: of 8 threads, 2 workers have 4 each.
public final class Sweep {
    private static final ScopedValue<Integer> THREADS = ScopedValue.newInstance();
    private static final ExecutorService POOL = Executors.newCachedThreadPool(
            task -> Thread.ofPlatform().daemon().name("mf4j-worker").unstarted(task));

    private static final Check CHECK = Check.of(Sweep.class);

    private Sweep() { }

    /// The number of threads of a sweep started from here.
    public static int threads() {
        return THREADS.orElse(Runtime.getRuntime().availableProcessors());
    }

    /// Runs `body` with this many threads for every sweep within it.
    public static <T> T withThreads(int threads, Callable<T> body) throws Exception {
        CHECK.atLeast("threads", threads, 1);
        return ScopedValue.where(THREADS, threads).call(body::call);
    }

    /// Runs `body` with this many threads for every sweep within it.
    public static void runWithThreads(int threads, Runnable body) {
        CHECK.atLeast("threads", threads, 1);
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
    /// @param work    must write only what belongs to its rows; what it throws comes back from here once all workers have ended,
    ///                and of several failures the one of the first chunk
    public static <S> void over(int rows, int chunk, Supplier<S> scratch, Work<? super S> work) {
        CHECK.atLeast("rows", rows, 0);
        CHECK.atLeast("chunk", chunk, 1);
        new Crew<>(rows, chunk, scratch, work).run(threads());
    }

    /// Runs `work` on all chunks of [0, rows) without scratch.
    public static void over(int rows, int chunk, Work<Void> work) {
        over(rows, chunk, () -> null, work);
    }

    /// The sum of `term` over the fixed blocks of [0, rows), added in their order: the same bits for any number of threads.
    public static double sum(int rows, int block, Term term) {
        double[] parts = new double[Math.ceilDiv(CHECK.atLeast("rows", rows, 0), CHECK.atLeast("block", block, 1))];
        over(rows, block, (_, from, to) -> parts[from / block] = term.of(from, to));
        double sum = 0;
        for (double part : parts) sum += part;
        return sum;
    }

    /// One sweep under way. Chunks are handed out in their order and a worker ends the one it has, so of several chunks that fail
    /// the first is always among those that were run: the error thrown does not depend on the threads either.
    private static final class Crew<S> {
        private final int rows;
        private final int size;
        private final int chunks;
        private final Supplier<S> scratch;
        private final Work<? super S> work;
        private final AtomicLong next = new AtomicLong();
        private long failedAt;
        private Throwable failure;

        Crew(int rows, int size, Supplier<S> scratch, Work<? super S> work) {
            this.rows = rows;
            this.size = size;
            this.chunks = Math.ceilDiv(rows, size);
            this.scratch = scratch;
            this.work = work;
        }

        void run(int threads) {
            int workers = Math.min(threads, chunks);
            if (workers > 1) share(workers, threads / workers);
            else if (workers == 1) work();
            rethrow(failure);
        }

        private void share(int workers, int threadsEach) {
            CountDownLatch done = new CountDownLatch(workers - 1);
            Runnable member = () -> ScopedValue.where(THREADS, threadsEach).run(this::work);
            for (int w = 1; w < workers; w++) hire(member, done);
            member.run();
            await(done);
        }

        /// A machine that gives no more threads fails the sweep, but only after those who have begun are done.
        private void hire(Runnable member, CountDownLatch done) {
            try {
                POOL.execute(() -> {
                    member.run();
                    done.countDown();
                });
            } catch (Throwable refused) {
                fail(-1, refused);
                done.countDown();
            }
        }

        private void work() {
            long chunk = -1;
            try {
                S mine = scratch.get();
                while ((chunk = next.getAndIncrement()) < chunks) {
                    int from = (int) chunk * size;
                    work.run(mine, from, from + Math.min(rows - from, size));
                }
            } catch (Throwable thrown) {
                fail(chunk, thrown);
            }
        }

        private synchronized void fail(long chunk, Throwable thrown) {
            next.set(chunks);
            if (failure != null && failedAt <= chunk) return;
            failedAt = chunk;
            failure = thrown;
        }
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
