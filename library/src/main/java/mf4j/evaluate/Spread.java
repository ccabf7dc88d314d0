package mf4j.evaluate;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/// How often each item of a model is in the users' lists.
final class Spread {
    private final AtomicIntegerArray counts; // by item

    Spread(int items) {
        this.counts = new AtomicIntegerArray(items);
    }

    void add(int[] list, int k) {
        for (int j = 0; j < Math.min(k, list.length); j++) counts.incrementAndGet(list[j]);
    }

    double coverage() {
        long recommended = sorted().filter(count -> count > 0).count();
        return (double) recommended / counts.length();
    }

    /// `sum (2j - n - 1) x_j / (n sum x)` over ascending counts, j from 1; NaN where all lists are empty.
    double gini() {
        int[] ascending = sorted().toArray();
        double weighted = 0, sum = 0;
        for (int j = 0; j < ascending.length; j++) {
            weighted += (2.0 * (j + 1) - ascending.length - 1) * ascending[j];
            sum += ascending[j];
        }
        return weighted / (ascending.length * sum);
    }

    private IntStream sorted() {
        int[] values = new int[counts.length()];
        for (int item = 0; item < values.length; item++) values[item] = counts.get(item);
        Arrays.sort(values);
        return Arrays.stream(values);
    }
}
