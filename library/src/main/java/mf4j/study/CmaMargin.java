package mf4j.study;

import java.util.List;

/// Keeps a CMA-ES from settling on a whole number before it has tried its neighbours: every generation, the chance to leave the value at the mean
/// stays at least so high (Hamano, Saito, Nomura and Shirakawa 2022, CMA-ES with Margin).
///
/// @param parameters of the dimensions
/// @param chance     to leave, alpha there
record CmaMargin(List<Parameter> parameters, double chance) {
    /// Widens and moves dimensions whose chances became too small.
    CmaState applied(CmaState state) {
        CmaState kept = state;
        for (int j = 0; j < parameters.size(); j++) if (!parameters.get(j).continuous()) kept = kept(kept, j);
        return kept;
    }

    private CmaState kept(CmaState state, int dimension) {
        Parameter parameter = parameters.get(dimension);
        double mean = state.mean(dimension);
        double deviation = state.deviation(dimension);
        long index = Cells.index(parameter, parameter.drawn(Math.clamp(mean, 0, Math.nextDown(1.0))));
        if (index == 0 || index == parameter.count() - 1) {
            double edge = Cells.edge(parameter, index == 0 ? 1 : index);
            double reach = -Normal.quantile(chance) * deviation;
            double moved = edge + (index == 0 ? -1 : 1) * Math.min(Math.abs(mean - edge), reach);
            return moved == mean ? state : state.with(dimension, moved, deviation);
        }
        return inside(state, dimension, Cells.edge(parameter, index), Cells.edge(parameter, index + 1));
    }

    private CmaState inside(CmaState state, int dimension, double low, double high) {
        double mean = state.mean(dimension);
        double deviation = state.deviation(dimension);
        double below = Normal.below((low - mean) / deviation);
        double above = Normal.below((mean - high) / deviation);
        if (below >= chance / 2 && above >= chance / 2) return state;
        double stay = 1 - below - above;
        double down = Math.max(chance / 2, below);
        double up = Math.max(chance / 2, above);
        double share = (1 - down - up - stay) / (down + up + stay - 3 * chance / 2);
        double left = -Normal.quantile(down + share * (down - chance / 2));
        double right = -Normal.quantile(up + share * (up - chance / 2));
        return state.with(dimension, (low * right + high * left) / (left + right), (high - low) / (left + right));
    }
}
