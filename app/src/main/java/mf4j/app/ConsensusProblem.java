package mf4j.app;

import mf4j.deep.Sensing;
import mf4j.deep.Shape;
import picocli.CommandLine.Option;

import java.util.OptionalInt;

/// The flags that say what the agents want: layers whose product each sees through measurements of its own.
final class ConsensusProblem {
    private static final int WIDEST = 3; // times the dimension, where no widths are given

    @Option(names = "--agents", paramLabel = "N", description = "How many agents (${DEFAULT-VALUE}).")
    int agents;

    @Option(names = "--depth", paramLabel = "L", description = "How many layers (${DEFAULT-VALUE}).")
    int depth;

    @Option(names = "--dimension", paramLabel = "D", description = "The product is D x D (${DEFAULT-VALUE}).")
    int dimension;

    @Option(names = "--widths", paramLabel = "A:B", description = "Inner widths are drawn from A to B (D to 3 D); below D the product could not be every matrix.")
    String widths;

    @Option(names = "--tau", paramLabel = "A:B", description = "How much squares of the layers cost an agent, drawn from A to B (${DEFAULT-VALUE}).")
    String tau = "0.1:0.9";

    @Option(names = "--truth-rank", paramLabel = "R", description = "Cut every layer of the truth to rank R; full otherwise.")
    Integer rank;

    /// @param agents    unless a flag says otherwise, as the others
    ConsensusProblem(int agents, int depth, int dimension) {
        this.agents = agents;
        this.depth = depth;
        this.dimension = dimension;
    }

    /// The problem of a seed.
    ///
    /// @throws IllegalArgumentException with the flag that cannot be
    Sensing sensing(long seed) {
        if (agents < 1) throw new IllegalArgumentException("--agents must be at least 1 but was " + agents);
        if (depth < 1) throw new IllegalArgumentException("--depth must be at least 1 but was " + depth);
        if (dimension < 1) throw new IllegalArgumentException("--dimension must be at least 1 but was " + dimension);
        Range inner = widths == null ? new Range(dimension, WIDEST * dimension) : Range.whole("--widths", widths);
        if (inner.least() < dimension) throw new IllegalArgumentException("--widths must begin at --dimension, " + dimension + ", or above, else the product could not be every matrix, but was " + widths);
        Range pull = Range.of("--tau", tau);
        if (!(pull.least() >= 0)) throw new IllegalArgumentException("--tau must be at least 0 but was " + tau);
        Shape shape = Shape.random(dimension, depth, (int) inner.least(), (int) inner.most(), seed);
        if (rank != null && (rank < 1 || rank > dimension)) throw new IllegalArgumentException("--truth-rank must lie between 1 and --dimension, " + dimension + ", but was " + rank);
        return Sensing.random(agents, shape, rank == null ? OptionalInt.empty() : OptionalInt.of(rank), pull.least(), pull.most(), seed);
    }

    /// For JSON.
    void into(Tree numbers, Sensing made) {
        numbers.put("problem.agents", agents).put("problem.depth", depth).put("problem.dimension", dimension).put("problem.widths", made.shape().widths());
        numbers.put("problem.variables", made.size()).put("problem.tau", tau).put("problem.truthRank", rank);
    }

    String words(Sensing made) {
        return agents + " agents, " + depth + " layers of widths " + made.shape() + ", " + Table.count(made.size()) + " variables each";
    }
}
