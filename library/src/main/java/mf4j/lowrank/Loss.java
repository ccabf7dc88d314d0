package mf4j.lowrank;

/// What gradient descent minimises, of a matrix X (n x d) and its product R = L Q. The gradient by R is, entry by entry, row by row or
/// as a whole, a combination of X and R; [DescentPass] goes by that.
public enum Loss {
    /// Mean squared error over all entries. Its least value at every rank is the floor of the [Spectrum].
    MSE,
    /// Mean absolute error over all entries: outliers count less.
    MAE,
    /// Mean of `e^2 / 2` for errors up to 1, `|e| - 1/2` beyond: smooth at 0, mild to outliers.
    HUBER,
    /// 1 minus the cosine between X and R, each as one long vector: the scale of R is free.
    COSINE,
    /// The Frobenius norm of X - R itself, whose gradient keeps its length as the error falls.
    FROBENIUS,
    /// 1 minus the mean cosine between the rows, plus the mean squared difference of the rows' lengths.
    DIRECTION_MAGNITUDE;

    /// What a gradient by R is made of, `x X + r R`.
    ///
    /// @param value the loss
    /// @param x     weight of X
    /// @param r     weight of R
    record Weights(double value, double x, double r) {
        /// The gradient divided by r is `ratio X + R`.
        double ratio() {
            return r == 0 ? 0 : x / r;
        }
    }

    /// Whether [#weights] holds for the whole matrix at once.
    boolean isOfTheWhole() {
        return this == MSE || this == COSINE || this == FROBENIUS;
    }

    boolean isOfEntries() {
        return this == MAE || this == HUBER;
    }

    boolean isMeanOfEntries() {
        return this == MSE || isOfEntries();
    }

    /// Of the whole matrix.
    ///
    /// @param squares |X|^2
    /// @param product <X, R>
    /// @param norm    |R|^2
    /// @param error   |X - R|^2
    /// @param entries n d
    Weights weights(double squares, double product, double norm, double error, double entries) {
        return switch (this) {
            case MSE -> new Weights(error / entries, -2 / entries, 2 / entries);
            case FROBENIUS -> {
                double length = Math.sqrt(error);
                double unit = length > 0 ? 1 / length : 0;
                yield new Weights(length, -unit, unit);
            }
            case COSINE -> {
                double both = Math.sqrt(squares * norm);
                if (!(both > 0)) yield new Weights(1, 0, 0);
                yield new Weights(1 - product / both, -1 / both, product / (both * norm));
            }
            default -> throw new AssertionError(this + " is not of the whole matrix");
        };
    }

    /// Of one row, for the mean over n rows.
    ///
    /// @param length  of the row of X
    /// @param product of both rows
    /// @param norm    squared length of the row of R
    Weights rowWeights(double length, double product, double norm, int rows) {
        double own = Math.sqrt(norm);
        double difference = own - length;
        double both = Math.max(length * own, 1e-8);
        double apart = (1 - product / both + difference * difference) / rows;
        if (!(own > 0)) return new Weights(apart, -1 / both / rows, 0);
        double turning = length * own > 1e-8 ? product / (both * norm) : 0;
        return new Weights(apart, -1 / both / rows, (turning + 2 * difference / own) / rows);
    }

    /// Of one entry, for the mean: the slope by R goes to `errors[j]`, where the error R - X stands.
    ///
    /// @return the sum of the values
    double entrySlopes(float[] errors, int count, float scale) {
        double sum = 0;
        for (int j = 0; j < count; j++) {
            float e = errors[j];
            float size = Math.abs(e);
            if (this == MAE) {
                sum += size;
                errors[j] = scale * Math.signum(e);
            } else {
                sum += size <= 1 ? 0.5 * e * e : size - 0.5;
                errors[j] = scale * Math.clamp(e, -1f, 1f);
            }
        }
        return sum;
    }
}
