package mf4j.study;

import java.util.Arrays;

/// Labels of a Gaussian process whose scale is bent: what is far from the best is drawn in by a logarithm, as much as the data ask for (Snelson,
/// Rasmussen and Ghahramani 2003). With the shortfall `u = (best - gain) / typical`, typical that of the median trial, a label is
/// `-ln(1 + c u) / c`, then of mean 0 and deviation 1; the bend c is near 0 where the gains are taken as they are. A loss that is infinite or
/// more than a million times the typical one counts as that; what is infeasible is 1 below the worst.
final class Bend {
    static final double LEAST = 1e-2;
    static final double MOST = 1e3;
    private static final double SPREAD = 0.1; // one over the square of the deviation of ln c that is thought of, from c = 1
    private static final double FAR = 1e6;

    private final double[] shortfalls; // NaN of the infeasible
    private final double[] foretold;   // is subtracted from the labels
    private final int known;
    private final int worst;
    private final boolean flat;

    /// @param gains    more is better; NaN is infeasible
    /// @param foretold is subtracted from the labels
    Bend(double[] gains, double[] foretold) {
        double[] finite = Arrays.stream(gains).filter(Double::isFinite).sorted().toArray();
        double most = finite.length == 0 ? 0 : finite[finite.length - 1];
        double least = finite.length == 0 ? 0 : finite[0];
        double[] half = Arrays.stream(gains).filter(g -> !Double.isNaN(g)).map(g -> most / 2 - Math.clamp(g, least, most) / 2).sorted().toArray(); // halves do not overflow
        double middle = half.length == 0 ? 0 : half[half.length / 2];
        double typical = middle > 0 ? middle : half.length == 0 ? 0 : half[half.length - 1];
        this.flat = !(typical > 0);
        this.shortfalls = Arrays.stream(gains).map(g -> Double.isNaN(g) ? g : flat ? 0 : Math.min(FAR, (most / 2 - Math.clamp(g, least, most) / 2) / typical)).toArray();
        this.foretold = foretold;
        this.known = half.length;
        int at = -1;
        for (int i = 0; i < gains.length; i++) if (!Double.isNaN(gains[i]) && (at < 0 || shortfalls[i] > shortfalls[at])) at = i;
        this.worst = at;
    }

    /// The labels.
    double[] labels(double logarithm) {
        double[] labels = new double[shortfalls.length];
        of(logarithm, labels, new double[labels.length]);
        return labels;
    }

    /// The labels and the negative logarithm of the density that bending gives to them, with the penalty of the bend.
    ///
    /// @param logarithm of the bend
    /// @param labels    are written
    /// @param slopes    of the labels by the logarithm, are written; behind them, where there is room, that of what is returned
    double of(double logarithm, double[] labels, double[] slopes) {
        int n = shortfalls.length;
        double c = StrictMath.exp(logarithm);
        double penalty = 0.5 * SPREAD * logarithm * logarithm;
        double slope = SPREAD * logarithm;
        double mean = 0;
        double meanSlope = 0;
        for (int i = 0; i < n; i++) {
            double bent = c * shortfalls[i];
            if (Double.isNaN(bent)) continue;
            double log = StrictMath.log1p(bent);
            labels[i] = 0 - log / c;
            slopes[i] = log / c - shortfalls[i] / (1 + bent);
            mean += labels[i] / known;
            meanSlope += slopes[i] / known;
            penalty += log;
            slope += bent / (1 + bent);
        }
        double square = 0;
        double squareSlope = 0;
        for (int i = 0; i < n; i++) {
            if (Double.isNaN(shortfalls[i])) continue;
            labels[i] -= mean;
            slopes[i] -= meanSlope;
            square += labels[i] * labels[i] / known;
            squareSlope += labels[i] * slopes[i] / known;
        }
        double deviation = flat || known == 0 ? 1 : Math.sqrt(square);
        double stretch = flat || known == 0 ? 0 : squareSlope / square; // slope of the logarithm of the deviation
        penalty += known * StrictMath.log(deviation);
        slope += known * stretch;
        for (int i = 0; i < n; i++) {
            labels[i] /= deviation;
            slopes[i] = slopes[i] / deviation - labels[i] * stretch;
        }
        for (int i = 0; i < n; i++) {
            if (Double.isNaN(shortfalls[i])) {
                labels[i] = (worst < 0 ? 0 : labels[worst]) - 1;
                slopes[i] = worst < 0 ? 0 : slopes[worst];
            }
        }
        for (int i = 0; i < n; i++) labels[i] -= foretold[i];
        if (slopes.length > n) slopes[n] = slope;
        return penalty;
    }
}
