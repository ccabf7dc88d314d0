package mf4j.deep;

/// The losses of agents as functions of the product X alone, twice differentiable.
interface ProductLoss {
    /// The loss of an agent at X and its gradient with respect to X.
    ///
    /// @param x        rows x columns, row-major
    /// @param gradient the same shape, written
    double at(int agent, double[] x, double[] gradient);

    /// The change of the agent's gradient when X changes, at the X of the last [#at].
    void change(int agent, double[] dx, double[] change);
}
