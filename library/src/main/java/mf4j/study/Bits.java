package mf4j.study;

import mf4j.train.Seeds;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A space of parameters of two values each as vectors of bits: 0 the lesser value or the choice declared first, 1 the other one, NaN where a
/// parameter is not active. Parameters of one value are no bits.
final class Bits {
    private final Space space;
    private final int[] dimensions;

    Bits(Space space) {
        this.space = space;
        this.dimensions = IntStream.range(0, space.size()).filter(j -> space.parameter(j).count() > 1).toArray();
    }

    /// Refuses parameters of more than two values.
    static void check(String sampler, Space space) {
        List<String> more = space.parameters().stream().filter(p -> p.count() > 2).map(p -> p.name() + (p.continuous() ? " is a continuum" : " has " + p.count())).toList();
        if (more.isEmpty()) return;
        throw new IllegalArgumentException(sampler + " fits products of bits, so that every parameter must have two values, but " + String.join(", ", more) + "; TPE, NSGA2 and EAGLE_STRATEGY take any");
    }

    /// What explains losses by bits.
    @FunctionalInterface
    interface Model {
        /// The bits to try next.
        ///
        /// @param trials that have ended
        double[] next(Bits bits, List<Observation> trials, Seeds.Stream random);
    }

    /// Begins with the initial point and so many random trials, then asks a model; goes on at random where a parameter has more than two values, which a
    /// study refuses before it begins.
    ///
    /// @param purpose of the random numbers
    static Proposer proposer(Space space, int start, long seed, String purpose, Model model) {
        Bits bits = new Bits(space);
        boolean served = space.parameters().stream().allMatch(p -> p.count() <= 2);
        return evidence -> {
            List<Observation> trials = evidence.trials().stream().filter(Observation::finished).toList();
            if (evidence.number() == 0 && evidence.attempt() == 0) return Optional.of(space.initial());
            Seeds.Stream random = evidence.random(seed, purpose);
            if (trials.size() < start || bits.size() == 0 || !served) return Optional.of(space.random(random));
            return Optional.of(bits.point(model.next(bits, trials, random)));
        };
    }

    /// How many.
    int size() {
        return dimensions.length;
    }

    /// The bits of a point.
    double[] of(double[] point) {
        return Arrays.stream(dimensions).mapToDouble(j -> Double.isNaN(point[j]) ? Double.NaN : Cells.index(space.parameter(j), point[j])).toArray();
    }

    /// The point of bits, all of which are given.
    double[] point(double[] bits) {
        double[] point = new double[space.size()];
        for (int j = 0; j < point.length; j++) point[j] = space.parameter(j).at(0);
        for (int k = 0; k < bits.length; k++) point[dimensions[k]] = space.parameter(dimensions[k]).at((long) bits[k]);
        return space.masked(point);
    }

    /// The same bits, NaN where their parameters are not active.
    double[] masked(double[] bits) {
        return of(point(bits));
    }

    /// Any bits, whether they will be active or not.
    double[] random(RandomGenerator random) {
        return IntStream.range(0, size()).mapToDouble(_ -> random.nextBoolean() ? 1 : 0).toArray();
    }

    /// Losses of trials that have ended, with mean 0 and deviation 1. What was stopped early, broke a constraint or could not be evaluated is as bad
    /// as the worst of the others.
    ///
    /// @return all 0 where none is better than another
    static double[] losses(List<Observation> trials) {
        double[] losses = trials.stream().mapToDouble(one -> one.kind() == Observation.Kind.COMPLETE && one.feasible() ? one.loss() : Double.POSITIVE_INFINITY).toArray();
        double low = Arrays.stream(losses).filter(Double::isFinite).min().orElse(0);
        double high = Arrays.stream(losses).filter(Double::isFinite).max().orElse(0);
        double range = high - low;
        if (!(range > 0) || !Double.isFinite(range)) range = 1;
        double unit = range;
        double[] scaled = Arrays.stream(losses).map(v -> v == Double.NEGATIVE_INFINITY ? 0 : Double.isFinite(v) ? Math.min(1, (v - low) / unit) : high > low ? 1 : 0).toArray();
        double mean = Arrays.stream(scaled).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(scaled).map(v -> (v - mean) * (v - mean)).average().orElse(0));
        return Arrays.stream(scaled).map(v -> deviation > 0 ? (v - mean) / deviation : 0).toArray();
    }
}
