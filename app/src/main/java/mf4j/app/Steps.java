package mf4j.app;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// The steps of a command and how long each took, in seconds.
final class Steps {
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    /// Does a step.
    <T> T timed(String step, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        T result = work.call();
        seconds.put(step, (System.nanoTime() - start) * 1e-9);
        return result;
    }

    Map<String, Double> seconds() {
        return seconds;
    }

    @Override
    public String toString() {
        return seconds.entrySet().stream().map(step -> String.format(Locale.ROOT, "%s %.2f s", step.getKey(), step.getValue())).collect(Collectors.joining(", "));
    }
}
