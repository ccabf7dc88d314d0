package mf4j.lowrank;

/// The optimal hard threshold for singular values under white noise (Gavish and Donoho, The optimal hard threshold for singular values
/// is 4/sqrt(3), 2014): of all cuts of the spectrum it leaves the least squared error, asymptotically and whatever the signal.
///
/// For m x n with `beta = m / n <= 1` and noise of standard deviation `sigma`, values below `lambda(beta) sqrt(n) sigma` are dropped; where the noise is not
/// known, values below `omega(beta)` times the median value.
final class HardThreshold {
    private HardThreshold() { }

    /// `sqrt(2 (beta + 1) + 8 beta / ((beta + 1) + sqrt(beta^2 + 14 beta + 1)))`: their equation 11. 4/sqrt(3) for square matrices.
    static double lambda(double beta) {
        return Math.sqrt(2 * (beta + 1) + 8 * beta / (beta + 1 + Math.sqrt(beta * beta + 14 * beta + 1)));
    }

    /// `lambda(beta) / sqrt(median(beta))`: their equation 5.
    static double omega(double beta) {
        return lambda(beta) / Math.sqrt(median(beta));
    }

    /// The median of the distribution of Marchenko and Pastur: of the squared singular values of m x n white noise of variance 1/n.
    ///
    /// With `t = 1 + beta + 2 sqrt(beta) cos(angle)` its density is `2 sin^2(angle) / (pi t)` in the angle, whose integral is known.
    static double median(double beta) {
        double low = 0; // angles: from the largest value to the smallest
        double high = Math.PI;
        for (int step = 0; step < 100; step++) {
            double middle = (low + high) / 2;
            if (above(beta, middle) < 0.5) low = middle;
            else high = middle;
        }
        return 1 + beta + 2 * Math.sqrt(beta) * Math.cos(low);
    }

    /// The share of squared values above that of an angle.
    private static double above(double beta, double angle) {
        double a = 1 + beta;
        double b = 2 * Math.sqrt(beta);
        double turn = Math.atan((1 - Math.sqrt(beta)) / (1 + Math.sqrt(beta)) * Math.tan(angle / 2)); // sqrt((a - b) / (a + b))
        return 2 / Math.PI * (a * angle - b * Math.sin(angle) - 2 * (1 - beta) * turn) / (b * b);
    }
}
