package mf4j.study;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Wilcoxon's signed-rank test (1945): whether paired differences tend to be above 0.
///
/// The ranks of the absolute differences are summed where the difference is positive, ties share their mean rank, a difference of 0 gives half of its
/// rank to either side. Were the signs tosses of coins, the p-value is the chance of a sum as large: counted over all signs for up to
/// 50 differences without zeros and ties and for up to 13 with them, else by the normal distribution with corrections for ties and for continuity, as
/// SciPy does.
final class SignedRank {
    private static final int COUNTED = 50;
    private static final int COUNTED_TIES = 13;
    private static final double SAME = 1e-14; // sums of ranks that differ by less are the same, relatively

    private SignedRank() { }

    /// The p-value of "above 0".
    ///
    /// @param differences at least one, finite
    static double above(double... differences) {
        int n = differences.length;
        double[] ranks = ranks(differences);
        double sum = 0;
        for (int j = 0; j < n; j++) sum += differences[j] > 0 ? ranks[j] : differences[j] == 0 ? ranks[j] / 2 : 0;
        boolean plain = Arrays.stream(differences).map(Math::abs).distinct().count() == n && Arrays.stream(differences).noneMatch(d -> d == 0);
        if (plain && n <= COUNTED) return counted(n, (int) Math.round(sum));
        return n <= COUNTED_TIES ? tossed(differences, ranks, sum) : approximate(differences, sum);
    }

    /// The place of each absolute difference in their ascending order, from 1.
    private static double[] ranks(double[] differences) {
        double[] sorted = Arrays.stream(differences).map(Math::abs).sorted().toArray();
        double[] ranks = new double[differences.length];
        for (int j = 0; j < ranks.length; j++) {
            double own = Math.abs(differences[j]);
            ranks[j] = (1 + Arrays.stream(sorted).filter(d -> d < own).count() + Arrays.stream(sorted).filter(d -> d <= own).count()) / 2.0;
        }
        return ranks;
    }

    /// How many of all subsets of 1..n have a sum of at least `sum`, over 2^n.
    private static double counted(int n, int sum) {
        double[] ways = new double[n * (n + 1) / 2 + 1];
        ways[0] = 1;
        for (int rank = 1; rank <= n; rank++) for (int s = ways.length - 1; s >= rank; s--) ways[s] += ways[s - rank];
        return IntStream.range(sum, ways.length).mapToDouble(s -> ways[s]).sum() / Math.pow(2, n);
    }

    private static double tossed(double[] differences, double[] ranks, double sum) {
        int n = ranks.length;
        double least = sum - SAME * Math.abs(sum);
        int large = 0;
        for (int signs = 0; signs < 1 << n; signs++) {
            double tossed = 0;
            for (int j = 0; j < n; j++) tossed += differences[j] == 0 ? ranks[j] / 2 : (signs >> j & 1) == 1 ? ranks[j] : 0;
            if (tossed >= least) large++;
        }
        return Math.scalb((double) large, -n);
    }

    private static double approximate(double[] differences, double sum) {
        double n = differences.length;
        double ties = 0; // sum of t^3 - t over groups of t equal ones: t^2 - 1 for each of its members
        for (double d : differences) {
            double t = Arrays.stream(differences).filter(e -> Math.abs(e) == Math.abs(d)).count();
            ties += t * t - 1;
        }
        double deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - ties / 2) / 24);
        return Normal.below(-(sum - n * (n + 1) / 4 - 0.5) / deviation);
    }
}
