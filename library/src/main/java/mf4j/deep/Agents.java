package mf4j.deep;

/// What each agent wants: a loss of its own over variables that all should agree on. Agents keep their data to themselves; only variables travel.
///
/// The parameters of agent i are `theta[i * size() .. (i + 1) * size())`.
public interface Agents {
    /// How many agents.
    int count();

    /// How many variables an agent has and all should agree on.
    int size();

    /// Where the blocks of the variables begin, the factors of a deep product for example, with [#size()] at the end.
    int[] blocks();

    /// Names data, problem and seeds: same text, same losses.
    String fingerprint();

    /// A worker's room for intermediate results; not for sharing between threads.
    Desk desk();

    /// The losses of agents at one worker's desk.
    interface Desk {
        /// The loss of an agent, and its gradient where one is wanted.
        ///
        /// @param theta    variables, from `at` on
        /// @param gradient receives the gradient from `into` on; null where only the loss is wanted
        double loss(int agent, double[] theta, int at, double[] gradient, int into);

        /// The product of the agent's Hessian with a direction, at the point of the last [#loss], which must have been with a gradient.
        ///
        /// @param direction from index 0, `size()` numbers
        /// @param into      receives the product, from index 0
        void curvature(double[] direction, double[] into);
    }
}
