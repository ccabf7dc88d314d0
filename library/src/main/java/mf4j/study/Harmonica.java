package mf4j.study;

import mf4j.train.Knob;
import mf4j.train.Knobs;
import mf4j.train.Seeds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Harmonica (Hazan, Klivans and Yuan 2018): stage by stage, a lasso finds the few products of up to three bits that explain what is left of the
/// loss, and the bits in the heaviest of them are fixed where these are the least together; of random points with these bits the one is tried that
/// all stages together rate best.
///
/// Unlike in the paper, the penalty of a product grows with its bits, without which three of them fit noise after ten trials.
///
/// Every suggestion looks at the trials drawn with replacement, so that it also tries what they leave possible. Only spaces of parameters of two
/// values: the products are of signs. They may be conditional: what is not active counts as 0, between the two. The first trial of a study is its
/// initial point, the next are random. Trials that were stopped early, broke constraints or could not be evaluated count as the worst of the others.
///
/// @param seed    of everything random
/// @param start   random trials to begin with
/// @param stages  at most
/// @param terms   of a stage
/// @param degree  bits of a product, at most
/// @param penalty of the lasso, of the least that keeps no product
public record Harmonica(@Knob("seed of everything random") long seed,
                        @Knob(value = "random trials to begin with", atLeast = 2) int start,
                        @Knob(value = "stages, at most", atLeast = 1) int stages,
                        @Knob(value = "products of a stage", atLeast = 1, atMost = 6) int terms,
                        @Knob(value = "bits of a product, at most", atLeast = 1, atMost = 3) int degree,
                        @Knob(value = "penalty of the lasso, of the least that keeps no product", atLeast = 0, above = true, atMost = 1) double penalty) implements Sampler {
    private static final int CANDIDATES = 100;

    /// Checks the knobs.
    public Harmonica {
        Knobs.check(Harmonica.class, seed, start, stages, terms, degree, penalty);
    }

    /// Ten random trials, ten stages of five products of three bits.
    public static Harmonica defaults() {
        return new Harmonica(0, 10, 10, 5, 3, 0.1);
    }

    @Override
    public Harmonica withSeed(long seed) {
        return Knobs.with(this, "seed", seed);
    }

    /// With more or fewer random trials.
    public Harmonica withStart(int start) {
        return Knobs.with(this, "start", start);
    }

    /// With more or fewer stages.
    public Harmonica withStages(int stages) {
        return Knobs.with(this, "stages", stages);
    }

    /// With more or fewer products of a stage.
    public Harmonica withTerms(int terms) {
        return Knobs.with(this, "terms", terms);
    }

    /// With products of more or fewer bits.
    public Harmonica withDegree(int degree) {
        return Knobs.with(this, "degree", degree);
    }

    /// With another penalty.
    public Harmonica withPenalty(double penalty) {
        return Knobs.with(this, "penalty", penalty);
    }

    @Override
    public void check(Space space, List<Goal> goals) {
        Demands.oneGoal("HARMONICA", goals);
        Bits.check("HARMONICA", space);
    }

    @Override
    public Proposer proposer(Space space, List<Goal> goals) {
        return Bits.proposer(space, start, seed, "harmonica", this::next);
    }

    private double[] next(Bits bits, List<Observation> trials, Seeds.Stream random) {
        List<Observation> drawn = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) drawn.add(trials.get(random.nextInt(trials.size())));
        double[][] x = drawn.stream().map(one -> Monomials.signs(bits.of(one.point()))).toArray(double[][]::new);
        double[] rest = Bits.losses(drawn);
        double[] fixed = new double[bits.size()]; // signs, 0 where free
        List<Monomials.Term> surrogate = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            boolean[] free = new boolean[fixed.length];
            for (int j = 0; j < free.length; j++) free[j] = fixed[j] == 0;
            List<Monomials.Term> kept = Monomials.lasso(Monomials.all(fixed.length, degree, free), x, rest, penalty);
            kept = kept.subList(0, Math.min(terms, kept.size()));
            if (kept.isEmpty()) break;
            surrogate.addAll(kept);
            fix(fixed, kept);
            for (int i = 0; i < x.length; i++) for (Monomials.Term term : kept) rest[i] -= term.at(x[i]);
            double mean = Arrays.stream(rest).average().orElse(0);
            for (int i = 0; i < rest.length; i++) rest[i] -= mean;
        }
        return best(bits, fixed, surrogate, random);
    }

    /// Every sign that is in a term becomes what makes them the least together: all of 2^k are tried.
    static void fix(double[] fixed, List<Monomials.Term> terms) {
        int[] open = terms.stream().flatMapToInt(term -> Arrays.stream(term.signs())).filter(j -> fixed[j] == 0).distinct().sorted().toArray();
        double least = Double.POSITIVE_INFINITY;
        int best = 0;
        double[] signs = fixed.clone();
        for (int code = 0; code < 1 << open.length; code++) {
            for (int k = 0; k < open.length; k++) signs[open[k]] = (code >>> k & 1) == 1 ? 1 : -1;
            double sum = 0;
            for (Monomials.Term term : terms) sum += term.at(signs);
            if (sum < least) {
                least = sum;
                best = code;
            }
        }
        for (int k = 0; k < open.length; k++) fixed[open[k]] = (best >>> k & 1) == 1 ? 1 : -1;
    }

    private static double[] best(Bits bits, double[] fixed, List<Monomials.Term> surrogate, Seeds.Stream random) {
        double[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int candidate = 0; candidate < CANDIDATES; candidate++) {
            double[] one = bits.random(random);
            for (int j = 0; j < one.length; j++) if (fixed[j] != 0) one[j] = fixed[j] > 0 ? 1 : 0;
            double[] signs = Monomials.signs(bits.masked(one));
            double sum = surrogate.stream().mapToDouble(term -> term.at(signs)).sum();
            if (best != null && !(sum < least)) continue;
            best = one;
            least = sum;
        }
        return best;
    }
}
