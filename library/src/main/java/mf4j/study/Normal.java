package mf4j.study;

/// The standard normal distribution and what expected improvement needs of it, to nearly full precision far into the tails.
///
/// With the Mills ratio `R(z) = (1 - Phi(z)) / phi(z)` of a positive z the lower tail is `Phi(-z) = phi(z) R(z)`. R is Laplace's continued
/// fraction `1 / (z + t)`, `t = 1 / (z + 2 / (z + 3 / ...))`; nearer to 0 the series of `Phi` is shorter.
final class Normal {
    private static final double LOG_ROOT_TWO_PI = 0.5 * StrictMath.log(2 * StrictMath.PI);
    private static final double SERIES = 2; // below it the series is as precise as the fraction, and shorter

    private Normal() { }

    static double density(double z) {
        return StrictMath.exp(logDensity(z));
    }

    static double logDensity(double z) {
        return -0.5 * z * z - LOG_ROOT_TWO_PI;
    }

    /// Probability below z.
    static double below(double z) {
        if (z < -SERIES) return density(z) / (-z + tail(-z));
        return z > SERIES ? 1 - below(-z) : 0.5 + density(z) * series(z);
    }

    /// Logarithm of the probability below z.
    static double logBelow(double z) {
        if (z < -SERIES) return logDensity(z) - StrictMath.log(-z + tail(-z));
        return z > SERIES ? StrictMath.log1p(-below(-z)) : StrictMath.log(below(z));
    }

    /// `phi(z) / Phi(z)`: the derivative of [#logBelow].
    static double hazard(double z) {
        return z < -SERIES ? -z + tail(-z) : density(z) / below(z);
    }

    /// What lies below `z` with probability p.
    ///
    /// Newton's steps on the logarithm of the probability, which is concave: from the left they never pass the solution.
    static double quantile(double p) {
        if (p > 0.5) return -quantile(1 - p);
        if (p == 0.5) return 0;
        double target = StrictMath.log(p);
        double z = -Math.sqrt(-2 * StrictMath.log(2 * p));
        for (int step = 0; step < 60; step++) {
            double next = z + (target - logBelow(z)) / hazard(z);
            if (!(next > z)) break;
            z = next;
        }
        return z;
    }

    /// `log(phi(z) + z Phi(z))`: the logarithm of the expected improvement on 0 of a normal variable with mean z and deviation 1
    /// (Ament et al. 2023, for its stable form).
    static double logImprovement(double z) {
        if (z > -SERIES) return StrictMath.log(density(z) + z * below(z));
        double t = tail(-z);
        return logDensity(z) + StrictMath.log(t / (-z + t));
    }

    /// `Phi(z) / (phi(z) + z Phi(z))`: the derivative of [#logImprovement].
    static double improvementSlope(double z) {
        return z > -SERIES ? below(z) / (density(z) + z * below(z)) : 1 / tail(-z);
    }

    /// `(Phi(z) - 1/2) / phi(z)`.
    private static double series(double z) {
        double term = z;
        double sum = z;
        for (int k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return sum;
    }

    /// The t of Laplace's fraction, from its far end.
    private static double tail(double z) {
        int terms = (int) Math.min(200, 30 + 700 / (z * z));
        double t = 0;
        for (int k = terms; k >= 1; k--) t = k / (z + t);
        return t;
    }
}
