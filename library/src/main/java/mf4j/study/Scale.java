package mf4j.study;

/// How the values of a numeric parameter are spread between its bounds: which steps count as equally long.
public enum Scale {
    /// Differences count: `u = (x - a) / (b - a)`.
    LINEAR {
        @Override
        double toUnit(double x, double a, double b) {
            return (x - a) / (b - a);
        }

        @Override
        double fromUnit(double u, double a, double b) {
            return a + u * (b - a);
        }
    },
    /// Ratios count: `u = (ln x - ln a) / (ln b - ln a)`.
    LOG {
        @Override
        double toUnit(double x, double a, double b) {
            return (Math.log(x) - Math.log(a)) / (Math.log(b) - Math.log(a));
        }

        @Override
        double fromUnit(double u, double a, double b) {
            return Math.exp(Math.log(a) + u * (Math.log(b) - Math.log(a)));
        }
    },
    /// Ratios of the distances from above count, fine near the upper bound: `u = 1 - (ln(a + b - x) - ln a) / (ln b - ln a)`.
    REVERSE_LOG {
        @Override
        double toUnit(double x, double a, double b) {
            return 1 - LOG.toUnit(a + b - x, a, b);
        }

        @Override
        double fromUnit(double u, double a, double b) {
            return a + b - LOG.fromUnit(1 - u, a, b);
        }
    };

    /// Where x lies between a and b, in [0, 1] for x within them.
    abstract double toUnit(double x, double a, double b);

    /// The inverse.
    abstract double fromUnit(double u, double a, double b);

    /// Whether it needs bounds above 0.
    boolean positive() {
        return this != LINEAR;
    }
}
