package mf4j.study;

/// What of a normal distribution of mean 0 and variance 1 lies between two bounds, in logarithms, so that bounds may lie in its tails far below the least
/// double.
///
/// From the complementary error function by rational approximations (Cody 1969), some units in the last place off.
final class TruncatedNormal {
    /// ln(2 pi) / 2
    private static final double LOG_ROOT = 0.9189385332046727417803297;

    private static final double ROOT_HALF = 0.70710678118654752440;
    private static final double ONE_BY_ROOT_PI = 0.56418958354775628695;
    private static final double[] NEAR_ABOVE = {1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3};
    private static final double[] NEAR_BELOW = {1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3};
    private static final double[] MIDDLE_ABOVE = {2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2,
        1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3};
    private static final double[] MIDDLE_BELOW = {1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3,
        3.43936767414372164e3, 1.23033935480374942e3};
    private static final double[] FAR_ABOVE = {1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4};
    private static final double[] FAR_BELOW = {1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3};
    private static final double NARROW = 1e-3; // below it the density is flat enough, above it differences of chances are precise enough

    private TruncatedNormal() { }

    /// The logarithm of the chance of a value between a and b.
    static double logMass(double a, double b) {
        double width = b - a;
        double middle = 0.5 * (a + b);
        if (width * Math.max(1, Math.abs(middle)) < NARROW) return logDensity(middle) + StrictMath.log(width) + StrictMath.log1p((middle * middle - 1) * width * width / 24);
        if (b <= 0) return left(a, b);
        if (a > 0) return left(-b, -a);
        return StrictMath.log1p(-below(a) - below(-b));
    }

    /// In the left tail, where both chances are small: with their quotient.
    private static double left(double a, double b) {
        double log = logBelow(b);
        return log + StrictMath.log1p(-StrictMath.exp(logBelow(a) - log));
    }

    /// The value between a and b below which a share u of what lies between them is.
    ///
    /// @param u in [0, 1)
    static double quantile(double u, double a, double b) {
        if (a >= 0) return -quantile(1 - u, -b, -a, StrictMath.log1p(-u));
        return quantile(u, a, b, StrictMath.log(u));
    }

    private static double quantile(double u, double a, double b, double log) {
        if (u <= 0) return a;
        if (u >= 1) return b;
        double low = logBelow(a);
        double mass = log + logMass(a, b);
        double high = Math.max(low, mass);
        return Math.clamp(inverseLogBelow(Math.min(0, high + StrictMath.log1p(StrictMath.exp(Math.min(low, mass) - high)))), a, b);
    }

    private static double ratio(double[] above, double[] below, double x) {
        double a = above[0];
        double b = below[0];
        for (int j = 1; j < above.length; j++) {
            a = a * x + above[j];
            b = b * x + below[j];
        }
        return a / b;
    }

    /// `exp(x^2) erfc(x)` for x of at least 0.46875.
    private static double scaledComplement(double x) {
        if (x <= 4) return ratio(MIDDLE_ABOVE, MIDDLE_BELOW, x);
        double square = 1 / (x * x);
        return (ONE_BY_ROOT_PI - square * ratio(FAR_ABOVE, FAR_BELOW, square)) / x;
    }

    /// The chance of less than x.
    static double below(double x) {
        double t = x * ROOT_HALF;
        double size = Math.abs(t);
        if (size <= 0.46875) return 0.5 + 0.5 * t * ratio(NEAR_ABOVE, NEAR_BELOW, t * t);
        double tail = 0.5 * scaledComplement(size) * StrictMath.exp(-0.5 * x * x);
        return x < 0 ? tail : 1 - tail;
    }

    /// The logarithm of the chance of less than x, as precise in both tails.
    static double logBelow(double x) {
        if (x > 0.6) return StrictMath.log1p(-below(-x));
        return x < -0.7 ? StrictMath.log(0.5 * scaledComplement(-x * ROOT_HALF)) - 0.5 * x * x : StrictMath.log(below(x));
    }

    /// The logarithm of the density.
    static double logDensity(double x) {
        return -0.5 * x * x - LOG_ROOT;
    }

    /// The x whose [#logBelow] it is, by Newton's method. That function is concave, so every step but the first comes from below.
    ///
    /// @param y at most 0
    static double inverseLogBelow(double y) {
        if (y > -StrictMath.log(2)) return y == 0 ? Double.POSITIVE_INFINITY : -inverseLogBelow(StrictMath.log(-StrictMath.expm1(y)));
        if (y == Double.NEGATIVE_INFINITY) return y;
        double x = y < -5 ? -Math.sqrt(-2 * (y + LOG_ROOT)) : -Math.sqrt(3) / Math.PI * StrictMath.log(StrictMath.expm1(-y));
        for (int step = 0; step < 50; step++) {
            double log = logBelow(x);
            double change = (log - y) * StrictMath.exp(log - logDensity(x));
            x -= change;
            if (Math.abs(change) <= 1e-7 * Math.max(1, Math.abs(x))) break; // errors are squared from step to step
        }
        return x;
    }
}
