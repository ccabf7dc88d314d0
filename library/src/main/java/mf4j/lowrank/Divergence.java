package mf4j.lowrank;

/// How far a non-negative number y is from the x that it stands for; of matrices it is summed over all entries.
public enum Divergence {
    /// `(x - y)^2 / 2`.
    FROBENIUS,
    /// `x log(x / y) - x + y`, and `y` where x is 0: what counts follow.
    KULLBACK_LEIBLER,
    /// `x / y - log(x / y) - 1`: it does not know the unit of x, and x must be positive.
    ITAKURA_SAITO;

    private static final double LEAST = 1e-300;

    /// The divergence of one entry.
    double of(double x, double y) {
        return switch (this) {
            case FROBENIUS -> (x - y) * (x - y) / 2;
            case KULLBACK_LEIBLER -> x > 0 ? x * Math.log(x / Math.max(y, LEAST)) - x + y : y;
            case ITAKURA_SAITO -> x / Math.max(y, LEAST) - Math.log(x / Math.max(y, LEAST)) - 1;
        };
    }

    /// The minimum over w > 0 of what bounds this divergence plus `lasso w + ridge/2 w^2` from above and touches it at the present w: with
    ///
    /// ```
    /// Kullback-Leibler   above = sum x/y b     below = sum b   + lasso      minimise  below v - w above log v + ridge/2 v^2
    /// Itakura-Saito      above = sum x/y^2 b   below = sum b/y + lasso      minimise  below v + w^2 above / v + ridge/2 v^2
    /// ```
    ///
    /// over the b that w is multiplied by. Without a ridge these are the updates of Lee and Seung (2001) and of Fevotte and Idier (2011,
    /// with their exponent 1/2).
    double moved(double w, double above, double below, double ridge) {
        if (this == KULLBACK_LEIBLER) {
            double a = w * above;
            if (ridge > 0) return a == 0 ? 0 : 2 * a / (below + Math.sqrt(below * below + 4 * ridge * a));
            return below > 0 ? a / below : w;
        }
        double a = w * w * above;
        if (!(below > 0)) return w;
        double v = Math.sqrt(a / below);
        for (int j = 0; ridge > 0 && j < 50; j++) {
            double next = v - (ridge * v * v * v + below * v * v - a) / (3 * ridge * v * v + 2 * below * v);
            if (!(next < v * (1 - 1e-15))) break;
            v = next;
        }
        return v;
    }
}
