package mf4j.app;

import mf4j.deep.Sensing;
import mf4j.deep.Starts;
import mf4j.matrix.Npy;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The flags that say where the agents begin.
final class ConsensusStart {
    private static final String TRUTH = "truth";
    private static final String LOW_RANK = "low-rank";
    private static final String BALANCED = "balanced";
    private static final double DISTANCE = 1e-3;
    private static final double SCALE = 0.5;
    private static final int RANK = 1;

    @Option(names = "--start", paramLabel = "NAME", description = {"Where all agents begin: truth, near it in the direction in which the product answers most; low-rank; balanced, layers with equal singular values;",
        "or a FILE.npy with the variables of one agent, or of all (${DEFAULT-VALUE})."})
    String name = TRUTH;

    @Option(names = "--start-distance", paramLabel = "X", description = "How far from the truth (1e-3).")
    Double distance;

    @Option(names = "--start-scale", paramLabel = "X", description = "Singular values of balanced layers, deviation of low-rank ones (0.5).")
    Double scale;

    @Option(names = "--start-rank", paramLabel = "R", description = "Rank of low-rank layers (1).")
    Integer rank;

    /// Refuses what cannot be, before any work.
    ConsensusStart check() {
        boolean file = name.endsWith(".npy");
        if (!file && !name.equals(TRUTH) && !name.equals(LOW_RANK) && !name.equals(BALANCED)) throw new IllegalArgumentException("--start must be one of truth, low-rank, balanced, or a FILE.npy, but was " + name);
        if (file && !Files.isRegularFile(Path.of(name))) throw new IllegalArgumentException("--start: there is no file " + name);
        if (distance != null && !name.equals(TRUTH)) throw new IllegalArgumentException("--start-distance is for --start truth, not " + name);
        if (distance != null && !(distance >= 0)) throw new IllegalArgumentException("--start-distance must be at least 0 but was " + distance);
        if (scale != null && !name.equals(LOW_RANK) && !name.equals(BALANCED)) throw new IllegalArgumentException("--start-scale is for --start low-rank and balanced, not " + name);
        if (rank != null && !name.equals(LOW_RANK)) throw new IllegalArgumentException("--start-rank is for --start low-rank, not " + name);
        if (rank != null && rank < 1) throw new IllegalArgumentException("--start-rank must be at least 1 but was " + rank);
        return this;
    }

    /// The variables of all agents, agents x size.
    double[] of(Sensing agents, long seed) throws IOException {
        return switch (name) {
            case TRUTH -> forAll(agents, Starts.nearTruth(agents, distance == null ? DISTANCE : distance));
            case LOW_RANK -> forAll(agents, Starts.lowRank(agents.shape(), rank == null ? RANK : rank, scale == null ? SCALE : scale, seed));
            case BALANCED -> forAll(agents, Starts.balanced(agents.shape(), scale == null ? SCALE : scale, seed));
            default -> read(agents);
        };
    }

    private double[] read(Sensing agents) throws IOException {
        double[] values = Npy.read(Path.of(name)).toDoubles();
        if (values.length == agents.size()) return forAll(agents, values);
        if (values.length == (long) agents.count() * agents.size()) return values;
        throw new IOException(name + ": a start has the " + agents.size() + " variables of one agent, or " + agents.count() + " x " + agents.size() + ", found " + values.length);
    }

    private static double[] forAll(Sensing agents, double[] one) {
        double[] all = new double[agents.count() * agents.size()];
        for (int i = 0; i < agents.count(); i++) System.arraycopy(one, 0, all, i * one.length, one.length);
        return all;
    }

    String words() {
        return name.equals(TRUTH) ? "the truth, " + (distance == null ? DISTANCE : distance) + " away" : name;
    }
}
