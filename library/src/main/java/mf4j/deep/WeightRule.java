package mf4j.deep;

/// How much an agent trusts what a neighbour says. All rules give symmetric weights that sum to 1.
public enum WeightRule {
    /// `1 / (1 + max(degree i, degree j))` (Metropolis and Hastings).
    METROPOLIS {
        @Override
        double weight(int mine, int other, int most) {
            return 1.0 / (1 + Math.max(mine, other));
        }
    },
    /// `1 / (2 max(degree i, degree j))`: at least half is the agent's own, no eigenvalue is negative.
    LAZY_METROPOLIS {
        @Override
        double weight(int mine, int other, int most) {
            return 0.5 / Math.max(mine, other);
        }
    },
    /// `1 / (1 + greatest degree)`, the same on all links.
    MAX_DEGREE {
        @Override
        double weight(int mine, int other, int most) {
            return 1.0 / (1 + most);
        }
    };

    /// The weight of a link.
    ///
    /// @param mine  degree of one end
    /// @param other degree of the other
    /// @param most  greatest degree of the network
    abstract double weight(int mine, int other, int most);
}
