package mf4j.study;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// Looks for bits of least energy: bits are flipped one after the other at random, to a worse energy the more seldom the colder it is; in the end
/// only to better ones (Kirkpatrick, Gelatt and Vecchi 1983).
final class Annealing {
    private static final int RUNS = 5;
    private static final int COOLINGS = 20;
    private static final double COOLER = 0.8;

    private Annealing() { }

    /// The best bits that the runs end with.
    ///
    /// @param energy of bits that are active, NaN elsewhere; of the order of 1
    static double[] least(Bits bits, ToDoubleFunction<double[]> energy, RandomGenerator random) {
        double[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int run = 0; run < RUNS; run++) {
            double[] end = run(bits, energy, random);
            double value = energy.applyAsDouble(bits.masked(end));
            if (best != null && !(value < least)) continue;
            best = end;
            least = value;
        }
        return best;
    }

    private static double[] run(Bits bits, ToDoubleFunction<double[]> energy, RandomGenerator random) {
        double[] at = bits.random(random);
        double now = energy.applyAsDouble(bits.masked(at));
        double heat = 1;
        for (int cooling = 0; cooling < COOLINGS; cooling++, heat *= COOLER) {
            for (int flip = 0; flip < bits.size(); flip++) {
                int k = random.nextInt(bits.size());
                at[k] = 1 - at[k];
                double next = energy.applyAsDouble(bits.masked(at));
                if (random.nextDouble() < Math.exp((now - next) / heat)) now = next;
                else at[k] = 1 - at[k];
            }
        }
        return descended(bits, energy, at, now);
    }

    private static double[] descended(Bits bits, ToDoubleFunction<double[]> energy, double[] at, double start) {
        double now = start;
        for (int quiet = 0, k = 0; quiet < at.length; k = (k + 1) % at.length) {
            at[k] = 1 - at[k];
            double next = energy.applyAsDouble(bits.masked(at));
            if (next < now) {
                now = next;
                quiet = 0;
            } else {
                at[k] = 1 - at[k];
                quiet++;
            }
        }
        return at;
    }
}
