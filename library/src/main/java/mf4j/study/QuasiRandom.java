package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;

import java.util.List;
import java.util.Optional;

/// Points spread evenly however many are asked for: the Halton sequence, its digits permuted by the seed (Halton 1960; Owen 2017).
///
/// @param seed of the permutations
public record QuasiRandom(@Knob("seed of the permutations of digits") long seed) implements Sampler {
    /// Checks the knobs.
    public QuasiRandom {
        Knobs.check(QuasiRandom.class, seed);
    }

    /// With seed 0.
    public static QuasiRandom defaults() {
        return new QuasiRandom(0);
    }

    @Override
    public QuasiRandom withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return evidence -> {
            double[] u = new double[space.size()];
            for (int j = 0; j < u.length; j++) u[j] = place(evidence.number() + 1L + 7919L * evidence.attempt(), prime(j), j);
            return Optional.of(space.drawn(u));
        };
    }

    private double place(long index, int base, int dimension) {
        double place = 0;
        double weight = 1.0 / base;
        Seeds seeds = Seeds.of(seed).forPurpose("halton").at(dimension);
        for (int digit = 0; weight > 0x1p-53; digit++, weight /= base, index /= base) {
            int[] permutation = seeds.stream(digit).permutation(0, base);
            place += permutation[(int) (index % base)] * weight;
        }
        return Math.min(place, Math.nextDown(1.0));
    }

    private static int prime(int index) {
        int candidate = 1;
        for (int found = -1; found < index; ) {
            candidate++;
            boolean prime = true;
            for (int d = 2; d * d <= candidate; d++) prime &= candidate % d != 0;
            if (prime) found++;
        }
        return candidate;
    }
}
