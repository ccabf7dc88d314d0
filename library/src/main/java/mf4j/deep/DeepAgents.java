package mf4j.deep;

/// Agents that agree on the factors of a deep product.
public sealed interface DeepAgents extends Agents permits Sensing, Completion {
    /// The factors.
    Shape shape();

    /// The product that is to be found, rows x columns, row-major.
    double[] target();

    /// How much an agent's loss adds per squared number of its factors.
    double tau(int agent);

    @Override
    DeepDesk desk();

    @Override
    default int size() {
        return shape().size();
    }

    @Override
    default int[] blocks() {
        int[] blocks = new int[shape().depth() + 1];
        for (int l = 1; l <= shape().depth() + 1; l++) blocks[l - 1] = shape().at(l);
        return blocks;
    }
}
