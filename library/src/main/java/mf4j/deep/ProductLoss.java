package mf4j.deep;

/// A loss of an agent as a function of the product X alone, twice differentiable.
interface ProductLoss {
    /// The loss at X and its gradient with respect to X.
    ///
    /// @param x        rows x columns, row-major
    /// @param gradient the same shape, written
    double at(double[] x, double[] gradient);

    /// The change of the gradient when X changes, at the X of the last [#at].
    void change(double[] dx, double[] change);
}
