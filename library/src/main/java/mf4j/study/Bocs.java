package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;

import java.util.List;

/// Bayesian optimization of combinatorial structures (Baptista and Poloczek 2018): bits and their products in pairs explain the loss, most of them
/// not at all; coefficients are drawn from what the trials leave possible, and the bits that minimize the polynomial are tried next. Found by
/// simulated annealing, as in the paper's first variant.
///
/// Only spaces of parameters of two values: a product says nothing about a third. They may be conditional: what is not active counts as 0. The first
/// trial of a study is its initial point, the next are random. Trials that were stopped early, broke constraints or could not be evaluated count as
/// the worst of the others.
///
/// A suggestion of d bits after n trials costs about `samples min(n, d^2 / 2)^2 max(n, d^2 / 2)` operations.
///
/// @param seed    of everything random
/// @param start   random trials to begin with
/// @param samples steps of the sampler of coefficients, the last of which is used
/// @param sparing what a bit costs that is 1
public record Bocs(@Knob("seed of everything random") long seed,
                   @Knob(value = "random trials to begin with", atLeast = 1) int start,
                   @Knob(value = "steps of the sampler of coefficients", atLeast = 1) int samples,
                   @Knob(value = "what a bit costs that is 1, in deviations of the loss", atLeast = 0) double sparing) implements Sampler {
    /// Checks the knobs.
    public Bocs {
        Knobs.check(Bocs.class, seed, start, samples, sparing);
    }

    /// Ten random trials, 200 steps.
    public static Bocs defaults() {
        return new Bocs(0, 10, 200, 1e-4);
    }

    @Override
    public Bocs withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With more or fewer random trials.
    public Bocs withStart(int start) {
        return Knobs.with(this, "start", start);
    }

    /// With more or fewer steps.
    public Bocs withSamples(int samples) {
        return Knobs.with(this, "samples", samples);
    }

    /// With another cost of a bit.
    public Bocs withSparing(double sparing) {
        return Knobs.with(this, "sparing", sparing);
    }

    @Override
    public void check(Space space, List<Goal> goals) {
        Demands.oneGoal("BOCS", goals);
        Bits.check("BOCS", space);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return Bits.proposer(space, start, seed, "bocs", this::next);
    }

    private double[] next(Bits bits, List<Observation> trials, Seeds.Stream random) {
        double[][] x = trials.stream().map(one -> features(bits.of(one.point()))).toArray(double[][]::new);
        for (int j = 0; j < x[0].length; j++) {
            double mean = 0;
            for (double[] row : x) mean += row[j] / x.length;
            for (double[] row : x) row[j] -= mean;
        }
        double[] coefficients = new Horseshoe(x, Bits.losses(trials)).draw(samples, random);
        return Annealing.least(bits, active -> energy(coefficients, active), random);
    }

    /// The bits, then the products of pairs; what is not active is 0.
    static double[] features(double[] bits) {
        int d = bits.length;
        double[] features = new double[d + d * (d - 1) / 2];
        int at = d;
        for (int j = 0; j < d; j++) {
            features[j] = bits[j] == 1 ? 1 : 0;
            for (int k = 0; k < j; k++) features[at++] = features[j] * features[k];
        }
        return features;
    }

    private double energy(double[] coefficients, double[] bits) {
        int d = bits.length;
        double sum = 0;
        for (int j = 0, at = d; j < d; at += j, j++) {
            if (bits[j] != 1) continue;
            sum += coefficients[j] + sparing;
            for (int k = 0; k < j; k++) if (bits[k] == 1) sum += coefficients[at + k];
        }
        return sum;
    }
}
