package mf4j.study;

import mf4j.train.Sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The workers of one process: each takes a trial, runs the objective, tells what came of it. They divide the threads of sweeps.
final class Crew {
    private final Study study;
    private final Objective.Several objective;
    private final int trials;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Crew(Study study, Objective.Several objective, int trials) {
        this.study = study;
        this.objective = objective;
        this.trials = trials;
    }

    void run(int workers) {
        int threads = Math.max(1, Sweep.threads() / workers);
        if (workers == 1) work();
        else share(workers, threads);
        rethrow(failure.get());
    }

    private void share(int workers, int threads) {
        List<Thread> crew = new ArrayList<>();
        for (int w = 0; w < workers; w++) crew.add(Thread.ofPlatform().name("mf4j-trial-" + w).start(() -> Sweep.runWithThreads(threads, this::work)));
        for (Thread one : crew) {
            boolean interrupted = false;
            while (one.isAlive()) {
                try {
                    one.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    crew.forEach(Thread::interrupt);
                }
            }
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            for (Optional<Trial> trial; failure.get() == null && (trial = study.ask(trials)).isPresent(); ) attempt(trial.get());
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private void attempt(Trial trial) throws Throwable {
        try {
            conclude(trial);
        } catch (Throwable e) {
            lose(trial.number(), e);
            throw e;
        }
    }

    /// Nobody waits for it any more, even where that cannot be told.
    private void lose(int number, Throwable why) {
        try {
            study.tellLost(number, why.toString());
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e);
        } finally {
            study.leave(number);
        }
    }

    private void conclude(Trial trial) throws Exception {
        double[] metrics;
        try {
            metrics = objective.of(trial);
        } catch (Pruned e) {
            constrain(trial);
            tellPruned(trial);
            return;
        } catch (Infeasible | ArithmeticException e) {
            constrain(trial);
            study.tellInfeasible(trial.number(), String.valueOf(e.getMessage()));
            return;
        }
        constrain(trial);
        if (trial.stopped()) tellPruned(trial);
        else study.tell(trial.number(), metrics);
    }

    private void tellPruned(Trial trial) throws IOException {
        if (trial.average().isPresent()) study.tellPruned(trial.number(), trial.average().get());
        else study.tellPruned(trial.number());
    }

    private void constrain(Trial trial) throws IOException {
        study.constrain(trial.number(), trial.constraints());
    }

    private static void rethrow(Throwable failure) {
        switch (failure) {
            case null -> { }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> throw new UncheckedIOException(e);
            default -> throw new IllegalStateException(failure);
        }
    }
}
