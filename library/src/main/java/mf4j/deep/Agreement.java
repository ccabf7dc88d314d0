package mf4j.deep;

import mf4j.train.Provenance;

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
    /// The variables of an agent.
    public double[] of(int agent) {
        return Arrays.copyOfRange(theta, agent * size, (agent + 1) * size);
    }

    /// The mean of all agents' variables.
    public double[] mean() {
        double[] mean = new double[size];
        for (int i = 0; i < agents; i++) for (int j = 0; j < size; j++) mean[j] += theta[i * size + j];
        for (int j = 0; j < size; j++) mean[j] /= agents;
        return mean;
    }

    /// How far agents are from their mean, per block: `(1/n) sum_i |theta_i,b - mean_b|^2`.
    public double[] disagreement() {
        double[] mean = mean();
        double[] sums = new double[blocks.length - 1];
        for (int b = 0; b < sums.length; b++) {
            for (int i = 0; i < agents; i++) {
                for (int j = blocks[b]; j < blocks[b + 1]; j++) {
                    double apart = theta[i * size + j] - mean[j];
                    sums[b] += apart * apart;
                }
            }
            sums[b] /= agents;
        }
        return sums;
    }

    /// The disagreement of all blocks over the mean squared length of the agents' variables.
    public double relativeDisagreement() {
        double squares = 0;
        for (double v : theta) squares += v * v;
        return squares == 0 ? 0 : Arrays.stream(disagreement()).sum() / (squares / agents);
    }
}
