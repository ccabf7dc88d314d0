package mf4j.recommend;

import mf4j.kernel.Kernel;
import mf4j.matrix.Factors;
import mf4j.train.Check;

import java.util.Arrays;

/// Re-ranks the best `pool` items so that a list is less alike (maximal marginal relevance): one after another takes the item of
/// the largest
///
/// ```
/// lambda * r_i - (1 - lambda) * max over the items j taken so far of cos(q_i, q_j)
/// ```
///
/// where r is the score scaled over the pool, 1 for the best and 0 for the worst (1 for all where all are equal), so that one lambda
/// means the same for ratings and for other scores, and q are the item factors; an item without factors is like nothing. Ties go to
/// the one that comes first by score. The first of the list is always the best by score where lambda is above 0.
///
/// Cost per user: the pool is found exactly, then count x pool x rank multiplications. Source: Carbonell and Goldstein 1998.
///
/// @param lambda 1 goes by score alone, 0 by unlikeness alone
/// @param pool   how many candidates; at least as many as are asked for are taken
public record Diversity(double lambda, int pool) {
    /// Checks the numbers.
    public Diversity {
        Check check = Check.of(Diversity.class);
        check.within("lambda", lambda, 0, 1);
        check.atLeast("pool", pool, 1);
    }

    /// With a pool of 100.
    public static Diversity of(double lambda) {
        return new Diversity(lambda, 100);
    }

    /// The `count` chosen ones of a pool, in the order they were taken.
    Shortlist.Best chosen(Shortlist.Best pool, int count, Factors factors) {
        int n = pool.items().length;
        int size = Math.min(count, n);
        Shortlist.Best chosen = new Shortlist.Best(new int[size], new float[size]);
        double[] alike = new double[n]; // the largest cosine with a taken one, NaN once taken itself
        Arrays.fill(alike, Double.NEGATIVE_INFINITY);
        for (int j = 0; j < size; j++) {
            int next = next(pool.scores(), alike);
            chosen.items()[j] = pool.items()[next];
            chosen.scores()[j] = pool.scores()[next];
            alike[next] = Double.NaN;
            for (int c = 0; c < n; c++) {
                if (alike[c] == alike[c]) alike[c] = Math.max(alike[c], cosine(factors, pool.items()[c], pool.items()[next]));
            }
        }
        return chosen;
    }

    private int next(float[] scores, double[] alike) {
        int best = -1;
        double bestValue = 0;
        for (int c = 0; c < scores.length; c++) {
            double value = lambda * relevance(scores, c) - (1 - lambda) * Math.max(alike[c], -1);
            if (alike[c] == alike[c] && (best < 0 || value > bestValue)) {
                best = c;
                bestValue = value;
            }
        }
        return best;
    }

    private static double relevance(float[] scores, int c) {
        double range = (double) scores[0] - scores[scores.length - 1];
        return range > 0 ? ((double) scores[c] - scores[scores.length - 1]) / range : 1;
    }

    private static double cosine(Factors factors, int i, int j) {
        double norms = Math.sqrt(dot(factors, i, i)) * Math.sqrt(dot(factors, j, j));
        return norms > 0 ? dot(factors, i, j) / norms : 0;
    }

    private static double dot(Factors factors, int i, int j) {
        return Kernel.active().dot(factors.values(), factors.start(i), factors.values(), factors.start(j), factors.rank());
    }
}
