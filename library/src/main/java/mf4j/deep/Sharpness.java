package mf4j.deep;

import mf4j.matrix.Lanczos;
import mf4j.train.Sweep;

/// The largest eigenvalue of an agent's Hessian: a step of more than two over it leaves the agent's valley.
public final class Sharpness {
    private Sharpness() { }

    /// At one agent's point, by Lanczos' method on products of the Hessian with vectors.
    ///
    /// @param theta     the agent's variables, from `at` on
    /// @param tolerance relative
    public static Lanczos.Pair of(Agents agents, int agent, double[] theta, int at, double tolerance) {
        return new Room(agents).at(agent, theta, at, tolerance);
    }

    private record Room(Agents agents, Agents.Desk desk, double[] gradient) {
        Room(Agents agents) {
            this(agents, agents.desk(), new double[agents.size()]);
        }

        Lanczos.Pair at(int agent, double[] theta, int at, double tolerance) {
            desk.loss(agent, theta, at, gradient, 0);
            return Lanczos.greatest(agents.size(), desk::curvature, tolerance, agent);
        }
    }

    /// At the points of all agents.
    ///
    /// @param theta agents x size
    public static double[] of(Agents agents, double[] theta, double tolerance) {
        double[] sharpness = new double[agents.count()];
        Sweep.over(agents.count(), 1, () -> new Room(agents), (room, from, to) -> {
            for (int i = from; i < to; i++) sharpness[i] = room.at(i, theta, i * agents.size(), tolerance).value();
        });
        return sharpness;
    }
}
