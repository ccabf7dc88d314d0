package mf4j.study;

import java.util.Arrays;

/// How fast a CMA-ES learns what: the defaults of Hansen's tutorial (2016, equations 48 to 56), with negative weights; where only the variances are
/// adapted, as much faster as they are fewer (Ros and Hansen 2008).
///
/// @param dimensions   d
/// @param population   points of a generation, at least 2
/// @param separable    whether only the variances are adapted
/// @param weights      of the points from the best on: those above 0 sum to 1
/// @param parents      how many of them are above 0
/// @param mass         of the parents: the square of the sum of their weights over the sum of their squares
/// @param rankOne      learning rate of the path of the mean
/// @param rankMu       learning rate of the points of a generation
/// @param stepPath     rate of the path of the step length
/// @param stepDamping  of the step length
/// @param meanPath     rate of the path of the mean
/// @param expectedNorm of a standard normal vector
record CmaRates(int dimensions, int population, boolean separable, double[] weights, int parents, double mass, double rankOne, double rankMu, double stepPath, double stepDamping,
                double meanPath, double expectedNorm) {
    /// Points of a generation where nobody says otherwise.
    static int population(int dimensions) {
        return 4 + (int) Math.floor(3 * Math.log(dimensions));
    }

    static CmaRates of(int dimensions, int population, boolean separable) {
        double d = dimensions;
        int parents = population / 2;
        double[] raw = new double[population];
        for (int i = 0; i < population; i++) raw[i] = Math.log((population + 1) / 2.0) - Math.log(i + 1);
        double mass = mass(Arrays.copyOf(raw, parents));
        double negativeMass = mass(Arrays.copyOfRange(raw, parents, population));
        double faster = separable ? (d + 2) / 3 : 1;
        double rankOne = Math.min(0.5, faster * 2 / ((d + 1.3) * (d + 1.3) + mass));
        double rankMu = Math.min(1 - rankOne - 1e-8, faster * 2 * (mass - 2 + 1 / mass) / ((d + 2) * (d + 2) + mass));
        double negative = Math.min(1 + rankOne / Math.max(rankMu, 1e-300), Math.min(1 + 2 * negativeMass / (mass + 2), (1 - rankOne - rankMu) / (d * Math.max(rankMu, 1e-300))));
        double up = Arrays.stream(raw).filter(w -> w > 0).sum();
        double down = -Arrays.stream(raw).filter(w -> w < 0).sum();
        double[] weights = Arrays.stream(raw).map(w -> w >= 0 ? w / up : negative * w / down).toArray();
        double stepPath = (mass + 2) / (d + mass + 5);
        double stepDamping = 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (d + 1)) - 1) + stepPath;
        double meanPath = (4 + mass / d) / (d + 4 + 2 * mass / d);
        return new CmaRates(dimensions, population, separable, weights, parents, mass, rankOne, rankMu, stepPath, stepDamping, meanPath, Math.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d)));
    }

    private static double mass(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return sum * sum / Arrays.stream(weights).map(w -> w * w).sum();
    }
}
