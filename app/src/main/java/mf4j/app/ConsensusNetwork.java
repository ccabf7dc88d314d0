package mf4j.app;

import mf4j.deep.Network;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The flags that say who speaks with whom.
final class ConsensusNetwork {
    private static final String RANDOM = "erdos-renyi";
    private static final String SMALL_WORLD = "watts-strogatz";
    private static final String REGULAR = "random-regular";
    private static final List<String> NAMES = List.of(RANDOM, "ring", "path", "star", "complete", "grid", SMALL_WORLD, REGULAR, "exponential");
    private static final double PROBABILITY = 0.8;
    private static final int DEGREE = 4;
    private static final double REWIRE = 0.1;

    @Option(names = "--network", paramLabel = "NAME", description = {"Who speaks with whom: erdos-renyi, ring, path, star, complete, grid, watts-strogatz, random-regular, exponential,",
        "or a FILE with a link on each line, two numbers of agents from 0 (${DEFAULT-VALUE})."})
    String name;

    @Option(names = "--probability", paramLabel = "P", description = "Of a link between two agents, of erdos-renyi (0.8).")
    Double probability;

    @Option(names = "--degree", paramLabel = "K", description = "Links of an agent, of watts-strogatz and random-regular (4).")
    Integer degree;

    @Option(names = "--rewire", paramLabel = "P", description = "Probability that a link of watts-strogatz is moved (0.1).")
    Double rewire;

    /// @param name unless a flag says otherwise
    ConsensusNetwork(String name) {
        this.name = name;
    }

    /// Refuses what cannot be, before any work.
    ConsensusNetwork check() {
        if (!NAMES.contains(name) && !Files.isRegularFile(Path.of(name))) throw new IllegalArgumentException("--network must be one of " + String.join(", ", NAMES) + ", or a file, but was " + name);
        if (probability != null && !name.equals(RANDOM)) throw new IllegalArgumentException("--probability is for --network " + RANDOM + ", not " + name);
        if (probability != null && !(probability >= 0 && probability <= 1)) throw new IllegalArgumentException("--probability must lie between 0 and 1 but was " + probability);
        if (degree != null && !name.equals(SMALL_WORLD) && !name.equals(REGULAR)) throw new IllegalArgumentException("--degree is for --network " + SMALL_WORLD + " and " + REGULAR + ", not " + name);
        if (rewire != null && !name.equals(SMALL_WORLD)) throw new IllegalArgumentException("--rewire is for --network " + SMALL_WORLD + ", not " + name);
        if (rewire != null && !(rewire >= 0 && rewire <= 1)) throw new IllegalArgumentException("--rewire must lie between 0 and 1 but was " + rewire);
        return this;
    }

    /// The network as it is drawn, connected or not.
    ///
    /// @throws IOException naming the line of a file that is no link
    Network of(int agents, long seed) throws IOException {
        return switch (name) {
            case RANDOM -> Network.erdosRenyi(agents, probability == null ? PROBABILITY : probability, seed);
            case "ring" -> Network.ring(agents);
            case "path" -> Network.path(agents);
            case "star" -> Network.star(agents);
            case "complete" -> Network.complete(agents);
            case "grid" -> Network.grid(agents);
            case SMALL_WORLD -> Network.wattsStrogatz(agents, degree == null ? DEGREE : degree, rewire == null ? REWIRE : rewire, seed);
            case REGULAR -> Network.randomRegular(agents, degree == null ? DEGREE : degree, seed);
            case "exponential" -> Network.exponential(agents);
            default -> Network.read(Path.of(name), agents);
        };
    }
}
