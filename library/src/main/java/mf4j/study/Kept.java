package mf4j.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

/// Runs what touches the place where a study is kept: an I/O error comes out unchecked, other checked ones as a wrong state.
final class Kept {
    /// What gives nothing.
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    private Kept() { }

    static void run(Action action) {
        get(() -> {
            action.run();
            return null;
        });
    }

    static <T> T get(Callable<T> action) {
        try {
            return action.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
