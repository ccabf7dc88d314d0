package mf4j.deep;

import mf4j.train.Provenance;
import mf4j.train.Sweep;

import java.util.Arrays;

/// What agents have come to: the variables of each, and how.
///
/// @param agents     how many
/// @param size       variables of each
/// @param blocks     where the blocks of the variables begin, with `size` at the end
/// @param theta      agents x size, row-major
/// @param sent       bytes that have crossed links
/// @param provenance how it was made
public record Agreement(int agents, int size, int[] blocks, double[] theta, long sent, Provenance provenance) {
    private static final int CHUNK = 1024; // variables of an agent that are looked at together

    /// The variables of an agent.
    public double[] of(int agent) {
        return Arrays.copyOfRange(theta, agent * size, (agent + 1) * size);
    }

    /// The mean of all agents' variables.
    public double[] mean() {
        double[] mean = new double[size];
        Sweep.over(size, CHUNK, (_, from, to) -> {
            for (int i = 0; i < agents; i++) for (int j = from; j < to; j++) mean[j] += theta[i * size + j];
            for (int j = from; j < to; j++) mean[j] /= agents;
        });
        return mean;
    }

    /// How far agents are from their mean, per block: `(1/n) sum_i |theta_i,b - mean_b|^2`.
    public double[] disagreement() {
        return disagreement(mean());
    }

    /// The same from a mean that is known.
    double[] disagreement(double[] mean) {
        int count = blocks.length - 1;
        double[] squares = new double[agents * count];
        Sweep.over(agents, 1, () -> new double[CHUNK], (room, first, end) -> {
            for (int i = first; i < end; i++) for (int b = 0; b < count; b++) squares[i * count + b] = apart(i, blocks[b], blocks[b + 1], mean, room);
        });
        double[] sums = new double[count];
        for (int i = 0; i < agents; i++) for (int b = 0; b < count; b++) sums[b] += squares[i * count + b] / agents;
        return sums;
    }

    private double apart(int agent, int from, int to, double[] mean, double[] room) {
        double sum = 0;
        for (int at = from; at < to; at += CHUNK) {
            int n = Math.min(CHUNK, to - at);
            for (int j = 0; j < n; j++) room[j] = theta[agent * size + at + j] - mean[at + j];
            sum += MethodRun.KERNEL.dot(room, 0, room, 0, n);
        }
        return sum;
    }

    /// The disagreement of all blocks over the mean squared length of the agents' variables.
    public double relativeDisagreement() {
        return relative(disagreement());
    }

    /// The same from a disagreement that is known.
    double relative(double[] disagreement) {
        double squares = Sweep.sum(agents, 1, (from, _) -> MethodRun.KERNEL.dot(theta, from * size, theta, from * size, size) / agents);
        return squares == 0 ? 0 : Arrays.stream(disagreement).sum() / squares;
    }
}
