package mf4j.study;

import java.util.Arrays;

/// How much the values of a function at two points have to do with each other: Matern's covariance of smoothness 5/2 with a length per
/// dimension, `k = amplitude (1 + s + s^2 / 3) exp(-s)`, `s = sqrt(5) r`, `r^2 = sum_j weight_j d_j^2`; d is the difference of numbers, and of
/// choices 1 where they differ.
///
/// Rows of points are stored by dimension: coordinate j of row i of n is `x[j * n + i]`.
///
/// @param amplitude variance of the function
/// @param weights   per dimension one over the square of its length
/// @param choices   per dimension whether its values are choices
record Matern(double amplitude, double[] weights, boolean[] choices) {
    private static final double ROOT_FIVE = Math.sqrt(5);

    /// `r^2` between one point and the first `count` of n rows.
    ///
    /// @param squares is written
    void squares(double[] point, double[] x, int n, int count, double[] squares) {
        Arrays.fill(squares, 0, count, 0);
        for (int j = 0; j < weights.length; j++) {
            double own = point[j];
            double weight = weights[j];
            int at = j * n;
            if (choices[j]) {
                for (int i = 0; i < count; i++) squares[i] += x[at + i] == own ? 0 : weight;
            } else {
                for (int i = 0; i < count; i++) squares[i] += weight * (x[at + i] - own) * (x[at + i] - own);
            }
        }
    }

    /// Covariances between one point and n rows.
    ///
    /// @param squares room for n
    /// @param into    is written from `at` on
    void covariances(double[] point, double[] x, int n, double[] squares, double[] into, int at) {
        covariances(point, x, n, n, squares, into, at);
    }

    /// Covariances between one point and the first `count` of n rows.
    void covariances(double[] point, double[] x, int n, int count, double[] squares, double[] into, int at) {
        squares(point, x, n, count, squares);
        for (int i = 0; i < count; i++) {
            double s = ROOT_FIVE * Math.sqrt(squares[i]);
            into[at + i] = amplitude * (1 + s + s * s / 3) * StrictMath.exp(-s);
        }
    }

    /// Covariances between one point and the first `count` of n rows, and their derivatives by the squared distance:
    /// `-5/6 amplitude (1 + s) exp(-s)`.
    ///
    /// @param squares room for `count`
    /// @param at      where the covariances and slopes begin
    void slopes(double[] point, double[] x, int n, int count, double[] squares, double[] covariances, double[] slopes, int at) {
        squares(point, x, n, count, squares);
        for (int i = 0; i < count; i++) {
            double s = ROOT_FIVE * Math.sqrt(squares[i]);
            double decay = amplitude * StrictMath.exp(-s);
            covariances[at + i] = (1 + s + s * s / 3) * decay;
            slopes[at + i] = -5.0 / 6 * (1 + s) * decay;
        }
    }
}
