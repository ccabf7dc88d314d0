package mf4j.train;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class SweepTest {
    private static final int[] THREADS = {1, 2, 3, 8};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyRowIsWorkedOnExactlyOnce(int threads) {
        for (int rows : new int[] {0, 1, 2, 7, 64, 1000}) {
            for (int chunk : new int[] {1, 3, 64, 5000}) {
                AtomicIntegerArray visits = new AtomicIntegerArray(rows);
                Sweep.runWithThreads(threads, () -> Sweep.over(rows, chunk, (_, from, to) -> {
                    assertThat(from % chunk).isZero();
                    assertThat(to).isEqualTo(Math.min(rows, from + chunk));
                    for (int row = from; row < to; row++) visits.incrementAndGet(row);
                }));
                assertThat(IntStream.range(0, rows).map(visits::get)).hasSize(rows).allMatch(count -> count == 1);
            }
        }
    }

    @Test
    void theLastRowsOfTheLargestSweepAreReached() {
        AtomicInteger last = new AtomicInteger();
        Sweep.runWithThreads(3, () -> Sweep.over(Integer.MAX_VALUE, 1 << 30, (_, from, to) -> last.accumulateAndGet(to, Math::max)));
        assertThat(last).hasValue(Integer.MAX_VALUE);
    }

    @Test
    void noRowsNeedNoScratch() {
        Sweep.over(0, 4, () -> {
            throw new AssertionError("no worker, no scratch");
        }, (_, _, _) -> { });
        assertThat(Sweep.sum(0, 4, (_, _) -> 1)).isZero();
    }

    @Test
    void sumsHaveTheSameBitsForAnyNumberOfThreads() throws Exception {
        double[] terms = IntStream.range(0, 10_007).mapToDouble(row -> Seeds.of(1).stream(row).nextGaussian() * Math.pow(10, row % 17)).toArray();
        Sweep.Term term = (from, to) -> Arrays.stream(terms, from, to).reduce(0, Double::sum);
        double one = Sweep.withThreads(1, () -> Sweep.sum(terms.length, 64, term));
        double inOrder = 0;
        for (int from = 0; from < terms.length; from += 64) inOrder += term.of(from, Math.min(terms.length, from + 64));
        assertThat(one).isEqualTo(inOrder);
        for (int threads : THREADS) {
            for (int turn = 0; turn < 20; turn++) {
                assertThat((double) Sweep.withThreads(threads, () -> Sweep.sum(terms.length, 64, term))).isEqualTo(one);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void aWorkerHasItsOwnScratch(int threads) {
        AtomicInteger made = new AtomicInteger();
        Sweep.runWithThreads(threads, () -> Sweep.over(2000, 1, () -> {
            made.incrementAndGet();
            return new AtomicBoolean();
        }, (busy, _, _) -> {
            assertThat(busy.getAndSet(true)).as("shared by two at a time").isFalse();
            Thread.onSpinWait();
            busy.set(false);
        }));
        assertThat(made.get()).isBetween(1, threads);
    }

    @Test
    void asManyWorkAtATimeAsWereAsked() throws Exception {
        CountDownLatch all = new CountDownLatch(3);
        boolean met = Sweep.withThreads(3, () -> {
            AtomicBoolean good = new AtomicBoolean(true);
            Sweep.over(3, 1, (_, _, _) -> {
                all.countDown();
                if (!reached(all)) good.set(false);
            });
            return good.get();
        });
        assertThat(met).isTrue();
    }

    private static boolean reached(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void ofSeveralFailuresTheFirstRowsIsThrown(int threads) {
        for (int turn = 0; turn < 200; turn++) {
            assertThatThrownBy(() -> Sweep.runWithThreads(threads, () -> Sweep.over(100, 1, (_, row, _) -> {
                if (row == 5) Thread.yield();
                if (row >= 5) throw new IllegalArgumentException("row " + row);
            }))).isInstanceOf(IllegalArgumentException.class).hasMessage("row 5");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aFailureEndsTheSweepButOnlyWhenAllWorkersHaveEnded(int threads) {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(() -> Sweep.runWithThreads(threads, () -> Sweep.over(1_000_000, 1, (_, row, _) -> {
            begun.incrementAndGet();
            working.incrementAndGet();
            try {
                if (row == 20) throw new AssertionError("twenty");
                if (row > 20) Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                working.decrementAndGet();
            }
        }))).isInstanceOf(AssertionError.class).hasMessage("twenty");
        assertThat(working).hasValue(0);
        assertThat(begun.get()).isLessThan(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aScratchThatCannotBeMadeFailsTheSweep(int threads) {
        assertThatThrownBy(() -> Sweep.runWithThreads(threads, () -> Sweep.over(100, 1, () -> {
            throw new OutOfMemoryError("scratch");
        }, (_, _, _) -> { }))).isInstanceOf(OutOfMemoryError.class).hasMessage("scratch");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void checkedExceptionsComeWrapped(int threads) {
        assertThatThrownBy(() -> Sweep.runWithThreads(threads, () -> Sweep.over(100, 1, (_, _, _) -> sneak(new java.io.IOException("disk")))))
                .isInstanceOf(IllegalStateException.class).hasRootCauseMessage("disk");
    }

    @SuppressWarnings("unchecked") // thrown as what it is not, as a careless lambda in another language might
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void anInterruptIsKeptAndTheWorkIsDone() {
        AtomicInteger done = new AtomicInteger();
        Thread.currentThread().interrupt();
        Sweep.runWithThreads(4, () -> Sweep.over(100, 1, (_, _, _) -> done.incrementAndGet()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasValue(100);
    }

    @Test
    void theNumberOfThreadsHoldsWithinItsScopeAlone() throws Exception {
        int outside = Sweep.threads();
        assertThat(outside).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat((int) Sweep.withThreads(5, Sweep::threads)).isEqualTo(5);
        assertThat((int) Sweep.withThreads(5, () -> Sweep.withThreads(2, Sweep::threads))).isEqualTo(2);
        assertThatThrownBy(() -> Sweep.withThreads(5, () -> {
            throw new java.io.IOException("through");
        })).isInstanceOf(java.io.IOException.class).hasMessage("through");
        assertThat(Sweep.threads()).isEqualTo(outside);
    }

    @Test
    void aSweepWithinASweepHasItsWorkersShareOfTheThreads() {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        Sweep.runWithThreads(8, () -> Sweep.over(2, 1, (_, _, _) -> seen.add(Sweep.threads())));
        assertThat(seen).containsExactly(4);
        seen.clear();
        Sweep.runWithThreads(3, () -> Sweep.over(1000, 1, (_, _, _) -> seen.add(Sweep.threads())));
        assertThat(seen).containsExactly(1);
        seen.clear();
        Sweep.runWithThreads(8, () -> Sweep.over(1, 1, (_, _, _) -> seen.add(Sweep.threads())));
        assertThat(seen).containsExactly(8);
    }

    @Test
    void nestedSweepsNeverUseMoreThreadsThanWereAsked() {
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Sweep.runWithThreads(4, () -> Sweep.over(2, 1, (_, _, _) -> Sweep.over(50, 1, (_, _, _) -> Sweep.over(20, 1, (_, _, _) -> {
            most.accumulateAndGet(working.incrementAndGet(), Math::max);
            done.incrementAndGet();
            Thread.yield();
            working.decrementAndGet();
        }))));
        assertThat(done).hasValue(2000);
        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    void refusesWhatMakesNoSense() {
        Sweep.Work<Void> nothing = (_, _, _) -> { };
        assertThatIllegalArgumentException().isThrownBy(() -> Sweep.over(3, 0, nothing)).withMessage("Sweep.chunk must be at least 1 but was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Sweep.over(-1, 1, nothing)).withMessage("Sweep.rows must be at least 0 but was -1");
        assertThatIllegalArgumentException().isThrownBy(() -> Sweep.sum(3, 0, (_, _) -> 1)).withMessage("Sweep.block must be at least 1 but was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Sweep.runWithThreads(0, () -> { })).withMessage("Sweep.threads must be at least 1 but was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Sweep.withThreads(-2, () -> 1)).withMessage("Sweep.threads must be at least 1 but was -2");
    }
}
